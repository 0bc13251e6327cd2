"""Books that commands read, and sandboxes that they reach; made once for a whole run."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bridge import stage
from bridge.sandbox.journal import Change
from bridge.sandbox.world import DEMO, World
from tests.cli.calls import call
from tests.databases import with_tables

RULES = Path("config/rules").absolute()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a demo left behind: its first and second summary, and the settings to look at it."""

    config: Path
    folder: Path
    first: Any
    second: Any


@dataclass(frozen=True, slots=True)
class Reached:
    """
    Two sandboxes with two deals, one of which no rule represents, and settings for them.

    The books are there and empty: to make them takes longer than most commands.
    """

    config: Path
    world: World

    def forget_the_books(self) -> None:
        """Let there be none, as before the first pass of all."""
        self.config.with_name("bridge.sqlite").unlink()

    @property
    def written(self) -> list[str | None]:
        """The external ids of the orders that NetSuite wrote so far."""
        effects = self.world.journal.effects(Change.CREATED, Change.UPDATED)
        return [one.external_id for one in effects if one.type.lower() == "salesorder"]


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """The sample deals, twice, as `bridge demo --once --sample --json` shows them."""
    folder = tmp_path_factory.mktemp("demo")
    words = ("demo", "--once", "--sample", "--json", "--folder", folder, "--rules", RULES)
    first, second = call(*words), call(*words)
    assert (first.code, second.code) == (0, 0)
    (config,) = folder.glob("*/bridge.toml")
    return Shown(config, folder, first.form, second.form)


@pytest.fixture
def reached(tmp_path: Path) -> Iterator[Reached]:
    """Sandboxes of a test's own, with an order that is fine and one that is flagged."""
    seeds = tuple(path for path in DEMO if path.stem in {"onboarding", "unknown-product"})
    with_tables(f"sqlite:///{tmp_path}/sandbox/bridge.sqlite")
    with stage.sandbox(stage.Plan(seeds=seeds, folder=tmp_path / "sandbox", rules=RULES)) as opened:
        yield Reached(opened[1], opened[0])
