"""The clock of a sandbox."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bridge.sandbox.clock import SimulatedClock

MARCH = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOON = timedelta(seconds=5)


def test_it_runs_on_from_its_start() -> None:
    clock = SimulatedClock(MARCH)
    first = clock.now()
    assert MARCH <= first <= clock.now() < MARCH + SOON


def test_it_moves_by_seconds_and_to_a_moment_in_any_zone() -> None:
    clock = SimulatedClock(MARCH)
    clock.advance(3600)
    assert clock.now() - MARCH >= timedelta(hours=1)
    clock.set(datetime(2026, 5, 1, 2, tzinfo=timezone(timedelta(hours=2))))
    assert timedelta() <= clock.now() - datetime(2026, 5, 1, tzinfo=UTC) < SOON


def test_without_a_start_it_tells_the_real_time() -> None:
    assert abs(SimulatedClock().now() - datetime.now(UTC)) < SOON


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        SimulatedClock(datetime(2026, 3, 1))  # noqa: DTZ001 - the missing zone is the point
