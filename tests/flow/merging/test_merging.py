"""The way of a merge request: it waits, is approved, submitted once, followed and settled."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bridge.adapters.netsuite.merging.restlet import Progress
from bridge.adapters.store.database import Store
from bridge.errors import Refused, Unavailable
from bridge.flow.posting.posted import What
from bridge.model.document import State
from tests.flow.merging.acts import ACCOUNTANT, agree, merging, request, step
from tests.flow.merging.building import (
    APRIL,
    FIRST,
    MERGE,
    SECOND,
    a_merging,
    a_sight,
    an_element,
    joined,
    sold,
    upsold,
)
from tests.flow.merging.merges_in_memory import Merges, unarranged
from tests.flow.posting.acts import QUIET_S, judge
from tests.flow.posting.netsuite_in_memory import Account, Present


def entries(store: Store) -> list[tuple[str, str]]:
    with store.reading() as view:
        return [(one.kind, one.actor) for one in view.ledger.entries() if "MERGE" in one.kind]


def codes(store: Store) -> list[tuple[str, str]]:
    with store.reading() as view:
        return [(one.code, one.amount.text()) for one in view.cases.all()]


def is_noted(store: Store) -> bool:
    with store.reading() as view:
        return request(store).external_id.split("-")[1] in [
            one.deal for one in view.deals.notes.to_read()
        ]


def test_a_merge_waits_blocked_for_a_person_and_says_so_on_each_pass(
    store: Store, present: Present, merges: Merges
) -> None:
    for _ in range(2):
        what, says = step(store, merges, present)
        assert what is What.BLOCKED
        assert "the approval of a revenue accountant" in says
    assert (request(store).state, merges.submitted) == (State.BLOCKED, [])
    assert codes(store) == []


def test_an_approved_merge_is_submitted_once_and_acknowledged_with_what_resulted(
    store: Store, present: Present, merges: Merges
) -> None:
    agree(store)
    assert step(store, merges, present) == (What.ACKNOWLEDGED, "13")
    assert merging(store, merges, present).post().steps == ()
    settled = request(store)
    assert (settled.state, settled.internal_id, settled.settled_how) == (
        State.ACKNOWLEDGED,
        "13",
        "acknowledged",
    )
    assert merges.submitted == [f"{MERGE}-1"]
    assert entries(store) == [("MERGE_APPROVED", ACCOUNTANT), ("MERGE_SUBMITTED", "bridge")]


def test_it_waits_for_the_documents_before_it(
    tmp_path: Path, present: Present, merges: Merges
) -> None:
    with Store(f"sqlite:///{tmp_path}/new.sqlite", clock=present) as store:
        judge(store, sold(), upsold())
        agree(store)
        orders = Account("lost")
        (*_, last) = replace(merging(store, merges, present), netsuite=orders).post().steps
    assert (last.document, last.what, last.says) == (MERGE, What.BLOCKED, f"waits for {FIRST}")
    assert merges.submitted == []


def test_what_netsuite_is_not_ready_for_is_told_and_asked_again(
    store: Store, present: Present, merges: Merges
) -> None:
    agree(store)
    ready, merges.sight = merges.sight, unarranged()
    what, says = step(store, merges, present)
    assert what is What.BLOCKED
    assert f"{FIRST} has no revenue arrangement" in says
    merges.sight = ready
    assert step(store, merges, present)[0] is What.ACKNOWLEDGED


def test_while_no_period_is_open_it_waits(store: Store, present: Present, merges: Merges) -> None:
    agree(store)
    merges.begins = date(2027, 1, 1)
    what, says = step(store, merges, present)
    assert (what, merges.submitted) == (What.BLOCKED, [])
    assert "every one is closed" in says


def test_without_a_script_it_says_what_to_set(
    store: Store, present: Present, merges: Merges
) -> None:
    agree(store)
    merges.is_set_up = False
    what, says = step(store, merges, present)
    assert (what, merges.submitted) == (What.BLOCKED, [])
    assert "netsuite.merge_script is not set" in says


def test_a_merge_that_a_person_made_by_hand_is_observed_without_approval(
    store: Store, present: Present, merges: Merges
) -> None:
    merges.sight = joined()
    assert step(store, merges, present) == (What.OBSERVED, "13")
    assert (request(store).settled_how, merges.submitted) == ("observed", [])


def test_orders_that_were_merged_otherwise_are_an_exception(
    store: Store, present: Present, merges: Merges
) -> None:
    merges.sight = joined(APRIL)
    assert step(store, merges, present)[0] is What.REFUSED
    assert codes(store) == [("MERGED_OTHERWISE", "0.00")]


def test_when_the_first_open_period_moves_the_deal_is_judged_again_and_approved_anew(
    store: Store, present: Present, merges: Merges
) -> None:
    agree(store)
    merges.begins = APRIL
    what, says = step(store, merges, present)
    assert what is What.PUT_BACK
    assert "begins on 2026-04-01" in says
    assert is_noted(store)
    judge(store, upsold(a_merging(on=APRIL)))
    what, says = step(store, merges, present)
    assert what is What.BLOCKED
    assert "approval" in says
    agree(store)
    assert step(store, merges, present)[0] is What.ACKNOWLEDGED
    assert len(merges.submitted) == 1


def test_a_task_that_is_under_way_is_followed_and_asks_for_no_slot(
    store: Store, present: Present, merges: Merges
) -> None:
    agree(store)
    merges.progress = Progress.PENDING
    assert step(store, merges, present) == (What.WAITS, "task T1 is pending")
    assert request(store).state is State.SENDING
    with store.reading() as view:
        assert view.turns.free_slot_at("1234567") is None
    merges.end(Progress.PROCESSING)
    assert step(store, merges, present) == (What.WAITS, "task T1 is processing")
    merges.blind = [Unavailable]
    assert step(store, merges, present)[0] is What.NOT_FOUND_OUT
    merges.end(Progress.COMPLETE)
    assert step(store, merges, present) == (What.ACKNOWLEDGED, "13")
    assert len(merges.submitted) == 1


def test_a_failed_task_is_refused_and_goes_again_once_its_cause_is_mended(
    store: Store, present: Present, merges: Merges
) -> None:
    agree(store)
    merges.progress, merges.failure = Progress.FAILED, "Item 7 SECRET-NAME is inactive."
    what, says = step(store, merges, present)
    assert what is What.REFUSED
    assert "INACTIVE_ITEM" in says
    assert "SECRET-NAME" not in says
    assert codes(store) == [("REFUSED", "0.00")]
    with store.transaction("retry", actor="ana") as tx:
        assert tx.documents.reopen(MERGE)
    merges.progress = Progress.COMPLETE
    assert step(store, merges, present)[0] is What.ACKNOWLEDGED
    assert merges.submitted == [f"{MERGE}-1", f"{MERGE}-2"]


def test_a_submission_that_is_turned_down_is_an_exception(
    store: Store, present: Present, merges: Merges
) -> None:
    agree(store)
    merges.answers = ["refused"]
    assert step(store, merges, present)[0] is What.REFUSED


@pytest.mark.parametrize(("answer", "wait_s"), [("throttled", 7.0), ("unavailable", 5.0)])
def test_what_was_surely_not_submitted_goes_back_and_is_sent_after_the_wait(
    answer: str, wait_s: float, store: Store, present: Present, merges: Merges
) -> None:
    agree(store)
    merges.answers = [answer]
    report = merging(store, merges, present).run(wait_s=60)
    assert [one.what for one in report.steps] == [What.PUT_BACK, What.ACKNOWLEDGED]
    assert (present.slept, merges.merged) == ([wait_s], 1)


@pytest.mark.parametrize(
    ("answers", "submissions"),
    [(Merges(["cut"]), 1), (Merges(["cut"], remembers=False), 1), (Merges(["lost"]), 2)],
    ids=["cut", "cut and forgotten", "lost"],
)
def test_after_a_silence_nothing_is_submitted_before_it_was_looked_for(
    answers: Merges, submissions: int, store: Store, present: Present
) -> None:
    merges = replace(answers, submitted=[], tasks={}, references={})
    agree(store)
    assert step(store, merges, present)[0] is What.UNANSWERED
    present.sleep(QUIET_S - 1)
    assert step(store, merges, present)[0] is What.WAITS
    assert len(merges.submitted) == 1
    present.sleep(1)
    what, _ = step(store, merges, present)
    assert what in {What.ACKNOWLEDGED, What.OBSERVED}
    assert (merges.merged, len(merges.submitted)) == (1, submissions)


def test_a_second_task_that_fails_because_the_first_one_did_it_is_no_failure(
    store: Store, present: Present, merges: Merges
) -> None:
    """The first submission stayed in NetSuite's queue, and its reference was forgotten."""
    agree(store)
    merges.answers, merges.progress, merges.remembers = ["cut"], Progress.PENDING, False
    step(store, merges, present)
    present.sleep(QUIET_S)
    assert step(store, merges, present) == (What.WAITS, "task T2 is pending")
    merges.tasks["T2"] = Progress.FAILED
    merges.sight = joined()
    assert step(store, merges, present) == (What.OBSERVED, "13")


