"""`bridge health`: whether a daemon is at work, for whatever watches over its container."""

from pathlib import Path

import typer

from bridge import app, telemetry
from bridge.cli import output
from bridge.cli.ending import FOUND, ending
from bridge.cli.options import CONFIG, AsJson, Config
from bridge.errors import BridgeError
from bridge.flow.watching.health import Health, health

commands = typer.Typer()


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
            return health(view, settings.sync.every_s)
    except BridgeError as error:
        return Health(healthy=False, finished_at=None, says=str(error))
