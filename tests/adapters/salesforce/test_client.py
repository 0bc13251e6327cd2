from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import responses

from bridge.adapters.salesforce.client import Changed, Org
from bridge.adapters.salesforce.soql import PAGE_ROWS, Window
from bridge.errors import Misconfigured, Refused, Throttled, Unavailable
from bridge.mappers.graph import Step
from tests.adapters.salesforce.answers import (
    API,
    Time,
    a_client,
    described,
    gives_tokens,
    page,
    refusal,
)

WINDOW = Window(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC))
ORDER = "801000000000001AAA"


@pytest.fixture
def org() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        gives_tokens(mock)
        yield mock


def queries(org: responses.RequestsMock) -> list[str]:
    params = [call.request.params for call in org.calls]  # type: ignore[attr-defined]  # responses adds it to what it records
    return [given["q"] for given in params if "q" in given]


def test_the_present_is_the_servers(org: responses.RequestsMock) -> None:
    org.get(f"{API}/", json={}, headers={"Date": "Mon, 02 Nov 2026 09:15:07 GMT"})
    assert a_client().ping() == datetime(2026, 11, 2, 9, 15, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "user"),
    [
        (f"https://acme.my.salesforce.com/id/00D{'0' * 12}2AI/005RO000000HfnkYAC", 18),
        ("https://acme.my.salesforce.com/id/00D000000000001/005RO000000Hfnk", 18),
        ("https://acme.my.salesforce.com/", None),
    ],
)
def test_a_ping_tells_as_whom_the_bridge_calls(
    org: responses.RequestsMock, told: str, user: int | None
) -> None:
    date = {"Date": "Mon, 02 Nov 2026 09:15:07 GMT"}
    org.get(f"{API}/", json={"identity": told}, headers=date)
    client = a_client()
    assert client.user is None
    client.ping()
    assert client.user == (f"005RO000000Hfnk{'YAC'}" if user else None)


@pytest.mark.parametrize("date", ["", "yesterday"])
def test_an_answer_without_a_date_is_no_clock(org: responses.RequestsMock, date: str) -> None:
    org.get(f"{API}/", json={}, headers={"Date": date})
    with pytest.raises(Unavailable, match="no date"):
        a_client().ping()


def test_an_org_with_one_currency_says_it_in_its_settings(org: responses.RequestsMock) -> None:
    row = {"Id": "00D000000000001", "TimeZoneSidKey": "Europe/Berlin"}
    org.get(f"{API}/query/", body=page([row]))
    org.get(f"{API}/sobjects/Order/describe", json=described("Status"))
    features = {"multiCurrency": False, "defaultCurrencyIsoCode": "EUR"}
    org.get(f"{API}/connect/organization", json={"features": features})
    assert a_client().org() == Org(
        id="00D000000000001EAA", currency="EUR", multi_currency=False, time_zone="Europe/Berlin"
    )


def test_an_org_with_several_currencies_has_a_corporate_one(org: responses.RequestsMock) -> None:
    row = {"Id": "00D000000000001EAA", "TimeZoneSidKey": "Europe/Berlin"}
    org.get(f"{API}/query/", body=page([row]))
    org.get(f"{API}/sobjects/Order/describe", json=described("CurrencyIsoCode"))
    org.get(f"{API}/query/", body=page([{"IsoCode": "USD"}]))
    assert a_client().org() == Org(
        id="00D000000000001EAA", currency="USD", multi_currency=True, time_zone="Europe/Berlin"
    )
    assert queries(org)[-1] == "SELECT IsoCode FROM CurrencyType WHERE IsCorporate = true"


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 403, "json": refusal("FUNCTIONALITY_NOT_ENABLED")},
        {"status": 404, "json": refusal("NOT_FOUND")},
        {"json": {"features": {"multiCurrency": False}}},
        {"json": {"features": None}},
        {"json": ["x"]},
    ],
)
def test_no_currency_is_guessed(org: responses.RequestsMock, answer: dict[str, Any]) -> None:
    row = {"Id": "00D000000000001EAA", "TimeZoneSidKey": "Europe/Berlin"}
    org.get(f"{API}/query/", body=page([row]))
    org.get(f"{API}/sobjects/Order/describe", json=described("Status"))
    org.get(f"{API}/connect/organization", **answer)
    with pytest.raises(Misconfigured, match="does not tell its currency"):
        a_client().org()


