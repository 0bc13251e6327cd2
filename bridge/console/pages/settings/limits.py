"""The thresholds of the settings: told here, and changed where the settings stand."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bridge.console.pages.settings.places import TABS, Tab
from bridge.console.visits import Visit, needs
from bridge.flow.watching.thresholds import Threshold, thresholds
from bridge.people.roles import Permission

router = APIRouter(prefix="/settings/thresholds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Every threshold."""

    rows: tuple[Threshold, ...]
    tabs: tuple[Tab, ...] = TABS


@router.get("")
def limits(visit: Annotated[Visit, needs(Permission.SEE)]) -> Response:
    """Show the thresholds as they hold since the bridge was started."""
    page = Page(rows=tuple(thresholds(visit.console.settings)))
    return visit.shows("settings/thresholds.html", page)
