"""The console of a bridge between two sandboxes, after a pass over prepaid credits."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bridge.console.parts import Console
from tests.console.building import a_console, a_reader
from tests.stories.stand import SCENARIOS, Stand, a_stand

CREDITS = SCENARIOS / "f-prepaid-credits-with-overage.cpq.json"


@pytest.fixture(scope="session")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """Four quarters draw 1,600, 2,400, 3,200 and 800."""
    with a_stand(tmp_path_factory.mktemp("operating"), CREDITS) as opened:
        opened.sync()
        yield opened


@pytest.fixture(scope="module")
def console(stand: Stand) -> Iterator[Console]:
    with a_console(stand.ends.store, a_reader()) as built:
        yield replace(built, ends=stand.ends, settings=stand.settings)
