"""What the org counts and hands out stays small over a long run, and ends when it is due."""

from datetime import UTC, datetime

import pytest

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.salesforce.errors import ApiError
from bridge.sandbox.salesforce.tokens import Quota, Tokens

NOON = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
MINUTE_S, DAY_S = 60, 86_400


def test_calls_count_for_a_day_to_the_minute() -> None:
    clock = SimulatedClock(NOON)
    quota = Quota(clock, 3)
    quota.spend()
    clock.advance(10 * MINUTE_S)
    quota.spend()
    quota.spend()
    assert quota.used == 3
    with pytest.raises(ApiError):
        quota.spend()
    clock.advance(DAY_S - 9 * MINUTE_S)
    assert quota.used == 2
    clock.advance(10 * MINUTE_S)
    assert quota.used == 0


def test_a_token_ends_after_two_hours_and_the_next_login_forgets_it() -> None:
    clock = SimulatedClock(NOON)
    tokens = Tokens(clock, "00D000000000001AAA")
    first = tokens.issue()
    clock.advance(2 * 60 * MINUTE_S - 1)
    assert tokens.life(first) is not None
    second = tokens.issue()
    clock.advance(10)
    tokens.issue()
    assert tokens.life(first) is None
    assert not tokens.revoke(first)
    assert tokens.revoke(second)
