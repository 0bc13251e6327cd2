"""`bridge health`: whether a daemon is at work, for whatever watches over its container."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import typer

from bridge import app, telemetry
from bridge.cli import output
from bridge.cli.ending import FOUND, ending
from bridge.cli.options import CONFIG, AsJson, Config
from bridge.daemon import PASSES
from bridge.errors import BridgeError

commands = typer.Typer()

#: So many passes may be missed before somebody is called: one may be slow, one may fail.
_PASSES_MISSED = 3
_GRACE_S = 60


@dataclass(frozen=True, slots=True)
class Health:
    """How the daemon is: `says` why it is not well, or when it finished a pass."""

    healthy: bool
    finished_at: datetime | None
    says: str


@commands.command("health")
def command(config: Config = CONFIG, as_json: AsJson = False) -> None:
    """
    Say whether the daemon finished a pass lately; nothing is called and nothing is written.

    Ends with 1, and says why, if the last pass is older than three times sync.every_s and a
    minute, if there was none, or if the store cannot be read.
    """
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        found = _look(config)
        if as_json:
            at = found.finished_at.isoformat() if found.finished_at else None
            output.as_json_text(
                {"healthy": found.healthy, "finished_at": at, "says": telemetry.clean(found.says)}
            )
        else:
            tell = output.say if found.healthy else output.aside
            tell(telemetry.clean(found.says))
        if not found.healthy:
            raise typer.Exit(FOUND)


def _look(config: Path) -> Health:
    """Ask the store; what keeps us from asking is itself an answer."""
    try:
        settings = app.settings_of(config)
        with app.look_at_store(settings) as store, store.reading() as view:
            finished, now = view.turns.last_finished(PASSES), view.now()
    except BridgeError as error:
        return Health(healthy=False, finished_at=None, says=str(error))
    limit = timedelta(seconds=_PASSES_MISSED * settings.sync.every_s + _GRACE_S)
    if finished is None:
        says = "the daemon has not finished a pass yet; see its log"
        return Health(healthy=False, finished_at=None, says=says)
    says = f"the last pass was finished at {finished:%Y-%m-%dT%H:%M:%SZ}"
    if now - finished <= limit:
        return Health(healthy=True, finished_at=finished, says=says)
    late = f"{says}, more than {limit // timedelta(seconds=1)} s ago; see the log of the daemon"
    return Health(healthy=False, finished_at=finished, says=late)
