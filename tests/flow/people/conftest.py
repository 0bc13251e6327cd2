"""An empty store for each test, migrated once for all of them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from tests.flow.people.peopling import ADMIN, PASSWORD, People, Watch


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty store."""
    file = tmp_path_factory.mktemp("empty") / "bridge.sqlite"
    Store(f"sqlite:///{file}", clock=Watch()).close()
    return file


@pytest.fixture
def nobody(empty: Path, tmp_path: Path) -> Iterator[People]:
    """A store in which there is nobody yet."""
    file, watch = tmp_path / "bridge.sqlite", Watch()
    shutil.copy(empty, file)
    with Store(f"sqlite:///{file}", clock=watch, database_clock=watch) as store:
        yield People(store, watch)


@pytest.fixture
def people(nobody: People) -> People:
    """A store in which there is an administrator."""
    nobody.administering("root").first(ADMIN, PASSWORD)
    return nobody
