"""The quarter in which people work by hand, for every story that only looks at it."""

from collections.abc import Iterator

import pytest

from tests.stories.reconciling.test_a_quarter import a_quarter
from tests.stories.stand import Stand


@pytest.fixture(scope="session")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with a_quarter(tmp_path_factory.mktemp("quarter")) as opened:
        yield opened
