"""Empty books on the first of March."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from tests.adapters.netsuite.scripted import SetClock
from tests.adapters.store.opening import opened


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 3, 1, tzinfo=UTC))


@pytest.fixture
def store(tmp_path: Path, clock: SetClock) -> Iterator[Store]:
    with opened(f"sqlite:///{tmp_path}/books.sqlite", clock) as found:
        yield found
