"""
Books of a contract with two orders in NetSuite and a merge that waits; whole when a test ends.

They are written once, and put back for each test: to open a store costs more than most tests do.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from tests.flow.merging.acts import upsell
from tests.flow.merging.merges_in_memory import Merges
from tests.flow.posting.netsuite_in_memory import START, Present


def unheard(_point: str) -> None:
    """Live through every commit."""


@dataclass
class Books:
    """The books, their clock, and who hears of their commits."""

    template: Path
    file: Path
    present: Present
    store: Store
    hears: Callable[[str], None] = unheard

    def put_back(self) -> None:
        """Let everything be as it was written first."""
        with closing(sqlite3.connect(self.template)) as was, closing(self._connected()) as now:
            was.backup(now)
        self.present.at, self.hears = START, unheard
        self.present.slept.clear()

    def _connected(self) -> sqlite3.Connection:
        return sqlite3.connect(self.file)


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file, clock = tmp_path_factory.mktemp("written") / "bridge.sqlite", Present()
    with Store(f"sqlite:///{file}", clock=clock) as opened:
        upsell(opened, Merges(), clock)
    return file


@pytest.fixture(scope="session")
def kept(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    file = Path(shutil.copy(written, tmp_path_factory.mktemp("books") / "bridge.sqlite"))
    present, held = Present(), list[Books]()

    def heard(point: str) -> None:
        held[0].hears(point)

    with Store(f"sqlite:///{file}", clock=present, on_commit=heard) as store:
        held.append(Books(written, file, present, store))
        yield held[0]


@pytest.fixture
def books(kept: Books) -> Books:
    kept.put_back()
    return kept


@pytest.fixture
def present(books: Books) -> Present:
    return books.present


@pytest.fixture
def store(books: Books) -> Iterator[Store]:
    yield books.store
    assert books.store.verify() == ()


@pytest.fixture
def merges() -> Merges:
    return Merges()
