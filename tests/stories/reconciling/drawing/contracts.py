"""
Contracts as Salesforce has them, whose every day and every month is worth whole cents.

A lot is 7,927.80: 73 seats at 108.60 for 2026. That divides by 365 days and by 12 months, by the
181 days and 6 months of its first half, and what is added or cancelled by its own days and months.
So the amounts of a history are worked out without any rounding.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from tests.stories.stand import SCENARIOS

Records = list[dict[str, Any]]

SEATS = 73
_PRICE = Decimal("108.60")
_NEW_YEAR, _LAST_DAY = date(2026, 1, 1), date(2026, 12, 31)
_FEBRUARY, _MARCH = date(2026, 2, 1), date(2026, 3, 1)


class Shape(StrEnum):
    """What a contract is made of."""

    PLAIN = "plain"  #: one order of one line for 2026
    RAMP = "ramp"  #: one order of three years, each with 73 seats more
    UPSELL = "upsell"  #: 334 seats more from February on, by an order of their own
    CANCELLED = "cancelled"  #: of 153 times as many seats, all are given up as of March


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """A line of an order as it is sold: the amount is the price by the seats."""

    key: str  #: in the scenario that it is copied from
    seats: int
    price: Decimal
    first: date
    last: date
    on: date  #: when the order takes effect
    multiplier: str = "1.0000"

    @property
    def minor(self) -> int:
        """The amount in cents."""
        return int(self.seats * self.price * 100)


def sold(shape: Shape, lots: int) -> tuple[Seats, ...]:
    """Return the lines of a contract, the first one first."""
    price = _PRICE * lots
    seats = SEATS * 153 if shape is Shape.CANCELLED else SEATS  # 306 days are given up
    first = Seats(
        key="A1" if shape is Shape.RAMP else "B0",
        seats=seats,
        price=price,
        first=_NEW_YEAR,
        last=_LAST_DAY,
        on=_NEW_YEAR,
    )
    match shape:
        case Shape.PLAIN:
            return (first,)
        case Shape.RAMP:
            return (first, *(_year(number, price) for number in (2, 3)))
        case Shape.UPSELL:
            return (first, _part("B1", 334, price * 11 / 12, _FEBRUARY, "0.9167"))
        case Shape.CANCELLED:
            return (first, _part("C2", -seats, price * 10 / 12, _MARCH, "0.8333"))


def _year(number: int, price: Decimal) -> Seats:
    year = 2025 + number
    return Seats(
        key=f"A{number}",
        seats=SEATS * number,
        price=price,
        first=date(year, 1, 1),
        last=date(year, 12, 31),
        on=_NEW_YEAR,
    )


def _part(key: str, seats: int, price: Decimal, first: date, multiplier: str) -> Seats:
    cents = price.quantize(Decimal("0.01"))
    return Seats(
        key=key,
        seats=seats,
        price=cents,
        first=first,
        last=_LAST_DAY,
        on=first,
        multiplier=multiplier,
    )


_SCENARIOS: Mapping[Shape, str] = {
    Shape.PLAIN: "b-upsell-mid-term",
    Shape.RAMP: "a-ramp-three-years",
    Shape.UPSELL: "b-upsell-mid-term",
    Shape.CANCELLED: "c-downsell-then-cancel",
}


@cache
def scenario(name: str) -> tuple[dict[str, Any], ...]:
    """The records of a scenario as CPQ has them."""
    text = (SCENARIOS / f"{name}.cpq.json").read_text(encoding="utf-8")
    return tuple(json.loads(text)["records"])


def records(name: str, shape: Shape, lots: int, currency: str, **order: object) -> Records:
    """Return the records of a contract under a name of its own; `order` is told of its orders."""
    lines = sold(shape, lots)
    found: Records = []
    for record in scenario(_SCENARIOS[shape]):
        kind, key = record["type"], record["key"]
        found.extend(
            {**record, **_said(line, lines, kind, lots)}
            for line in lines
            if _is_of(line, kind, key)
        )
        if kind in {"Contract", "SBQQ__Dimension__c"}:
            found.append(record)
    return [renamed(one, name, currency, order) for one in found]


def _is_of(line: Seats, kind: str, key: str) -> bool:
    if kind in {"SBQQ__Quote__c", "Order"}:
        return key.endswith(f"-{line.key}") or (line.key == "A1" and key.endswith("-A"))
    return key.endswith(f"-{line.key}") and kind != "Contract"


def _said(line: Seats, lines: tuple[Seats, ...], kind: str, lots: int) -> dict[str, object]:
    """Return what is other than in the scenario."""
    amount, price = str(line.price * line.seats), str(line.price)
    seats, first, last = str(line.seats), line.first.isoformat(), line.last.isoformat()
    of_order = [one for one in lines if one.on == line.on]
    whole = str(sum(one.price * one.seats for one in of_order))
    list_price = str(_PRICE * lots)
    match kind:
        case "SBQQ__QuoteLine__c":
            is_changed, before = line.key in {"B1", "C2"}, lines[0].seats
            return {
                "SBQQ__Quantity__c": str(before + line.seats) if is_changed else seats,
                "SBQQ__PriorQuantity__c": str(before) if is_changed else None,
                "SBQQ__ListPrice__c": list_price,
                "SBQQ__NetPrice__c": price,
                "SBQQ__CustomerPrice__c": price,
                "SBQQ__ProrateMultiplier__c": line.multiplier,
                "SBQQ__StartDate__c": first,
                "SBQQ__EndDate__c": last,
                "SBQQ__EffectiveQuantity__c": seats,
                "SBQQ__NetTotal__c": amount,
                "SBQQ__CustomerTotal__c": amount,
            }
        case "OrderItem":
            return {
                "Quantity": seats,
                "UnitPrice": price,
                "ServiceDate": first,
                "EndDate": last,
                "SBQQ__OrderedQuantity__c": seats,
                "SBQQ__QuotedQuantity__c": seats,
                "SBQQ__QuotedListPrice__c": list_price,
                "SBQQ__ProrateMultiplier__c": line.multiplier,
                "TotalPrice": amount,
            }
        case "SBQQ__Quote__c":
            return {"SBQQ__StartDate__c": line.on.isoformat(), "SBQQ__NetAmount__c": whole}
        case "Order":
            return {"EffectiveDate": line.on.isoformat(), "TotalAmount": whole}
    return _of_subscription(line, list_price)


def _of_subscription(line: Seats, list_price: str) -> dict[str, object]:
    stepped = line.key.startswith("A")
    return {
        "SBQQ__Quantity__c": str(line.seats),
        "SBQQ__NetPrice__c": str(line.price),
        "SBQQ__ListPrice__c": list_price,
        "SBQQ__ProrateMultiplier__c": line.multiplier,
        **({"SBQQ__SegmentQuantity__c": str(line.seats)} if stepped else {}),
        **({} if stepped else {"SBQQ__SubscriptionStartDate__c": line.first.isoformat()}),
    }


def renamed(record: dict[str, Any], name: str, currency: str, order: dict[str, object]) -> Any:
    """Give keys and references of a contract the name, which no other contract has."""
    found = dict(_renaming(record, name))
    if "CurrencyIsoCode" in found:
        found["CurrencyIsoCode"] = currency
    return {**found, **order} if found["type"] == "Order" else found


def _renaming(record: dict[str, Any], name: str) -> Iterator[tuple[str, Any]]:
    for field, value in record.items():
        own = field == "key" or (isinstance(value, str) and value.startswith("@"))
        shared = isinstance(value, str) and value.lstrip("@").startswith(("P-", "ACME", "DIM"))
        yield field, f"{value}-{name}" if own and not shared else value
