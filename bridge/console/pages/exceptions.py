"""The exceptions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bridge.adapters.store.cases import ExceptionCase
from bridge.console.visits import Visit, needs
from bridge.model.money import Money
from bridge.people.roles import Permission

router = APIRouter(prefix="/exceptions")
_ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An exception in the list."""

    number: int
    customer: str
    reason: str
    amount: Money
    since: datetime
    owner: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The list."""

    rows: tuple[Row, ...]
    now: datetime


@router.get("")
def exceptions(visit: Annotated[Visit, needs(Permission.SEE)]) -> Response:
    """List what is not resolved."""
    with visit.console.store.reading() as view:
        rows = tuple(_row(one) for one in view.cases.all()[:_ROWS])
    return visit.shows("exceptions/page.html", Page(rows=rows, now=visit.console.clock()))


def _row(one: ExceptionCase) -> Row:
    return Row(
        number=one.id,
        customer=one.account_name,
        reason=one.flags[0].says,
        amount=one.amount,
        since=one.opened_at,
        owner=one.lived.life.assignee,
    )
