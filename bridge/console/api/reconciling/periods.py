"""
Periods of plan and revenue: how they stand, who prepares them, and who signs.

Nothing here locks a period: a signed one is locked as long as NetSuite keeps it closed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Self

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import Response

from bridge.adapters.store.browsing.pages import no_cursor
from bridge.console.api.forms import Cursor, Form, Listed, MoneyForm, Named, Sent, link_next
from bridge.console.api.matching import etag_of, require_match, seen_by, stale
from bridge.console.api.operating.streams import Why
from bridge.console.api.repeating import Once, named
from bridge.console.problems import Missing
from bridge.console.security.proving import proves_by_call
from bridge.console.visits import Visit, needs
from bridge.errors import ActedMeanwhile
from bridge.flow.reconciling.figures import Situation, situations, stated
from bridge.flow.reconciling.signing import Seen, Signing
from bridge.model.money import Currency, Money
from bridge.people.roles import Permission
from bridge.queue.words import TEXT_MAX
from bridge.reconcile.classes import CLASSES
from bridge.reconcile.signatures import Figure, Moved, PeriodState, Signature

router = APIRouter(prefix="/reconciliation/periods", tags=["reconciliation"], route_class=Once)
KEYED = [Depends(named)]
Seeing = Annotated[Visit, needs(Permission.SEE)]
Said = Annotated[str, Field(min_length=1, max_length=TEXT_MAX)]
_Thresholds = Mapping[Currency, Money]


class StatedPeriods(Cursor):
    """Which periods are wanted."""

    state: PeriodState | None = None


class Preparing(Sent):
    """Why a period is prepared, and what is said of its classes."""

    reason: Said
    comments: Annotated[
        dict[str, Said],
        Field(
            default_factory=dict,
            max_length=len(CLASSES),
            description="Why a class has its amount, by its code.",
            examples=[{"POP-1": "the copy of order 7"}],
        ),
    ]


class SignatureForm(Form):
    """Who did something about a period, when, and why."""

    by: str
    at: datetime
    reason: str

    @classmethod
    def of(cls, one: Signature | None) -> Self | None:
        """Return it; None where nobody did it."""
        return None if one is None else cls(by=one.by, at=one.at, reason=one.reason)


class FigureForm(Form):
    """What a statement says of a period: an end (`start`, `end`), or a class by its code."""

    measure: str
    code: str
    amount: MoneyForm

    @classmethod
    def of(cls, one: Figure) -> Self:
        """Return a figure."""
        return cls(measure=one.measure, code=one.code, amount=MoneyForm.of(one.amount))


class MovedForm(Form):
    """A figure that is not as it was prepared."""

    measure: str
    code: str
    was: MoneyForm
    now: MoneyForm

    @classmethod
    def of(cls, one: Moved) -> Self:
        """Return a figure that moved."""
        was, now = MoneyForm.of(one.old), MoneyForm.of(one.new)
        return cls(measure=one.measure, code=one.code, was=was, now=now)


class ListedPeriodForm(Form):
    """How a period stands, and which classes need a comment before it is prepared."""

    period: str
    state: PeriodState
    closed: bool  #: in NetSuite
    prepared: SignatureForm | None
    signed: SignatureForm | None
    reopened: SignatureForm | None
    to_explain: tuple[str, ...]

    @classmethod
    def of(cls, one: Situation, thresholds: _Thresholds) -> Self:
        """Return a period."""
        return cls(**_standing(one, thresholds))


class StatedPeriodForm(ListedPeriodForm):
    """A period with what was said of it, its figures, and what of them has moved."""

    comments: dict[str, str]
    figures: tuple[FigureForm, ...]
    moved: tuple[MovedForm, ...]

    @classmethod
    def of(cls, one: Situation, thresholds: _Thresholds) -> Self:
        """Return a period."""
        return cls(
            **_standing(one, thresholds),
            comments=dict(one.standing.comments),
            figures=tuple(map(FigureForm.of, one.figures)),
            moved=tuple(map(MovedForm.of, one.moved)),
        )


def _standing(one: Situation, thresholds: _Thresholds) -> dict[str, Any]:
    held = one.standing
    return {
        "period": held.period,
        "state": one.state,
        "closed": one.is_closed,
        "prepared": SignatureForm.of(held.prepared),
        "signed": SignatureForm.of(held.signed),
        "reopened": SignatureForm.of(held.reopened),
        "to_explain": one.to_explain(thresholds),
    }


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does something about a period, and what he saw of it (`If-Match`)."""

    visit: Visit
    if_match: str | None
    response: Response

    def act(self, period: str, does: Callable[[Signing, Seen], Situation]) -> StatedPeriodForm:
        """Do it about the period as it was seen; Unmet if it is another one since."""
        named_so = f"Period {period}"
        held = _known(self.visit, period)
        require_match(self.if_match, _etag(held, self.visit), named_so)
        signing = Signing(self.visit.console.store, self.visit.reader.name)
        try:
            after = does(signing, Seen(period, held.mark))
        except ActedMeanwhile as error:
            raise stale(named_so) from error
        return _answered(after, self.visit, self.response)


