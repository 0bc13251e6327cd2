"""The accounting periods of NetSuite, open and closed."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bridge.console.pages.settings.places import TABS, Tab
from bridge.console.visits import Visit, needs
from bridge.flow.watching import calendar
from bridge.flow.watching.calendar import Calendar
from bridge.model.calendar import Period
from bridge.people.roles import Permission

router = APIRouter(prefix="/settings/periods")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The periods by the year in which they begin, the last one first."""

    calendar: Calendar
    years: tuple[tuple[int, tuple[Period, ...]], ...]
    changed: frozenset[str]  #: what NetSuite says otherwise than the books know it
    is_fresh: bool  #: whether NetSuite was asked just now
    tabs: tuple[Tab, ...] = TABS


@router.get("")
def periods(visit: Annotated[Visit, needs(Permission.SEE)]) -> Response:
    """Show the periods by which a deal was judged last."""
    with visit.console.store.reading() as view:
        known = calendar.known(view)
    return visit.shows("settings/periods.html", _page(known, known, is_fresh=False))


@router.post("")
def ask(visit: Annotated[Visit, needs(Permission.RUN)]) -> Response:
    """Ask NetSuite for its periods and show them; the next deals are judged by them anyway."""
    console = visit.console
    with console.store.reading() as view:
        known = calendar.known(view)
    with console.asking.take():
        now = calendar.asked(console.ends.netsuite, console.clock())
    return visit.shows("settings/periods.html", _page(known, now, is_fresh=True))


def _page(known: Calendar, shown: Calendar, *, is_fresh: bool) -> Page:
    years: dict[int, list[Period]] = {}
    for one in shown.periods:
        years.setdefault(one.term.start.year, []).append(one)
    present = shown.first_open.term.start.year if shown.first_open else 0
    # What is worked on comes first, then what is to come, then what is over.
    ordered = sorted(years, key=lambda year: (year < present, abs(year - present)))
    return Page(
        calendar=shown,
        years=tuple((year, tuple(years[year])) for year in ordered),
        changed=calendar.changed(known, shown),
        is_fresh=is_fresh,
    )
