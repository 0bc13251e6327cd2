"""The journal over HTTP: filters, pages, counts, and what is said to wrong questions."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.sandbox.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "requests.jsonl")
    yield made
    made.server.close()


def ask(desk: Desk, resource: str, **query: object) -> Any:
    address = f"{desk.server.url}/_sandbox/{resource}"
    answer = requests.get(address, params={k: str(v) for k, v in query.items()}, timeout=5)
    assert answer.status_code == 200, answer.text
    return answer.json()


def paths(desk: Desk, **query: object) -> list[str]:
    return [one["path"] for one in ask(desk, "requests", **query)["requests"]]


def test_a_request_is_told_with_its_times_and_sizes(desk: Desk) -> None:
    desk.rule(fault="slow_s", seconds=0.05)
    desk.put("a")
    (told,) = ask(desk, "requests")["requests"]
    assert told["lasted_ms"] >= 50
    assert (told["status"], told["bytes_in"], told["bytes_out"]) == (200, len("{}"), len("done"))
    assert (told["system"], told["method"], told["path"]) == ("salesforce", "PUT", "/jobs/a")
    assert (told["fault"], told["ended"], told["at_once"]) == ("slow_s", True, 1)


def test_requests_come_in_pages_that_follow_each_other(desk: Desk) -> None:
    desk.statuses(5)
    first = ask(desk, "requests", limit=2)
    second = ask(desk, "requests", limit=2, after=first["next"])
    third = ask(desk, "requests", limit=2, after=second["next"])
    assert [one["seq"] for page in (first, second, third) for one in page["requests"]] == [
        *range(1, 6)
    ]
    assert third["next"] is None


def test_filters_choose_by_what_was_asked_and_what_became_of_it(desk: Desk) -> None:
    desk.rule(fault="status", status=503, path="/jobs/b")
    desk.rule(fault="cut_after_commit", path="/jobs/c")
    desk.put("a")
    desk.put("b")
    with pytest.raises(requests.ConnectionError):
        desk.put("c")
    assert paths(desk, status=200) == ["/jobs/a"]
    assert paths(desk, status=503) == paths(desk, fault="status") == ["/jobs/b"]
    assert paths(desk, status="none") == paths(desk, path="/c") == ["/jobs/c"]
    assert paths(desk, method="GET") == paths(desk, system="netsuite") == []
    assert paths(desk, operation="search") == []


def test_filters_choose_by_the_simulated_time(desk: Desk) -> None:
    desk.put("a")
    desk.clock.advance(3600)
    noon = desk.clock.now().isoformat()
    desk.clock.advance(3600)
    desk.put("b")
    assert (paths(desk, until=noon), paths(desk, since=noon)) == (["/jobs/a"], ["/jobs/b"])
    address = f"{desk.server.url}/_sandbox/requests?since={noon}"  # the plus is not escaped
    assert len(requests.get(address, timeout=5).json()["requests"]) == 1


def test_counts_tell_how_many_and_how_many_at_once(desk: Desk) -> None:
    desk.rule(fault="slow_s", seconds=0.3)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(desk.put, ("a1", "a2", "a3")))
    desk.faults.clear()
    desk.rule(fault="status", status=500)
    desk.put("b")
    told = ask(desk, "counts")
    assert (told["requests"], told["at_once_max"]) == (4, {"salesforce": 3})
    assert (told["by_status"], told["by_fault"]) == (
        {"200": 3, "500": 1},
        {"slow_s": 3, "status": 1},
    )
    assert told["lasted_ms"] >= 3 * 300
    chosen = ask(desk, "counts", status=500)
    assert (chosen["requests"], chosen["by_path"]) == (1, {"PUT /jobs/b": 1})


def test_reset_forgets_requests_and_counts(desk: Desk) -> None:
    desk.put("a")
    requests.delete(f"{desk.server.url}/_sandbox/requests", timeout=5)
    assert (paths(desk), ask(desk, "counts")["requests"]) == ([], 0)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (
            "requests?sytem=x",
            (
                "unknown filter 'sytem'; known: system, method, path, operation, fault, status, "
                "since, until, after, limit"
            ),
        ),
        ("requests?limit=0", "limit: it lies between 1 and 10000"),
        ("requests?limit=x", "limit: it must be a whole number"),
        ("requests?after=-1", "after: it must be a whole number"),
        ("requests?after=9999999999999999", "after: it must be a whole number"),
        ("counts?status=ok", "status: it must be a whole number"),
        ("counts?since=2026-01-01T00:00:00", "since: it needs its time zone"),
        ("requests?until=now", "until: Invalid isoformat string: 'now'"),
        (
            "effects?change=made",
            "change can be read, created, updated, unchanged, deleted; nothing else can be given",
        ),
    ],
)
def test_a_wrong_question_is_told_what_can_be_asked(desk: Desk, question: str, says: str) -> None:
    answer = requests.get(f"{desk.server.url}/_sandbox/{question}", timeout=5)
    assert (answer.status_code, answer.json()) == (400, {"error": says})


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[" * 100_000,
        '{"set": "noon"}',
        '{"set": "2026-01-01T00:00:00"}',
        '{"set": "9999-01-01T00:00:00+00:00"}',
        '{"advance_s": 1e300}',
        '{"advance_s": 1' + "0" * 400 + "}",
        '{"advance_s": true}',
        '{"advance_s": NaN}',
        '{"advance_s": 1, "set": "2026-01-01T00:00:00+00:00"}',
        '{"rate": -1}',
        '{"rate": 1e9}',
        '{"freeze": 1}',
    ],
)
def test_a_wrong_move_of_the_clock_is_refused_and_the_clock_runs_on(desk: Desk, body: str) -> None:
    before = desk.clock.now()
    answer = requests.post(f"{desk.server.url}/_sandbox/clock", data=body.encode(), timeout=5)
    assert answer.status_code == 400
    known = ("expected one of", "a clock runs at", "a clock needs", "the clock goes from")
    assert any(words in answer.json()["error"] for words in known)
    assert 0 <= (desk.clock.now() - before).total_seconds() < 10


def test_the_clock_is_set_moved_frozen_and_hurried_over_http(desk: Desk) -> None:
    def move(body: str) -> Any:
        answer = requests.post(f"{desk.server.url}/_sandbox/clock", data=body, timeout=5)
        assert answer.status_code == 200, answer.text
        return answer.json()

    move('{"freeze": true}')
    assert move('{"set": "2026-03-01T08:00:00+00:00"}') == {
        "now": "2026-03-01T08:00:00+00:00",
        "rate": 0.0,
    }
    assert move('{"advance_s": 90.5}')["now"] == "2026-03-01T08:01:30.500000+00:00"
    assert move('{"rate": 3600}')["rate"] == 3600.0
    move('{"freeze": true}')
    assert ask(desk, "clock") == ask(desk, "clock")
