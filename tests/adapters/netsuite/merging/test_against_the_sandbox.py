"""Merges of an account on loopback: what they rest on, their tasks, and their faults."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import requests

from bridge.adapters.netsuite.client import NetSuite
from bridge.adapters.netsuite.merging.restlet import Progress
from bridge.errors import Misconfigured, OutcomeUnknown, Throttled
from bridge.model.document import Merging
from bridge.model.ids import ExternalId
from tests.adapters.netsuite.loopback.stand import TOKEN_BASED, Sandbox, a_sandbox, order

FIRST, SECOND = ExternalId("bridge-801-so-1"), ExternalId("bridge-802-so-1")
MARCH = date(2026, 3, 1)
SCRIPT = {"merge_script": "customscript_bridge_merges", "merge_deployment": "customdeploy_1"}


@dataclass
class Stand:
    """A sandbox with two orders, and the adapter that may merge."""

    sandbox: Sandbox
    netsuite: NetSuite

    def run(self, job: str, **rest: object) -> None:
        body = json.dumps({"run": job, **rest})
        answer = requests.post(f"{self.sandbox.url}/_sandbox/jobs", data=body, timeout=5)
        assert answer.status_code == 200, answer.text

    def change(self, *records: dict[str, object]) -> None:
        body = json.dumps({"records": records})
        answer = requests.post(f"{self.sandbox.url}/_sandbox/records", data=body, timeout=5)
        assert answer.status_code == 204, answer.text

    def close_months_before(self, year: int, month: int) -> None:
        months = (divmod(number, 12) for number in range(2024 * 12, year * 12 + month - 1))
        names = [f"{y}-{m + 1:02}" for y, m in months]
        self.change(
            *({"type": "accountingPeriod", "externalId": name, "closed": True} for name in names)
        )


def sold(amount: int, first: str, last: str) -> bytes:
    days = {"revRecStartDate": first, "revRecEndDate": last}
    return order(
        line={"quantity": 1, "amount": amount, **days},
        orderStatus={"id": "B"},
        tranDate=first,
        custbody_bridge_digest="d" * 64,
    )


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    with a_sandbox(tmp_path) as sandbox:
        netsuite = sandbox.account(**sandbox.oauth2, **SCRIPT)
        netsuite.upsert("salesOrder", FIRST, sold(1200, "2026-01-01", "2026-12-31"))
        netsuite.upsert("salesOrder", SECOND, sold(500, "2026-03-01", "2026-12-31"))
        yield Stand(sandbox, netsuite)
        netsuite.close()


@pytest.fixture
def arranged(stand: Stand) -> Stand:
    """Two months are posted and closed; the second order begins in March."""
    stand.change({"type": "accountingPeriod", "externalId": "2026-01", "closed": False})
    stand.run("update-arrangements")
    stand.run("create-revenue-journals", period="2026-01")
    stand.change({"type": "accountingPeriod", "externalId": "2026-02", "allLocked": False})
    stand.run("create-revenue-journals", period="2026-02")
    stand.close_months_before(2026, 3)
    return stand


def merging(*, prospective: bool = True) -> Merging:
    return Merging(sources=(FIRST, SECOND), prospective=prospective, on=MARCH)


def test_records_without_elements_are_seen_so(stand: Stand) -> None:
    sight = stand.netsuite.merges.seen([FIRST, SECOND, "bridge-803-so-1"], MARCH)
    assert (sight.elements, sight.arrangements, sight.posted) == ((), (), ())


def test_what_a_merge_rests_on_is_seen_at_once(arranged: Stand) -> None:
    arranged.run("create-revenue-journals", period="2026-03")
    sight = arranged.netsuite.merges.seen([FIRST, SECOND], MARCH)
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
    assert sight.posted == (MARCH,)


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
    assert (cut.is_cut_off, cut.arrangement, cut.prospective) == (True, held[0], True)
    assert {moved.arrangement, residual.arrangement} == {task.arrangement}
    assert (moved.merged_from, residual.merged_from) == (held[1], held[0])
    (result,) = (one for one in after.arrangements if one.id == task.arrangement)
    assert result.dated == MARCH
    assert result.elements == {moved.id, residual.id}


def test_a_failed_task_says_why_in_our_words(arranged: Stand) -> None:
    merges = arranged.netsuite.merges
    arranged.close_months_before(2026, 4)
    held = [one.id for one in merges.seen([FIRST, SECOND], MARCH).arrangements]
    task = merges.task(merges.submit("r", held, merging()))
    assert task is not None
    assert (task.progress, task.arrangement) == (Progress.FAILED, None)
    assert task.failure is not None
    assert task.failure.code == "NOT_THE_FIRST_OPEN_PERIOD"
    assert "2026-04-01" not in str(task.failure)


def test_a_task_that_the_script_does_not_know_is_none(stand: Stand) -> None:
    assert stand.netsuite.merges.task("9") is None
    signed = stand.sandbox.account(**TOKEN_BASED, **SCRIPT)
    assert signed.merges.task_of("nothing") is None
    signed.close()


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"fault": "cut_after_commit"}, OutcomeUnknown),
        ({"fault": "status", "status": 502}, OutcomeUnknown),
        ({"fault": "concurrent_limit"}, Throttled),
    ],
)
def test_faults_of_a_submission_are_told_by_the_one_table(
    arranged: Stand, fault: dict[str, object], error: type[Exception]
) -> None:
    held = [one.id for one in arranged.netsuite.merges.seen([FIRST, SECOND], MARCH).arrangements]
    arranged.sandbox.strike(method="POST", path="restlet", **fault)
    with pytest.raises(error):
        arranged.netsuite.merges.submit("r", held, merging())
    known = arranged.netsuite.merges.task_of("r")
    assert (known is not None) == (fault["fault"] == "cut_after_commit")


def test_without_a_script_a_merge_says_what_to_set(tmp_path: Path) -> None:
    with a_sandbox(tmp_path) as sandbox:
        merges = sandbox.account().merges
        assert not merges.is_set_up
        with pytest.raises(Misconfigured, match="merge_script"):
            merges.submit("r", ["1", "2"], merging())
