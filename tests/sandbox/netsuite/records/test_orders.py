"""Sales orders: created and updated by external id, completed, checked, and shown again."""

from __future__ import annotations

from decimal import Decimal

import requests

from tests.sandbox.netsuite.client import (
    ACME,
    RECORDS,
    STRICT,
    NetSuite,
    an_order,
    detail,
    exact,
    line,
)

DONE = 204


def test_an_upsert_creates_and_answers_only_with_the_address(netsuite: NetSuite) -> None:
    answer = netsuite.put("DEAL-1", an_order(), headers=STRICT)
    assert (answer.status_code, answer.content) == (DONE, b"")
    assert answer.headers["Location"] == f"{netsuite.url}{RECORDS}/salesOrder/5001"
    assert exact(netsuite.call("GET", answer.headers["Location"]))["externalId"] == "DEAL-1"


def test_an_order_that_leaves_out_all_that_has_a_default_is_completed(netsuite: NetSuite) -> None:
    given = {"entity": {"externalId": ACME}, "item": {"items": [line("one", amount=9.5)]}}
    location = netsuite.call("POST", "/salesOrder", json=given).headers["Location"]
    order = exact(netsuite.call("GET", location))
    assert order["tranDate"] == "2026-06-01"
    assert (order["subsidiary"]["refName"], order["currency"]["refName"]) == (
        "Example Inc.",
        "US Dollar",
    )


def test_fields_stand_in_the_order_of_their_names_behind_the_links(netsuite: NetSuite) -> None:
    netsuite.put("DEAL-1", an_order())
    order = netsuite.order("DEAL-1")
    assert list(order) == ["links", *sorted(order.keys() - {"links"})]
    assert list(order["item"]) == ["links", "count", "hasMore", "items", "offset", "totalResults"]
    (only,) = order["item"]["items"]
    assert list(only) == ["links", *sorted(only.keys() - {"links"})]


def test_a_second_upsert_updates_the_same_order_and_the_lines_with_its_keys(
    netsuite: NetSuite,
) -> None:
    first = netsuite.put("DEAL-1", an_order(line("one", line=1), line("two", line=2)))
    again = netsuite.put("DEAL-1", an_order(line("ONE", line=1), line("TWO", line=2)))
    assert again.headers["Location"] == first.headers["Location"]
    assert netsuite.lines("DEAL-1") == [(1, "ONE"), (2, "TWO")]


def test_an_order_of_three_ramp_segments_keeps_amounts_and_dates(netsuite: NetSuite) -> None:
    years = (("108000.00", 2026), ("189000.00", 2027), ("264600.00", 2028))
    segments = [
        line(
            str(year),
            line=number,
            quantity=100,
            amount=Decimal(amount),
            revRecStartDate=f"{year}-02-01",
            revRecEndDate=f"{year + 1}-01-31",
            custcol_bridge_line=f"S{number}",
        )
        for number, (amount, year) in enumerate(years, 1)
    ]
    assert netsuite.put("RAMP", an_order(*segments), headers=STRICT).status_code == DONE
    order = netsuite.order("RAMP")
    shown = [
        (one["line"], one["amount"], one["revRecStartDate"], one["revRecEndDate"])
        for one in order["item"]["items"]
    ]
    assert shown == [
        (1, Decimal(108000), "2026-02-01", "2027-01-31"),
        (2, Decimal(189000), "2027-02-01", "2028-01-31"),
        (3, Decimal(264600), "2028-02-01", "2029-01-31"),
    ]
    assert order["total"] == Decimal(561600)  # 108,000 + 189,000 + 264,600


def test_an_order_is_pending_approval_unless_it_says_otherwise(netsuite: NetSuite) -> None:
    netsuite.put("A", an_order())
    netsuite.put("B", an_order(orderStatus={"id": "B"}))
    netsuite.put("C", an_order(orderStatus="B"))
    statuses = [netsuite.order(name)["status"]["id"] for name in "ABC"]
    assert statuses == ["A", "B", "B"]
    assert netsuite.order("A")["orderStatus"] == {"id": "A", "refName": "Pending Approval"}


def test_what_is_left_out_comes_from_the_customer(netsuite: NetSuite) -> None:
    netsuite.put("A", an_order(subsidiary=None, currency=None))
    order = netsuite.order("A")
    assert order["subsidiary"]["refName"] == "Example Inc."
    assert order["currency"]["refName"] == "US Dollar"
    assert order["tranId"] == "SO5001"


