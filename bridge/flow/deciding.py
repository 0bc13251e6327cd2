"""Decisions about exceptions: what is proposed is looked up, and must tie."""

import re
from dataclasses import dataclass
from typing import Protocol

from bridge.adapters.netsuite.transactions import Transaction as Made
from bridge.adapters.store.cases import ExceptionCase
from bridge.adapters.store.database import Store, Transaction
from bridge.adapters.store.deals import KnownDeal
from bridge.adapters.store.dossiers import Unkept
from bridge.errors import Misconfigured
from bridge.flow.judging import facts
from bridge.flow.outcomes import giving_back
from bridge.ledger.judgement import Judgement
from bridge.ledger.person import person, same_person
from bridge.model.document import State
from bridge.model.dossier import Dossier
from bridge.model.ids import Digest, ExternalId
from bridge.queue import words
from bridge.queue.deciding import Confirm, Decline, Propose, Revoke
from bridge.queue.decision import Basis, Decided, Outcome, Proposal
from bridge.rules.rulebook import Rulebook
from bridge.translate import translate

#: How a person names a record: its type and internal id.
_RECORD = re.compile(r"([A-Za-z]{3,30}):([0-9]{1,18})")
#: States of documents that NetSuite may hold.
_SENT = frozenset({State.ACKNOWLEDGED, State.SENDING})


class Transactions(Protocol):
    """The part of NetSuite that tells of transactions; errors as of any read."""

    def transaction(self, internal_id: str) -> Made | None:
        """Return a transaction with a customer by its internal id; None if there is none."""


#: NetSuite, and the rules in force.
Ends = tuple[Transactions, Rulebook]


