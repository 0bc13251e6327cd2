"""What sales changes in the days behind the quarter's end: orders mended, grown and shrunk."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from bridge.sandbox.company.records import Record, written

#: Which orders of new business get how many more seats when they are in NetSuite already; their
#: numbers are those in which they were taken.
_RESOLD = {4: 10, 9: 25, 16: -5, 27: 40, 33: -8}
#: How many of the totals that were typed over are mended.
_MENDED = 2


def of(known: Iterable[Record]) -> Iterator[Record]:
    """Yield the records that are saved once more, out of those of the org."""
    org = _Org(list(known))
    items = [item for item in org.of("OrderItem") if org.has_subscription(item)]
    wrong = [item for item in items if _typed_over(item)]
    for item in wrong[:_MENDED]:
        yield from org.resaved(item, Decimal(0))
    for order in org.of("Order"):
        if order.get("SBQQ__PriceCalcStatus__c") == "Queued":
            yield order | {"SBQQ__PriceCalcStatus__c": "Completed"}
    taken = [item for item in items if str(item["key"]).endswith("-1")]
    for number, more in _RESOLD.items():
        if number < len(taken):
            yield from org.resaved(taken[number], Decimal(more))


def regretted(known: Iterable[Record]) -> Iterator[Record]:
    """Yield the first order that was mended as it was before: its total is typed over once more."""
    org = _Org(list(known))
    wrong = (item for item in org.of("OrderItem") if org.has_subscription(item))
    for item in [one for one in wrong if _typed_over(one)][:1]:
        yield from org.described(item)


def _typed_over(item: Record) -> bool:
    counted = Decimal(str(item["Quantity"])) * Decimal(str(item["UnitPrice"]))
    return counted != Decimal(str(item["TotalPrice"]))


def _name(item: Record) -> str:
    return str(item["key"]).removeprefix("OI-")


class _Org:
    """The records of the org, to be saved again with other figures."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records
        self._by_name = {(one["type"], one["key"]): one for one in records}

    def of(self, kind: str) -> Iterator[Record]:
        """Yield the records of a type."""
        return (one for one in self._records if one["type"] == kind)

    def has_subscription(self, item: Record) -> bool:
        """Say whether CPQ made a subscription of an order product."""
        return ("SBQQ__Subscription__c", f"SUB-{_name(item)}") in self._by_name

    def described(self, item: Record) -> Iterator[Record]:
        """Yield an order product as it was taken, with its quote line and its order."""
        yield item
        yield self._by_name["SBQQ__QuoteLine__c", f"QL-{_name(item)}"]
        yield self._by_name["Order", str(item["OrderId"]).removeprefix("@")]

    def resaved(self, item: Record, more: Decimal) -> Iterator[Record]:
        """Yield an order product with so many more units at its price, and what describes it."""
        quantity = Decimal(str(item["Quantity"])) + more
        total = quantity * Decimal(str(item["UnitPrice"]))
        added = total - Decimal(str(item["TotalPrice"]))
        name = _name(item)
        order = self._by_name["Order", str(item["OrderId"]).removeprefix("@")]
        booked = Decimal(str(order["TotalAmount"])) + added
        units, amount = str(quantity), written(total)
        yield item | {"Quantity": units, "TotalPrice": amount}
        yield self._by_name["SBQQ__QuoteLine__c", f"QL-{name}"] | {
            "SBQQ__Quantity__c": units,
            "SBQQ__EffectiveQuantity__c": units,
            "SBQQ__NetTotal__c": amount,
        }
        yield self._by_name["SBQQ__Subscription__c", f"SUB-{name}"] | {"SBQQ__Quantity__c": units}
        yield order | {"TotalAmount": written(booked)}
