"""The queue, and one exception beside it."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from bridge.adapters.store.browsing.exception_order import Order
from bridge.adapters.store.cases import ExceptionCase
from bridge.adapters.store.database import Transaction
from bridge.console.pages.exceptions.asked import PATH, Asked, Asks, View
from bridge.console.pages.exceptions.outcomes.gaps import gaps
from bridge.console.pages.exceptions.panel import Again, Panel, panel
from bridge.console.pages.exceptions.rows import Listing, Tab, listing, tabs
from bridge.console.pages.files import File, every, exported, in_words
from bridge.console.problems import Missing
from bridge.console.visits import Number, Visit, needs
from bridge.flow.reporting import asking, lists
from bridge.people.roles import Permission
from bridge.reports.table import Report

router = APIRouter(prefix=PATH)
TEMPLATE = "exceptions/page.html"
Seeing = Annotated[Visit, needs(Permission.SEE)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The queue, and perhaps one exception of it."""

    listing: Listing
    panel: Panel | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """What of the queue is not yet on the page."""

    asked: Asked
    since: int  #: the number of the exception that was the last one then
    count: int
    tabs: tuple[Tab, ...]

    @property
    def shown_by(self) -> str:
        """The address that shows it: the newest on top of a list, or the causes anew."""
        is_list = self.asked.shows is View.LIST
        return self.asked.url(sort=Order.NEWEST, view=View.LIST) if is_list else self.asked.url()


@router.get("")
def queue(visit: Seeing, asked: Asks) -> Response:
    """Show what of the queue is asked for."""
    with visit.console.store.reading() as view:
        found = listing(view, asked, visit.console.clock(), visit.reader.name)
    return visit.shows(TEMPLATE, Page(listing=found, panel=None))


@router.get("/fresh")
def fresh(visit: Seeing, asked: Asks, since: Annotated[int, Query(ge=0, lt=2**31)]) -> Response:
    """Tell how many came since the list was made, so that its rows need not move."""
    wanted = replace(asked.filter, newer_than=since)
    with visit.console.store.reading() as view:
        queue = view.lists.exceptions
        count = queue.counts(wanted)[asked.state]
        page = Fresh(asked=asked, since=since, count=count, tabs=tabs(queue, asked))
    return visit.shows("exceptions/fresh.html", page)


@router.get("/export.{file}")
def export(visit: Seeing, file: File, asked: Asks) -> Response:
    """Give the exceptions that match as a file, in the order of the list."""
    told = asked.model_dump(exclude={"view", "sort", "after"})
    owner = "nobody" if asked.owner == "" else asked.owner
    filtered = in_words({**told, "owner": owner})

    def taken(report: asking.Asked) -> Report:
        queue = report.view.lists.exceptions
        found = every(lambda reach: queue.page(asked.filter, reach, asked.sort))
        return lists.exceptions(report, tuple(found), filtered)

    return exported(visit, file, taken)


@router.get("/{number}")
def exception(visit: Seeing, number: Number, asked: Asks) -> Response:
    """Show one exception, beside the list from which it was opened."""
    return shown(visit, number, asked)


def shown(visit: Visit, number: int, asked: Asked, again: Again | None = None) -> Response:
    """Answer with an exception; with what was typed, where an act of it was not done."""
    asked = asked.model_copy(update={"view": View.LIST})
    told = again or Again()
    with visit.console.store.reading() as view:
        known(view, number)
    typed = told.typed.fields if told.typed.act == "override" else {}
    told = replace(told, gaps=gaps(visit, number, typed))
    with visit.console.store.reading() as view:
        case = known(view, number)
        page = Page(
            listing=listing(view, asked, visit.console.clock(), visit.reader.name),
            panel=panel(visit, view, case, asked, told),
        )
    status = told.problem.status if told.problem else 200
    return visit.shows(TEMPLATE, page, status=status)


def known(view: Transaction, number: int) -> ExceptionCase:
    """Return an exception; Missing if there is none of that number."""
    case = view.cases.one(number)
    if case is None:
        raise Missing(f"There is no exception {number}.")
    return case