@dataclass(frozen=True, slots=True)
class Deciding:
    """Decisions in the name of one person; what is not possible raises Misconfigured."""

    store: Store
    who: str

    def handled_outside(
        self, number: int, record: str, reason: str, ends: Ends, seen: int | None = None
    ) -> ExceptionCase:
        """
        Propose that a record that somebody made in NetSuite stands for a deal, or gives it back.

        NetSuite must hold it, for the customer, in the currency and with the amount of the deal, or
        with as much below zero where NetSuite has the deal already; it stands for one deal alone;
        `seen` as of `confirm`.
        """
        named = _RECORD.fullmatch(record.strip())
        if named is None:
            says = f"{record[:60]!r} names no record"
            raise _refused(number, says, "write its type and internal id: salesOrder:1234")
        looked_at = self._look_at(number)
        found = _tied(looked_at, named[1], named[2], ends)
        outcome = Outcome.GIVEN_BACK if looked_at.sent else Outcome.OUTSIDE
        return self._propose(looked_at, self._proposal(looked_at, outcome, reason, found), seen)

    def rejected(self, number: int, reason: str, seen: int | None = None) -> ExceptionCase:
        """Propose that an order is no booking; `seen` as of `confirm`."""
        looked_at = self._look_at(number)
        return self._propose(looked_at, self._proposal(looked_at, Outcome.REJECTED, reason), seen)

    def confirm(
        self, number: int, reason: str, ends: Ends, seen: int | None = None
    ) -> ExceptionCase:
        """
        Confirm what another person proposed; what was made outside must still tie.

        `seen` is how many acts the person has seen; ActedMeanwhile if there are others since.
        """
        act = Confirm(person(self.who), words.said(reason, of="the reason"))
        looked_at = self._look_at(number)
        proposed = looked_at.case.lived.life.proposed
        if proposed is not None and proposed.record is not None:
            kind, _, internal_id = proposed.record.partition(":")
            _tied(looked_at, kind, internal_id, ends)
        return self._act(number, act, seen)

    def decline(self, number: int, reason: str, seen: int | None = None) -> ExceptionCase:
        """Turn down what was proposed; `seen` as of `confirm`."""
        return self._act(number, Decline(words.said(reason, of="the reason")), seen)

    def revoke(self, number: int, reason: str, seen: int | None = None) -> ExceptionCase:
        """Take a decision back; the next pass judges the deal again; `seen` as of `confirm`."""
        return self._act(number, Revoke(words.said(reason, of="the reason")), seen)

    def _proposal(
        self, looked_at: "_LookedAt", outcome: Outcome, reason: str, record: str | None = None
    ) -> Proposal:
        return Proposal(
            outcome=outcome,
            by=person(self.who),
            reason=words.said(reason, of="the reason"),
            basis=looked_at.basis,
            record=record,
        )

    def _propose(
        self, looked_at: "_LookedAt", proposal: Proposal, seen: int | None
    ) -> ExceptionCase:
        number = looked_at.case.id
        if looked_at.sent is not None and proposal.outcome is not Outcome.GIVEN_BACK:
            says = f"{looked_at.sent} of this deal is in NetSuite, or on its way there"
            act = (
                "give it back in NetSuite, and name what you made there: `--outside "
                "returnAuthorization:1234`; or, where its order was corrected there, override "
                "correction.correction with correct_unbilled: it then must say what the deal says"
            )
            raise _refused(number, says, act)
        return self._act(number, Propose(proposal), seen)

    def _act(
        self, number: int, act: Propose | Confirm | Decline | Revoke, seen: int | None = None
    ) -> ExceptionCase:
        with self.store.transaction("triage", actor=person(self.who)) as tx:
            tx.lives.act(number, act, seen=seen)
            return tx.cases.known(number)

    def _look_at(self, number: int) -> "_LookedAt":
        with self.store.reading() as view:
            case = view.cases.known(number)
            whole = view.deals.whole(case.deal)
            if whole is None:
                raise ValueError(f"exception {number} is about no deal")
            address = whole.deal.dossier
            return _LookedAt(
                case=case,
                deal=whole.deal,
                basis=view.lives.basis(number),
                dossier=kept(view, number, address) if address else None,
                sent=next((o.external_id for o in whole.documents if o.state in _SENT), None),
                own=giving_back.held(whole),
                stays=giving_back.objection(view, whole),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _LookedAt:
    """An exception and its deal, as they were at one moment."""

    case: ExceptionCase
    deal: KnownDeal
    basis: Basis
    dossier: Dossier | None  #: None where the deal cannot be read
    sent: ExternalId | None  #: a document of it that NetSuite may hold
    own: tuple[str, ...]  #: the internal ids of all that NetSuite has of it
    stays: str | None  #: why what NetSuite has of it cannot be given back as a whole


def kept(view: Transaction, number: int, address: Digest) -> Dossier:
    """Return what the deal of an exception was read from; Misconfigured if it is not kept."""
    try:
        return view.dossiers.read(address)
    except Unkept as error:
        says = "the records that its deal was read from are not kept"
        raise _refused(
            number, says, f"`bridge exceptions retry {number}`: the next pass reads it"
        ) from error


def _tied(looked_at: _LookedAt, kind: str, internal_id: str, ends: Ends) -> str:
    """Return the name of a record that ties with a deal, as NetSuite spells it."""
    netsuite, rulebook = ends
    number, deal = looked_at.case.id, looked_at.deal
    if looked_at.sent and looked_at.stays:
        raise _refused(number, looked_at.stays, "settle that first, or correct the deal")
    held = -deal.booked if looked_at.sent else deal.booked
    found = netsuite.transaction(internal_id)
    if found is not None and found.internal_id in looked_at.own:
        return _undone(looked_at, found)
    if found is None or found.kind.casefold() != kind.casefold() or not found.is_live:
        says = "NetSuite has no such transaction with a customer, or it is void, cancelled, closed"
        raise _refused(number, says, "give the type and internal id of the one that was made")
    name = f"{found.kind}:{found.internal_id}"
    if (found.currency, found.amount) != (held.currency.code, held.decimal()):
        told = f"{found.amount:,f} {found.currency}"
        what = "what gives the deal back" if looked_at.sent else "the deal"
        says = f"{name} has {told} before tax, {what} {held}"
        raise _refused(number, says, "correct the record in NetSuite, or name the right one")
    dossier = looked_at.dossier
    account = translate(dossier, rulebook).heading.account if dossier else ""
    is_theirs = bool(account) and account in (found.customer or "")
    if not is_theirs and not same_person(found.company, deal.account_name):
        company = found.company or found.customer or "nobody"
        says = f"{name} is {company}'s, the deal {deal.account_name}'s"
        raise _refused(number, says, "correct the record in NetSuite, or name the right one")
    return name


def _undone(looked_at: _LookedAt, found: Made) -> str:
    """Return the name of the order of a deal that people ended before it was invoiced."""
    name = f"{found.kind}:{found.internal_id}"
    if not found.is_undone or len(looked_at.own) > 1:
        says = f"{name} is not all of the deal, or is open in NetSuite, or something is invoiced"
        act = "close or cancel it there, or name the return, credit memo or refund that you made"
        raise _refused(looked_at.case.id, says, act)
    return name


def standing(view: Transaction, judged: Judgement, rulebook: Rulebook) -> tuple[Decided, ...]:
    """Return what was decided about a deal, each with the deal as these rules read it then."""
    return tuple(
        Decided(number, decision, _anew(view, judged, decision.proposal.basis, rulebook))
        for number, decision in view.lives.decisions_of(judged.deal.id)
    )


def _anew(view: Transaction, judged: Judgement, basis: Basis, rulebook: Rulebook) -> Digest | None:
    # What could not be read then, or cannot be read now, is told by what was known of it.
    if (basis.dossier is None) != (judged.basis.dossier is None):
        return None
    return read_anew(view, basis, rulebook)


def read_anew(view: Transaction, basis: Basis, rulebook: Rulebook) -> Digest | None:
    """
    Return the digest of a deal, as these rules read it when something was decided about it.

    None where what it was read from is not kept: then nobody can say that it is still the same, and
    people decide about it anew.
    """
    if basis.dossier is None:
        return basis.deal
    try:
        then = view.dossiers.read(basis.dossier)
    except Unkept:
        return None
    return facts(translate(then, rulebook).heading, then.model).digest


def _refused(number: int, says: str, act: str) -> Misconfigured:
    return Misconfigured(says, where=f"exception {number}", act=act)
