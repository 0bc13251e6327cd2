"""Whether a daemon is at work: asked by commands, pages and whatever watches over a container."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bridge.adapters.store.database import Transaction

#: The name of the passes in the timetable.
PASSES = "sync"
#: So many passes may be missed before somebody is called: one may be slow, one may fail.
_PASSES_MISSED = 3
_GRACE_S = 60


@dataclass(frozen=True, slots=True)
class Health:
    """How the daemon is: `says` why it is not well, or when it finished a pass."""

    healthy: bool
    finished_at: datetime | None
    says: str


def health(view: Transaction, every_s: int) -> Health:
    """Say how the daemon is that makes a pass every so many seconds."""
    finished, now = view.turns.last_finished(PASSES), view.now()
    limit = timedelta(seconds=_PASSES_MISSED * every_s + _GRACE_S)
    if finished is None:
        says = "the daemon has not finished a pass yet; see its log"
        return Health(healthy=False, finished_at=None, says=says)
    says = f"the last pass was finished at {finished:%Y-%m-%dT%H:%M:%SZ}"
    if now - finished <= limit:
        return Health(healthy=True, finished_at=finished, says=says)
    late = f"{says}, more than {limit // timedelta(seconds=1)} s ago; see the log of the daemon"
    return Health(healthy=False, finished_at=finished, says=late)
