"""Orders of Revenue Cloud, which the German subsidiary began to sell with this year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bridge.sandbox.company.catalogue import Product
from bridge.sandbox.company.customers import Customer
from bridge.sandbox.company.records import (
    Record,
    Scalar,
    cents,
    last_day,
    later,
    multiplier,
    written,
)

_A_YEAR_IN_MONTHS, _A_YEAR_IN_DAYS = 12, 365
_MODEL = "PSM-YEAR"


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudOrder:
    """An order of seats that became an asset, or that adds seats to one."""

    customer: Customer
    product: Product
    day: date
    quantity: int
    yearly: Decimal
    months: int = _A_YEAR_IN_MONTHS
    adds_to: "CloudOrder | None" = None

    @property
    def key(self) -> str:
        """What it is called in keys of records."""
        return f"{self.customer.key}-UP" if self.adds_to else self.customer.key

    @property
    def total(self) -> Decimal:
        """What it comes to: a year's price, or its share by days."""
        whole = self.quantity * self.yearly
        if self.adds_to is None:
            return whole
        return cents(whole * ((self.last - self.day).days + 1) / _A_YEAR_IN_DAYS)

    @property
    def last(self) -> date:
        """The last day of service."""
        return last_day(self.day, self.months)

    def records(self) -> Iterator[Record]:
        """Yield its records; the asset of an increase is that of the order before it."""
        yield self._quote()
        yield self._order()
        yield self._quote_line()
        yield self._item()
        yield from self._action()
        yield from self._asset()

    def _quote(self) -> Record:
        return {
            "type": "Quote",
            "key": f"Q-{self.key}",
            "Name": f"Quote {self.customer.name}",
            "OriginalActionType": "Amend" if self.adds_to else "Add",
            "Status": "Accepted",
            "StartDate": self.day.isoformat(),
            "QuoteAccountId": f"@{self.customer.key}",
            "CalculationStatus": "CompletedWithPricing",
            "TotalPrice": written(self.total),
            "GrandTotal": written(self.total),
            "CurrencyIsoCode": self.customer.currency,
        }

    def _order(self) -> Record:
        return {
            "type": "Order",
            "key": f"O-{self.key}",
            "AccountId": f"@{self.customer.key}",
            "QuoteId": f"@Q-{self.key}",
            "EffectiveDate": self.day.isoformat(),
            "Status": "Activated",
            "OriginalActionType": "Amend" if self.adds_to else "Add",
            "TotalAmount": written(self.total),
            "OrchestrationSbmsStatus": "Completed",
            "CurrencyIsoCode": self.customer.currency,
        }

    def _priced(self) -> dict[str, Scalar]:
        return {
            "Quantity": str(self.quantity),
            "EndDate": self.last.isoformat(),
            "SubscriptionTerm": _A_YEAR_IN_MONTHS,
            "PricingTermCount": written(round(multiplier(self.months), 2)),
            "PeriodBoundary": "Anniversary",
            "UnitPrice": written(self.yearly),
            "NetUnitPrice": written(self.yearly),
            "TotalPrice": written(self.total),
        }

    def _quote_line(self) -> Record:
        before = self.adds_to.quantity if self.adds_to else 0
        return {
            "type": "QuoteLineItem",
            "key": f"QL-{self.key}",
            "QuoteId": f"@Q-{self.key}",
            "Product2Id": f"@{self.product.key}",
            "ProductSellingModelId": f"@{_MODEL}",
            "SellingModelType": "TermDefined",
            "QuoteActionId": f"@QA-{self.key}" if self.adds_to else None,
            "StartQuantity": str(before),
            "EndQuantity": str(before + self.quantity),
            "StartDate": self.day.isoformat(),
            "SubscriptionTermUnit": "Months",
            "PricingTermUnit": "Annual",
            "BillingFrequency": "Annual",
            "NetTotalPrice": written(self.total),
            **self._priced(),
        }

    def _item(self) -> Record:
        return {
            "type": "OrderItem",
            "key": f"OI-{self.key}",
            "OrderId": f"@O-{self.key}",
            "QuoteLineItemId": f"@QL-{self.key}",
            "Product2Id": f"@{self.product.key}",
            "ServiceDate": self.day.isoformat(),
            "BillingFrequency2": "Annual",
            **self._priced(),
        }

    def _action(self) -> Iterator[Record]:
        if self.adds_to:
            yield {
                "type": "QuoteAction",
                "key": f"QA-{self.key}",
                "QuoteId": f"@Q-{self.key}",
                "Type": "Amend",
                "SourceAssetId": f"@AS-{self.customer.key}",
            }
        yield {
            "type": "AssetAction",
            "CurrencyIsoCode": self.customer.currency,
            "key": f"AA-{self.key}",
            "AssetId": f"@AS-{self.customer.key}",
            "Type": "Change" if self.adds_to else "Generate",
            "CategoryEnum": "Upsells" if self.adds_to else "Initial Sale",
            "QuantityChange": str(self.quantity),
            "Amount": written(self.total),
            "ActionDate": _begins(self.day),
        }
        yield {
            "type": "AssetActionSource",
            "CurrencyIsoCode": self.customer.currency,
            "key": f"AAS-{self.key}",
            "AssetActionId": f"@AA-{self.key}",
            "ReferenceEntityItemId": f"@OI-{self.key}",
            "Quantity": str(self.quantity),
            "StartDate": _begins(self.day),
            "EndDate": _ends(self.last),
            "TotalPrice": written(self.total),
        }

    def _asset(self) -> Iterator[Record]:
        held = self.quantity + (self.adds_to.quantity if self.adds_to else 0)
        begun = self.adds_to.day if self.adds_to else self.day
        spent = self.total + (self.adds_to.total if self.adds_to else 0)
        yield {
            "type": "Asset",
            "key": f"AS-{self.customer.key}",
            "AccountId": f"@{self.customer.key}",
            "Name": self.product.name,
            "Product2Id": f"@{self.product.key}",
            "CurrencyIsoCode": self.customer.currency,
            "HasLifecycleManagement": True,
            "CurrentQuantity": str(held),
            "LifecycleStartDate": _begins(begun),
            "LifecycleEndDate": _ends(self.last),
            "TotalLifecycleAmount": written(spent),
        }


def selling_model() -> Record:
    """Return how all of it is sold: for a year, at a yearly price."""
    return {
        "type": "ProductSellingModel",
        "key": _MODEL,
        "Name": "Yearly",
        "SellingModelType": "TermDefined",
        "PricingTerm": 1,
        "PricingTermUnit": "Annual",
        "Status": "Active",
    }


def more(order: CloudOrder, passed: int, quantity: int) -> CloudOrder:
    """Return an order that adds seats to one after so many months, until it ends."""
    return CloudOrder(
        customer=order.customer,
        product=order.product,
        day=later(order.day, passed),
        quantity=quantity,
        yearly=order.yearly,
        months=order.months - passed,
        adds_to=order,
    )


def _begins(day: date) -> str:
    return f"{day.isoformat()}T00:00:00.000+0000"


def _ends(day: date) -> str:
    return f"{day.isoformat()}T23:59:59.000+0000"
