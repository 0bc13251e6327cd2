"""The audit of people: every change of accounts, roles and tokens, as the ledger tells it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bridge.console.pages.settings.places import TABS, Tab
from bridge.console.visits import Visit, needs
from bridge.flow.people.reviewing import changes
from bridge.people.register import Recorded
from bridge.people.roles import Permission

router = APIRouter(prefix="/settings/audit")
_ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Changes, the last one first."""

    rows: tuple[Recorded, ...]
    before: int | None  #: the entry before which the next page begins; None on the last page
    tabs: tuple[Tab, ...] = TABS


@router.get("")
def audit(visit: Annotated[Visit, needs(Permission.SEE)], before: int | None = None) -> Response:
    """Show who changed what about whom, when and why."""
    with visit.console.store.reading() as view:
        told = [one for one in changes(view) if before is None or one.seq < before]
    rows = tuple(told[:_ROWS])
    page = Page(rows=rows, before=rows[-1].seq if len(told) > _ROWS else None)
    return visit.shows("settings/audit.html", page)
