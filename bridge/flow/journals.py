"""Proposed journals: a person posts them in NetSuite and says so, and the bridge looks."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from bridge.adapters.netsuite.journals import PostedJournal
from bridge.adapters.store.database import Store
from bridge.adapters.store.deals import Journal
from bridge.adapters.store.documents import Claim
from bridge.errors import Misconfigured
from bridge.model.document import State
from bridge.model.ids import ExternalId
from bridge.model.money import Currency, Money, total

#: How a journal was settled: a person said so, and NetSuite holds it.
POSTED = "posted"


class Journals(Protocol):
    """The part of NetSuite that tells of journals; errors as of any read."""

    def journal(self, internal_id: str) -> PostedJournal | None:
        """Return a journal entry by its internal id; None if there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One line of a proposed journal: an account, and what goes to one side of it."""

    account: str
    debit: Money | None
    credit: Money | None
    memo: str


def sides(one: Journal) -> tuple[Side, ...]:
    """Return the lines of a proposed journal as a person posts them."""
    currency = one.deal.booked.currency
    items = json.loads(one.document.body, parse_float=Decimal)["line"]["items"]
    return tuple(
        Side(
            account=item["account"]["externalId"],
            debit=_amount(item.get("debit"), currency),
            credit=_amount(item.get("credit"), currency),
            memo=item["memo"],
        )
        for item in items
    )


def _amount(written: Decimal | int | None, currency: Currency) -> Money | None:
    return None if written is None else Money.parse(written, currency)


def proposed(one: Journal) -> Money:
    """Return what each side of a proposed journal adds up to, in the currency of its deal."""
    debits = (side.debit for side in sides(one) if side.debit is not None)
    return total(debits, one.deal.booked.currency)


def note_posted(
    store: Store, netsuite: Journals, name: ExternalId, internal_id: str, who: str
) -> Journal:
    """
    Note that a person posted a proposed journal under an internal id; return it as it was.

    NetSuite must hold that journal with both sides as proposed and in the currency of the deal,
    and no other proposal may stand for it. The ledger keeps who said it. Raises Misconfigured
    where something does not tie, and a BridgeError if NetSuite does not answer.
    """
    with store.reading() as view:
        held = view.deals.journals()
    journal = _named(held, name)
    _check_number(held, journal, internal_id)
    found = netsuite.journal(internal_id)
    _check_tie(journal, found, internal_id)
    document = journal.document
    claim = Claim(name, document.state, document.attempt)
    with store.transaction("journal_posted", actor=who) as tx:
        if not tx.documents.acknowledge(claim, internal_id=internal_id, how=POSTED):
            raise _refused(name, "it changed in this moment", "look at it again")
    return journal


def _named(held: tuple[Journal, ...], name: ExternalId) -> Journal:
    found = next((one for one in held if one.document.external_id == name), None)
    if found is None:
        act = "take the name of one from `bridge journals list`"
        raise _refused(name, "there is no such proposed journal", act)
    return found


def _check_number(held: tuple[Journal, ...], journal: Journal, internal_id: str) -> None:
    name = journal.document.external_id
    if journal.document.state is not State.PREPARED:
        says = f"it is posted already, as {journal.document.internal_id}"
        raise _refused(name, says, "correct it in NetSuite by a journal of its own")
    if not internal_id.isdigit():
        raise _refused(name, f"{internal_id!r} is no internal id", "give the number in NetSuite")
    taken = next((one for one in held if one.document.internal_id == internal_id), None)
    if taken is not None:
        says = f"journal {internal_id} stands for {taken.document.external_id} already"
        raise _refused(name, says, "post one journal for each proposal")


def _check_tie(journal: Journal, found: PostedJournal | None, internal_id: str) -> None:
    name = journal.document.external_id
    if found is None:
        says = f"NetSuite has no journal {internal_id}"
        raise _refused(name, says, "give the internal id of the journal entry that was posted")
    wanted = proposed(journal)
    sums = {found.debit, found.credit}
    if found.currency != wanted.currency.code or sums != {wanted.decimal()}:
        says = (
            f"journal {internal_id} has {found.debit:,} {found.currency} in debit and "
            f"{found.credit:,} in credit, proposed are {wanted}"
        )
        raise _refused(name, says, "correct the journal in NetSuite, or name the right one")


def _refused(name: ExternalId, says: str, act: str) -> Misconfigured:
    return Misconfigured(says, where=f"journal {name}", act=act)
