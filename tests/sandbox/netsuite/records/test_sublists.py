"""What becomes of lines, row by row as NetSuite documents it for PATCH and PUT."""

from __future__ import annotations

import pytest

from bridge.sandbox.netsuite.seeds import default
from bridge.sandbox.netsuite.settings import Settings
from tests.sandbox.netsuite.client import ACME, NetSuite, an_order, detail, line, opened


@pytest.fixture
def order(netsuite: NetSuite) -> NetSuite:
    """An account with order A of two lines."""
    netsuite.put("A", an_order(line("one"), line("two")))
    return netsuite


def patch(netsuite: NetSuite, body: object, query: str = "") -> int:
    return netsuite.call("PATCH", f"/salesOrder/eid:A{query}", json=body).status_code


def lines_of(*lines: object) -> dict[str, object]:
    return {"item": {"items": list(lines)}}


def test_keys_count_from_one_in_the_order_of_the_lines(order: NetSuite) -> None:
    assert order.lines("A") == [(1, "one"), (2, "two")]


def test_a_known_key_updates_only_the_given_fields_of_that_line(order: NetSuite) -> None:
    assert patch(order, lines_of({"line": 2, "description": "TWO"})) == 204
    assert order.lines("A") == [(1, "one"), (2, "TWO")]
    assert order.order("A")["item"]["items"][1]["amount"] == 100


def test_a_line_without_a_key_is_appended(order: NetSuite) -> None:
    assert patch(order, lines_of(line("three"))) == 204
    assert order.lines("A") == [(1, "one"), (2, "two"), (3, "three")]


def test_a_line_with_an_unknown_key_is_appended_under_the_next_number(order: NetSuite) -> None:
    assert patch(order, lines_of(line("ten", line=10))) == 204
    assert order.lines("A") == [(1, "one"), (2, "two"), (3, "ten")]


def test_a_client_that_relies_on_keys_of_its_own_doubles_its_lines(netsuite: NetSuite) -> None:
    body = an_order(line("ten", line=10), line("twenty", line=20))
    netsuite.put("A", body)
    netsuite.put("A", body)
    assert netsuite.lines("A") == [(1, "ten"), (2, "twenty"), (3, "ten"), (4, "twenty")]


def test_the_other_reading_keeps_an_unknown_key() -> None:
    seed = default().add_customers({ACME: "ACME"})
    kept = type(seed)(
        records=seed.records,
        custom_fields=seed.custom_fields,
        settings=Settings(unknown_line_key="kept"),
    )
    body = an_order(line("ten", line=10), line("twenty", line=20))
    with opened(kept) as netsuite:
        netsuite.put("A", body)
        netsuite.put("A", body)
        assert netsuite.lines("A") == [(10, "ten"), (20, "twenty")]


def test_lines_of_a_list_without_keys_are_always_appended(order: NetSuite) -> None:
    order.change({"type": "employee", "externalId": "E1", "name": "Eve"})
    member = {"employee": {"externalId": "E1"}, "contribution": 50}
    assert patch(order, {"salesTeam": {"items": [member]}}) == 204
    assert patch(order, {"salesTeam": {"items": [member]}}) == 204
    assert order.order("A")["salesTeam"]["count"] == 2


def test_replacing_a_list_without_keys_makes_all_its_lines_anew(order: NetSuite) -> None:
    order.change({"type": "employee", "externalId": "E1", "name": "Eve"})
    member = {"employee": {"externalId": "E1"}, "contribution": 50}
    for _ in range(2):
        assert patch(order, {"salesTeam": {"items": [member]}}, "?replace=salesTeam") == 204
    assert order.order("A")["salesTeam"]["count"] == 1


def test_replacing_keeps_given_keys_drops_the_others_and_adds_new_lines(order: NetSuite) -> None:
    body = lines_of({"line": 2, "description": "TWO"}, line("three"))
    assert patch(order, body, "?replace=item") == 204
    assert order.lines("A") == [(2, "TWO"), (3, "three")]


def test_replacing_without_keys_deletes_and_creates_every_line(order: NetSuite) -> None:
    before = [one["lineUniqueKey"] for one in order.order("A")["item"]["items"]]
    assert patch(order, lines_of(line("one"), line("two")), "?replace=item") == 204
    after = [one["lineUniqueKey"] for one in order.order("A")["item"]["items"]]
    assert order.lines("A") == [(3, "one"), (4, "two")]
    assert not set(before) & set(after)


def test_a_list_that_is_not_given_stays_even_when_it_may_be_replaced(order: NetSuite) -> None:
    assert patch(order, {"memo": "x"}, "?replace=item") == 204
    assert order.lines("A") == [(1, "one"), (2, "two")]


@pytest.mark.parametrize("empty", [{"item": None}, {"item": {"items": None}}])
def test_an_order_cannot_be_emptied(order: NetSuite, empty: object) -> None:
    refused = order.call("PATCH", "/salesOrder/eid:A", json=empty)
    assert "at least one line item" in detail(refused)["detail"]
    assert order.lines("A") == [(1, "one"), (2, "two")]


def test_a_list_that_may_be_empty_is_emptied_by_null(order: NetSuite) -> None:
    order.change({"type": "employee", "externalId": "E1", "name": "Eve"})
    patch(order, {"salesTeam": {"items": [{"employee": {"externalId": "E1"}}]}})
    assert patch(order, {"salesTeam": None}) == 204
    assert order.order("A")["salesTeam"]["count"] == 0


def test_one_line_is_deleted_by_sending_all_the_others(order: NetSuite) -> None:
    assert patch(order, lines_of({"line": 1}), "?replace=item") == 204
    assert order.lines("A") == [(1, "one")]
    assert patch(order, lines_of(line("three"))) == 204
    assert order.lines("A") == [(1, "one"), (3, "three")]  # 2 is not given again


def test_a_line_is_closed_by_its_key(order: NetSuite) -> None:
    assert patch(order, lines_of({"line": 1, "isClosed": True})) == 204
    closed = [one["isClosed"] for one in order.order("A")["item"]["items"]]
    assert closed == [True, False]


def test_an_upsert_of_an_existing_order_follows_the_same_rules(order: NetSuite) -> None:
    order.put("A", an_order(line("ONE", line=1), line("three")))
    assert order.lines("A") == [(1, "ONE"), (2, "two"), (3, "three")]


def test_a_list_that_is_not_there_cannot_be_replaced(order: NetSuite) -> None:
    refused = order.call("PATCH", "/salesOrder/eid:A?replace=items", json={})
    assert detail(refused)["o:errorQueryParam"] == "replace"
