"""A contract of support that is prepaid, and the usage that draws on it."""

from __future__ import annotations

from typing import Any

from tests.sandbox.netsuite.client import ACME, NetSuite


def eid(code: str) -> dict[str, str]:
    return {"externalId": code}


def item(code: str) -> dict[str, object]:
    return {
        "type": "serviceSaleItem",
        "externalId": code,
        "itemId": code,
        "revenueRecognitionRule": eid("AS-USED"),
        "deferredRevenueAccount": "2500 Deferred Revenue",
        "incomeAccount": "4000 Revenue",
    }


def contract(netsuite: NetSuite, frequency: str = "AUTOREFILL", least: int = 300) -> None:
    """5,000.00 prepaid for three months from May, for support at 150.00 and at 130.00 an hour."""
    rule: dict[str, object] = {
        "type": "revenueRecognitionRule",
        "externalId": "AS-USED",
        "name": "As used",
        "recognitionMethod": {"id": "EVENPERIODS"},
        "amountSource": {"id": "EVENTPERCENTAMOUNT"},
        "revRecStartDateSource": {"id": "EVENTDATE"},
        "revRecEndDateSource": {"id": "TERMINDAYS"},
        "termInDays": 0,
    }
    prices: list[dict[str, object]] = [
        {"externalId": "P-PREPAY", "prepayAmount": 5000, "prepayMinBalance": least},
        {"externalId": "P-150", "priceTiers": {"items": [{"fromVal": 0, "value": 150}]}},
        {"externalId": "P-130", "priceTiers": {"items": [{"fromVal": 0, "value": 130}]}},
    ]
    subscription: dict[str, object] = {
        "type": "subscription",
        "externalId": "SUPPORT",
        "customer": eid(ACME),
        "startDate": "2026-05-01",
        "endDate": "2026-07-31",
        "billingSubscriptionStatus": {"id": "ACTIVE"},
    }
    shared: dict[str, object] = {"type": "subscriptionLine", "subscription": eid("SUPPORT")}
    active = {"subscriptionLineStatus": {"id": "ACTIVE"}}
    prepay: dict[str, object] = {
        "subscriptionLineType": {"id": "PREPAY"},
        "frequency": {"id": frequency},
    }
    netsuite.change(
        rule,
        *map(item, ("PREPAID", "SENIOR", "JUNIOR")),
        *({"type": "pricePlan", **price} for price in prices),
        subscription,
        {**shared, **active, **prepay, **line("PREPAID", "P-PREPAY")},
        *(
            {**shared, **active, **line(code, price), "prepayLine": eid("L-PREPAID")}
            for code, price in (("SENIOR", "P-150"), ("JUNIOR", "P-130"))
        ),
    )


def line(code: str, price: str) -> dict[str, object]:
    return {"externalId": f"L-{code}", "item": eid(code), "pricePlan": eid(price)}


def use(netsuite: NetSuite, code: str, on: str, quantity: float, **rest: object) -> Any:
    body = {
        "usageSubscriptionLine": eid(f"L-{code}"),
        "usageDate": on,
        "usageQuantity": quantity,
        **rest,
    }
    return netsuite.call("POST", "/usage", json=body)
