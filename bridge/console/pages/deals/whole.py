"""One deal: what was sold, what the rules made of it, and what NetSuite holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bridge.adapters.store.deals import WholeDeal
from bridge.console.pages.deals.raw import Text, raw_of
from bridge.console.pages.deals.timeline import Moment, timeline_of
from bridge.console.pages.deals.trace import Trace, trace_of
from bridge.console.pages.retracing import retracing_of
from bridge.console.problems import Missing
from bridge.console.visits import Visit, needs
from bridge.flow.explaining.retracing import Retraced
from bridge.flow.explaining.sentence import verdict
from bridge.ledger.accounts import PLACES, parse
from bridge.model.document import State
from bridge.model.ids import DealId
from bridge.model.money import Money, total
from bridge.people.roles import Permission

router = APIRouter(prefix="/deals")
#: What one can look at, by its name in the address.
TABS: Mapping[str, str] = {
    "trace": "Trace",
    "timeline": "Timeline",
    "schedules": "Schedules",
    "ledger": "Ledger",
    "raw": "Raw",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """The predicted schedule of a line; its amounts by period."""

    document: str
    line: int
    method: str
    total: Money
    periods: Mapping[str, Money]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A deal."""

    whole: WholeDeal
    tab: str
    tabs: Mapping[str, str] = field(default_factory=lambda: TABS)
    documented: Money  #: the sum of the documents that count
    difference: Money  #: what of the booked amount is in none of them
    places: tuple[tuple[str, Money], ...]  #: where the booked amount is now, by the ledger
    comes_out: bool | None  #: whether it was translated once more with the same result
    verdict: str  #: what is said of that, as an explanation says it; empty where it was not tried
    trace: Trace | None
    timeline: tuple[Moment, ...]
    plans: tuple[Plan, ...]
    raw: tuple[Text, ...]
    now: datetime


@router.get("/{deal}")
def deal(visit: Annotated[Visit, needs(Permission.SEE)], deal: str) -> Response:
    """Show a deal."""
    tab = _tab(visit.request)
    with visit.console.store.reading() as view:
        whole = view.deals.whole(DealId(deal))
        if whole is None:
            raise Missing("The books know no such deal.")
        retraced = retracing_of(visit.request).of(view, whole) if tab in ("trace", "raw") else None
        held = view.ledger.balances(deal=whole.deal.id)
    places = {name: money for (name, _), money in held.items() if parse(name)[0] in PLACES}
    documented = _documented(whole)
    compared = retraced.of_reasons if retraced else None
    page = Page(
        whole=whole,
        tab=tab,
        documented=documented,
        difference=whole.deal.booked - documented,
        places=tuple((name, money) for name, money in sorted(places.items()) if money),
        comes_out=compared.comes_out if compared else None,
        verdict=verdict(compared) if compared else "",
        trace=_trace(whole, retraced) if tab == "trace" else None,
        timeline=timeline_of(whole) if tab == "timeline" else (),
        plans=_plans(whole) if tab == "schedules" else (),
        raw=raw_of(whole, retraced) if tab == "raw" else (),
        now=visit.console.clock(),
    )
    return visit.shows("deals/deal.html", page)


def _tab(request: Request) -> str:
    asked = request.query_params.get("tab", "")
    return asked if asked in TABS else next(iter(TABS))


def _trace(whole: WholeDeal, retraced: Retraced | None) -> Trace | None:
    return trace_of(whole, retraced) if retraced else None


def _documented(whole: WholeDeal) -> Money:
    counting = [one for one in whole.documents if one.state is not State.SUPERSEDED]
    return total((one.amount for one in counting), whole.deal.booked.currency)


def _plans(whole: WholeDeal) -> tuple[Plan, ...]:
    currency = whole.deal.booked.currency
    return tuple(
        Plan(
            document=document.external_id,
            line=one["line"],
            method=one["method"],
            total=Money.parse(one["total"], currency),
            periods={name: Money.parse(text, currency) for name, text in one["periods"].items()},
        )
        for document in whole.documents
        if document.state is not State.SUPERSEDED
        for one in document.schedules
    )
