"""Proposed journals: what a person posts in NetSuite, and the word that it is posted."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bridge.adapters.store.browsing.journals import JournalFilter, ListedJournal, Posted
from bridge.console.forms import Form
from bridge.console.pages.files import File, every, exported, in_words
from bridge.console.pages.leafing import Tab, chosen, filters, onward, reach_of, tabs
from bridge.console.problems import Missing
from bridge.console.saying import Said
from bridge.console.visits import Visit, needs
from bridge.errors import Misconfigured
from bridge.flow import journals as flow
from bridge.flow.journals import Side
from bridge.flow.reporting.asking import Asked
from bridge.flow.reporting.journals import listed_journals
from bridge.model.ids import ExternalId
from bridge.model.money import Money
from bridge.people.roles import Permission
from bridge.reports.cutoff import month_of
from bridge.reports.table import Report

PATH = "/journals"
router = APIRouter(prefix=PATH)
Seeing = Annotated[Visit, needs(Permission.SEE)]
Triaging = Annotated[Visit, needs(Permission.TRIAGE)]
#: Longer is no internal id of anything.
_ID_MAX = 20


_TITLES = {Posted.DUE: "To be posted", Posted.POSTED: "Posted"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A journal, and what each of its sides adds up to."""

    journal: ListedJournal
    sides: tuple[Side, ...]
    amount: Money

    @property
    def is_due(self) -> bool:
        """Whether a person is still to post it."""
        return flow.is_due(self.journal.state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A part of the journals."""

    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    onward: str | None
    filters: str  #: for the addresses of its files
    state: str
    text: str
    currency: str
    currencies: tuple[str, ...]  #: that can be chosen
    period: str


@router.get("")
def journals(visit: Seeing) -> Response:
    """List proposed journals, the earliest day first."""
    request = visit.request
    wanted = _wanted(request)
    with visit.console.store.reading() as view:
        found = view.lists.journals.page(wanted, reach_of(request))
        counts = view.lists.journals.counts(_wanted(request, whatever=True))
        currencies = view.lists.deals.currencies()
    page = Page(
        tabs=tabs(request, _TITLES, counts, wanted.standing),
        rows=tuple(map(_row, found.items)),
        onward=onward(request, found.next),
        filters=filters(request),
        state=chosen(request, "state"),
        text=wanted.text,
        currency=wanted.currency or "",
        currencies=currencies,
        period=chosen(request, "period"),
    )
    return visit.shows("journals/list.html", page)


@router.get("/export.{file}")
def export(visit: Seeing, file: File) -> Response:
    """Give the journals that match as a file: a row for each of their lines."""
    wanted = _wanted(visit.request)
    names = ("state", "period", "currency", "q")
    filtered = in_words({name: chosen(visit.request, name) for name in names})

    def taken(asked: Asked) -> Report:
        found = every(lambda reach: asked.view.lists.journals.page(wanted, reach))
        return listed_journals(asked, tuple(found), filtered)

    return exported(visit, file, taken)


@router.get("/{name}")
def journal(visit: Seeing, name: str) -> Response:
    """Show a journal: its lines with their accounts, why they are, and from which deal."""
    with visit.console.store.reading() as view:
        found = view.lists.journals.one(name)
    if found is None:
        raise Missing("There is no such proposed journal.")
    return visit.shows("journals/journal.html", _row(found))


@router.post("/{name}/posted")
def posted(visit: Triaging, name: str, sent: Form) -> Response:
    """Say under which id a journal is posted: NetSuite is asked, and it must tie."""
    console, internal_id = visit.console, sent["netsuite_id"].strip()
    if len(internal_id) > _ID_MAX:
        raise Misconfigured(
            f"{internal_id[:_ID_MAX]!r}... is no internal id",
            where=f"journal {name}",
            act="give the number in NetSuite",
        )
    with console.asking.take():
        flow.note_posted(
            console.store, console.ends.netsuite, ExternalId(name), internal_id, visit.reader.name
        )
    return visit.goes_to(f"{PATH}/{name}", Said(f"{name} is posted as {internal_id}."))


def _row(one: ListedJournal) -> Row:
    sides = flow.sides_of(one.body, one.currency)
    return Row(journal=one, sides=sides, amount=flow.debited(sides, one.currency))


def _wanted(request: Request, *, whatever: bool = False) -> JournalFilter:
    """Return which journals an address wants; with `whatever` those posted and due alike."""
    state, period = chosen(request, "state"), chosen(request, "period")
    if state and state not in tuple(Posted):
        raise Misconfigured(
            f"journals are never {state[:40]!r}", where="state", act=f"choose {', '.join(Posted)}"
        )
    month = month_of(period) if period else None
    return JournalFilter(
        standing=Posted(state) if state and not whatever else None,
        currency=chosen(request, "currency").upper() or None,
        since=month.start if month else None,
        before=month.end if month else None,
        text=chosen(request, "q"),
    )
