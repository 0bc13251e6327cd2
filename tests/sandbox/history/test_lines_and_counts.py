"""What the journal keeps: every line on disk, the latest requests in memory, counts of all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from hypothesis import given
from hypothesis import strategies as st

from bridge.sandbox.history.lines import Lines
from bridge.sandbox.history.tally import Tally, pattern_of
from bridge.sandbox.journal import Change, Effect, Journal, Request


def asked(journal: Journal, path: str = "/x", system: str = "salesforce") -> Request:
    request: web.BaseRequest = make_mocked_request("GET", path)
    assert isinstance(request, web.Request)
    return journal.open(at="2026-01-01T00:00:00+00:00", system=system, request=request, body=b"{}")


def done(journal: Journal, path: str = "/x") -> Request:
    entry = asked(journal, path)
    entry.status = 200
    journal.close(entry)
    return entry


def test_a_line_is_found_by_its_number_and_the_last_one_counts(tmp_path: Path) -> None:
    lines = Lines(tmp_path / "lines.jsonl")
    lines.write(1, {"seq": 1})
    lines.write(3, {"seq": 3, "text": "größer"})
    lines.write(1, {"seq": 1, "again": True})
    assert lines.read(1) == {"seq": 1, "again": True}
    assert (lines.read(2), lines.read(4), lines.read(0)) == (None, None, None)
    assert lines.read(3) == {"seq": 3, "text": "größer"}


@given(numbers=st.lists(st.integers(1, 30)))
def test_lines_come_back_whatever_their_order(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[int]
) -> None:
    lines = Lines(tmp_path_factory.mktemp("lines") / "lines.jsonl")
    for place, number in enumerate(numbers):
        lines.write(number, {"place": place})
    last = {number: {"place": place} for place, number in enumerate(numbers)}
    assert {n: lines.read(n) for n in range(1, 31) if lines.read(n)} == last


def test_old_requests_are_read_from_disk_as_they_were(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "requests.jsonl", kept=3)
    first = asked(journal, "/first")
    first.effects.append(Effect("thing", "X", "1", Change.CREATED))
    journal.close(first)
    for _ in range(8):
        done(journal)
    assert next(journal.since(0)) == first
    assert len(journal.requests()) == 9
    assert journal.effects() == tuple(first.effects)
    assert [one.seq for one in journal.since(7)] == [8, 9]


def test_work_that_is_done_after_the_answer_writes_the_line_again(tmp_path: Path) -> None:
    path = tmp_path / "requests.jsonl"
    journal = Journal(path)
    entry = done(journal)
    entry.effects.append(Effect("thing", "X", "1", Change.CREATED))
    journal.settle(entry)
    written = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(line["seq"], len(line["effects"])) for line in written] == [(1, 0), (1, 1)]


def test_without_a_file_every_request_stays() -> None:
    journal = Journal(kept=3)
    for _ in range(8):
        done(journal)
    assert len(journal.requests()) == 8


def test_what_is_forgotten_is_not_counted_and_numbers_go_on(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "requests.jsonl")
    done(journal)
    under_way = asked(journal)
    journal.clear()
    assert journal.tally()["at_once_max"] == {"salesforce": 1}
    journal.close(under_way)
    done(journal)
    assert [one.seq for one in journal.requests()] == [3]
    assert journal.tally()["requests"] == 2


def test_requests_at_once_are_counted_by_system() -> None:
    journal = Journal()
    first, second = asked(journal), asked(journal)
    other = asked(journal, system="netsuite")
    assert [one.at_once for one in (first, second, other)] == [1, 2, 1]
    for one in (first, second, other):
        journal.close(one)
    assert asked(journal).at_once == 1
    assert journal.tally()["at_once_max"] == {"salesforce": 2, "netsuite": 1}


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        (
            "/services/rest/record/v1/salesOrder/5001/item/2",
            "/services/rest/record/v1/salesOrder/*/item/*",
        ),
        ("/services/data/v68.0/query/01gA1B2C3D4E5F6AAA-2000", "/services/data/v68.0/query/*"),
        (
            "/services/data/v68.0/sobjects/SBQQ__Quote__c",
            "/services/data/v68.0/sobjects/SBQQ__Quote__c",
        ),
        (
            "/services/rest/record/v1/revenueRecognitionRule",
            "/services/rest/record/v1/revenueRecognitionRule",
        ),
        ("/wsdl/v2025_2_0/netsuite.wsdl", "/wsdl/v2025_2_0/netsuite.wsdl"),
    ],
)
def test_paths_are_counted_without_what_names_one_thing(path: str, pattern: str) -> None:
    assert pattern_of(path) == pattern


def test_paths_without_number_are_counted_together_in_the_end() -> None:
    tally = Tally()
    for letter in range(2_000):
        tally.add(call=f"GET /{'x' * letter}", status=200, lasted_ms=1)
    assert len(tally.by_path) == 501
    assert tally.by_path["(other paths)"] == 1_500
    assert sum(tally.by_path.values()) == tally.requests == tally.lasted_ms == 2_000
