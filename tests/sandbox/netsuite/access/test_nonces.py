"""A nonce counts once, and what is kept of it does not outlive its use."""

from __future__ import annotations

from bridge.sandbox.netsuite.access.nonces import Nonces

NOW_S = 1_700_000_000


def test_a_nonce_counts_once_with_each_time_stamp() -> None:
    nonces = Nonces(300)
    assert nonces.use("abcdef", NOW_S, NOW_S)
    assert not nonces.use("abcdef", NOW_S, NOW_S + 299)
    assert nonces.use("abcdef", NOW_S + 1, NOW_S)


def test_a_time_stamp_counts_as_long_as_the_tolerance_is_in_both_directions() -> None:
    nonces = Nonces(300)
    assert nonces.use("early1", NOW_S - 300, NOW_S)
    assert nonces.use("later1", NOW_S + 300, NOW_S)
    assert not nonces.use("early2", NOW_S - 301, NOW_S)
    assert not nonces.use("later2", NOW_S + 301, NOW_S)


def test_after_a_long_run_only_the_nonces_of_the_tolerance_are_kept() -> None:
    nonces = Nonces(300)
    assert all(
        nonces.use(f"nonce{number}", NOW_S + number, NOW_S + number) for number in range(2_000)
    )
    assert len(nonces) == 301
