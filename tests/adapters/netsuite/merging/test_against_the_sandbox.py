"""Merges of an account on loopback: what they rest on, their tasks, and their faults."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bridge.adapters.netsuite.merging.restlet import Progress
from bridge.errors import Misconfigured, OutcomeUnknown, Throttled
from bridge.model.document import Merging
from tests.adapters.netsuite.loopback.stand import TOKEN_BASED, a_sandbox
from tests.adapters.netsuite.merging.stand import (
    FIRST,
    MARCH,
    SCRIPT,
    SECOND,
    Stand,
    a_stand,
    arrange,
)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """An account in which these tests merge nothing."""
    with a_stand(tmp_path_factory.mktemp("standing")) as opened:
        before = opened.netsuite.merges.seen([FIRST, SECOND], MARCH)
        assert (before.elements, before.arrangements, before.posted) == ((), (), ())
        arrange(opened)
        yield opened


@pytest.fixture
def arranged(tmp_path: Path) -> Iterator[Stand]:
    with a_stand(tmp_path) as opened:
        arrange(opened)
        yield opened


FEBRUARY = date(2026, 2, 1)


def merging(*, prospective: bool = True) -> Merging:
    return Merging(sources=(FIRST, SECOND), prospective=prospective, on=MARCH)


def test_what_a_merge_rests_on_is_seen_at_once(standing: Stand) -> None:
    sight = standing.netsuite.merges.seen([FIRST, SECOND], FEBRUARY)
    assert [(one.source, one.sales, one.stale, one.merged_from) for one in sight.elements] == [
        (FIRST, Decimal(1200), False, None),
        (SECOND, Decimal(500), False, None),
    ]
    first, second = sight.arrangements
    assert (first.dated, second.dated) == (date(2026, 1, 1), MARCH)
    assert first.approved
    assert [first.elements, second.elements] == [{one.id} for one in sight.elements]
    assert [(one.source, one.key, one.amount, one.sales) for one in sight.lines] == [
        (FIRST, 1, Decimal(1200), Decimal(1200)),
        (SECOND, 1, Decimal(500), Decimal(500)),
    ]
    assert sight.posted == (FEBRUARY,)


def test_posted_revenue_is_told_line_by_line_and_month_by_month(standing: Stand) -> None:
    posted = standing.netsuite.merges.posted([FIRST, SECOND, "bridge-803-so-1"])
    assert [(one.order, one.key, one.began, one.amount, one.currency) for one in posted] == [
        (FIRST, 1, date(2026, month, 1), Decimal(100), "USD") for month in (1, 2)
    ]
    assert standing.netsuite.merges.posted([]) == ()


def test_a_merge_is_submitted_followed_and_found(arranged: Stand) -> None:
    merges = arranged.netsuite.merges
    before = merges.seen([FIRST, SECOND], MARCH)
    held = [one.id for one in before.arrangements]
    number = merges.submit("bridge-801-mr-1-1", held, merging())
    assert merges.submit("bridge-801-mr-1-1", held, merging()) == number
    task, same = merges.task(number), merges.task_of("bridge-801-mr-1-1")
    assert task == same
    assert task is not None
    assert task.progress is Progress.COMPLETE
    after = merges.seen([FIRST, SECOND], MARCH)
    cut, moved, residual = after.elements
    assert (cut.arrangement, cut.prospective, after.current) == (held[0], True, (moved, residual))
    assert {moved.arrangement, residual.arrangement} == {task.arrangement}
    assert (moved.merged_from, residual.merged_from) == (held[1], held[0])
    (result,) = (one for one in after.arrangements if one.id == task.arrangement)
    assert result.dated == MARCH
    assert result.elements == {moved.id, residual.id}


def test_a_failed_task_says_why_in_our_words(standing: Stand) -> None:
    merges = standing.netsuite.merges
    held = [one.id for one in merges.seen([FIRST, SECOND], MARCH).arrangements]
    april = Merging(sources=(FIRST, SECOND), prospective=True, on=date(2026, 4, 1))
    task = merges.task(merges.submit("late", held, april))
    assert task is not None
    assert (task.progress, task.arrangement) == (Progress.FAILED, None)
    assert task.failure is not None
    assert task.failure.code == "NOT_THE_FIRST_OPEN_PERIOD"
    assert "2026-03-01" not in str(task.failure)


def test_a_task_that_the_script_does_not_know_is_none(standing: Stand) -> None:
    assert standing.netsuite.merges.task("9") is None
    signed = standing.sandbox.account(**TOKEN_BASED, **SCRIPT)
    assert signed.merges.task_of("nothing") is None
    signed.close()


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"fault": "cut_before_commit"}, OutcomeUnknown),
        ({"fault": "status", "status": 502}, OutcomeUnknown),
        ({"fault": "concurrent_limit"}, Throttled),
    ],
)
def test_faults_of_a_submission_are_told_by_the_one_table(
    standing: Stand, fault: dict[str, object], error: type[Exception]
) -> None:
    standing.sandbox.strike(method="POST", path="restlet", times=1, **fault)
    with pytest.raises(error):
        standing.netsuite.merges.submit("r", ["700001", "700002"], merging())
    assert standing.netsuite.merges.task_of("r") is None


def test_without_a_script_a_merge_says_what_to_set(tmp_path: Path) -> None:
    with a_sandbox(tmp_path) as sandbox:
        merges = sandbox.account().merges
        assert not merges.is_set_up
        with pytest.raises(Misconfigured, match="merge_script"):
            merges.submit("r", ["1", "2"], merging())