def test_an_org_that_hides_its_settings_is_a_matter_of_permissions(
    org: responses.RequestsMock,
) -> None:
    org.get(f"{API}/query/", body=page([]))
    with pytest.raises(Misconfigured, match="time zone"):
        a_client().org()


def test_a_name_that_is_none_is_not_sent() -> None:
    client = a_client()
    with pytest.raises(ValueError, match="is not the name"):
        client.describe("Order/../User")
    assert client.contact.calls == 0


def test_an_object_is_known_or_not(org: responses.RequestsMock) -> None:
    org.get(f"{API}/sobjects/Order/describe", json=described())
    org.get(f"{API}/sobjects/Foo__c/describe", status=404, json=refusal("NOT_FOUND"))
    client = a_client()
    assert client.knows("Order")
    assert not client.knows("Foo__c")


def a_change(
    number: int, stamp: str = "2026-01-01T12:00:00.000+0000", **more: Any
) -> dict[str, Any]:
    return {
        "Id": f"802{number:012d}AAA",
        "IsDeleted": False,
        "SystemModstamp": stamp,
        "OrderId": ORDER,
        **more,
    }


def test_changes_name_the_order_and_tell_of_deletion(org: responses.RequestsMock) -> None:
    org.get(f"{API}/sobjects/OrderItem/describe", json=described())
    rows = [a_change(1), a_change(2, IsDeleted=True), a_change(3, OrderId=None)]
    org.get(f"{API}/queryAll/", body=page(rows))
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert a_client().changed("OrderItem", ("OrderId",), WINDOW) == (
        Changed("802000000000001AAA", (ORDER,), noon, deleted=False),
        Changed("802000000000002AAA", (ORDER,), noon, deleted=True),
        Changed("802000000000003AAA", (None,), noon, deleted=False),
    )


def test_the_order_is_found_through_parents(org: responses.RequestsMock) -> None:
    org.get(f"{API}/sobjects/SBQQ__Subscription__c/describe", json=described())
    through = {"attributes": {}, "OrderId": ORDER}
    rows = [
        a_change(1) | {"SBQQ__OrderProduct__r": through},
        a_change(2) | {"SBQQ__OrderProduct__r": None},
    ]
    org.get(f"{API}/queryAll/", body=page(rows))
    found = a_client().changed("SBQQ__Subscription__c", ("SBQQ__OrderProduct__r.OrderId",), WINDOW)
    assert [change.keys for change in found] == [(ORDER,), (None,)]


def test_thousands_of_rows_of_one_second_are_read_in_rounds(org: responses.RequestsMock) -> None:
    org.get(f"{API}/sobjects/OrderItem/describe", json=described())
    org.get(f"{API}/queryAll/", body=page([a_change(number) for number in range(PAGE_ROWS)]))
    org.get(f"{API}/queryAll/", body=page([a_change(PAGE_ROWS)]))
    assert len(a_client().changed("OrderItem", ("OrderId",), WINDOW)) == PAGE_ROWS + 1
    first, second = queries(org)
    assert " OR " not in first
    assert (
        "(SystemModstamp > 2026-01-01T12:00:00Z OR"
        " (SystemModstamp = 2026-01-01T12:00:00Z AND Id > '802000000001999AAA'))" in second
    )