def test_an_amount_wins_over_quantity_and_rate_and_is_else_their_product(
    netsuite: NetSuite,
) -> None:
    given = line("given", quantity=3, rate=10, amount=29)
    product = line("product", quantity=3, rate=Decimal("0.335"), amount=None)
    netsuite.put("A", an_order(given, product))
    amounts = [one["amount"] for one in netsuite.order("A")["item"]["items"]]
    assert amounts == [Decimal(29), Decimal("1.01")]  # 3 x 0.335 = 1.005, half up


def test_a_new_quantity_works_the_amount_out_anew(netsuite: NetSuite) -> None:
    netsuite.put("A", an_order(line("one", quantity=2, rate=10, amount=20)))
    netsuite.call(
        "PATCH", "/salesOrder/eid:A", json={"item": {"items": [{"line": 1, "quantity": 5}]}}
    )
    (only,) = netsuite.order("A")["item"]["items"]
    assert (only["quantity"], only["rate"], only["amount"]) == (5, 10, 50)


def test_post_creates_once_and_refuses_a_taken_external_id(netsuite: NetSuite) -> None:
    body = an_order(externalId="DEAL-1")
    assert netsuite.call("POST", "/salesOrder", json=body).status_code == DONE
    refused = netsuite.call("POST", "/salesOrder", json={**body, "externalId": "deal-1"})
    assert refused.status_code == 400
    assert detail(refused) == {
        "detail": "Error while accessing a resource. This record already exists.",
        "o:errorCode": "USER_ERROR",
        "o:errorPath": "externalId",
    }


def test_patch_changes_what_is_given_and_null_empties(netsuite: NetSuite) -> None:
    netsuite.put("A", an_order(memo="old", otherRefNum="PO 7"))
    patched = netsuite.call("PATCH", "/salesOrder/eid:A", json={"memo": None})
    assert patched.status_code == DONE
    order = netsuite.order("A")
    assert ("memo" in order, order["otherRefNum"]) == (False, "PO 7")


def test_delete_takes_an_order_away(netsuite: NetSuite) -> None:
    netsuite.put("A", an_order())
    assert netsuite.call("DELETE", "/salesOrder/5001").status_code == DONE
    assert netsuite.call("GET", "/salesOrder/5001").status_code == 404
    assert netsuite.call("DELETE", "/salesOrder/5001").status_code == 404


def test_a_customer_with_orders_cannot_be_deleted(netsuite: NetSuite) -> None:
    netsuite.put("A", an_order())
    refused = netsuite.call("DELETE", f"/customer/eid:{ACME}")
    assert "dependent records" in detail(refused)["detail"]


def test_an_answer_shows_only_the_fields_that_were_asked_for(netsuite: NetSuite) -> None:
    netsuite.put("A", an_order(custbody_bridge_digest="d" * 64))
    answer = netsuite.call("GET", "/salesOrder/eid:A?fields=id,custbody_bridge_digest,item")
    shown = answer.json()
    assert shown.keys() == {"links", "id", "custbody_bridge_digest", "item"}
    assert shown["item"].keys() == {"links"}


def test_lines_are_links_until_they_are_expanded(netsuite: NetSuite) -> None:
    netsuite.put("A", an_order(line("one"), line("two")))
    (link,) = netsuite.call("GET", "/salesOrder/eid:A").json()["item"]["links"]
    listed = netsuite.call("GET", link["href"]).json()
    assert (listed["count"], listed["items"][0].keys()) == (2, {"links"})
    second = netsuite.call("GET", listed["items"][1]["links"][0]["href"]).json()
    assert second["description"] == "two"
    assert netsuite.call("GET", f"{link['href']}/9").status_code == 404


def test_enums_can_be_asked_for_as_plain_ids(netsuite: NetSuite) -> None:
    netsuite.put("A", an_order())
    plain = netsuite.call("GET", "/salesOrder/eid:A?simpleEnumFormat=true").json()
    assert plain["status"] == "A"


