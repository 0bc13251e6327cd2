"""A store on a clock that the test moves; its books must be whole when the test ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from tests.databases import postgres_server, with_tables
from tests.flow.posting.netsuite_in_memory import Present

__all__ = ["postgres_server", "present", "store"]


@pytest.fixture
def present() -> Present:
    return Present()


@pytest.fixture
def store(tmp_path: Path, present: Present) -> Iterator[Store]:
    with Store(with_tables(f"sqlite:///{tmp_path}/bridge.sqlite"), clock=present) as opened:
        yield opened
        assert opened.verify() == ()
