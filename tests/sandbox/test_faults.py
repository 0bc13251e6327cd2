"""The rules of faults: how they are read, which requests they strike, and what the caller sees."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from aiohttp import web

from bridge.sandbox.admin import Controls, add_admin
from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.faults import Faults, FaultsInvalid, load, parse_rules
from bridge.sandbox.journal import Change, Effect, Journal, journal_middleware, note
from bridge.sandbox.serving import Server, serve_in_thread
from bridge.sandbox.strikes import System, fault_middleware


class Desk:
    """A server of one route that counts what it did, with faults and journal before it."""

    def __init__(self, path: Path | None = None) -> None:
        self.faults = Faults()
        self.journal = Journal(path)
        self.clock = SimulatedClock()
        self.worked: list[str] = []
        self.tokens_expired = 0
        system = System("desk", _own_shape, self._expire)
        app = web.Application(
            middlewares=[
                journal_middleware(self.journal, "desk", self.clock),
                fault_middleware(self.faults, system),
            ]
        )
        app.router.add_put("/work/{name}", self._work)
        add_admin(
            app,
            Controls(
                clock=self.clock,
                faults=self.faults,
                journal=self.journal,
                records=lambda _type: json.dumps({"records": self.worked}),
            ),
        )
        self.server: Server = serve_in_thread(app)

    def _expire(self) -> None:
        self.tokens_expired += 1

    async def _work(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        self.worked.append(name)
        note(request, Effect("thing", name, str(len(self.worked)), Change.CREATED))
        return web.Response(text="done")

    def rule(self, **rule: Any) -> None:
        self.faults.add(parse_rules({"rules": [rule]}, "test"))

    def put(self, name: str = "a", timeout_s: float = 5) -> requests.Response:
        return requests.put(f"{self.server.url}/work/{name}", data=b"{}", timeout=timeout_s)

    def statuses(self, count: int) -> list[int]:
        return [self.put(str(n)).status_code for n in range(count)]


def _own_shape(status: int) -> web.Response:
    return web.Response(status=status, text="own shape")


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
    desk.rule(fault="status", status=500, system="elsewhere")
    desk.rule(fault="status", status=501, method="GET")
    desk.rule(fault="status", status=504, path="/work/b")
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
    assert requests.get(f"{url}/requests", timeout=5).json() == {"requests": []}


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


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ([], 'test: expected an object with the one key "rules"'),
        ({"rules": {}}, "test: rules must be a list"),
        ({"rules": ["x"]}, "test: rule 1: a rule is an object, not str"),
        (
            {"rules": [{"fault": "slow_s", "seconds": 1, "pth": "/"}]},
            "test: rule 1: unknown key 'pth', did you mean 'path'?",
        ),
        ({"rules": [{"fault": "slow_s", "nth": "2"}]}, "test: rule 1: nth must be int"),
        ({"rules": [{"fault": "slow_s", "nth": True}]}, "test: rule 1: nth must be int"),
        ({"rules": [{"fault": "slow_s"}]}, "test: rule 1: slow_s needs seconds >= 0"),
        (
            {"rules": [{"fault": "status", "status": 200}]},
            "test: rule 1: a status fault needs a status of 400 to 599",
        ),
        (
            {"rules": [{"fault": "cut_after_commit", "when": "after"}]},
            "test: rule 1: cut_after_commit knows no when",
        ),
        (
            {"rules": [{"fault": "cut_after_commit", "nth": 1, "every": 2}]},
            "test: rule 1: give only one of nth, every, probability",
        ),
        (
            {"rules": [{"fault": "cut_after_commit", "nth": 0}]},
            "test: rule 1: nth, every and times count from 1",
        ),
        (
            {"rules": [{"fault": "cut_after_commit", "probability": 2}]},
            "test: rule 1: probability lies between 0 and 1",
        ),
        (
            {"rules": [{"fault": "status", "status": 500, "when": "later"}]},
            "test: rule 1: when must be before or after",
        ),
    ],
)
def test_a_wrong_rule_is_named_with_its_place(written: object, says: str) -> None:
    with pytest.raises(FaultsInvalid) as caught:
        parse_rules(written, "test")
    assert str(caught.value) == says


def test_an_unknown_fault_lists_the_known_ones() -> None:
    with pytest.raises(FaultsInvalid, match="rule 1: fault must be one of cut_before_commit, "):
        parse_rules({"rules": [{"fault": "explode"}]}, "test")


def test_a_faults_file_is_read_and_a_broken_one_is_named(tmp_path: Path) -> None:
    good = tmp_path / "faults.json"
    good.write_text('{"rules": [{"fault": "cut_after_commit", "path": "/x", "nth": 3}]}')
    assert load(good).report() == [
        {"fault": "cut_after_commit", "path": "/x", "nth": 3, "matched": 0, "struck": 0}
    ]
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    with pytest.raises(FaultsInvalid, match=r"broken\.json"):
        load(broken)
    with pytest.raises(FaultsInvalid, match=r"missing\.json"):
        load(tmp_path / "missing.json")


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
        (1, "/work/a", 200),
        (2, "/work/b", 200),
    ]
    # sha256 of "{}"
    assert lines[0]["body_sha256"] == (
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    )
    assert lines[1]["effects"] == [
        {"type": "thing", "external_id": "b", "id": "2", "change": "created"}
    ]
