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


def test_a_frozen_clock_stands_and_can_still_be_moved() -> None:
    clock = SimulatedClock(MARCH)
    clock.set(MARCH)
    clock.run(0)
    first = clock.now()
    assert clock.now() == first
    clock.advance(60)
    assert clock.now() - first == timedelta(minutes=1)


def test_a_hurried_clock_runs_on_from_where_it_was() -> None:
    clock = SimulatedClock(MARCH)
    clock.run(1_000_000)
    first = clock.now()
    while clock.now() - first < timedelta(hours=1):
        pass
    clock.run(1)
    assert clock.now() - MARCH < timedelta(days=1_000)


@pytest.mark.parametrize("rate", [-1, 2_000_000, float("nan")])
def test_a_rate_that_no_clock_has_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="a clock runs at a rate from 0 to 1000000"):
        SimulatedClock().run(rate)


def test_a_clock_does_not_leave_the_dates_that_can_be_reckoned_with() -> None:
    clock = SimulatedClock(MARCH)
    for seconds in (-4e9, 1e10, 1e13, 1e300):
        with pytest.raises(ValueError, match="the clock goes from 1970 to 2200, not to"):
            clock.advance(seconds)
    with pytest.raises(ValueError, match="the clock goes from 1970 to 2200, not to 0001"):
        clock.set(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))))
    assert clock.now() - MARCH < SOON


def test_work_that_is_held_sees_a_time_that_stands_still() -> None:
    clock = SimulatedClock()
    with clock.held_at(MARCH):
        assert clock.now() == MARCH
    assert clock.now() > MARCH
