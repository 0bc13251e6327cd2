"""The console over the books that a pass over two contracts leaves: a ramp, and an upsell."""

from collections.abc import Iterator

import pytest

from bridge.adapters.store.database import Store
from tests.stories.stand import RAMP, UPSELL, a_stand


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with a_stand(tmp_path_factory.mktemp("pages"), RAMP, UPSELL) as stand:
        stand.sync()
        yield stand.ends.store
