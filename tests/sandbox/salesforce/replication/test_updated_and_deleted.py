"""What changed and what was deleted in a span of time, and the recycle bin behind it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests

from bridge.sandbox.ids import record_id
from tests.sandbox.salesforce.client import NOON, Org, accounts, error_of, opened, seed_of

A0, A1 = (record_id("Account", f"A0000{number}") for number in range(2))
DAY_S = 24 * 3600


@pytest.fixture
def three() -> Iterator[Org]:
    """An org with three accounts, saved at 11:00, and an order of the first."""
    order = {"type": "Order", "key": "O", "AccountId": "@A00000", "Status": "Draft"}
    item = {"type": "OrderItem", "key": "I", "OrderId": "@O", "Quantity": 1, "UnitPrice": 2}
    with opened(seed_of(*accounts(3), order, item)) as org:
        yield org


def span(org: Org, kind: str, start: str, end: str, name: str = "Account") -> requests.Response:
    return org.get(f"/sobjects/{name}/{kind}/", params={"start": start, "end": end})


def around(org: Org, kind: str, name: str = "Account") -> Any:
    """Ask for the last half hour of the org's clock and the minutes to come."""
    now = org.clock.now()
    return span(
        org,
        kind,
        (now - timedelta(minutes=30)).isoformat(),
        (now + timedelta(minutes=30)).isoformat(),
        name,
    ).json()


def bin_of(org: Org, **wanted: object) -> requests.Response:
    return org.session.post(f"{org.url}/_sandbox/recycle_bin", json=wanted, timeout=5)


def test_a_changed_record_is_updated_and_a_deleted_one_deleted(three: Org) -> None:
    three.call("PATCH", f"/sobjects/Account/{A0}", json={"Name": "New"})
    three.call("DELETE", f"/sobjects/Account/{A1}")
    three.clock.advance(60)
    assert around(three, "updated")["ids"] == [A0]
    (gone,) = around(three, "deleted")["deletedRecords"]
    assert gone == {"id": A1, "deletedDate": "2026-06-01T12:00:00.000+0000"}


def test_the_span_is_covered_up_to_its_end_or_to_now_in_whole_minutes(three: Org) -> None:
    past = span(three, "updated", "2026-06-01T10:59:59Z", "2026-06-01T11:01:59Z").json()
    assert len(past["ids"]) == 3
    assert past["latestDateCovered"] == "2026-06-01T11:01:00.000+0000"
    future = span(three, "updated", "2026-06-01T11:01:00Z", "2026-06-02T11:01:00Z").json()
    assert future == {"ids": [], "latestDateCovered": "2026-06-01T12:00:00.000+0000"}


def test_seconds_of_the_start_are_cut_off_and_the_end_is_exclusive(three: Org) -> None:
    from_the_minute = span(three, "updated", "2026-06-01T11:00:59Z", "2026-06-01T11:02:00Z").json()
    assert len(from_the_minute["ids"]) == 3
    until_the_minute = span(three, "updated", "2026-06-01T10:50:00Z", "2026-06-01T11:00:59Z")
    assert until_the_minute.json()["ids"] == []


@pytest.mark.parametrize(
    ("settings", "count"),
    [({"replication_end": "exclusive"}, 0), ({"replication_end": "inclusive"}, 2)],
)
def test_a_setting_lets_the_end_belong_to_the_span(settings: dict[str, str], count: int) -> None:
    with opened(seed_of(*accounts(2), **settings)) as org:
        told = span(org, "updated", "2026-06-01T10:30:00Z", "2026-06-01T11:00:00Z").json()
    assert len(told["ids"]) == count


def test_a_long_transaction_holds_back_what_is_covered() -> None:
    with opened(seed_of(*accounts(1), replication_lag_s=7200)) as org:
        answer = span(org, "updated", "2026-06-01T09:00:00Z", "2026-06-01T12:00:00Z").json()
        assert answer == {"ids": [], "latestDateCovered": "2026-06-01T10:00:00.000+0000"}


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-04-30T12:00:00Z", "2026-06-01T12:00:00Z"),
        ("2026-06-01T11:00:10Z", "2026-06-01T11:00:50Z"),
        ("2026-06-01T11:00:00Z", "2026-05-01T11:00:00Z"),
        ("2026-06-02T11:00:00Z", "2026-06-03T11:00:00Z"),
        ("2026-06-01T11:00:00", "2026-06-01T12:00:00Z"),
        ("0001-01-01T00:00:00+10:00", "2026-06-01T12:00:00Z"),
        ("yesterday", "2026-06-01T12:00:00Z"),
    ],
)
@pytest.mark.parametrize("kind", ["updated", "deleted"])
def test_a_span_that_cannot_be_told_is_refused(
    shared_org: Org, kind: str, start: str, end: str
) -> None:
    assert error_of(span(shared_org, kind, start, end)) == (400, "INVALID_REPLICATION_DATE")


