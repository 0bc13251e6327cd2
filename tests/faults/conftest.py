"""One warm process for all rehearsals of a run, and the databases that they can be held on."""

from collections.abc import Iterator

import pytest

from tests.databases import postgres_server, postgres_template, store_url
from tests.faults.warm import Warm

__all__ = ["postgres_server", "postgres_template", "store_url"]


@pytest.fixture(scope="session")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    with Warm(tmp_path_factory.mktemp("warm")) as process:
        yield process
