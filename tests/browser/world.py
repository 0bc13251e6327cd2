"""A console that answers on loopback, over books that were filled directly."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bridge.adapters.store.database import Store
from bridge.console.serving.server import served
from bridge.flow.rulebook.publishing import Publishing
from bridge.people.roles import Reader
from bridge.settings import Settings
from tests.adapters.store.opening import moment, opened
from tests.console.building import NOWHERE, a_console, a_reader
from tests.console.showing import RITA, changes_of_rules, fill
from tests.flow.people.peopling import ANA, CHEAP
from tests.stories.stand import SHIPPED, edition_of


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
            publish(store, "1", "2")
            yield address, store


@contextmanager
def where_people_sign_in(store: Store) -> Iterator[str]:
    """Give the address of a console over the same books that knows nobody without a password."""
    settings = Settings.model_validate({**NOWHERE, "console": {"port": 0}})
    with (
        a_console(store) as console,
        served(replace(console, passwords=CHEAP, settings=settings)) as address,
    ):
        yield address


def publish(store: Store, *names: str) -> None:
    """Publish the rules twice: as they are, and with a remark."""
    files = dict(edition_of(SHIPPED).files)
    for name in names:
        files["items.yaml"] = f"# as of publication {name}\n{files['items.yaml']}"
        drafted = str(Publishing(store, moment, RITA).draft(files, "a remark").number)
        agreed = Publishing(store, moment, ANA)
        agreed.approve(drafted, "agreed")
        agreed.publish(drafted)
