"""The schedules: what is predicted of each line, period by period."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bridge.adapters.store.browsing.schedules import PredictedLine, ScheduleFilter
from bridge.console.pages.leafing import address, chosen, onward, reach_of
from bridge.console.visits import Visit, needs
from bridge.errors import Misconfigured
from bridge.flow.explaining.figures.columns import (
    COLUMNS,
    Beside,
    Calendar,
    Column,
    calendar,
    month,
)
from bridge.flow.explaining.figures.planned import ALL, Planned, one_period
from bridge.model.calendar import add_months
from bridge.model.money import Money
from bridge.people.roles import Permission

router = APIRouter(prefix="/schedules")
#: An amount, None where there is nothing, and the reference of what explains it.
Shown = tuple[Money | None, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What lies before the columns, in each, and behind them, each with what explains it."""

    before: Shown
    cells: tuple[Shown, ...]
    behind: Shown
    elsewhere: Shown  #: in periods that no calendar has any more
    total: tuple[Money, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A line with what is predicted of it."""

    line: PredictedLine
    sums: Sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A part of the schedules."""

    columns: tuple[Column, ...]
    has_elsewhere: bool
    earlier: str
    later: str
    rows: tuple[Row, ...]
    totals: tuple[Sums, ...]  #: of all that match, each currency for itself
    onward: str | None
    text: str
    currency: str
    currencies: tuple[str, ...]  #: that can be chosen
    start: str


@router.get("")
def schedules(visit: Annotated[Visit, needs(Permission.SEE)]) -> Response:
    """List predicted schedules, twelve periods beside each other."""
    request = visit.request
    wanted = ScheduleFilter(
        currency=chosen(request, "currency").upper() or None,
        contract=chosen(request, "contract") or None,
        text=chosen(request, "q"),
    )
    with visit.console.store.reading() as view:
        found = view.lists.schedules.page(wanted, reach_of(request))
        totals = view.lists.schedules.totals(wanted)
        frame = view.dossiers.latest_frame()
        currencies = view.lists.deals.currencies()
    names = {name for held in totals.values() for name, money in held.items() if money.minor}
    first = _first(request, visit.console.clock().date(), names)
    shown = calendar(first, frame.periods if frame else ())
    sums = tuple(
        _sums(held, shown, Planned(currency=code, periods=ALL, wanted=replace(wanted, line=None)))
        for code, held in sorted(totals.items())
    )
    page = Page(
        columns=shown.columns,
        has_elsewhere=any(one.elsewhere[0] for one in sums),
        earlier=address(request, {"from": f"{add_months(first, -COLUMNS):%Y-%m}"}),
        later=address(request, {"from": f"{add_months(first, COLUMNS):%Y-%m}"}),
        rows=tuple(Row(one, _sums(one.periods, shown, _of_line(one))) for one in found.items),
        totals=sums,
        onward=onward(request, found.next),
        text=wanted.text,
        currency=wanted.currency or "",
        currencies=currencies,
        start=f"{first:%Y-%m}",
    )
    return visit.shows("schedules/page.html", page)


def _of_line(one: PredictedLine) -> Planned:
    of = ScheduleFilter(line=(one.document, one.line))
    return Planned(currency=one.total.currency, periods=ALL, wanted=of)


def _first(request: Request, today: date, names: Iterable[str]) -> date:
    """
    Return the first month that is shown: the one that is asked for, or January of this year.

    Months of this year before the first one with an amount are left out.
    """
    asked = chosen(request, "from")
    if not asked:
        january = date(today.year, 1, 1)
        earliest = min((day for day in map(month, names) if day), default=january)
        return min(max(january, earliest), today.replace(day=1))
    found = month(asked)
    if found is None or not _YEARS[0] <= found.year <= _YEARS[1]:
        raise Misconfigured(f"{asked[:40]!r} is no month", where="from", act="write it as YYYY-MM")
    return found


#: Years within which one can leaf in either direction.
_YEARS = (1950, 2150)


def _sums(held: Mapping[str, Money], shown: Calendar, of: Planned) -> Sums:
    """Put amounts by period into columns; every amount is in one of the parts."""
    parts: dict[str, list[Money]] = {}
    for name, money in held.items():
        parts.setdefault(shown.place(name), []).append(money)
    first = shown.first

    def beside(place: Beside) -> Shown:
        return _added(parts.get(place, [])), replace(of, periods=f"{place}:{first:%Y-%m}").ref

    return Sums(
        before=beside(Beside.BEFORE),
        cells=tuple(
            (_added(parts.get(column.name, [])), _cell(of, column.name)) for column in shown.columns
        ),
        behind=beside(Beside.BEHIND),
        elsewhere=beside(Beside.ELSEWHERE),
        total=(_added(list(held.values())) or Money(0, of.currency), of.ref),
    )


def _cell(of: Planned, period: str) -> str:
    """Return what explains an amount of a period: of a line by itself, as its schedule has it."""
    if of.wanted.line:
        document, key = of.wanted.line
        return f"{document}/{key}/{period}"
    return replace(of, periods=one_period(period)).ref


def _added(amounts: Sequence[Money]) -> Money | None:
    if not amounts:
        return None
    added = amounts[0]
    for one in amounts[1:]:
        added += one
    return added
