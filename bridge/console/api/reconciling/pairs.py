"""Pairs of lines: what NetSuite has alone, what it could be, and two people who say that it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import Response

from bridge.console.api.forms import Cursor, Form, Listed, MoneyForm, Sent, link_next
from bridge.console.api.matching import etag_of, require_match, seen_by
from bridge.console.api.operating.streams import Why
from bridge.console.api.reconciling.periods import SignatureForm
from bridge.console.api.repeating import Once, named
from bridge.console.problems import Missing
from bridge.console.security.proving import proves_by_call
from bridge.console.visits import Number, Visit, needs
from bridge.flow.reconciling.pairing import finding
from bridge.flow.reconciling.pairing.deciding import Pairing
from bridge.flow.reconciling.pairing.finding import Candidate, apart
from bridge.model.ids import LineId
from bridge.people.roles import Permission
from bridge.queue.words import TEXT_MAX
from bridge.reconcile.pairs import Named, Pair, PairState
from bridge.reconcile.sides import Booked, Held, Standing

router = APIRouter(prefix="/reconciliation/pairs", tags=["reconciliation"], route_class=Once)
KEYED = [Depends(named)]
Seeing = Annotated[Visit, needs(Permission.SEE)]
Proposing = Annotated[Visit, needs(Permission.TRIAGE)]
_LINE_MAX = 2**31 - 1


class Pairs(Cursor):
    """Which pairs are wanted."""

    state: PairState | None = None


class Proposed(Sent):
    """A line of NetSuite's, the line of a deal that it is said to be, and why."""

    #: As candidates have it: an internal id, or what NetSuite calls what is no order.
    order: Annotated[str, Field(min_length=1, max_length=300, examples=["4711"])]
    line: Annotated[int, Field(ge=0, le=_LINE_MAX)]
    sold: Annotated[str, Field(min_length=1, max_length=100)]
    reason: Annotated[str, Field(min_length=1, max_length=TEXT_MAX)]


class PairForm(Form):
    """Two lines that a person says are one."""

    number: int
    state: PairState
    order: str
    line: int
    record: str
    sold: str
    deal: str
    deal_name: str
    customer: str
    amount: MoneyForm
    proposed: SignatureForm | None
    answered: SignatureForm | None

    @classmethod
    def of(cls, one: Pair) -> Self:
        """Return a pair."""
        return cls(
            number=one.number,
            state=one.state,
            order=one.named.order,
            line=one.named.line,
            record=one.record,
            sold=one.named.sold,
            deal=one.deal,
            deal_name=one.deal_name,
            customer=one.customer,
            amount=MoneyForm.of(one.amount),
            proposed=SignatureForm.of(one.proposed),
            answered=SignatureForm.of(one.answered),
        )


class CouldBeForm(Form):
    """A line of a deal that nothing stands for, and how many days it begins apart."""

    sold: str
    deal: str
    deal_name: str
    product: str
    closed_on: date
    stands: Standing
    days_apart: int

    @classmethod
    def of(cls, held: Held, one: Booked) -> Self:
        """Return what a line of NetSuite's could be."""
        return cls(
            sold=one.line,
            deal=one.deal,
            deal_name=one.deal_name,
            product=one.product,
            closed_on=one.close_on,
            stands=one.standing,
            days_apart=apart(held, one),
        )


class CandidateForm(Form):
    """A line that NetSuite has alone, and what it could be, the nearest first."""

    order: str
    line: int
    record: str
    customer: str
    item: str
    dated: date
    amount: MoneyForm
    could_be: tuple[CouldBeForm, ...]

    @classmethod
    def of(cls, one: Candidate) -> Self:
        """Return a candidate."""
        held = one.held
        return cls(
            order=held.order,
            line=held.line,
            record=held.number,
            customer=held.customer_name,
            item=held.terms.item,
            dated=held.dated,
            amount=MoneyForm.of(held.terms.amount),
            could_be=tuple(CouldBeForm.of(held, each) for each in one.booked),
        )


