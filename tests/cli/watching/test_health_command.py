"""`bridge health`: well while passes are finished, and why not where they are not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from bridge.app import open_store, settings_of
from tests.cli.calls import call
from tests.cli.conftest import Reached


def ticked(config: Path, ago: timedelta) -> None:
    """Write down that a pass was finished so long ago, by the clock of the store."""
    at = datetime.now(UTC) - ago
    url = settings_of(config).store.url
    with (
        Store(url, clock=lambda: at, database_clock=lambda: at) as store,
        store.transaction("tick") as tx,
    ):
        tx.turns.take_tick("sync", at)
        tx.turns.finish_tick("sync", at)


@pytest.mark.parametrize(
    ("ago_s", "code", "says"),
    [
        (0, 0, "the last pass was finished at "),
        # These settings look for changes every 5 s: 3 x 5 s and a minute are 75 s.
        (60, 0, "the last pass was finished at "),
        (100, 1, "more than 75 s ago; see the log of the daemon"),
    ],
)
def test_a_daemon_is_well_while_it_finishes_passes(
    reached: Reached, ago_s: int, code: int, says: str
) -> None:
    ticked(reached.config, timedelta(seconds=ago_s))
    done = call("health", "--json", "--config", reached.config)
    assert done.code == code
    assert done.form.keys() == {"healthy", "finished_at", "says"}
    assert done.form["healthy"] is (code == 0)
    assert says in done.form["says"]
    people = call("health", "--config", reached.config)
    assert says in (people.err if code else people.out)


def test_a_pass_that_was_begun_and_not_finished_is_none(reached: Reached) -> None:
    with open_store(settings_of(reached.config)) as store, store.transaction("tick") as tx:
        tx.turns.take_tick("sync", datetime.now(UTC))
    done = call("health", "--config", reached.config)
    assert (done.code, done.out) == (1, "")
    assert "the daemon has not finished a pass yet" in done.err


def test_books_that_are_not_there_are_no_health(reached: Reached) -> None:
    reached.forget_the_books()
    done = call("health", "--json", "--config", reached.config)
    assert (done.code, done.form["healthy"], done.form["finished_at"]) == (1, False, None)
    assert "the books are not there yet" in done.form["says"]


def test_settings_that_cannot_be_read_are_no_health(tmp_path: Path) -> None:
    done = call("health", "--config", tmp_path / "none.toml")
    assert done.code == 1
    assert "none.toml" in done.err