Triaging = Annotated[Doing, Depends(seen_by(Doing, needs(Permission.TRIAGE)))]
Agreeing = Annotated[Doing, Depends(seen_by(Doing, proves_by_call(Permission.SIGN)))]


@router.get("")
def list_stated_periods(
    visit: Seeing, wanted: Annotated[StatedPeriods, Query()], response: Response
) -> Listed[ListedPeriodForm]:
    """List the periods that the last statements of plan and revenue have, in their order."""
    found = _situations(visit)
    after = wanted.reach.keys(str)
    if after is not None and after[0] not in found:
        raise no_cursor()
    names = list(found)
    behind = names[names.index(str(after[0])) + 1 :] if after else names
    rows = [found[name] for name in behind if wanted.state in (None, found[name].state)]
    page = wanted.reach.page(
        rows,
        lambda one: ListedPeriodForm.of(one, _thresholds(visit)),
        lambda one: (one.standing.period,),
    )
    link_next(visit.request, response, page.next)
    return Listed(items=page.items, next=page.next)


@router.get("/{period}")
def show_period(visit: Seeing, period: Named, response: Response) -> StatedPeriodForm:
    """Show a period; its `ETag` is what acts about it give back as `If-Match`."""
    return _answered(_known(visit, period), visit, response)


@router.post("/{period}/prepare", dependencies=KEYED)
def prepare_period(doing: Triaging, period: Named, sent: Preparing) -> StatedPeriodForm:
    """Say that its figures were looked at; each class in `to_explain` needs a comment."""
    thresholds = _thresholds(doing.visit)
    return doing.act(
        period, lambda signing, seen: signing.prepare(seen, sent.comments, sent.reason, thresholds)
    )


@router.post("/{period}/sign", dependencies=KEYED)
def sign_period(doing: Agreeing, period: Named, sent: Why) -> StatedPeriodForm:
    """Agree to what another person has prepared; a number that moves later suspends it."""
    return doing.act(period, lambda signing, seen: signing.sign(seen, sent.reason))


@router.post("/{period}/reopen", dependencies=KEYED)
def reopen_period(doing: Agreeing, period: Named, sent: Why) -> StatedPeriodForm:
    """Take back what was prepared and signed; not while NetSuite keeps the period closed."""
    return doing.act(period, lambda signing, seen: signing.reopen(seen, sent.reason))


def _situations(visit: Visit) -> dict[str, Situation]:
    with visit.console.store.reading() as view:
        return situations(view, stated(view))


def _known(visit: Visit, period: str) -> Situation:
    found = _situations(visit).get(period)
    if found is None:
        raise Missing("The last statements of plan and revenue have no such period.")
    return found


def _thresholds(visit: Visit) -> _Thresholds:
    return visit.console.settings.reconcile.thresholds


def _answered(held: Situation, visit: Visit, response: Response) -> StatedPeriodForm:
    response.headers["ETag"] = _etag(held, visit)
    return StatedPeriodForm.of(held, _thresholds(visit))


def _etag(held: Situation, visit: Visit) -> str:
    return etag_of(StatedPeriodForm.of(held, _thresholds(visit)), seen=held.mark)
