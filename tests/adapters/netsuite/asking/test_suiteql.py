"""Questions in SuiteQL: paging, values as text, periods, external ids."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
import responses
from requests import PreparedRequest

from bridge.errors import Misconfigured, Refused, Unavailable
from bridge.model.calendar import Period, Term
from tests.adapters.netsuite.accounts import SUITEQL, account

QUERY = "SELECT id FROM transaction WHERE id > ? ORDER BY id"
Rows = Sequence[Mapping[str, Any]]


@pytest.fixture
def web() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


def page(rows: Rows, *, more: bool = False) -> dict[str, object]:
    items = [{"links": [], **row} for row in rows]
    return {"links": [], "count": len(items), "hasMore": more, "items": items, "offset": 0}


def tells(web: responses.RequestsMock, *pages: dict[str, object]) -> responses.CallList:
    """Answer each question with the next page."""
    for one in pages:
        web.post(SUITEQL, json=one)
    return web.calls


def asked(request: PreparedRequest) -> Any:
    return json.loads(request.body or b"")


def test_a_question_is_asked_as_netsuite_wants_it(web: responses.RequestsMock) -> None:
    calls = tells(web, page([{"id": "5"}]))
    assert list(account().suiteql(QUERY, (4,))) == [{"id": "5"}]
    request = calls[0].request
    assert request.headers["Prefer"] == "transient"
    assert request.headers["Content-Type"] == "application/json"
    assert request.url == f"{SUITEQL}?limit=1000&offset=0"
    assert asked(request) == {"q": QUERY, "params": [4]}


def test_all_pages_are_read(web: responses.RequestsMock) -> None:
    calls = tells(web, page([{"id": "1"}], more=True), page([{"id": "2"}], more=True), page([]))
    assert list(account().suiteql(QUERY)) == [{"id": "1"}, {"id": "2"}]
    assert [str(call.request.url).partition("?")[2] for call in calls] == [
        "limit=1000&offset=0",
        "limit=1000&offset=1000",
        "limit=1000&offset=2000",
    ]


def test_every_value_is_text_or_nothing_and_every_key_is_lower_case(
    web: responses.RequestsMock,
) -> None:
    web.post(
        SUITEQL,
        body='{"hasMore": false, "items": [{"links": [], "ID": 7, "amount": 1234567890123456.10,'
        ' "tiny": 1e-7, "closed": true, "open": false, "memo": null, "name": "Größe"}]}',
    )
    assert list(account().suiteql(QUERY)) == [
        {
            "id": "7",
            "amount": "1234567890123456.10",
            "tiny": "0.0000001",
            "closed": "T",
            "open": "F",
            "memo": None,
            "name": "Größe",
        }
    ]


def test_pages_without_an_order_are_not_asked_for() -> None:
    with pytest.raises(ValueError, match="ORDER BY"):
        account().suiteql("SELECT id FROM transaction")


def test_more_than_a_hundred_thousand_rows_are_refused_and_not_cut(
    web: responses.RequestsMock,
) -> None:
    web.post(SUITEQL, json=page([{"id": "1"}], more=True))
    remote = account()
    with pytest.raises(Refused, match="100000 rows"):
        list(remote.suiteql(QUERY))
    assert remote.calls == 100


@pytest.mark.parametrize(
    "told",
    [{}, {"items": []}, {"hasMore": False}, {"items": {}, "hasMore": False}, page([], more=True)],
)
def test_an_answer_without_a_page_is_no_answer(
    web: responses.RequestsMock, told: dict[str, object]
) -> None:
    tells(web, told)
    with pytest.raises(Unavailable):
        list(account().suiteql(QUERY))


def test_a_question_that_fails_is_asked_again(web: responses.RequestsMock) -> None:
    web.post(SUITEQL, status=503)
    tells(web, page([{"id": "1"}]))
    assert list(account().suiteql(QUERY)) == [{"id": "1"}]


def test_a_question_that_netsuite_does_not_take_is_refused(web: responses.RequestsMock) -> None:
    detail = {
        "detail": "Search error occurred: Field 'foo' not found.",
        "o:errorCode": "INVALID_PARAMETER",
    }
    web.post(SUITEQL, json={"o:errorDetails": [detail]}, status=400)
    with pytest.raises(Refused, match="does not know one of the fields"):
        list(account().suiteql(QUERY))


def period(name: str, first: str, last: str, **flags: str) -> dict[str, str]:
    number = str(1 + sum(map(ord, name)))
    told = {"id": number, "periodname": name, "firstday": first, "lastday": last, "closed": "F"}
    return told | flags


def test_periods_are_named_by_their_month_and_stand_in_order(web: responses.RequestsMock) -> None:
    calls = tells(
        web,
        page(
            [
                period("Feb 2026", "2026-02-01", "2026-02-28", alllocked="F"),
                period("Jan 2026", "2026-01-01", "2026-01-31", closed="T"),
                period("Mar 2026", "2026-03-01", "2026-03-31", alllocked="T"),
            ]
        ),
    )
    assert account().periods() == (
        Period(name="2026-01", term=Term(date(2026, 1, 1), date(2026, 2, 1)), closed=True),
        Period(name="2026-02", term=Term(date(2026, 2, 1), date(2026, 3, 1)), closed=False),
        Period(name="2026-03", term=Term(date(2026, 3, 1), date(2026, 4, 1)), closed=True),
    )
    query = asked(calls[0].request)["q"]
    for flag in ("isyear", "isquarter", "isadjust", "isinactive"):
        assert f"{flag} = 'F'" in query


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-01-05", "2026-02-01"), ("2026-01-01", "2026-01-28"), ("2026-01-01", "2026-02-28")],
)
def test_a_period_that_is_no_calendar_month_keeps_its_own_name(
    web: responses.RequestsMock, first: str, last: str
) -> None:
    tells(web, page([period("P01-26", first, last)]))
    (one,) = account().periods()
    assert one.name == "P01-26"
    assert one.term.last == date.fromisoformat(last)


@pytest.mark.parametrize(
    "row",
    [
        period("Jan", "2026-01-31", "2026-01-01"),
        period("Jan", "1/1/2026", "1/31/2026"),
        period("", "2026-01-02", "2026-01-31"),
        period("Jan", "2026-01-01", "2026-01-31", id=""),
        period("Jan", "2026-01-01", "2026-01-31", id="first"),
        {"id": "1", "periodname": "Jan"},
    ],
)
def test_a_period_that_makes_no_sense_is_not_guessed_at(
    web: responses.RequestsMock, row: dict[str, str]
) -> None:
    tells(web, page([row]))
    with pytest.raises(Unavailable):
        account().periods()


def test_periods_that_overlap_are_named(web: responses.RequestsMock) -> None:
    tells(
        web,
        page([period("A", "2026-01-01", "2026-01-31"), period("B", "2026-01-20", "2026-02-28")]),
    )
    with pytest.raises(Misconfigured, match="2026-01 and B overlap"):
        account().periods()


def test_codes_follow_the_key_from_page_to_page(web: responses.RequestsMock) -> None:
    calls = tells(
        web,
        page([{"id": "3", "externalid": "SUB-ENT"}, {"id": "9", "externalid": ""}], more=True),
        page([{"id": "12", "externalid": "SUB-ULT"}, {"id": "13"}]),
    )
    assert account().codes("item") == frozenset({"SUB-ENT", "SUB-ULT"})
    assert [asked(call.request)["params"] for call in calls] == [[0], [9]]
    assert all(str(call.request.url).endswith("offset=0") for call in calls)


def test_the_rules_of_items_follow_the_key_and_an_item_may_have_none(
    web: responses.RequestsMock,
) -> None:
    calls = tells(
        web,
        page([{"id": "3", "externalid": "SUB-ENT", "rule": "Even"}, {"id": "9"}], more=True),
        page([{"id": "12", "externalid": "GIFT"}]),
    )
    assert account().item_rules() == {"SUB-ENT": "Even", "GIFT": None}
    assert [asked(call.request)["params"] for call in calls] == [[0], [9]]


@pytest.mark.parametrize(
    "kind",
    [
        *("customer", "item", "subsidiary", "term", "billingschedule"),
        *("classification", "department", "location"),
    ],
)
def test_codes_are_those_of_active_records(web: responses.RequestsMock, kind: str) -> None:
    calls = tells(web, page([]))
    assert account().codes(kind) == frozenset()
    assert f"FROM {kind} WHERE" in asked(calls[0].request)["q"]
    assert "isinactive = 'F'" in asked(calls[0].request)["q"]


def test_there_are_no_codes_of_another_kind() -> None:
    with pytest.raises(KeyError):
        account().codes("transaction")


@pytest.mark.parametrize(
    "second", [{"id": "3", "externalid": "A"}, {"externalid": "A"}, {"id": "x", "externalid": "A"}]
)
def test_pages_of_codes_come_to_an_end(web: responses.RequestsMock, second: dict[str, str]) -> None:
    tells(web, page([{"id": "3", "externalid": "A"}], more=True), page([second], more=True))
    with pytest.raises(Unavailable):
        account().codes("item")
