"""Books that hold a statement in two currencies."""

from collections.abc import Iterator

import pytest

from bridge.adapters.store.database import Store
from tests.adapters.store.opening import opened
from tests.console.pages.reconciliation.stated import a_form, keep


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("reconciliation")
    with opened(f"sqlite:///{folder / 'bridge.sqlite'}") as found:
        keep(found, a_form(), a_form("EUR"))
        yield found
