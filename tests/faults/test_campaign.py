"""
The campaign: a kill at every commit of a pass and at random, under faults, on both databases.

`make campaign` runs it. NetSuite's longest run is two seconds here, so each kill costs a few.
"""

import random
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from bridge import app, settings
from bridge.adapters.netsuite.client import NetSuite
from bridge.adapters.salesforce.client import Salesforce
from bridge.adapters.store.database import Store
from bridge.flow.rulebook import editions
from bridge.flow.sync.ends import Ends
from tests.databases import postgres_database
from tests.faults.rehearsal import FAULTS, REFUSAL, Limits, Rehearsal, Rules, a_rehearsal, hold
from tests.faults.warm import Warm

pytestmark = [pytest.mark.on_demand, pytest.mark.campaign]
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
LIMITS = Limits(longest_run_s=2, grace_s=0.5, connect_timeout_s=0.3, read_timeout_s=0.7)
KILLED = -9
#: The commits are dealt out to so many tests, so that several processes can share them.
PARTS = 4
#: Of a pass in which nothing goes wrong, and of one under faults; further ones are covered, too.
COMMITS = {"polled", "reread", "rulebook", "judged", "marked", "acknowledged", "written_back"}
COMMITS_UNDER_FAULTS = COMMITS | {"observed", "put_back"}


class Ground:
    """Where the rehearsals of a campaign are held: each in a folder and with books of its own."""

    def __init__(self, request: pytest.FixtureRequest, folder: Path) -> None:
        on_postgres = request.param == "postgresql"
        self._server = request.getfixturevalue("postgres_server") if on_postgres else None
        self._folder = folder
        self._held = 0

    def next(self) -> tuple[Path, str | None]:
        self._held += 1
        folder = self._folder / str(self._held)
        folder.mkdir()
        return folder, postgres_database(self._server) if self._server else None


@pytest.fixture(params=BOTH)
def ground(request: pytest.FixtureRequest, tmp_path: Path) -> Ground:
    return Ground(request, tmp_path)


def commits_of(rehearsal: Rehearsal) -> list[str]:
    """Make a pass in this process, and return its commits as the setting `crash_at` counts them."""
    recorded: list[str] = []
    chosen = settings.load(rehearsal.config)
    with ExitStack() as opened:
        store = Store(chosen.store.url, clock=app.now, on_commit=recorded.append)
        opened.callback(store.close)
        ends = Ends(
            salesforce=Salesforce(chosen.salesforce, app.now, time.sleep),
            netsuite=NetSuite(chosen.netsuite, app.now, time.sleep),
            store=store,
            clock=app.now,
        )
        opened.callback(ends.netsuite.close)
        opened.callback(ends.salesforce.close)
        app.Bridge(ends, editions.edition(chosen.rules.folder), chosen, ExitStack()).sync()
    return numbered(recorded)


def numbered(recorded: Sequence[str]) -> list[str]:
    seen: Counter[str] = Counter()
    points = []
    for point in recorded:
        seen[point] += 1
        points.append(f"{point}#{seen[point]}")
    return points


def names(points: Sequence[str]) -> set[str]:
    return {point.partition(":")[2].partition("#")[0] for point in points}


def depends_on_pace(point: str) -> bool:
    """How often documents are put back differs with the machine; once, they always are."""
    name, _, number = point.partition(":")[2].partition("#")
    return name == "put_back" and number != "1"


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize(
    ("rules", "reached"),
    [((), COMMITS), (FAULTS, COMMITS_UNDER_FAULTS)],
    ids=["calm", "under-faults"],
)
def test_a_kill_at_every_commit_leaves_each_order_written_once(
    rules: Rules, reached: set[str], part: int, ground: Ground, warm: Warm
) -> None:
    folder, url = ground.next()
    with a_rehearsal(warm, folder, LIMITS, url) as rehearsal:
        rehearsal.strike(rules)
        points = commits_of(rehearsal)
        rehearsal.settle()
        hold(rehearsal)
    assert names(points) >= reached
    for point in points[part::PARTS]:
        folder, url = ground.next()
        with a_rehearsal(warm, folder, LIMITS, url) as rehearsal:
            rehearsal.strike(rules)
            assert rehearsal.sync(crash_at=point).code == KILLED or depends_on_pace(point), point
            rehearsal.settle()
            hold(rehearsal)


@pytest.mark.parametrize("seed", range(10))
def test_kills_at_random_under_faults_leave_each_order_written_once(
    seed: int, ground: Ground, warm: Warm
) -> None:
    chance = random.Random(seed)
    folder, url = ground.next()
    with a_rehearsal(warm, folder, LIMITS, url) as rehearsal:
        rehearsal.strike(FAULTS)
        for _ in range(3):
            rehearsal.sync(kill_after_s=chance.uniform(0.1, 3))
        rehearsal.settle()
        hold(rehearsal)


@pytest.mark.parametrize(
    "point", [f"{side}:{name}" for side in ("before", "after") for name in ("refused", "blocked")]
)
def test_a_kill_around_a_refusal_leaves_no_order_written_twice(
    point: str, ground: Ground, warm: Warm
) -> None:
    folder, url = ground.next()
    with a_rehearsal(warm, folder, LIMITS, url) as rehearsal:
        rehearsal.strike(REFUSAL)
        assert rehearsal.sync(crash_at=point).code == KILLED
        rehearsal.settle()
        assert rehearsal.told("ledger", "verify")["whole"] is True
        writes = rehearsal.writes()
        assert all(done == ["created"] for done in writes.values())
        assert rehearsal.summary["posted"] == len(writes)
