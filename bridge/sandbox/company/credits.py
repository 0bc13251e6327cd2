"""Prepaid credits with calls beyond them, sold and drawn on by CPQ's consumption schedules."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bridge.sandbox.company.catalogue import API, CREDITS
from bridge.sandbox.company.customers import Customer
from bridge.sandbox.company.records import Record, Scalar, last_day, later, written

_A_YEAR_IN_MONTHS, _A_QUARTER_IN_MONTHS = 12, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditPack:
    """Credits for a year, and what a call beyond them costs."""

    customer: Customer
    day: date
    units: int
    price: Decimal  #: of a credit
    beyond: Decimal  #: price of a call when no credit is left
    used: tuple[int, ...]  #: calls, quarter by quarter

    @property
    def total(self) -> Decimal:
        """What the credits cost."""
        return self.units * self.price

    def records(self) -> Iterator[Record]:
        """Yield its records."""
        key, last = self.customer.key, last_day(self.day, _A_YEAR_IN_MONTHS).isoformat()
        served: Record = {"SBQQ__StartDate__c": self.day.isoformat(), "SBQQ__EndDate__c": last}
        yield self._quote(served)
        yield self._order()
        yield self._line(1, CREDITS.key, served, {"SBQQ__ChargeType__c": "One-Time"})
        yield self._line(2, API.key, served, _METERED)
        dated: Record = {"ServiceDate": self.day.isoformat(), "EndDate": last}
        yield self._item(1, CREDITS.key, dated, "One-Time")
        yield self._item(2, API.key, dated, "Usage")
        yield {
            "type": "SBQQ__OrderItemConsumptionSchedule__c",
            "key": f"OCS-{key}",
            "CurrencyIsoCode": self.customer.currency,
            "SBQQ__OrderItem__c": f"@OI-{key}-2",
            "SBQQ__Type__c": "Slab",
            "SBQQ__RatingMethod__c": "Tier",
            "SBQQ__BillingTerm__c": 1,
            "SBQQ__BillingTermUnit__c": "Year",
        }
        yield self._rate(1, "0", str(self.units), Decimal(0))
        yield self._rate(2, str(self.units), None, self.beyond)
        yield from (self._usage(quarter, calls) for quarter, calls in enumerate(self.used))

    def _quote(self, served: Record) -> Record:
        return {
            "type": "SBQQ__Quote__c",
            "key": f"Q-{self.customer.key}",
            "SBQQ__Type__c": "Quote",
            "SBQQ__Status__c": "Approved",
            "SBQQ__Primary__c": True,
            "SBQQ__SubscriptionTerm__c": _A_YEAR_IN_MONTHS,
            "SBQQ__Account__c": f"@{self.customer.key}",
            "CurrencyIsoCode": self.customer.currency,
            "SBQQ__NetAmount__c": written(self.total),
            **served,
        }

    def _order(self) -> Record:
        return {
            "type": "Order",
            "key": f"O-{self.customer.key}",
            "AccountId": f"@{self.customer.key}",
            "SBQQ__Quote__c": f"@Q-{self.customer.key}",
            "Type": "New",
            "EffectiveDate": self.day.isoformat(),
            "Status": "Activated",
            "SBQQ__Contracted__c": True,
            "SBQQ__ContractingMethod__c": "By Subscription End Date",
            "SBQQ__PriceCalcStatus__c": "Completed",
            "SBQQ__RenewalTerm__c": _A_YEAR_IN_MONTHS,
            "CurrencyIsoCode": self.customer.currency,
            "TotalAmount": written(self.total),
        }

    def _sold(self, number: int) -> tuple[str, Decimal]:
        return (str(self.units), self.price) if number == 1 else ("1", Decimal("0.00"))

    def _line(self, number: int, product: str, served: Record, charged: Record) -> Record:
        quantity, price = self._sold(number)
        return {
            "type": "SBQQ__QuoteLine__c",
            "key": f"QL-{self.customer.key}-{number}",
            "SBQQ__Quote__c": f"@Q-{self.customer.key}",
            "SBQQ__Product__c": f"@{product}",
            "SBQQ__Quantity__c": quantity,
            "SBQQ__ListPrice__c": written(price),
            "SBQQ__NetPrice__c": written(price),
            "SBQQ__NetTotal__c": written(int(quantity) * price),
            "SBQQ__EffectiveQuantity__c": quantity,
            "SBQQ__BillingType__c": "Advance",
            **charged,
            **served,
        }

    def _item(self, number: int, product: str, dated: Record, charge: str) -> Record:
        quantity, price = self._sold(number)
        return {
            "type": "OrderItem",
            "key": f"OI-{self.customer.key}-{number}",
            "OrderId": f"@O-{self.customer.key}",
            "Product2Id": f"@{product}",
            "SBQQ__QuoteLine__c": f"@QL-{self.customer.key}-{number}",
            "Quantity": quantity,
            "UnitPrice": written(price),
            "TotalPrice": written(int(quantity) * price),
            "SBQQ__ChargeType__c": charge,
            "SBQQ__Activated__c": True,
            "SBQQ__Status__c": "Activated",
            **dated,
        }

    def _rate(self, number: int, lower: str, upper: str | None, price: Decimal) -> Record:
        return {
            "type": "SBQQ__OrderItemConsumptionRate__c",
            "key": f"OCR-{self.customer.key}-{number}",
            "SBQQ__OrderItemConsumptionSchedule__c": f"@OCS-{self.customer.key}",
            "CurrencyIsoCode": self.customer.currency,
            "SBQQ__ProcessingOrder__c": number,
            "SBQQ__LowerBound__c": lower,
            "SBQQ__UpperBound__c": upper,
            "SBQQ__Price__c": written(price),
            "SBQQ__PricingMethod__c": "PerUnit",
        }

    def _usage(self, quarter: int, calls: int) -> Record:
        first = later(self.day, quarter * _A_QUARTER_IN_MONTHS)
        last = last_day(first, _A_QUARTER_IN_MONTHS)
        return {
            "type": "blng__Usage__c",
            "key": f"U-{self.customer.key}-{quarter + 1}",
            "CurrencyIsoCode": self.customer.currency,
            "blng__OrderProduct__c": f"@OI-{self.customer.key}-2",
            "blng__Quantity__c": str(calls),
            "blng__StartDateTime__c": f"{first.isoformat()}T00:00:00.000+0000",
            "blng__EndDateTime__c": f"{last.isoformat()}T23:59:59.000+0000",
            "blng__MatchingId__c": self.customer.key,
            "blng__ReferenceId__c": f"{self.customer.key}-{quarter + 1}",
        }


def metered() -> Record:
    """Return the product whose calls are metered."""
    fields: dict[str, Scalar] = {
        "type": "Product2",
        "key": API.key,
        "Name": API.name,
        "ProductCode": API.code,
        "IsActive": True,
    }
    return fields | _METERED | {"SBQQ__SubscriptionTerm__c": _A_YEAR_IN_MONTHS}


_METERED: Record = {
    "SBQQ__ChargeType__c": "Usage",
    "SBQQ__BillingType__c": "Arrears",
    "SBQQ__BillingFrequency__c": "Annual",
    "SBQQ__SubscriptionPricing__c": "Fixed Price",
}
