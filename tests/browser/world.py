"""A console that answers on loopback, over books that were filled directly."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bridge.adapters.store.database import Store
from bridge.console.serving.server import served
from bridge.people.roles import Reader
from bridge.settings import Settings
from tests.adapters.store.opening import opened
from tests.console.building import NOWHERE, a_console, a_reader
from tests.console.showing import changes_of_rules, fill


@contextmanager
def a_world(folder: Path, reader: Reader | None = None) -> Iterator[tuple[str, Store]]:
    """Give the address of a console, and its books."""
    with opened(f"sqlite:///{folder / 'bridge.sqlite'}") as store:
        fill(store)
        settings = Settings.model_validate({**NOWHERE, "console": {"port": 0}})
        with (
            a_console(store, reader or a_reader()) as console,
            served(replace(console, settings=settings)) as address,
        ):
            changes_of_rules(console)
            yield address, store
