"""What SOAP has and REST lacks: deletions, sums of postings, values of fields; and limits."""

from __future__ import annotations

from decimal import Decimal

import requests

from tests.sandbox.netsuite.client import NetSuite, an_order
from tests.sandbox.netsuite.client import line as rest_line
from tests.sandbox.netsuite.soap.messages import Soap, customer, ref

PAGE = "<msgs:pageIndex>{}</msgs:pageIndex>"


def deleted(soap: Soap, types: str, since: str = "2026-06-01T00:00:00Z") -> list[str]:
    wanted = (
        "<msgs:getDeletedFilter>"
        f'<core:deletedDate operator="onOrAfter"><core:searchValue>{since}</core:searchValue>'
        f'</core:deletedDate><core:type operator="anyOf">{types}</core:type>'
        "</msgs:getDeletedFilter>"
    )
    answer = soap.call("getDeleted", wanted + PAGE.format(1))
    return [one.get("externalId") or "" for one in answer.all("record")]


def kind(name: str) -> str:
    return f"<core:searchValue>{name}</core:searchValue>"


def test_deletions_of_both_doors_are_told(soap: Soap) -> None:
    for name in ("G-1", "G-2"):
        soap.call("add", customer(name))
    soap.netsuite.put("G-3", an_order())
    soap.call("delete", ref("customer", "G-1"))
    assert soap.netsuite.call("DELETE", "/salesOrder/eid:G-3").status_code == 204
    assert deleted(soap, kind("customer")) == ["G-1"]
    assert deleted(soap, kind("customer") + kind("salesOrder")) == ["G-1", "G-3"]
    assert deleted(soap, kind("customer"), since="2026-06-02T00:00:00Z") == []


def post_journals(netsuite: NetSuite) -> None:
    """Recognise January of an order over twelve months."""
    dates = {"revRecStartDate": "2026-01-01", "revRecEndDate": "2026-12-31"}
    body = an_order(rest_line("year", amount=1200, **dates), orderStatus={"id": "B"})
    assert netsuite.put("J-1", body).status_code == 204
    for job in (
        {"run": "update-arrangements"},
        {"run": "create-revenue-journals", "period": "2026-01"},
    ):
        answer = requests.post(f"{netsuite.url}/_sandbox/jobs", json=job, timeout=5)
        assert answer.status_code < 300, answer.text


def test_postings_are_summed_by_period_and_account(soap: Soap) -> None:
    post_journals(soap.netsuite)
    both = "<core:period>true</core:period><core:account>true</core:account>"
    chosen = f"<msgs:fields>{both}</msgs:fields>"
    answer = soap.call("getPostingTransactionSummary", chosen + PAGE.format(1))
    # 1,200.00 over twelve months: 100.00 out of deferred revenue, into revenue.
    amounts = [Decimal(text) for text in answer.texts("amount")]
    sums = dict(zip(answer.texts("name")[1::2], amounts, strict=True))
    assert sums == {"2500 Deferred Revenue": Decimal(100), "4000 Revenue": Decimal(-100)}
    assert set(answer.texts("name")[0::2]) == {"Jan 2026"}


def test_postings_are_filtered(soap: Soap) -> None:
    post_journals(soap.netsuite)
    account = '<core:account><core:recordRef internalId="6"/></core:account>'
    filters = f"<msgs:filters>{account}</msgs:filters>"
    answer = soap.call("getPostingTransactionSummary", filters + PAGE.format(1))
    assert answer.texts("totalRecords") == ["1"]
    nobody = filters.replace('"6"', '"none"')
    empty = soap.call("getPostingTransactionSummary", nobody + PAGE.format(1))
    assert empty.texts("totalRecords") == ["0"]


def values(soap: Soap, record: str, field: str, rest: str = "") -> list[str]:
    asked = (
        f"<msgs:fieldDescription><core:recordType>{record}</core:recordType>"
        f"{rest.partition('|')[0]}<core:field>{field}</core:field>{rest.partition('|')[2]}"
        "</msgs:fieldDescription>"
    )
    answer = soap.call("getSelectValue", asked + PAGE.format(1))
    return answer.codes or answer.texts("name")


def test_fields_tell_their_values(soap: Soap) -> None:
    assert values(soap, "salesOrder", "subsidiary") == ["Example Inc.", "Example GmbH"]
    inner = "<core:filterValue>net</core:filterValue>"
    starts = f'|<core:filter operator="startsWith">{inner}</core:filter>'
    assert values(soap, "salesOrder", "terms", starts) == ["Net 30", "Net 45", "Net 60", "Net 90"]
    sublist = "<core:sublist>itemList</core:sublist>"
    assert "SUB-ENT" in values(soap, "salesOrder", "item", sublist)
    assert values(soap, "salesOrder", "memo") == ["INVALID_FLD_VALUE"]
    assert values(soap, "spaceShip", "memo") == ["INVALID_RCRD_TYPE"]


def test_limits_of_the_account_are_told(soap: Soap) -> None:
    account = soap.call("getAccountGovernanceInfo", "")
    assert account.texts("accountConcurrencyLimit") == ["5"]
    assert soap.call("getIntegrationGovernanceInfo", "").texts("limitType") == ["_account"]