def test_a_window_without_an_end_is_left(
    org: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridge.adapters.salesforce.client._ROUNDS_MAX", 2)
    org.get(f"{API}/sobjects/OrderItem/describe", json=described())
    org.get(f"{API}/queryAll/", body=page([a_change(number) for number in range(PAGE_ROWS)]))
    with pytest.raises(Unavailable, match="no end"):
        a_client().changed("OrderItem", ("OrderId",), WINDOW)


def test_changes_of_an_object_that_the_org_lacks_are_none(org: responses.RequestsMock) -> None:
    org.get(f"{API}/sobjects/SBQQ__Quote__c/describe", status=404, json=refusal("NOT_FOUND"))
    assert a_client().changed("SBQQ__Quote__c", ("Id",), WINDOW) == ()


def test_a_field_that_was_removed_since_is_not_asked_for_twice(
    org: responses.RequestsMock,
) -> None:
    org.get(f"{API}/sobjects/Order/describe", json=described("Old__c"))
    org.get(f"{API}/query/", status=400, json=refusal("INVALID_FIELD"))
    org.get(f"{API}/sobjects/Order/describe", json=described())
    org.get(f"{API}/query/", body=page([{"Id": ORDER}]))
    client = a_client()
    with pytest.raises(Refused, match="INVALID_FIELD"):
        client.collect((), (ORDER,))
    assert [record.fields for record in client.collect((), (ORDER,))] == [{"Id": ORDER}]


def test_a_batch_costs_a_call_for_each_step(org: responses.RequestsMock) -> None:
    org.get(f"{API}/sobjects/Order/describe", json=described())
    org.get(f"{API}/sobjects/OrderItem/describe", json=described("OrderId"))
    orders = [{"Id": f"801{number:012d}AAA"} for number in range(100)]
    items = [a_change(number) for number in range(300)]
    org.get(f"{API}/query/", body=page(orders))
    org.get(f"{API}/query/", body=page([{"Id": one["Id"], "OrderId": ORDER} for one in items]))
    client = a_client()
    graph = (Step("OrderItem", "OrderId", (("Order", "Id"),)),)
    assert len(client.collect(graph, [one["Id"] for one in orders])) == 400
    assert client.contact.calls == 1 + 2 + 2  # the login, two descriptions, two steps


def test_a_used_up_day_ends_the_pass_at_once(org: responses.RequestsMock) -> None:
    time = Time()
    org.get(f"{API}/query/", status=403, json=refusal("REQUEST_LIMIT_EXCEEDED", "TotalRequests"))
    with pytest.raises(Throttled) as caught:
        list(a_client(time).query("SELECT Id FROM Order"))
    assert caught.value.retry_after_s == 3600
    assert time.slept == []


def test_a_crowd_of_calls_is_waited_out(org: responses.RequestsMock) -> None:
    time = Time()
    crowd = refusal("REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit")
    org.get(f"{API}/query/", status=403, json=crowd)
    org.get(f"{API}/query/", body=page([{"Id": ORDER}]))
    assert len(list(a_client(time).query("SELECT Id FROM Order"))) == 1
    assert time.slept == [10]


def test_one_call_tells_of_five_objects_which_of_them_are_quiet(
    org: responses.RequestsMock,
) -> None:
    for name in ("Order", "OrderItem", "Quote"):
        org.get(f"{API}/sobjects/{name}/describe", json=described())
    org.get(f"{API}/sobjects/Absent/describe", status=404, json=refusal("NOT_FOUND"))
    told = [
        {"referenceId": "n0", "httpStatusCode": 200, "body": {"records": []}},
        {"referenceId": "n1", "httpStatusCode": 200, "body": {"records": [a_change(1)]}},
        {"referenceId": "n2", "httpStatusCode": 400, "body": [{"errorCode": "INVALID_FIELD"}]},
    ]
    org.post(f"{API}/composite", json={"compositeResponse": told})
    objects = ("Order", "OrderItem", "Quote", "Absent")
    assert a_client().stirred(objects, WINDOW) == ("OrderItem", "Quote")


def test_an_org_without_composite_calls_is_asked_object_by_object(
    org: responses.RequestsMock,
) -> None:
    org.get(f"{API}/sobjects/Order/describe", json=described())
    org.post(f"{API}/composite", status=404, json=refusal("NOT_FOUND"))
    assert a_client().stirred(("Order",), WINDOW) == ("Order",)
