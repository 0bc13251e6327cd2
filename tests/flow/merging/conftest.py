"""
Books of a contract with two orders in NetSuite and a merge that waits; whole when a test ends.

They are written once, and copied for each test.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from tests.flow.merging.acts import upsell
from tests.flow.merging.merges_in_memory import Merges
from tests.flow.posting.conftest import present
from tests.flow.posting.netsuite_in_memory import Present

__all__ = ["present"]


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file, clock = tmp_path_factory.mktemp("books") / "bridge.sqlite", Present()
    with Store(f"sqlite:///{file}", clock=clock) as opened:
        upsell(opened, Merges(), clock)
    return file


@pytest.fixture
def books(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(written, tmp_path / "bridge.sqlite"))


@pytest.fixture
def store(books: Path, present: Present) -> Iterator[Store]:
    with Store(f"sqlite:///{books}", clock=present) as opened:
        yield opened
        assert opened.verify() == ()


@pytest.fixture
def merges() -> Merges:
    return Merges()
