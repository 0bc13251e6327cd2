"""Whether the daemon is well."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bridge.console.api.forms import Form
from bridge.console.visits import Visit, needs
from bridge.flow.sync.noting import SOURCE
from bridge.flow.watching.health import health
from bridge.people.roles import Permission

router = APIRouter(prefix="/health", tags=["health"])


class HealthForm(Form):
    """How the daemon is, and how much is read of what sales changed."""

    healthy: bool
    says: str
    finished_at: datetime | None
    read_up_to: datetime | None


@router.get("", responses={503: {"model": HealthForm, "description": "The daemon is not well."}})
def show_health(visit: Annotated[Visit, needs(Permission.SEE)], response: Response) -> HealthForm:
    """Say whether the daemon finished a pass lately; 503 if it did not."""
    console = visit.console
    with console.store.reading() as view:
        found = health(view, console.settings.sync.every_s)
        read_up_to = view.turns.cursor(SOURCE)
    response.status_code = 200 if found.healthy else 503
    return HealthForm(
        healthy=found.healthy,
        says=found.says,
        finished_at=found.finished_at,
        read_up_to=read_up_to,
    )
