"""One store for a module of tests, and a browser of somebody who may do everything."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from bridge.console.parts import Console
from tests.adapters.store.opening import judge, opened
from tests.console.building import Browser, a_console, a_reader, browser
from tests.ledger.building import flagged


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("console")
    with opened(f"sqlite:///{folder / 'bridge.sqlite'}") as found:
        judge(found, flagged())
        yield found


@pytest.fixture(scope="module")
def console(store: Store) -> Iterator[Console]:
    with a_console(store, a_reader()) as built:
        yield built


@pytest.fixture(scope="module")
def anybody(console: Console) -> Browser:
    return browser(console)
