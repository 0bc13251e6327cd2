"""How commands open the store of a settings file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bridge import app, telemetry
from bridge.adapters.store.database import Store
from bridge.cli.ending import ending


@contextmanager
def looked_at(config: Path, *, as_json: bool) -> Iterator[Store]:
    """Look at the store, and turn errors into exit codes."""
    telemetry.configure(as_json=False)
    with ending(as_json=as_json), app.look_at_store(app.settings_of(config)) as store:
        yield store


@contextmanager
def held(config: Path, *, as_json: bool) -> Iterator[Store]:
    """Hold the store to write into it, and turn errors into exit codes."""
    telemetry.configure(as_json=False)
    with ending(as_json=as_json), app.open_store(app.settings_of(config)) as store:
        yield store
