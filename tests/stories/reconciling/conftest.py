"""Quarters of both systems, for every story that only looks at them."""

from collections.abc import Iterator

import pytest

from tests.stories.reconciling.rolls.test_rolled_quarter import a_rolled_quarter
from tests.stories.reconciling.test_a_quarter import a_quarter
from tests.stories.stand import Stand


@pytest.fixture(scope="session")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with a_quarter(tmp_path_factory.mktemp("quarter")) as opened:
        yield opened


@pytest.fixture(scope="session")
def rolled_quarter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with a_rolled_quarter(tmp_path_factory.mktemp("rolls")) as opened:
        yield opened
