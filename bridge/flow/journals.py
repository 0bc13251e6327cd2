"""Proposed journals: a person posts them in NetSuite and says so, and the bridge looks."""

import json
from collections.abc import Iterable
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
from bridge.people.roles import Permission

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
    return sides_of(one.document.body, one.deal.booked.currency)


def sides_of(body: bytes, currency: Currency) -> tuple[Side, ...]:
    """Return the lines that the body of a proposed journal has, in the currency of its deal."""
    items = json.loads(body, parse_float=Decimal)["line"]["items"]
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
    return debited(sides(one), one.deal.booked.currency)


def debited(every: Iterable[Side], currency: Currency) -> Money:
    """Return what lines of a journal add up to in debit; in credit it is the same."""
    return total((side.debit for side in every if side.debit is not None), currency)


def is_due(state: State) -> bool:
    """Say whether a journal that stands so is still to be posted."""
    return state is State.PREPARED


def note_posted(
    store: Store, netsuite: Journals, name: ExternalId, internal_id: str, who: str
) -> Journal:
    """
    Note that a person posted a proposed journal under an internal id; return it as it was.

    NetSuite must hold that journal in the month and with the amounts on each account as proposed,
    in the currency of the deal, and no other proposal may stand for it; which accounts they are,
    the person answers for. The ledger keeps who said it. Raises Misconfigured where something does
    not tie, and a BridgeError if NetSuite does not answer.
    """
    with store.reading() as view:
        held = view.deals.journals()
    journal = _named(held, name)
    _check_open(journal, internal_id)
    found = netsuite.journal(internal_id)
    if found is None:
        says = f"NetSuite has no journal {internal_id}"
        act = "give the internal id of the journal entry that was posted"
        raise _refused(name, says, act)
    _check_free(held, journal, found.internal_id)
    _check_tie(journal, found)
    with store.transaction("journal_posted", actor=who) as tx:
        tx.people.accounts.permit(Permission.TRIAGE)
        # While NetSuite was asked, another proposal may have taken the journal, or a pass may have
        # written this one anew under its name.
        now = tx.deals.journals()
        _check_free(now, journal, found.internal_id)
        is_same = _as_compared(journal) in map(_as_compared, now)
        if not is_same or not tx.documents.acknowledge(
            _claim(journal), internal_id=found.internal_id, how=POSTED
        ):
            raise _refused(name, "it changed in this moment", "look at it again")
    return journal


def _claim(journal: Journal) -> Claim:
    document = journal.document
    return Claim(document.external_id, document.state, document.attempt)


def _as_compared(journal: Journal) -> tuple[object, ...]:
    """Return what a journal of NetSuite was compared with."""
    document = journal.document
    return (document.external_id, document.dated, journal.deal.booked.currency, document.body)


def _named(held: tuple[Journal, ...], name: ExternalId) -> Journal:
    found = next((one for one in held if one.document.external_id == name), None)
    if found is None:
        act = "take the name of one from `bridge journals list`"
        raise _refused(name, "there is no such proposed journal", act)
    return found


def _check_open(journal: Journal, internal_id: str) -> None:
    name = journal.document.external_id
    if not is_due(journal.document.state):
        says = f"it is posted already, as {journal.document.internal_id}"
        raise _refused(name, says, "correct it in NetSuite by a journal of its own")
    if not (internal_id.isascii() and internal_id.isdigit()):
        raise _refused(name, f"{internal_id!r} is no internal id", "give the number in NetSuite")


def _check_free(held: tuple[Journal, ...], journal: Journal, internal_id: str) -> None:
    taken = next((one for one in held if one.document.internal_id == internal_id), None)
    if taken is not None:
        says = f"journal {internal_id} stands for {taken.document.external_id} already"
        raise _refused(journal.document.external_id, says, "post one journal for each proposal")


def _check_tie(journal: Journal, found: PostedJournal) -> None:
    name, dated = journal.document.external_id, journal.document.dated
    act = "correct the journal in NetSuite, or name the right one"
    wanted, number = proposed(journal), found.internal_id
    if found.currency != wanted.currency.code or {found.debit, found.credit} != {wanted.decimal()}:
        says = (
            f"journal {number} has {found.debit:,} {found.currency} in debit and "
            f"{found.credit:,} in credit, proposed are {wanted}"
        )
        raise _refused(name, says, act)
    if sorted(filter(any, found.accounts)) != sorted(filter(any, _accounts(journal))):
        named = ", ".join(dict.fromkeys(side.account for side in sides(journal)))
        says = f"journal {number} shares {wanted} among accounts otherwise than among {named}"
        raise _refused(name, says, act)
    if (found.dated.year, found.dated.month) != (dated.year, dated.month):
        says = f"journal {number} is of {found.dated}, proposed is one of {dated:%Y-%m}"
        raise _refused(name, says, act)


def _accounts(journal: Journal) -> Iterable[tuple[Decimal, Decimal]]:
    """Return what each account of a proposed journal is debited and credited with."""
    nothing = Money(0, journal.deal.booked.currency)
    found: dict[str, tuple[Money, Money]] = {}
    for side in sides(journal):
        debit, credit = found.get(side.account, (nothing, nothing))
        found[side.account] = (debit + (side.debit or nothing), credit + (side.credit or nothing))
    return ((debit.decimal(), credit.decimal()) for debit, credit in found.values())


def _refused(name: ExternalId, says: str, act: str) -> Misconfigured:
    return Misconfigured(says, where=f"journal {name}", act=act)
