"""Customers, items and the lists that orders refer to."""

from __future__ import annotations

import pytest

from tests.sandbox.netsuite.client import NetSuite, detail

GERMAN = {"companyName": "Erste GmbH", "subsidiary": {"externalId": "DE-GMBH"}}


def test_a_customer_gets_a_number_and_the_currency_of_its_subsidiary(netsuite: NetSuite) -> None:
    assert netsuite.call("PUT", "/customer/eid:C-1", json=GERMAN).status_code == 204
    shown = netsuite.call("GET", "/customer/eid:C-1").json()
    assert (shown["entityId"], shown["currency"]["refName"]) == ("CUST1002", "Euro")


def test_two_customers_may_share_a_name_but_not_a_number(netsuite: NetSuite) -> None:
    first = {**GERMAN, "entityId": "E-1"}
    assert netsuite.call("POST", "/customer", json=first).status_code == 204
    assert netsuite.call("POST", "/customer", json={**GERMAN, "entityId": "E-2"}).status_code == 204
    refused = netsuite.call("POST", "/customer", json=first)
    assert detail(refused)["detail"].endswith("This entity already exists.")


def test_items_share_names_and_external_ids_over_their_types(netsuite: NetSuite) -> None:
    taken = netsuite.call("POST", "/serviceSaleItem", json={"itemId": "SUB-ENT"})
    assert detail(taken)["detail"].endswith("This item already exists.")
    other = {"itemId": "NEW", "externalId": "SUB-ENT"}
    refused = netsuite.call("POST", "/nonInventorySaleItem", json=other)
    assert detail(refused)["detail"].endswith("This record already exists.")
    assert netsuite.call("GET", "/nonInventorySaleItem/eid:SUB-ENT").status_code == 404
    assert netsuite.call("GET", "/serviceSaleItem/eid:SUB-ENT").status_code == 200


def test_an_account_is_called_by_its_number_and_its_name(netsuite: NetSuite) -> None:
    body = {"externalId": "FEES", "acctNumber": "4200", "acctName": "Fees", "acctType": "Income"}
    assert netsuite.call("POST", "/account", json=body).status_code == 204
    [row] = netsuite.rows(
        "SELECT id, externalid, acctnumber, accountsearchdisplayname AS shown, accttype "
        "FROM account WHERE acctnumber = '4200'"
    )
    assert row == {
        "id": "8",
        "externalid": "FEES",
        "acctnumber": "4200",
        "shown": "4200 Fees",
        "accttype": "Income",
    }
    again = netsuite.call("POST", "/account", json={**body, "externalId": "FEES-2"})
    assert detail(again)["detail"].endswith("This account already exists.")


@pytest.mark.parametrize("named", [{"externalId": "REVENUE"}, {"id": "6"}, "6", "4000 Revenue"])
def test_an_item_names_its_account_and_shows_it_as_people_call_it(
    netsuite: NetSuite, named: object
) -> None:
    body = {"itemId": "NEW", "externalId": "NEW", "incomeAccount": named}
    assert netsuite.call("POST", "/serviceSaleItem", json=body).status_code == 204
    shown = netsuite.call("GET", "/serviceSaleItem/eid:NEW").json()["incomeAccount"]
    assert (shown["id"], shown["refName"]) == ("6", "4000 Revenue")


def test_an_account_that_there_is_not_is_refused(netsuite: NetSuite) -> None:
    body = {"itemId": "NEW", "incomeAccount": "4999 Nothing"}
    refused = netsuite.call("POST", "/serviceSaleItem", json=body)
    assert (refused.status_code, detail(refused)["o:errorPath"]) == (400, "incomeAccount")


@pytest.mark.parametrize(
    ("subsidiary", "path"),
    [
        ({"externalId": "DE-GMBH"}, "subsidiary"),
        ({"items": [{"externalId": "DE-GMBH"}, {"externalId": "NONE"}]}, "subsidiary.items[1]"),
        ({"items": "all"}, "subsidiary"),
    ],
)
def test_a_list_of_references_is_checked_one_by_one(
    netsuite: NetSuite, subsidiary: object, path: str
) -> None:
    body = {"itemId": "NEW", "subsidiary": subsidiary}
    refused = netsuite.call("POST", "/serviceSaleItem", json=body)
    assert detail(refused)["o:errorPath"] == path


def test_the_lists_of_the_default_account_can_be_referred_to(netsuite: NetSuite) -> None:
    found = {"term": "NET-30", "billingSchedule": "ANNUAL-ADVANCE", "subsidiary": "US-INC"}
    for record_type, code in found.items():
        assert netsuite.call("GET", f"/{record_type}/eid:{code}").status_code == 200


@pytest.mark.parametrize(
    ("written", "status"),
    [("2026-01-31T10:00:00Z", 204), ("2026-01-31T10:00:00", 204), ("soon", 400), (5, 400)],
)
def test_moments_are_read_in_iso_form(netsuite: NetSuite, written: object, status: int) -> None:
    period = {"type": "accountingPeriod", "externalId": "2026-01", "closedOnDate": written}
    if status == 204:
        netsuite.change(period)
        shown = netsuite.call("GET", "/accountingPeriod/eid:2026-01").json()
        assert shown["closedOnDate"] == "2026-01-31T10:00:00Z"
    else:
        answer = netsuite.session.post(
            f"{netsuite.url}/_sandbox/records", json={"records": [period]}, timeout=5
        )
        assert (answer.status_code, "closedOnDate" in answer.json()["error"]) == (400, True)
