"""Plain orders of Sales Cloud, as the field teams sell without CPQ."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bridge.sandbox.company.catalogue import ONE_TIME, Product
from bridge.sandbox.company.customers import Customer
from bridge.sandbox.company.records import Record, last_day, written

_A_YEAR_IN_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Item:
    """One order product."""

    product: Product
    quantity: int
    price: Decimal
    first: date

    @property
    def total(self) -> Decimal:
        """What it comes to."""
        return self.quantity * self.price

    @property
    def last(self) -> date | None:
        """The last day of service of what is served for a year."""
        once = self.product.charge == ONE_TIME
        return None if once else last_day(self.first, _A_YEAR_IN_MONTHS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainOrder:
    """A standard order without a quote."""

    key: str
    customer: Customer
    day: date
    items: tuple[Item, ...]
    po: str | None = None
    reduces: str | None = None  #: key of the order that it reduces, item by item

    def records(self) -> Iterator[Record]:
        """Yield its records."""
        yield {
            "type": "Order",
            "key": f"O-{self.key}",
            "AccountId": f"@{self.customer.key}",
            "CurrencyIsoCode": self.customer.currency,
            "EffectiveDate": self.day.isoformat(),
            "Status": "Activated",
            "Type": None if self.reduces else "New",
            "TotalAmount": written(sum((one.total for one in self.items), Decimal(0))),
            "PoNumber": self.po,
            **self._reduction(),
        }
        for number, item in enumerate(self.items, 1):
            yield self._item(number, item)

    def _reduction(self) -> Record:
        if self.reduces is None:
            return {}
        return {"IsReductionOrder": True, "OriginalOrderId": f"@O-{self.reduces}"}

    def _item(self, number: int, item: Item) -> Record:
        record: Record = {
            "type": "OrderItem",
            "key": f"OI-{self.key}-{number}",
            "OrderId": f"@O-{self.key}",
            "Product2Id": f"@{item.product.key}",
            "Quantity": str(item.quantity),
            "UnitPrice": written(item.price),
            "ListPrice": written(item.product.price(self.customer.currency)),
            "TotalPrice": written(item.total),
            "ServiceDate": item.first.isoformat(),
            "EndDate": item.last.isoformat() if item.last else None,
        }
        if self.reduces is None:
            return record
        return record | {"OriginalOrderItemId": f"@OI-{self.reduces}-{number}"}
