"""Roll-forwards as they were kept: openings, movements and closings, period by period."""

from decimal import Decimal
from typing import Annotated, Self

from fastapi import APIRouter, Query
from starlette.responses import Response

from bridge.adapters.store.reconciling.statements import KeptStatement, StatementFilter
from bridge.console.api.forms import Form, Listed, MoneyForm, link_next
from bridge.console.api.reconciling.statements import HeadForm, ListedForm, Spans, head, one_kept
from bridge.console.problems import Missing
from bridge.console.visits import Number, Visit, needs
from bridge.flow.reconciling.rolls.signed import KIND
from bridge.flow.reconciling.rolls.told import (
    Part,
    ToldLine,
    ToldRoll,
    ToldShare,
    elsewhere,
    signed,
    told,
)
from bridge.people.roles import Permission
from bridge.reconcile.rolls.roll import Measured

router = APIRouter(prefix="/reconciliation/rolls", tags=["reconciliation"])
Seeing = Annotated[Visit, needs(Permission.SEE)]


class LineForm(Form):
    """A line of a roll-forward, with an amount for each of its periods."""

    name: str
    title: str
    part: Part
    amounts: tuple[MoneyForm, ...]

    @classmethod
    def of(cls, one: ToldLine) -> Self:
        """Return a line."""
        amounts = MoneyForm.of_all(one.amounts)
        return cls(name=one.name, title=one.title, part=one.part, amounts=amounts)


class ShareForm(Form):
    """A share with what it is made of; no percent without an opening."""

    name: str
    percent: Decimal | None
    numerator: MoneyForm
    denominator: MoneyForm

    @classmethod
    def of(cls, one: ToldShare) -> Self:
        """Return a share."""
        return cls(
            name=one.name,
            percent=one.percent,
            numerator=MoneyForm.of(one.numerator),
            denominator=MoneyForm.of(one.denominator),
        )


class RollForm(Form):
    """One measure in one currency; `gap` and `difference` are to be nothing."""

    measure: Measured
    title: str
    currency: str
    says: tuple[str, ...]  #: the definition, a sentence for each choice
    periods: tuple[str, ...]
    lines: tuple[LineForm, ...]
    shares: tuple[ShareForm, ...]
    gap: MoneyForm
    difference: MoneyForm
    ties: bool

    @classmethod
    def of(cls, one: ToldRoll) -> Self:
        """Return a roll-forward."""
        return cls(
            measure=one.measure,
            title=one.title,
            currency=one.currency.code,
            says=one.says,
            periods=one.periods,
            lines=tuple(map(LineForm.of, one.lines)),
            shares=tuple(map(ShareForm.of, one.shares)),
            gap=MoneyForm.of(one.gap),
            difference=MoneyForm.of(one.difference),
            ties=one.ties,
        )


class RollsForm(HeadForm):
    """All roll-forwards that were made together."""

    elsewhere: tuple[MoneyForm, ...]  #: what moved the accounts in periods that are no months
    #: Of which roll-forwards the closing of each signed period is, by their number.
    signed: dict[str, int]
    rolls: tuple[RollForm, ...]

    @classmethod
    def of(cls, one: KeptStatement) -> Self:
        """Return roll-forwards."""
        return cls(
            **head(one),
            elsewhere=MoneyForm.of_all(elsewhere(one)),
            signed=dict(signed(one)),
            rolls=tuple(map(RollForm.of, told(one))),
        )


@router.get("")
def list_rolls(
    visit: Seeing, wanted: Annotated[Spans, Query()], response: Response
) -> Listed[ListedForm]:
    """List the roll-forwards that are kept, the newest first."""
    asked = StatementFilter(measures=(KIND,), period=wanted.period)
    with visit.console.store.reading() as view:
        page = view.reconciling.statements.page(asked, wanted.reach)
    link_next(visit.request, response, page.next)
    return Listed(items=tuple(map(ListedForm.of, page.items)), next=page.next)


@router.get("/{number}")
def show_rolls(visit: Seeing, number: Number) -> RollsForm:
    """Show roll-forwards, measure by measure and currency by currency."""
    kept = one_kept(visit, number)
    if kept is None or kept.measure != KIND:
        raise Missing("There are no such roll-forwards, or they are kept no longer.")
    return RollsForm.of(kept)
