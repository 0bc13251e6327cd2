"""The overview itself, and the checklist of a month, which is loaded after it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.responses import Response

from bridge.adapters.store.browsing.entries import EntryFilter
from bridge.adapters.store.browsing.exception_filter import ExceptionFilter
from bridge.adapters.store.browsing.pages import Reach
from bridge.adapters.store.database import Transaction
from bridge.console.pages.exceptions.telling import in_words
from bridge.console.pages.overview.cards import Card, cards
from bridge.console.pages.overview.chart import Chart, charts
from bridge.console.pages.overview.mentioned import mentions
from bridge.console.pages.overview.wanted import Wanted
from bridge.console.visits import Visit, needs
from bridge.flow.merging.approving import asked_for
from bridge.flow.reporting import close
from bridge.flow.rulebook.publishing import road_of
from bridge.ledger.entries import Entry, EntryKind
from bridge.ledger.person import same_person
from bridge.model.money import Currency
from bridge.people.roles import Permission, Reader
from bridge.queue import acts
from bridge.queue.life import CaseState, WaitsFor
from bridge.reports.checklist import Checklist
from bridge.reports.cutoff import month_of

router = APIRouter()
#: Causes that are looked at for the chart: those with the most exceptions.
_CAUSES = 100
#: What people did last.
_LINES = 8
Month = Annotated[str | None, Query(pattern=r"^\d{4}-\d\d$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something that waits for the reader."""

    says: str
    path: str
    is_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """What somebody did about an exception."""

    by: str
    did: str
    number: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """One of the things that can be chosen."""

    title: str
    path: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How everything stands."""

    currency: str | None  #: in which the queue is told; None: in all
    path: str  #: of this overview
    currencies: tuple[Switch, ...]  #: that can be chosen
    months: tuple[Switch, ...]
    cards: tuple[Card, ...]
    needs: tuple[Need, ...]
    charts: tuple[Chart, ...]
    activity: tuple[Activity, ...]
    month: str  #: the one that is to be closed next


@router.get("/")
def overview(
    visit: Annotated[Visit, needs(Permission.SEE)],
    currency: Annotated[str | None, Query(pattern=r"^[A-Z]{3}$")] = None,
    month: Month = None,
) -> Response:
    """Show how everything stands, in one currency and for one close or all, and what needs whom."""
    now = visit.console.clock()
    wanted = Wanted(currency=Currency(currency) if currency else None, month=month)
    is_open = replace(wanted.filter, state=CaseState.OPEN)
    with visit.console.store.reading() as view:
        groups = view.lists.exceptions.causes(is_open, _CAUSES)
        page = Overview(
            currency=currency,
            path=wanted.path("/", "month"),
            currencies=_currencies(view, wanted),
            months=_months(wanted, now.date()),
            cards=cards(view, now, wanted),
            needs=(*_needs(view, visit.reader), *_mentions(view, visit.reader, now)),
            charts=charts(groups.shown, wanted),
            activity=_activity(view),
            month=month or _before(now.date()),
        )
    return visit.shows("overview/page.html", page)


@router.get("/close")
def checklist(
    visit: Annotated[Visit, needs(Permission.SEE)],
    month: Month = None,
) -> Response:
    """Show what still stands open before a month can be closed."""
    term = month_of(month or _before(visit.console.clock().date()))
    terms = close.Terms(thresholds=visit.console.settings.close.thresholds)
    with visit.console.store.reading() as view:
        found: Checklist = close.checklist(view, term, terms)
    return visit.shows("overview/close.html", found)


def _before(today: date) -> str:
    """
    Return the month before that of a day.

    >>> _before(date(2026, 1, 15))
    '2025-12'
    """
    return (today.replace(day=1) - timedelta(days=1)).isoformat()[:7]


def _currencies(view: Transaction, wanted: Wanted) -> tuple[Switch, ...]:
    found = (None, *view.lists.exceptions.currencies())
    here = wanted.currency.code if wanted.currency else None
    return tuple(
        Switch(
            title=code or "All currencies",
            path=replace(wanted, currency=Currency(code) if code else None).path("/", "month"),
            is_here=code == here,
        )
        for code in found
    )


def _months(wanted: Wanted, today: date) -> tuple[Switch, ...]:
    """Return the closes that can be chosen: the last one, the one of today, and what is asked."""
    closes = {_before(today), today.isoformat()[:7], wanted.month} - {None}
    return tuple(
        Switch(
            title=f"Close of {month}" if month else "All periods",
            path=replace(wanted, month=month).path("/", "month"),
            is_here=month == wanted.month,
        )
        for month in (None, *sorted(filter(None, closes)))
    )


def _needs(view: Transaction, reader: Reader) -> list[Need]:
    queue = view.lists.exceptions
    mine = ExceptionFilter(owner=reader.name)
    late = ExceptionFilter(owner=reader.name, is_overdue=True)
    second = ExceptionFilter(waits_for=WaitsFor.SECOND)
    found: list[Need] = []
    if count := queue.counts(mine)[CaseState.OPEN]:
        overdue = queue.counts(late)[CaseState.OPEN]
        says = f"{_many(count, 'exception')} assigned to you"
        owner = f"/exceptions?owner={quote(reader.name)}"
        found.append(Need(says=f"{says}, {overdue} overdue", path=owner, is_late=overdue > 0))
    if reader.may(Permission.DECIDE) and (count := queue.counts(second)[CaseState.WAITING]):
        says = f"{_many(count, 'proposal')} about deals to confirm or decline"
        found.append(Need(says=says, path="/exceptions?state=WAITING&waits=second&view=list"))
    if reader.may(Permission.APPROVE_RULES) and (count := _drafts(view, reader)):
        says = f"{_many(count, 'draft')} of rules to approve"
        found.append(Need(says=says, path="/ledger?kind=RULES_DRAFTED"))
    if reader.may(Permission.APPROVE_MERGES) and (count := len(asked_for(view))):
        says = f"{_many(count, 'merge')} of revenue arrangements to approve"
        found.append(Need(says=says, path="/merges"))
    return found


def _mentions(view: Transaction, reader: Reader, now: datetime) -> Iterator[Need]:
    for one in mentions(view, reader.name, now):
        says = f"{one.by} mentioned you at exception {one.number}"
        yield Need(says=says, path=f"/exceptions/{one.number}")


def _drafts(view: Transaction, reader: Reader) -> int:
    road = road_of(view)
    waiting = (one for one in road.drafts.values() if road.is_open(one) and not one.approved)
    return sum(not same_person(one.drafted.by, reader.name) for one in waiting)


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _activity(view: Transaction) -> tuple[Activity, ...]:
    wanted = EntryFilter(kind=EntryKind.TRIAGED)
    page = view.lists.entries.page(wanted, Reach(limit=_LINES))
    return tuple(_line(entry) for entry in page.items)


def _line(entry: Entry) -> Activity:
    did, _ = in_words(acts.parse(entry.payload))
    return Activity(by=entry.actor, did=did, number=entry.refs["exception"], at=entry.at)
