"""
Kills in the middle of a pass: however it ends, NetSuite holds each order once.

A few of them here, with short quiet times; `make campaign` makes them all.
"""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.rehearsal import FAULTS, LAWS, Limits, a_rehearsal, hold
from tests.faults.warm import ROOT, Warm

QUICK = Limits(longest_run_s=0.5, grace_s=0.3, connect_timeout_s=0.2, read_timeout_s=0.5)
KILLED = -9


@pytest.mark.parametrize(
    "point",
    [
        "after:polled",
        "before:judged#4",
        "after:marked#2",
        "before:acknowledged#3",
        "before:written_back",
    ],
)
def test_a_pass_that_dies_at_a_commit_is_ended_by_the_next(
    point: str, warm: Warm, tmp_path: Path
) -> None:
    with a_rehearsal(warm, tmp_path, QUICK) as rehearsal:
        assert rehearsal.sync(crash_at=point).code == KILLED
        rehearsal.settle()
        hold(rehearsal)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_pass_that_is_killed_anywhere_under_faults_is_ended_by_the_next(
    seed: int, warm: Warm, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    with a_rehearsal(warm, tmp_path, QUICK) as rehearsal:
        rehearsal.strike(FAULTS)
        rehearsal.sync(kill_after_s=chance.uniform(0.1, 2.0))
        rehearsal.settle()
        hold(rehearsal)


def test_the_command_itself_dies_at_the_point_that_is_set(warm: Warm, tmp_path: Path) -> None:
    with a_rehearsal(warm, tmp_path, QUICK) as rehearsal:
        config = str(rehearsal.config)
        words = [sys.executable, "-m", "bridge", "sync", "--once", "--config", config]
        environment = {**os.environ, "BRIDGE_CRASH_AT": "before:acknowledged"}
        ended = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, check=False)
        assert ended.returncode == KILLED
        rehearsal.settle()
        hold(rehearsal)


def test_without_the_look_up_an_order_is_written_twice(warm: Warm, tmp_path: Path) -> None:
    with a_rehearsal(warm, tmp_path, QUICK) as rehearsal:
        assert rehearsal.sync(crash_at="before:acknowledged").code == KILLED
        assert warm.run("blind", rehearsal.config).code == 0
        assert max(len(done) for done in rehearsal.writes().values()) > 1
        with pytest.raises(AssertionError):
            LAWS[0](rehearsal)
