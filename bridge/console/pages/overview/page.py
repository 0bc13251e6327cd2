"""The overview itself, and the checklist of a month, which is loaded after it."""

from collections.abc import Iterator
from dataclasses import dataclass
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
class Overview:
    """How everything stands."""

    currency: str | None  #: in which the queue is told; None: in all
    currencies: tuple[str, ...]  #: that can be chosen
    cards: tuple[Card, ...]
    needs: tuple[Need, ...]
    charts: tuple[Chart, ...]
    activity: tuple[Activity, ...]
    month: str  #: the one that is to be closed next


@router.get("/")
def overview(
    visit: Annotated[Visit, needs(Permission.SEE)],
    currency: Annotated[str | None, Query(pattern=r"^[A-Z]{3}$")] = None,
) -> Response:
    """Show how everything stands, in one currency or in all, and what needs the reader."""
    now = visit.console.clock()
    wanted = ExceptionFilter(state=CaseState.OPEN, currency=currency)
    with visit.console.store.reading() as view:
        groups = view.lists.exceptions.causes(wanted, _CAUSES)
        page = Overview(
            currency=currency,
            currencies=view.lists.exceptions.currencies(),
            cards=cards(view, now, Currency(currency) if currency else None),
            needs=(*_needs(view, visit.reader), *_mentions(view, visit.reader, now)),
            charts=charts(groups.shown),
            activity=_activity(view),
            month=_before(now.date()),
        )
    return visit.shows("overview/page.html", page)


@router.get("/close")
def checklist(
    visit: Annotated[Visit, needs(Permission.SEE)],
    month: Annotated[str | None, Query(pattern=r"^\d{4}-\d\d$")] = None,
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
