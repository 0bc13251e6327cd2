"""The schedules: what is predicted of each line, period by period."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bridge.adapters.store.browsing.schedules import PredictedLine, ScheduleFilter
from bridge.console.pages.leafing import address, chosen, onward, reach_of
from bridge.console.visits import Visit, needs
from bridge.errors import Misconfigured
from bridge.model.calendar import Period, add_months
from bridge.model.money import Currency, Money
from bridge.people.roles import Permission

router = APIRouter(prefix="/schedules")
#: Periods beside each other.
_COLUMNS = 12
#: Where what is not shown by itself is added up; no period has such a name.
_BEFORE, _BEHIND, _ELSEWHERE = "<", ">", "?"
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Column:
    """A period that is shown."""

    name: str
    start: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """The accounting periods that are known, and which of them are shown."""

    starts: Mapping[str, date]
    columns: tuple[Column, ...]

    def begins(self, name: str) -> date | None:
        """Return when a period begins; None for a name that nothing explains."""
        known = self.starts.get(name)
        return known or _month(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What lies before the columns, in each, and behind them; None where there is nothing."""

    before: Money | None
    cells: tuple[Money | None, ...]
    behind: Money | None
    elsewhere: Money | None  #: in periods that no calendar has any more
    total: Money


@dataclass(frozen=True, slots=True)
class Row:
    """A line with what is predicted of it."""

    line: PredictedLine
    sums: Sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A part of the schedules."""

    columns: tuple["Column", ...]
    has_elsewhere: bool
    earlier: str
    later: str
    rows: tuple[Row, ...]
    totals: tuple[Sums, ...]  #: of all that match, each currency for itself
    onward: str | None
    text: str
    currency: str
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
    names = {name for held in totals.values() for name, money in held.items() if money.minor}
    first = _first(request, visit.console.clock().date(), names)
    calendar = _calendar(first, frame.periods if frame else ())
    sums = tuple(_sums(held, calendar, code) for code, held in sorted(totals.items()))
    page = Page(
        columns=calendar.columns,
        has_elsewhere=any(one.elsewhere for one in sums),
        earlier=address(request, {"from": f"{add_months(first, -_COLUMNS):%Y-%m}"}),
        later=address(request, {"from": f"{add_months(first, _COLUMNS):%Y-%m}"}),
        rows=tuple(
            Row(one, _sums(one.periods, calendar, one.total.currency)) for one in found.items
        ),
        totals=sums,
        onward=onward(request, found.next),
        text=wanted.text,
        currency=wanted.currency or "",
        start=f"{first:%Y-%m}",
    )
    return visit.shows("schedules/page.html", page)


def _calendar(first: date, known: Sequence[Period]) -> Calendar:
    """Return twelve periods from a day on: the account's own, or months behind and before them."""
    ordered = sorted(known, key=lambda one: one.term.start)
    shown = [Column(one.name, one.term.start) for one in ordered if one.term.start >= first]
    end = ordered[-1].term.end if ordered else first
    if not shown or shown[0].start > _month_after(first):
        shown, end = [], first
    while len(shown) < _COLUMNS:
        month = max(first, end.replace(day=1))
        shown.append(Column(f"{month:%Y-%m}", month))
        end = add_months(month, 1)
    starts = {one.name: one.term.start for one in ordered}
    return Calendar(starts, tuple(shown[:_COLUMNS]))


def _month_after(day: date) -> date:
    return add_months(day, 1)


def _month(name: str) -> date | None:
    found = _MONTH.fullmatch(name)
    return date(int(found[1]), int(found[2]), 1) if found else None


def _first(request: Request, today: date, names: Iterable[str]) -> date:
    """
    Return the first month that is shown: the one that is asked for, or January of this year.

    Months of this year before the first one with an amount are left out.
    """
    asked = chosen(request, "from")
    if not asked:
        january = date(today.year, 1, 1)
        earliest = min((day for day in map(_month, names) if day), default=january)
        return min(max(january, earliest), today.replace(day=1))
    found = _MONTH.fullmatch(asked)
    if found is None or not _YEARS[0] <= int(found[1]) <= _YEARS[1]:
        raise Misconfigured(f"{asked[:40]!r} is no month", where="from", act="write it as YYYY-MM")
    return date(int(found[1]), int(found[2]), 1)


#: Years within which one can leaf in either direction.
_YEARS = (1950, 2150)


def _sums(held: Mapping[str, Money], calendar: "Calendar", currency: Currency) -> Sums:
    """Put amounts by period into columns; every amount is in one of the parts."""
    first, last = calendar.columns[0].start, calendar.columns[-1].start
    shown = {column.name for column in calendar.columns}
    parts: dict[str, list[Money]] = {}
    for name, money in held.items():
        day = calendar.begins(name)
        place = name if name in shown else _ELSEWHERE
        if day is not None and name not in shown:
            place = _BEFORE if day < first else _BEHIND if day > last else _ELSEWHERE
        parts.setdefault(place, []).append(money)
    return Sums(
        before=_added(parts.get(_BEFORE, [])),
        cells=tuple(_added(parts.get(column.name, [])) for column in calendar.columns),
        behind=_added(parts.get(_BEHIND, [])),
        elsewhere=_added(parts.get(_ELSEWHERE, [])),
        total=_added(list(held.values())) or Money(0, currency),
    )


def _added(amounts: Sequence[Money]) -> Money | None:
    if not amounts:
        return None
    added = amounts[0]
    for one in amounts[1:]:
        added += one
    return added