def test_a_collection_lists_links_page_by_page(netsuite: NetSuite) -> None:
    for name in "ABC":
        netsuite.put(name, an_order())
    page = netsuite.call("GET", "/salesOrder?limit=2").json()
    assert [item["id"] for item in page["items"]] == ["5001", "5002"]
    assert (page["hasMore"], page["totalResults"]) == (True, 3)
    following = next(link["href"] for link in page["links"] if link["rel"] == "next")
    rest = netsuite.call("GET", following).json()
    assert ([item["id"] for item in rest["items"]], rest["hasMore"]) == (["5003"], False)


def test_an_unknown_name_is_refused_reported_or_ignored(netsuite: NetSuite) -> None:
    body = an_order(custbody_missing="x")
    header = "X-NetSuite-PropertyNameValidation"
    refused = netsuite.put("A", body, headers={header: "Error"})
    assert (refused.status_code, detail(refused)["o:errorPath"]) == (400, "custbody_missing")
    for headers in ({}, {header: "Warning"}):
        warned = netsuite.put("A", body, headers=headers)
        assert warned.status_code == DONE
        assert "custbody_missing" in warned.headers["X-NetSuite-Warnings"]
    ignored = netsuite.put("A", body, headers={header: "ignore"})
    assert "X-NetSuite-Warnings" not in ignored.headers
    wrong = netsuite.put("A", body, headers={header: "perhaps"})
    assert detail(wrong)["o:errorHeader"] == header


def test_an_unknown_name_on_a_line_is_found_too(netsuite: NetSuite) -> None:
    refused = netsuite.put("A", an_order(line("one", custcol_missing="x")), headers=STRICT)
    assert detail(refused)["o:errorPath"] == "item.items[0].custcol_missing"


def test_a_warning_with_odd_characters_breaks_no_header(netsuite: NetSuite) -> None:
    warned = netsuite.put("A", an_order(**{"x\r\nSet-Cookie: é\u2028": 1}))
    assert warned.status_code == DONE
    assert "Set-Cookie" not in warned.headers


def test_a_wrong_value_can_be_tolerated_on_request(netsuite: NetSuite) -> None:
    headers = {"X-NetSuite-PropertyValueValidation": "Warning"}
    answer = netsuite.put("A", an_order(memo=5), headers=headers)
    assert answer.status_code == DONE
    assert "memo" in answer.headers["X-NetSuite-Warnings"]
    assert "memo" not in netsuite.order("A")


def test_names_of_properties_are_matched_without_case(netsuite: NetSuite) -> None:
    body = an_order(MEMO="hello")
    assert netsuite.put("A", body, headers=STRICT).status_code == DONE
    assert netsuite.order("A")["memo"] == "hello"


def test_an_external_id_is_found_without_case_and_has_plain_characters(netsuite: NetSuite) -> None:
    netsuite.put("Deal-1", an_order())
    assert netsuite.call("GET", "/salesOrder/eid:dEAL-1").status_code == 200
    for odd in ("a|b", "a%20b", "%00", "ü", "x" * 256):
        assert netsuite.put(odd, an_order()).status_code == 400


def test_upsert_needs_an_external_id(netsuite: NetSuite) -> None:
    assert netsuite.call("PUT", "/salesOrder/5001", json=an_order()).status_code == 400


def test_accounting_periods_can_only_be_read(netsuite: NetSuite) -> None:
    assert netsuite.call("GET", "/accountingPeriod/101").json()["periodName"] == "FY 2024"
    for method in ("PATCH", "DELETE", "PUT"):
        refused = netsuite.call(method, "/accountingPeriod/101", json={})
        assert (refused.status_code, detail(refused)["o:errorCode"]) == (405, "METHOD_NOT_ALLOWED")


def test_the_owner_can_close_a_period(netsuite: NetSuite) -> None:
    netsuite.change({"type": "accountingPeriod", "externalId": "2026-01", "closed": True})
    closed = netsuite.rows("SELECT periodname FROM accountingperiod WHERE closed = 'T'")
    assert closed == [{"periodname": "Jan 2026"}]


def test_the_owners_mistakes_are_named(netsuite: NetSuite) -> None:
    records = [{"type": "serviceSaleItem", "externalId": "X", "colour": "red"}]
    answer = requests.post(f"{netsuite.url}/_sandbox/records", json={"records": records}, timeout=5)
    assert answer.status_code == 400
    assert "request, record 1: " in answer.json()["error"]
