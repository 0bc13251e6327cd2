"""What holds: the thresholds of the settings, and the accounting periods of NetSuite."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter

from bridge.console.api.forms import Form, MoneyForm
from bridge.console.visits import Visit, needs
from bridge.flow.watching import calendar
from bridge.flow.watching.thresholds import thresholds
from bridge.people.roles import Permission

router = APIRouter(tags=["settings"])
Seeing = Annotated[Visit, needs(Permission.SEE)]


class ThresholdForm(Form):
    """A setting that decides: amounts where it is of money, else how it stands in words."""

    name: str
    title: str
    amounts: tuple[MoneyForm, ...]
    says: str
    is_default: bool
    does: str


class ThresholdForms(Form):
    """Every threshold, as it holds since the bridge was started."""

    thresholds: tuple[ThresholdForm, ...]


class PeriodForm(Form):
    """An accounting period, from its first to its last day."""

    name: str
    first: date
    last: date
    closed: bool


class PeriodForms(Form):
    """The periods by which a deal was judged last, and when NetSuite was asked for them."""

    asked_at: datetime | None
    periods: tuple[PeriodForm, ...]


@router.get("/thresholds")
def list_thresholds(visit: Seeing) -> ThresholdForms:
    """List the thresholds of the settings."""
    return ThresholdForms(
        thresholds=tuple(
            ThresholdForm(
                name=one.name,
                title=one.title,
                amounts=MoneyForm.of_all(one.amounts),
                says=one.says,
                is_default=one.is_default,
                does=one.does,
            )
            for one in thresholds(visit.console.settings)
        )
    )


@router.get("/periods")
def list_periods(visit: Seeing) -> PeriodForms:
    """List the accounting periods as the books know them; NetSuite is not asked."""
    with visit.console.store.reading() as view:
        found = calendar.known(view)
    return PeriodForms(
        asked_at=found.asked_at,
        periods=tuple(
            PeriodForm(name=one.name, first=one.term.start, last=one.term.last, closed=one.closed)
            for one in found.periods
        ),
    )