def test_a_merge_that_was_not_submitted_is_judged_first_if_its_deal_changed(
    store: Store, present: Present, merges: Merges
) -> None:
    agree(store)
    merges.answers = ["lost"]
    step(store, merges, present)
    with store.transaction("polled") as tx:
        tx.judgements.note([request(store).external_id.split("-")[1]])  # type: ignore[list-item]  # text
    present.sleep(QUIET_S)
    assert step(store, merges, present)[0] is What.PUT_BACK
    assert len(merges.submitted) == 1


@pytest.mark.parametrize("error", [Unavailable, Refused])
def test_a_look_that_fails_decides_nothing(
    error: type[Unavailable | Refused], store: Store, present: Present, merges: Merges
) -> None:
    agree(store)
    merges.blind = [error]
    assert step(store, merges, present)[0] is What.NOT_FOUND_OUT
    assert step(store, merges, present)[0] is What.ACKNOWLEDGED


def test_a_merge_that_nobody_is_ready_for_any_more_is_blocked_after_a_silence(
    store: Store, present: Present, merges: Merges
) -> None:
    agree(store)
    merges.answers = ["lost"]
    step(store, merges, present)
    present.sleep(QUIET_S)
    merges.sight = a_sight(an_element(1, FIRST, "11", stale=True), an_element(2, SECOND, "12"))
    what, says = step(store, merges, present)
    assert (what, request(store).state) == (What.BLOCKED, State.BLOCKED)
    assert "requires a revenue plan update" in says
