"""The page of the feed: passes, how far was read, what waits."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bridge.adapters.store.database import Store
from bridge.flow.sync import SOURCE
from bridge.flow.watching.health import PASSES
from tests.adapters.store.opening import judge, moment, opened
from tests.console.building import Browser
from tests.ledger.building import flagged


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with opened(f"sqlite:///{tmp_path_factory.mktemp('sync') / 'bridge.sqlite'}") as found:
        judge(found, flagged())
        yield found


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_a_feed_without_a_pass_says_so_and_then_which_were_made(
    anybody: Browser, store: Store
) -> None:
    before = text(anybody.get("/sync").text)
    assert "not well" in before
    assert "the daemon has not finished a pass yet" in before
    assert "nothing was read yet" in before
    assert "No pass was made yet" in before
    assert "0 to be posted" in before
    with store.transaction("passes") as tx:
        for minutes in (3, 2, 1):
            due = moment() - timedelta(minutes=minutes)
            tx.turns.take_tick(PASSES, due)
            if minutes != 2:
                tx.turns.finish_tick(PASSES, due)
        tx.turns.move_cursor(SOURCE, moment() - timedelta(minutes=1))
    after = text(anybody.get("/sync").text)
    assert "at work" in after
    assert re.findall(r"finished|hindered", after.partition("Seconds")[2]) == [
        "finished",
        "hindered",
        "finished",
    ]
    assert "1 flagged" in after
