"""What holds of revenue at all times, whatever is ordered, changed, held, merged and recognised."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.sandbox.netsuite.seeds import default
from tests.sandbox.netsuite.client import ACME, NetSuite, an_order, opened
from tests.sandbox.netsuite.revenue.orders import job, service, update

RESTLET = "/app/site/hosting/restlet.nl?script=1&deploy=1"
ITEMS = ("SUB-ENT", "SUB-ULT", "CREDITS")
CENTS = st.integers(-50_000, 500_000)

STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("order"), st.integers(1, 3), st.tuples(CENTS, CENTS, st.sampled_from(ITEMS))
        ),
        st.tuples(st.just("journals"), st.integers(1, 6), st.none()),
        st.tuples(st.just("hold"), st.integers(1, 6), st.booleans()),
        st.tuples(st.just("end"), st.integers(1, 6), st.integers(5, 9)),
        st.tuples(st.just("merge"), st.integers(1, 3), st.booleans()),
    ),
    min_size=2,
    max_size=9,
)


def records(netsuite: NetSuite, record_type: str) -> list[dict[str, Any]]:
    answer = requests.get(f"{netsuite.url}/_sandbox/records?type={record_type}", timeout=5)
    return list(json.loads(answer.text, parse_float=Decimal)["records"])


def order(netsuite: NetSuite, number: int, first: int, second: int, item: str) -> None:
    """Write an order of two lines in euros, by a rule each."""
    lines = (
        service(Decimal(first) / 100, "2026-01-17", "2026-06-16", line=1),
        service(Decimal(second) / 100, "2026-02-01", "2026-04-30", item, line=2),
    )
    euro = {"currency": {"externalId": "EUR"}, "exchangeRate": 1.0825}
    netsuite.put(f"O-{number}", an_order(*lines, orderStatus={"id": "B"}, **euro))


def take(netsuite: NetSuite, step: tuple[str, int, Any]) -> None:
    """Take a step; whether the account refuses it does not matter here."""
    path = netsuite.url + RESTLET
    match step:
        case ("order", number, (first, second, item)):
            order(netsuite, number, first, second, item)
        case ("journals", month, _):
            job(netsuite, "create-revenue-journals", period=f"2026-{month:02}")
        case ("hold", plan, held):
            body = {"revenuePlan": str(plan), "holdRevenueRecognition": held}
            netsuite.call("PUT", path, json={**body, "catchUpPeriod": "2026-05"})
        case ("end", plan, month):
            body = {"revenuePlan": str(plan), "revRecEndDate": f"2026-{month:02}-20"}
            netsuite.call("PUT", path, json=body)
        case ("merge", number, prospective):
            body = {
                "arrangements": [str(700000 + number), str(700001 + number)],
                "revenueArrangementDate": "2024-01-01" if prospective else "2026-03-01",
                "mergeResidualRevenueAmounts": prospective,
            }
            netsuite.call("POST", path, json=body)
    update(netsuite)


def check_amounts(netsuite: NetSuite) -> None:
    """Elements add up to what was sold, and each plan to its element."""
    elements = {one["id"]: one for one in records(netsuite, "revenueElement")}
    plans = records(netsuite, "revenuePlan")
    for arrangement in records(netsuite, "revenueArrangement"):
        own = [e for e in elements.values() if e["revenueArrangement"]["id"] == arrangement["id"]]
        if not arrangement["isLocked"]:
            assert sum(e["allocationAmount"] for e in own) == arrangement["total"]
    for plan in plans:
        rows = plan["plannedRevenue"]["items"]
        assert sum(row["amount"] for row in rows) == plan["amount"]
        if plan["revenuePlanType"] == "ACTUAL":
            assert plan["amount"] == elements[plan["createdFrom"]["id"]]["allocationAmount"]


def recognised(netsuite: NetSuite) -> dict[int, tuple[Decimal, str]]:
    """Return id -> amount and journal of all that is recognised."""
    return {
        row["id"]: (row["amount"], row["journal"]["id"])
        for plan in records(netsuite, "revenuePlan")
        for row in plan["plannedRevenue"]["items"]
        if row["isRecognized"]
    }


@settings(max_examples=4, deadline=None)
@given(steps=STEPS)
def test_plans_are_their_elements_and_what_is_recognised_stays(
    steps: list[tuple[str, int, Any]],
) -> None:
    everywhere = {"subsidiary": {"externalId": "US-INC"}, "companyName": "ACME"}
    with opened(default().add_customers({ACME: "ACME"})) as netsuite:
        for code, rule in zip(ITEMS, ("SL-PRORATE", "SL-DAYS", "SL-RATE"), strict=True):
            item = {"externalId": code, "itemId": code, "VSOESopGroup": {"id": "NORMAL"}}
            rules = {"revenueRecognitionRule": {"externalId": rule}}
            price = {"type": "fairValuePrice", "item": {"externalId": code}, "fairValue": 7}
            netsuite.change({"type": "serviceSaleItem", **item, **rules}, price)
        netsuite.change({"type": "customer", "externalId": ACME, **everywhere})
        done: dict[int, tuple[Decimal, str]] = {}
        for step in steps:
            take(netsuite, step)
            check_amounts(netsuite)
            now = recognised(netsuite)
            assert now.items() >= done.items()
            done = now