def test_an_unknown_object_is_not_there(shared_org: Org) -> None:
    answer = span(shared_org, "updated", "2026-06-01T11:00:00Z", "2026-06-01T12:00:00Z", "Nothing")
    assert error_of(answer) == (404, "NOT_FOUND")


def test_the_recycle_bin_keeps_for_15_days_and_the_delete_log_for_30(three: Org) -> None:
    three.call("DELETE", f"/sobjects/Account/{A1}")
    three.clock.advance(15 * DAY_S - 60)
    three.sign_in()
    assert len(three.rows("SELECT Id FROM Account", "queryAll")) == 3
    three.clock.advance(120)
    assert len(three.rows("SELECT Id FROM Account", "queryAll")) == 2
    assert error_of(three.get(f"/sobjects/Account/{A1}")) == (404, "NOT_FOUND")
    assert bin_of(three, undelete=[A1]).status_code == 400
    told = span(three, "deleted", NOON.isoformat(), three.clock.now().isoformat()).json()
    assert [each["id"] for each in told["deletedRecords"]] == [A1]
    assert told["earliestDateAvailable"] == "2026-05-17T12:01:00.000+0000"


def test_an_undeleted_record_comes_back_with_what_went_with_it(three: Org) -> None:
    order, item = record_id("Order", "O"), record_id("OrderItem", "I")
    three.call("DELETE", f"/sobjects/Order/{order}")
    assert three.rows("SELECT Id FROM OrderItem") == []
    assert bin_of(three, undelete=[item]).status_code == 400
    three.clock.advance(3600)
    answer = bin_of(three, undelete=[order])
    assert sorted(answer.json()["ids"]) == sorted([order, item])
    three.clock.advance(60)
    assert around(three, "updated", "OrderItem")["ids"] == [item]
    assert around(three, "deleted", "Order")["deletedRecords"] == []
    assert three.call("DELETE", f"/sobjects/OrderItem/{item}").status_code == 204


def test_what_was_deleted_alone_stays_deleted_when_its_master_comes_back(three: Org) -> None:
    order, item = record_id("Order", "O"), record_id("OrderItem", "I")
    three.call("DELETE", f"/sobjects/OrderItem/{item}")
    three.call("DELETE", f"/sobjects/Order/{order}")
    assert bin_of(three, undelete=[order]).json() == {"ids": [order]}
    assert three.rows("SELECT Id FROM OrderItem") == []


def test_a_purged_record_is_in_no_answer_any_more(three: Org) -> None:
    three.call("DELETE", f"/sobjects/Account/{A1}")
    assert bin_of(three, purge=[A1]).json() == {"ids": [A1]}
    three.clock.advance(60)
    assert around(three, "deleted")["deletedRecords"] == []
    assert len(three.rows("SELECT Id FROM Account", "queryAll")) == 2


def test_an_emptied_delete_log_refuses_spans_that_begin_before(three: Org) -> None:
    bin_of(three, empty_log=True)
    three.clock.advance(600)
    before = span(three, "deleted", "2026-06-01T11:00:00Z", "2026-06-01T12:05:00Z")
    assert error_of(before) == (400, "INVALID_REPLICATION_DATE")
    after = span(three, "deleted", "2026-06-01T12:01:00Z", "2026-06-01T12:05:00Z").json()
    assert after["earliestDateAvailable"] == "2026-06-01T12:00:00.000+0000"


@pytest.mark.parametrize("body", ["{", "[]", '{"undelete": 1}', '{"purge": [], "undelete": []}'])
def test_an_order_to_the_recycle_bin_that_cannot_be_read_is_refused(three: Org, body: str) -> None:
    answer = three.session.post(f"{three.url}/_sandbox/recycle_bin", data=body, timeout=5)
    assert answer.status_code == 400