@dataclass(frozen=True, slots=True)
class Doing:
    """Who answers what was proposed, and what he saw of it (`If-Match`)."""

    visit: Visit
    if_match: str | None
    response: Response

    def act(self, number: int, does: Callable[[Pairing], Pair]) -> PairForm:
        """Do it about a pair as it was seen; Unmet if it is another one since."""
        form = PairForm.of(_known(self.visit, number))
        require_match(self.if_match, etag_of(form), f"Pair {number}")
        return _answered(does(_pairing(self.visit)), self.response)


Deciding = Annotated[Doing, Depends(seen_by(Doing, needs(Permission.DECIDE)))]
Confirming = Annotated[Doing, Depends(seen_by(Doing, proves_by_call(Permission.DECIDE)))]


@router.get("")
def list_pairs(
    visit: Seeing, wanted: Annotated[Pairs, Query()], response: Response
) -> Listed[PairForm]:
    """List every pair that anybody proposed, the first one first."""
    with visit.console.store.reading() as view:
        found = finding.known(view)
    after = wanted.reach.keys(int)
    rows = [
        one
        for one in found.values()
        if (after is None or one.number > int(after[0])) and wanted.state in (None, one.state)
    ]
    page = wanted.reach.page(rows, PairForm.of, lambda one: (one.number,))
    link_next(visit.request, response, page.next)
    return Listed(items=page.items, next=page.next)


@router.get("/candidates")
def list_candidates(
    visit: Seeing, wanted: Annotated[Cursor, Query()], response: Response
) -> Listed[CandidateForm]:
    """List what NetSuite has alone, as it was told last, the largest of a currency first."""
    with visit.console.store.reading() as view:
        known = finding.known(view).values()
    found = finding.candidates(visit.console.both_sides(), known)
    after = wanted.reach.keys(str, int, str, int)
    rows = [one for one in found if after is None or one.place > after]
    page = wanted.reach.page(rows, CandidateForm.of, lambda one: one.place)
    link_next(visit.request, response, page.next)
    return Listed(items=page.items, next=page.next)


@router.get("/{number}")
def show_pair(visit: Seeing, number: Number, response: Response) -> PairForm:
    """Show a pair; its `ETag` is what acts about it give back as `If-Match`."""
    return _answered(_known(visit, number), response)


@router.post("", dependencies=KEYED)
def propose_pair(visit: Proposing, sent: Proposed, response: Response) -> PairForm:
    """Say that a line of NetSuite's is the line of a deal; another person confirms it."""
    wanted = Named(sent.order, sent.line, LineId(sent.sold))
    alone = visit.console.settings.reconcile.paired_alone
    found = _pairing(visit).propose(wanted, sent.reason, visit.console.both_sides(), alone)
    return _answered(found, response)


@router.post("/{number}/confirm", dependencies=KEYED)
def confirm_pair(doing: Confirming, number: Number, sent: Why) -> PairForm:
    """Agree to what another person proposed; the two lines must still tie."""
    sides = doing.visit.console.both_sides()
    return doing.act(number, lambda pairing: pairing.confirm(number, sent.reason, sides))


@router.post("/{number}/decline", dependencies=KEYED)
def decline_pair(doing: Deciding, number: Number, sent: Why) -> PairForm:
    """Turn down what was proposed."""
    return doing.act(number, lambda pairing: pairing.decline(number, sent.reason))


@router.post("/{number}/revoke", dependencies=KEYED)
def revoke_pair(doing: Deciding, number: Number, sent: Why) -> PairForm:
    """Take back a pair that stands; the next statement has both lines as left over again."""
    return doing.act(number, lambda pairing: pairing.revoke(number, sent.reason))


def _pairing(visit: Visit) -> Pairing:
    return Pairing(visit.console.store, visit.reader.name)


def _known(visit: Visit, number: int) -> Pair:
    with visit.console.store.reading() as view:
        found = finding.known(view).get(number)
    if found is None:
        raise Missing("There is no such pair.")
    return found


def _answered(one: Pair, response: Response) -> PairForm:
    form = PairForm.of(one)
    response.headers["ETag"] = etag_of(form)
    return form
