"""The records of contracts as CPQ has them: copies of a scenario, at other figures."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from tests.stories.reconciling.drawing.sold.contracts import (
    HELP,
    LEVEL,
    LICENCE,
    PRICED,
    Seats,
    Shape,
)
from tests.stories.stand import SCENARIOS

Records = list[dict[str, Any]]

_SCENARIOS: Mapping[Shape, str] = {
    Shape.PLAIN: "b-upsell-mid-term",
    Shape.RAMP: "a-ramp-three-years",
    Shape.BUNDLE: "b-upsell-mid-term",
    Shape.AHEAD: "b-upsell-mid-term",
    Shape.UPSELL: "b-upsell-mid-term",
    Shape.COTERMED: "d-swap",
    Shape.SHARED: "d-swap",
    Shape.DECREASED: "d-swap",
    Shape.SWAPPED: "d-swap",
    Shape.CANCELLED: "c-downsell-then-cancel",
    Shape.RENEWED: "e-early-renewal",
    Shape.EXTENDED: "e-early-renewal",
    Shape.LICENCE: "b-upsell-mid-term",
    Shape.LEVEL: "a-ramp-three-years",
}
#: What belongs to no line.
_OF_CONTRACTS = frozenset({"Contract", "SBQQ__Dimension__c"})
#: The order of a renewal, which has a contract of its own.
_RENEWAL = "E2"
_OF_ORDERS = frozenset({"SBQQ__Quote__c", "Order"})
#: Prefixes of the keys of what is there for each line.
_OF_LINES = ("QL-", "OI-", "SUB-")
_SERVED = ("SBQQ__SubscriptionStartDate__c", "SBQQ__SubscriptionEndDate__c")
#: Names that are those of all contracts.
_SHARED = ("P-", "ACME", "DIM")


@cache
def scenario(name: str) -> tuple[dict[str, Any], ...]:
    """The records of a scenario as CPQ has them."""
    text = (SCENARIOS / f"{name}.cpq.json").read_text(encoding="utf-8")
    return tuple(json.loads(text)["records"])


def products() -> Iterator[dict[str, object]]:
    """What the scenarios do not sell: help on the first day, and seats of other revenue."""
    (seats,) = (one for one in scenario("b-upsell-mid-term") if one["key"] == "P-ENT")
    for key in (LICENCE, LEVEL, *(f"P-{one}" for one in PRICED)):
        yield {**seats, "key": key, "Name": f"Seat {key}", "ProductCode": key.removeprefix("P-")}
    yield {
        "type": "Product2",
        "key": HELP,
        "Name": "Onboarding",
        "ProductCode": "ONBOARDING",
        "IsActive": True,
        "SBQQ__ChargeType__c": "One-Time",
        "SBQQ__BillingType__c": "Advance",
    }


def records_of(shape: Shape, lines: Sequence[Seats], orders: Sequence[str]) -> Records:
    """Return the records of the lines of some orders; the contract comes with its first order."""
    found: Records = []
    for record in scenario(_SCENARIOS[shape]):
        kind, key = record["type"], record["key"]
        of_first, of_renewal = lines[0].order in orders, _RENEWAL in orders
        if kind in _OF_CONTRACTS and (of_renewal if key.endswith(_RENEWAL) else of_first):
            found.append(record)
        of_it = [one for one in lines if one.order in orders and _is_of(one, kind, key)]
        for line in of_it[:1] if kind in _OF_ORDERS else of_it:
            found.append({**_copied(record, line), **_said(line, lines, kind)})
    return found


def _is_of(line: Seats, kind: str, key: str) -> bool:
    if kind in _OF_ORDERS:
        return key.endswith(f"-{line.order}")
    if line.is_at_once and kind == "SBQQ__Subscription__c":
        return False  # CPQ has none of what is charged once
    return key.endswith(f"-{line.key}") and kind not in _OF_CONTRACTS


def _copied(record: Mapping[str, Any], line: Seats) -> dict[str, Any]:
    """Give a line that is one more than the scenario has keys of its own."""
    return {
        field: f"{value}{line.copied}"
        if line.copied and isinstance(value, str) and value.lstrip("@").startswith(_OF_LINES)
        else value
        for field, value in record.items()
    }


def _said(line: Seats, lines: Sequence[Seats], kind: str) -> dict[str, object]:
    """Return what is other than in the scenario."""
    of_order = [one for one in lines if one.order == line.order]
    whole = str(sum(one.price * one.seats for one in of_order))
    match kind:
        case "SBQQ__QuoteLine__c":
            return _of_quote_line(line, lines)
        case "OrderItem":
            return _of_order_item(line)
        case "SBQQ__Quote__c":
            return {"SBQQ__StartDate__c": line.on.isoformat(), "SBQQ__NetAmount__c": whole}
        case "Order":
            return {"EffectiveDate": line.on.isoformat(), "TotalAmount": whole}
    return _of_subscription(line)


def _of_quote_line(line: Seats, lines: Sequence[Seats]) -> dict[str, object]:
    seats, price, amount = str(line.seats), str(line.price), str(line.price * line.seats)
    is_changed, before = line.key in {"B1", "C2", "D1a", "E1"}, lines[0].seats
    return {
        "SBQQ__Product__c": f"@{line.product}",
        "SBQQ__Quantity__c": str(before + line.seats) if is_changed else seats,
        "SBQQ__PriorQuantity__c": str(before) if is_changed else None,
        "SBQQ__ListPrice__c": str(line.a_year),
        "SBQQ__NetPrice__c": price,
        "SBQQ__CustomerPrice__c": price,
        "SBQQ__ProrateMultiplier__c": line.multiplier,
        **_days(line, "SBQQ__StartDate__c", "SBQQ__EndDate__c"),
        "SBQQ__EffectiveQuantity__c": seats,
        "SBQQ__NetTotal__c": amount,
        "SBQQ__CustomerTotal__c": amount,
    }


def _of_order_item(line: Seats) -> dict[str, object]:
    seats = str(line.seats)
    return {
        "Product2Id": f"@{line.product}",
        "Quantity": seats,
        "UnitPrice": str(line.price),
        **_days(line, "ServiceDate", "EndDate"),
        **({"SBQQ__ContractAction__c": "New"} if line.is_new else {}),
        "SBQQ__OrderedQuantity__c": seats,
        "SBQQ__QuotedQuantity__c": seats,
        "SBQQ__QuotedListPrice__c": str(line.a_year),
        "SBQQ__ProrateMultiplier__c": line.multiplier,
        "TotalPrice": str(line.price * line.seats),
    }


def _of_subscription(line: Seats) -> dict[str, object]:
    stepped = line.key.startswith("A")
    return {
        "SBQQ__Product__c": f"@{line.product}",
        "SBQQ__Quantity__c": str(line.seats),
        "SBQQ__NetPrice__c": str(line.price),
        "SBQQ__ListPrice__c": str(line.a_year),
        "SBQQ__ProrateMultiplier__c": line.multiplier,
        **({"SBQQ__SegmentQuantity__c": str(line.seats)} if stepped else {}),
        **({} if stepped else _days(line, *_SERVED)),
    }


def _days(line: Seats, first: str, last: str) -> dict[str, object]:
    if line.is_at_once:
        once = {"SBQQ__ChargeType__c": "One-Time", "SBQQ__BillingFrequency__c": None}
        return {first: None, last: None, **once}
    return {first: line.first.isoformat(), last: line.last.isoformat()}


def renamed(record: dict[str, Any], name: str, currency: str, order: dict[str, object]) -> Any:
    """Give keys and references of a contract the name, which no other contract has."""
    found = dict(_renaming(record, name))
    if "CurrencyIsoCode" in found:
        found["CurrencyIsoCode"] = currency
    return {**found, **order} if found["type"] == "Order" else found


def _renaming(record: dict[str, Any], name: str) -> Iterator[tuple[str, Any]]:
    for field, value in record.items():
        own = field == "key" or (isinstance(value, str) and value.startswith("@"))
        shared = isinstance(value, str) and value.lstrip("@").startswith(_SHARED)
        yield field, f"{value}-{name}" if own and not shared else value
