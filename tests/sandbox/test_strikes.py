"""What a caller sees of each fault, what was done by then, and what the journal says of it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.sandbox.desk import Desk


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.server.close()


def test_a_cut_before_the_commit_leaves_nothing_done(desk: Desk) -> None:
    desk.rule(fault="cut_before_commit")
    with pytest.raises(requests.ConnectionError):
        desk.put()
    assert desk.worked == []
    (entry,) = desk.journal.requests()
    assert (entry.status, entry.fault, entry.effects) == (None, "cut_before_commit", [])


def test_a_cut_after_the_commit_leaves_the_work_done_and_journalled(desk: Desk) -> None:
    desk.rule(fault="cut_after_commit")
    with pytest.raises(requests.ConnectionError):
        desk.put("order")
    assert desk.worked == ["order"]
    (entry,) = desk.journal.requests()
    assert (entry.status, [effect.external_id for effect in entry.effects]) == (None, ["order"])


def test_a_late_commit_is_cut_at_once_and_done_later(desk: Desk) -> None:
    desk.rule(fault="late_commit_s", seconds=0.2)
    with pytest.raises(requests.ConnectionError):
        desk.put("late")
    assert desk.worked == []
    deadline = time.monotonic() + 5
    while not desk.worked and time.monotonic() < deadline:
        requests.get(f"{desk.server.url}/_sandbox/clock", timeout=5)
    assert desk.worked == ["late"]
    assert [effect.external_id for effect in desk.journal.effects()] == ["late"]


def test_a_status_before_the_work_takes_the_systems_own_shape(desk: Desk) -> None:
    desk.rule(fault="status", status=503)
    answer = desk.put()
    assert (answer.status_code, answer.text, desk.worked) == (503, "own shape", [])


def test_a_status_after_the_work_can_carry_a_page(desk: Desk) -> None:
    desk.rule(fault="status", status=502, html="<h1>Bad Gateway</h1>", when="after")
    answer = desk.put()
    assert (answer.status_code, answer.text) == (502, "<h1>Bad Gateway</h1>")
    assert answer.headers["Content-Type"].startswith("text/html")
    assert desk.worked == ["a"]


def test_a_status_can_carry_json(desk: Desk) -> None:
    desk.rule(fault="status", status=400, json=[{"errorCode": "UNABLE_TO_LOCK_ROW"}])
    assert desk.put().json() == [{"errorCode": "UNABLE_TO_LOCK_ROW"}]


@pytest.mark.parametrize(("when", "done"), [("before", []), ("after", ["a"])])
def test_a_hang_outlasts_the_callers_patience(desk: Desk, when: str, done: list[str]) -> None:
    desk.rule(fault="hang_s", seconds=5, when=when)
    with pytest.raises(requests.ReadTimeout):
        desk.put(timeout_s=0.2)
    assert desk.worked == done


def test_a_hang_ends_in_a_dropped_connection(desk: Desk) -> None:
    desk.rule(fault="hang_s", seconds=0.05)
    with pytest.raises(requests.ConnectionError):
        desk.put()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_slow_answer_comes_late_but_whole(desk: Desk, when: str) -> None:
    desk.rule(fault="slow_s", seconds=0.1, when=when)
    began = time.monotonic()
    assert desk.put().text == "done"
    assert time.monotonic() - began >= 0.1
    assert desk.worked == ["a"]


def test_tokens_expire_and_the_request_goes_on(desk: Desk) -> None:
    desk.rule(fault="expire_tokens")
    assert desk.put().text == "done"
    assert desk.tokens_expired == 1


def test_a_connection_can_be_reset_instead_of_closed(desk: Desk) -> None:
    desk.rule(fault="cut_after_commit", reset=True)
    with pytest.raises(requests.ConnectionError, match="ConnectionResetError"):
        desk.put()
    assert desk.worked == ["a"]


def test_a_truncated_answer_promises_more_than_it_sends(desk: Desk) -> None:
    desk.rule(fault="truncate")
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="2 bytes read, 2 more"):
        desk.put()
    assert desk.worked == ["a"]


def test_a_garbled_answer_is_whole_but_for_its_last_byte(desk: Desk) -> None:
    desk.rule(fault="garble")
    answer = desk.put()
    assert (answer.status_code, answer.text, desk.worked) == (200, "don", ["a"])
    assert answer.headers["Content-Length"] == "3"


def test_an_answer_of_the_wrong_length_ends_before_its_body_does(desk: Desk) -> None:
    desk.rule(fault="wrong_length", nth=1)
    answer = desk.put()
    assert (answer.status_code, answer.text) == (200, "do")
    assert desk.put("b").text == "done"


def test_a_dripping_answer_is_whole_and_takes_its_time(desk: Desk) -> None:
    desk.rule(fault="drip_s", seconds=0.4)
    began = time.monotonic()
    assert desk.put().text == "done"
    # four bytes, in pieces of a twentieth of the time each
    assert time.monotonic() - began >= 4 * 0.4 / 20


def test_a_status_can_carry_headers_of_its_own(desk: Desk) -> None:
    desk.rule(fault="status", status=429, headers={"Retry-After": "7"})
    answer = desk.put()
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")


def test_a_status_of_success_can_hide_a_page_of_somebody_else(desk: Desk) -> None:
    desk.rule(fault="status", status=200, html="<h1>Please log in</h1>")
    assert (desk.put().text, desk.worked) == ("<h1>Please log in</h1>", [])


def test_a_refusal_leaves_nothing_done(desk: Desk) -> None:
    desk.rule(fault="record_locked")
    assert (desk.put().status_code, desk.worked) == (400, [])


def test_a_fault_that_a_system_does_not_know_never_strikes_it(desk: Desk) -> None:
    desk.rule(fault="closed_period")
    assert (desk.put().status_code, desk.faults.report()[0]["matched"]) == (200, 0)


def test_records_come_and_go_before_the_request_does_its_work(desk: Desk) -> None:
    desk.rule(fault="undelete_record", record="x", nth=1)
    desk.put("a")
    desk.rule(fault="delete_record", record="x")
    desk.put("b")
    assert desk.worked == ["a", "b"]


def test_late_work_bears_the_time_at_which_it_was_asked_for(desk: Desk) -> None:
    desk.rule(fault="late_commit_s", seconds=0.1)
    with pytest.raises(requests.ConnectionError):
        desk.put("late")
    desk.clock.advance(3600)
    moved = desk.clock.now()
    deadline = time.monotonic() + 5
    while not desk.worked and time.monotonic() < deadline:
        requests.get(f"{desk.server.url}/_sandbox/clock", timeout=5)
    (seen,) = desk.times
    assert (moved - seen).total_seconds() >= 3600


def test_nth_strikes_one_match_only(desk: Desk) -> None:
    desk.rule(fault="status", status=500, nth=2)
    assert desk.statuses(4) == [200, 500, 200, 200]


def test_every_strikes_each_nth_match_until_times_is_used_up(desk: Desk) -> None:
    desk.rule(fault="status", status=500, every=2, times=2)
    assert desk.statuses(7) == [200, 500, 200, 500, 200, 200, 200]


def test_times_strikes_the_first_matches(desk: Desk) -> None:
    desk.rule(fault="status", status=500, times=2)
    assert desk.statuses(3) == [500, 500, 200]


def test_a_probability_strikes_the_same_requests_for_the_same_seed(desk: Desk) -> None:
    desk.rule(fault="status", status=500, probability=0.5, seed=7)
    first = desk.statuses(12)
    desk.faults.clear()
    desk.rule(fault="status", status=500, probability=0.5, seed=7)
    assert desk.statuses(12) == first
    assert set(first) == {200, 500}


def test_system_method_and_path_choose_the_requests(desk: Desk) -> None:
    desk.rule(fault="status", status=500, system="netsuite")
    desk.rule(fault="status", status=501, method="GET")
    desk.rule(fault="status", status=504, path="/jobs/b")
    assert [desk.put("a").status_code, desk.put("b").status_code] == [200, 504]


def test_the_first_rule_that_strikes_wins(desk: Desk) -> None:
    desk.rule(fault="status", status=500, times=1)
    desk.rule(fault="status", status=503)
    assert desk.statuses(2) == [500, 503]


def test_the_administration_is_never_struck_nor_journalled(desk: Desk) -> None:
    desk.rule(fault="cut_before_commit")
    url = f"{desk.server.url}/_sandbox"
    assert requests.get(f"{url}/faults", timeout=5).json()["rules"] == [
        {"fault": "cut_before_commit", "matched": 0, "struck": 0}
    ]
    assert requests.get(f"{url}/requests", timeout=5).json()["requests"] == []


def test_rules_come_and_go_over_http(desk: Desk) -> None:
    url = f"{desk.server.url}/_sandbox/faults"
    added = requests.post(
        url, json={"rules": [{"fault": "status", "status": 500, "times": 1}]}, timeout=5
    )
    assert added.status_code == 200
    assert desk.put().status_code == 500
    assert requests.get(url, timeout=5).json()["rules"][0]["struck"] == 1
    assert requests.delete(url, timeout=5).status_code == 204
    assert requests.get(url, timeout=5).json() == {"rules": []}


def test_a_wrong_rule_sent_by_http_is_refused_with_its_reason(desk: Desk) -> None:
    url = f"{desk.server.url}/_sandbox/faults"
    for body in ('{"rules": [{"fualt": "slow_s"}]}', "{", "[]"):
        answer = requests.post(url, data=body, timeout=5)
        assert answer.status_code == 400
        assert answer.json()["error"]


def test_the_journal_file_holds_a_line_for_each_request(tmp_path: Path) -> None:
    path = tmp_path / "requests.jsonl"
    desk = Desk(path)
    desk.put("a")
    desk.put("b")
    desk.server.close()
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(line["seq"], line["path"], line["status"]) for line in lines] == [
        (1, "/jobs/a", 200),
        (2, "/jobs/b", 200),
    ]
    # sha256 of "{}"
    assert lines[0]["body_sha256"] == (
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    )
    assert lines[1]["effects"] == [
        {"type": "thing", "external_id": "b", "id": "2", "change": "created"}
    ]
