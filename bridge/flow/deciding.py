"""Decisions about exceptions: what is proposed is looked up, and must tie."""

import re
from dataclasses import dataclass
from typing import Protocol

from bridge.adapters.netsuite.transactions import Transaction
from bridge.adapters.store.cases import ExceptionCase
from bridge.adapters.store.database import Store
from bridge.errors import Misconfigured
from bridge.ledger.person import person, same_person
from bridge.model.document import State
from bridge.queue import words
from bridge.queue.deciding import Confirm, Decline, Propose, Revoke
from bridge.queue.decision import Outcome, Proposal
from bridge.rules.rulebook import Rulebook
from bridge.translate import translate

#: How a person names a record: its type and internal id.
_RECORD = re.compile(r"([A-Za-z]{3,30}):([0-9]{1,18})")
#: Documents of a deal that NetSuite may hold.
_ON_THEIR_WAY = frozenset({State.ACKNOWLEDGED, State.SENDING})


class Transactions(Protocol):
    """The part of NetSuite that tells of transactions; errors as of any read."""

    def transaction(self, internal_id: str) -> Transaction | None:
        """Return a transaction with a customer by its internal id; None if there is none."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """Decisions in the name of one person; what is not possible raises Misconfigured."""

    store: Store
    who: str

    def handled_outside(
        self, number: int, record: str, reason: str, ends: tuple[Transactions, Rulebook]
    ) -> ExceptionCase:
        """
        Propose that a record that somebody made in NetSuite stands for a deal.

        NetSuite must hold it, for the customer, in the currency and with the amount of the deal.
        """
        netsuite, rulebook = ends
        case = self._case(number)
        named = _RECORD.fullmatch(record.strip())
        if named is None:
            raise _refused(
                number, f"{record[:60]!r} names no record", "write it as salesOrder:1234"
            )
        found = netsuite.transaction(named[2])
        self._check_tie(case, found, named[1], rulebook)
        return self._propose(case, Outcome.OUTSIDE, reason, f"{named[1]}:{named[2]}")

    def rejected(self, number: int, reason: str) -> ExceptionCase:
        """Propose that an order is no booking."""
        return self._propose(self._case(number), Outcome.REJECTED, reason, None)

    def confirm(self, number: int, reason: str) -> ExceptionCase:
        """Confirm what another person proposed."""
        return self._act(number, Confirm(person(self.who), words.said(reason, of="the reason")))

    def decline(self, number: int, reason: str) -> ExceptionCase:
        """Turn down what was proposed."""
        return self._act(number, Decline(words.said(reason, of="the reason")))

    def revoke(self, number: int, reason: str) -> ExceptionCase:
        """Take a decision back; the next pass judges the deal again."""
        return self._act(number, Revoke(words.said(reason, of="the reason")))

    def _propose(
        self, case: ExceptionCase, outcome: Outcome, reason: str, record: str | None
    ) -> ExceptionCase:
        with self.store.reading() as view:
            whole = view.deals.whole(case.deal)
            basis = view.lives.basis(case.id)
        sent = [one for one in whole.documents if one.state in _ON_THEIR_WAY] if whole else []
        if sent:
            says = f"{sent[0].external_id} of this deal is in NetSuite, or on its way there"
            raise _refused(case.id, says, "return or correct that order there first")
        proposal = Proposal(
            outcome=outcome,
            by=person(self.who),
            reason=words.said(reason, of="the reason"),
            basis=basis,
            record=record,
        )
        return self._act(case.id, Propose(proposal))

    def _act(self, number: int, act: Propose | Confirm | Decline | Revoke) -> ExceptionCase:
        with self.store.transaction("triage", actor=person(self.who)) as tx:
            tx.lives.act(number, act)
        return self._case(number)

    def _case(self, number: int) -> ExceptionCase:
        with self.store.reading() as view:
            found = view.cases.one(number)
        if found is None:
            act = "look for it in `bridge exceptions list --all`"
            raise _refused(number, "there is no such exception", act)
        return found

    def _check_tie(
        self, case: ExceptionCase, found: Transaction | None, kind: str, rulebook: Rulebook
    ) -> None:
        if found is None or found.kind.casefold() != kind.casefold() or found.voided:
            says = "NetSuite has no such transaction with a customer, or it is void"
            raise _refused(case.id, says, "give the type and internal id of the one that was made")
        with self.store.reading() as view:
            deal = view.deals.one(case.deal)
            dossier = view.dossiers.read(deal.dossier) if deal and deal.dossier else None
        if deal is None or dossier is None:
            says = "the books do not hold what the deal was read from"
            raise _refused(case.id, says, "have it read again with `bridge exceptions retry`")
        told = f"{found.amount:,f} {found.currency}"
        booked = deal.booked
        if (found.currency, found.amount) != (booked.currency.code, booked.decimal()):
            says = f"{kind} {found.internal_id} has {told} before tax, the deal {booked}"
            raise _refused(case.id, says, "correct the record in NetSuite, or name the right one")
        account = translate(dossier, rulebook).heading.account
        if account in (found.customer or "") or same_person(found.company, deal.account_name):
            return
        says = f"{kind} {found.internal_id} is {found.company}'s, the deal {deal.account_name}'s"
        raise _refused(case.id, says, "correct the record in NetSuite, or name the right one")


def _refused(number: int, says: str, act: str) -> Misconfigured:
    return Misconfigured(says, where=f"exception {number}", act=act)
