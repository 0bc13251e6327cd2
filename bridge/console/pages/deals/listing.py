"""The list of deals."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bridge.adapters.store.browsing.deals import Counted, DealFilter
from bridge.adapters.store.deals import KnownDeal
from bridge.console.pages.files import File, every, exported, in_words
from bridge.console.pages.leafing import Tab, chosen, filters, onward, reach_of, tabs
from bridge.console.visits import Visit, needs
from bridge.errors import Misconfigured
from bridge.flow.reporting import lists
from bridge.flow.reporting.asking import Asked
from bridge.ledger.judgement import DealState
from bridge.model.money import Money
from bridge.people.roles import Permission
from bridge.reports.table import Report

router = APIRouter(prefix="/deals")


_TITLES = {state: state.value.capitalize() for state in DealState}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The list."""

    tabs: tuple[Tab, ...]
    rows: tuple[KnownDeal, ...]
    booked: tuple[Money, ...]  #: by the deals of the tab, each currency for itself
    onward: str | None
    filters: str  #: for the addresses of its files
    text: str
    currency: str
    currencies: tuple[str, ...]  #: that can be chosen
    state: str
    now: datetime


@router.get("")
def deals(visit: Annotated[Visit, needs(Permission.SEE)]) -> Response:
    """List deals, the ones that were judged last first."""
    request = visit.request
    wanted = _wanted(request)
    everything = DealFilter(currency=wanted.currency, text=wanted.text)
    with visit.console.store.reading() as view:
        found = view.lists.deals.page(wanted, reach_of(request))
        counted = view.lists.deals.counted(everything)
        currencies = view.lists.deals.currencies()
    page = Page(
        tabs=tabs(request, _TITLES, {one.state: one.count for one in counted}, wanted.state),
        rows=found.items,
        booked=_booked(counted, wanted.state),
        onward=onward(request, found.next),
        filters=filters(request),
        text=wanted.text,
        currency=wanted.currency or "",
        currencies=currencies,
        state=wanted.state.value if wanted.state else "",
        now=visit.console.clock(),
    )
    return visit.shows("deals/list.html", page)


@router.get("/export.{file}")
def export(visit: Annotated[Visit, needs(Permission.SEE)], file: File) -> Response:
    """Give the deals that match as a file, in the order of the list."""
    wanted = _wanted(visit.request)
    filtered = in_words({"state": wanted.state, "currency": wanted.currency, "text": wanted.text})

    def taken(asked: Asked) -> Report:
        found = every(lambda reach: asked.view.lists.deals.page(wanted, reach))
        return lists.deals(asked, tuple(found), filtered)

    return exported(visit, file, taken)


def _wanted(request: Request) -> DealFilter:
    state = chosen(request, "state")
    if state and state not in tuple(DealState):
        raise Misconfigured(
            f"deals are never {state[:40]!r}", where="state", act=f"choose {', '.join(DealState)}"
        )
    return DealFilter(
        state=DealState(state) if state else None,
        currency=chosen(request, "currency").upper() or None,
        text=chosen(request, "q"),
    )


def _booked(counted: tuple[Counted, ...], state: DealState | None) -> tuple[Money, ...]:
    sums: dict[str, Money] = {}
    for one in counted:
        for money in one.booked if state in (None, one.state) else ():
            code = money.currency.code
            sums[code] = sums[code] + money if code in sums else money
    return tuple(sums[code] for code in sorted(sums))
