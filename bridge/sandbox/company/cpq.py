"""Orders of Salesforce CPQ: what is quoted, ordered, contracted and subscribed to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bridge.sandbox.company.catalogue import ONE_TIME, Product
from bridge.sandbox.company.customers import Customer
from bridge.sandbox.company.records import Record, Scalar, for_months, last_day, multiplier, written

#: Words of the quote -> what the order is called.
_ORDER_TYPES = {"Quote": "New", "Amendment": "Amendment", "Renewal": "Renewal"}
_A_YEAR_IN_MONTHS = 12
_SEGMENT_KEY_MAX = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One order product with its quote line."""

    product: Product
    quantity: int  #: units that are added; what is given up is negative
    price: Decimal  #: net, of a unit for all of its days
    first: date
    last: date | None = None  #: None for what is delivered at once
    multiplier: Decimal = Decimal(1)
    action: str = "New"
    revises: str | None = None  #: key of the order product that it changes, without "OI-"
    renews: str | None = None  #: key of the subscription that it renews, without "SUB-"
    before: int | None = None  #: units before the change
    segment: int | None = None  #: number of the step of a ramp

    @property
    def total(self) -> Decimal:
        """What it comes to."""
        return self.quantity * self.price


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """One order, from its quote to its subscriptions."""

    key: str
    customer: Customer
    day: date  #: on which it is booked
    positions: tuple[Position, ...]
    kind: str = "Quote"  #: or Amendment, Renewal
    contract: str = ""  #: key of the contract that it changes; its own where it is new
    months: int = _A_YEAR_IN_MONTHS
    terms: str | None = None  #: of payment
    po: str | None = None
    billed: str = "Annual"
    purpose: str | None = None

    @property
    def first(self) -> date:
        """The first day of service."""
        return min(one.first for one in self.positions)

    @property
    def last(self) -> date:
        """The last day of service."""
        return max(one.last or one.first for one in self.positions)

    @property
    def total(self) -> Decimal:
        """What it comes to."""
        return sum((one.total for one in self.positions), Decimal(0))

    def name_of(self, number: int) -> str:
        """Return the key of a position, counted from 1, without what tells its type."""
        return f"{self.key}-{number}"

    def records(self) -> Iterator[Record]:
        """Yield its records."""
        yield self._quote()
        yield self._order()
        if self.kind != "Amendment":
            yield self._contract()
        for number, position in enumerate(self.positions, 1):
            yield self._quote_line(number, position)
            yield self._item(number, position)
            if position.product.charge != ONE_TIME:
                yield self._subscription(number, position)

    def _quote(self) -> Record:
        changed = {} if self.kind == "Quote" else {"SBQQ__MasterContract__c": f"@C-{self.contract}"}
        return {
            "type": "SBQQ__Quote__c",
            "key": f"Q-{self.key}",
            "SBQQ__Type__c": self.kind,
            "SBQQ__Status__c": "Approved",
            "SBQQ__Primary__c": True,
            "SBQQ__StartDate__c": self.first.isoformat(),
            "SBQQ__EndDate__c": self.last.isoformat(),
            "SBQQ__SubscriptionTerm__c": None if self.kind == "Amendment" else self.months,
            "SBQQ__Account__c": f"@{self.customer.key}",
            "CurrencyIsoCode": self.customer.currency,
            "SBQQ__NetAmount__c": written(self.total),
            "SBQQ__PaymentTerms__c": self.terms,
            **changed,
        }

    def _order(self) -> Record:
        return {
            "type": "Order",
            "key": f"O-{self.key}",
            "AccountId": f"@{self.customer.key}",
            "SBQQ__Quote__c": f"@Q-{self.key}",
            "Type": _ORDER_TYPES[self.kind],
            "EffectiveDate": self.day.isoformat(),
            "Status": "Activated",
            "SBQQ__Contracted__c": True,
            "SBQQ__ContractingMethod__c": "By Subscription End Date",
            "SBQQ__PriceCalcStatus__c": "Completed",
            "SBQQ__RenewalTerm__c": _A_YEAR_IN_MONTHS,
            "SBQQ__PaymentTerm__c": self.terms,
            "PoNumber": self.po,
            "Deal_Purpose__c": self.purpose,
            "CurrencyIsoCode": self.customer.currency,
            "TotalAmount": written(self.total),
        }

    def _contract(self) -> Record:
        return {
            "type": "Contract",
            "key": f"C-{self.key}",
            "AccountId": f"@{self.customer.key}",
            "Status": "Activated",
            "StartDate": self.first.isoformat(),
            "EndDate": self.last.isoformat(),
            "ContractTerm": self.months,
            "SBQQ__Quote__c": f"@Q-{self.key}",
            "SBQQ__Order__c": f"@O-{self.key}",
            "SBQQ__AmendmentRenewalBehavior__c": "Latest End Date",
            "SBQQ__RenewalTerm__c": _A_YEAR_IN_MONTHS,
        }

    def _charged(self, position: Position) -> dict[str, Scalar]:
        charged: dict[str, Scalar] = {
            "SBQQ__ChargeType__c": position.product.charge,
            "SBQQ__BillingType__c": "Advance",
        }
        if position.product.charge == ONE_TIME:
            return charged
        return charged | {
            "SBQQ__BillingFrequency__c": self.billed,
            "SBQQ__ProrateMultiplier__c": written(position.multiplier),
        }

    def _quote_line(self, number: int, position: Position) -> Record:
        held = position.before
        record: Record = {
            "type": "SBQQ__QuoteLine__c",
            "key": f"QL-{self.name_of(number)}",
            "SBQQ__Quote__c": f"@Q-{self.key}",
            "SBQQ__Product__c": f"@{position.product.key}",
            "SBQQ__Quantity__c": str(position.quantity + (held or 0)),
            "SBQQ__PriorQuantity__c": None if held is None else str(held),
            "SBQQ__Existing__c": position.revises is not None,
            "SBQQ__UpgradedSubscription__c": _to("SUB", position.revises),
            "SBQQ__NetPrice__c": written(position.price),
            "SBQQ__CustomerPrice__c": written(position.price),
            "SBQQ__StartDate__c": position.first.isoformat(),
            "SBQQ__EndDate__c": _day(position.last),
            "SBQQ__EffectiveQuantity__c": str(position.quantity),
            "SBQQ__NetTotal__c": written(position.total),
            "SBQQ__CustomerTotal__c": written(position.total),
            **self._charged(position),
        }
        if position.product.charge != ONE_TIME:
            record |= {
                "SBQQ__DefaultSubscriptionTerm__c": _A_YEAR_IN_MONTHS,
                "SBQQ__SubscriptionPricing__c": "Fixed Price",
                "SBQQ__ProductSubscriptionType__c": "Renewable",
                "SBQQ__SubscriptionType__c": "Renewable",
            }
        if position.renews is not None:
            renewed = {"SBQQ__RenewedSubscription__c": f"@SUB-{position.renews}"}
            record |= {"SBQQ__Renewal__c": True, **renewed}
        return record | self._step(position)

    def _item(self, number: int, position: Position) -> Record:
        step = self._step(position)
        step.pop("SBQQ__SegmentLabel__c", None)
        return {
            "type": "OrderItem",
            "key": f"OI-{self.name_of(number)}",
            "OrderId": f"@O-{self.key}",
            "Product2Id": f"@{position.product.key}",
            "SBQQ__QuoteLine__c": f"@QL-{self.name_of(number)}",
            "Quantity": str(position.quantity),
            "UnitPrice": written(position.price),
            "ServiceDate": position.first.isoformat(),
            "EndDate": _day(position.last),
            "SBQQ__OrderedQuantity__c": str(position.quantity),
            "SBQQ__QuotedQuantity__c": str(position.quantity),
            "SBQQ__ContractAction__c": position.action,
            "SBQQ__Status__c": "Activated",
            "SBQQ__Activated__c": True,
            "SBQQ__Contracted__c": True,
            "SBQQ__ContractingMethod__c": "Inherit",
            "SBQQ__BookingsIndicator__c": "Include",
            "SBQQ__RevisedOrderProduct__c": _to("OI", position.revises),
            "TotalPrice": written(position.total),
            **self._charged(position),
            **step,
        }

    def _subscription(self, number: int, position: Position) -> Record:
        record: Record = {
            "type": "SBQQ__Subscription__c",
            "key": f"SUB-{self.name_of(number)}",
            "SBQQ__Contract__c": f"@C-{self.contract or self.key}",
            "SBQQ__Account__c": f"@{self.customer.key}",
            "SBQQ__Product__c": f"@{position.product.key}",
            "SBQQ__QuoteLine__c": f"@QL-{self.name_of(number)}",
            "SBQQ__OrderProduct__c": f"@OI-{self.name_of(number)}",
            "SBQQ__Quantity__c": str(position.quantity),
            "SBQQ__NetPrice__c": written(position.price),
            "SBQQ__ProrateMultiplier__c": written(position.multiplier),
            "SBQQ__SubscriptionStartDate__c": position.first.isoformat(),
            "SBQQ__SubscriptionEndDate__c": _day(position.last),
            "SBQQ__RevisedSubscription__c": _to("SUB", position.revises),
            "SBQQ__BillingFrequency__c": self.billed,
            "SBQQ__ChargeType__c": position.product.charge,
        }
        if position.segment is None:
            return record
        return (
            record
            | self._step(position)
            | {
                "SBQQ__SubscriptionStartDate__c": self.first.isoformat(),
                "SBQQ__SubscriptionEndDate__c": self.last.isoformat(),
                "SBQQ__SegmentStartDate__c": position.first.isoformat(),
                "SBQQ__SegmentEndDate__c": _day(position.last),
                "SBQQ__SegmentQuantity__c": str(position.quantity),
            }
        )

    def _step(self, position: Position) -> Record:
        if position.segment is None:
            return {}
        return {
            "SBQQ__SegmentIndex__c": position.segment,
            "SBQQ__SegmentKey__c": f"RAMP-{self.key}"[:_SEGMENT_KEY_MAX],
            "SBQQ__SegmentLabel__c": f"Year {position.segment}",
        }


def seats(
    product: Product, quantity: int, yearly: Decimal, first: date, months: int = _A_YEAR_IN_MONTHS
) -> Position:
    """Return units that are served for so many months at a yearly price."""
    return Position(
        product=product,
        quantity=quantity,
        price=for_months(yearly, months),
        first=first,
        last=last_day(first, months),
        multiplier=multiplier(months),
    )


def at_once(product: Product, price: Decimal, day: date) -> Position:
    """Return something that is delivered once."""
    return Position(product=product, quantity=1, price=price, first=day)


def all_records(sales: Sequence[Sale]) -> Iterator[Record]:
    """Yield the records of sales, one after the other."""
    for sale in sales:
        yield from sale.records()


def _to(kind: str, key: str | None) -> str | None:
    return None if key is None else f"@{kind}-{key}"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
