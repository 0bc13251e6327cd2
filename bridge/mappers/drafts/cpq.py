"""
What a quote of Salesforce CPQ becomes: the order, its products, and their subscriptions.

An order takes of a quote line what it changes: the effective quantity, at the net price. Lines
that are optional, or change nothing, are not ordered.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bridge.mappers.drafts.draft import (
    Draft,
    copied,
    first,
    is_yes,
    made,
    made_id,
    number,
    root_id,
    standing,
    sums_up,
    twins,
)
from bridge.mappers.graph import Graph, Index, Step
from bridge.mappers.read.contracts import cpq as contracts
from bridge.model.record import Record, Scalar
from bridge.rules.rulebook import Source

QUOTE = "SBQQ__Quote__c"
_LINE = "SBQQ__QuoteLine__c"
_SUBSCRIPTION = "SBQQ__Subscription__c"
_SCHEDULE = "SBQQ__QuoteLineConsumptionSchedule__c"
_RATE = "SBQQ__QuoteLineConsumptionRate__c"
_ORDERED_SCHEDULE = "SBQQ__OrderItemConsumptionSchedule__c"
_ORDERED_RATE = "SBQQ__OrderItemConsumptionRate__c"


def graph(quote: str) -> Graph:
    """Return the steps to all that belongs to a quote; the orders that were made of it, too."""
    return (
        Step(QUOTE, "Id", (), given=(quote,)),
        Step(_LINE, "SBQQ__Quote__c", ((QUOTE, "Id"),)),
        Step("Order", "SBQQ__Quote__c", ((QUOTE, "Id"),)),
        Step("Contract", "Id", ((QUOTE, "SBQQ__MasterContract__c"),)),
        Step(_SUBSCRIPTION, "Id", ((_LINE, "SBQQ__UpgradedSubscription__c"),)),
        Step(_SCHEDULE, "SBQQ__QuoteLine__c", ((_LINE, "Id"),)),
        Step(_RATE, _SCHEDULE, ((_SCHEDULE, "Id"),)),
        Step("Product2", "Id", ((_LINE, "SBQQ__Product__c"),)),
        Step("Account", "Id", ((QUOTE, "SBQQ__Account__c"),)),
        *contracts.CHAIN,
    )


#: Tiers of one schedule; Salesforce takes fewer.
_TIERS_MAX = 1_000
#: What the fields of an order and its products are made of.
_FIELDS = {
    "Order": {"AccountId": "SBQQ__Account__c", "TotalAmount": "SBQQ__NetAmount__c"},
    "OrderItem": {
        "Product2Id": "SBQQ__Product__c",
        "Quantity": "SBQQ__EffectiveQuantity__c",
        "UnitPrice": "SBQQ__NetPrice__c",
        "TotalPrice": "SBQQ__NetTotal__c",
        "ServiceDate": "SBQQ__StartDate__c",
        "EndDate": "SBQQ__EndDate__c",
        "SBQQ__RevisedOrderProduct__c": "SBQQ__UpgradedSubscription__c",
    },
}
#: What an order product has under the same name as its quote line.
_SAME = (
    *("SBQQ__ChargeType__c", "SBQQ__BillingType__c", "SBQQ__BillingFrequency__c"),
    *("SBQQ__SubscriptionPricing__c", "SBQQ__SubscriptionType__c", "SBQQ__SegmentKey__c"),
    *("SBQQ__SegmentIndex__c", "SBQQ__ProrateMultiplier__c", "SBQQ__UnproratedNetPrice__c"),
    *("SBQQ__DefaultSubscriptionTerm__c", "SBQQ__SubscriptionTerm__c"),
)
_OF_SUBSCRIPTION = (
    *("SBQQ__ChargeType__c", "SBQQ__BillingFrequency__c", "SBQQ__SubscriptionType__c"),
    *("SBQQ__SegmentKey__c", "SBQQ__SegmentIndex__c", "SBQQ__HasConsumptionSchedule__c"),
)
_AMENDMENT, _RENEWAL, _SWAP = "Amendment", "Renewal", "Product Swap"
_UPGRADED = "SBQQ__UpgradedSubscription__c"
_SWAPPED = (
    "what is added while other units are given up on the same quote is taken for a product swap"
)


@dataclass(frozen=True, slots=True)
class _Ordering:
    """A quote with those of its lines that an order takes, and where all else is found."""

    quote: Record
    lines: tuple[Record, ...]
    index: Index
    source: Source


def drafted(quote: Record, index: Index, source: Source, day: date) -> Draft:
    """Return what a quote becomes if it is ordered, and its order activated on a day."""
    lines = [one for one in index.where(_LINE, QUOTE, [quote.id]) if _is_ordered(one)]
    ordering = _Ordering(quote, tuple(sorted(lines, key=lambda one: one.id)), index, source)
    items = tuple(_items(ordering))
    pairs = tuple(zip(items, ordering.lines, strict=True))
    subscribed = tuple(_subscriptions(pairs, source))
    order = _order(ordering, items, day)
    origins = {order.id: quote, **{item.id: line for item, line in pairs}}
    origins |= {one.id: origins[str(one.fields["SBQQ__OrderProduct__c"])] for one in subscribed}
    swapped = any(one.fields.get("SBQQ__ContractAction__c") == _SWAP for one in items)
    return Draft(
        root=order,
        records=(order, *items, *subscribed, *_schedules(pairs, index)),
        origins=origins,
        fields=_FIELDS,
        assumed=(_SWAPPED,) if swapped else (),
    )


def activated(order: Record, index: Index, source: Source) -> Draft:
    """Return what an order becomes if it is activated and contracted as it stands."""
    items = [
        standing(one, SBQQ__Activated__c=True)
        for one in index.where("OrderItem", "OrderId", [order.id])
    ]
    quoted = index.by_id(_LINE)
    sold = [(one, quoted.get(str(one.fields.get(_LINE)))) for one in items]
    known = {str(one.fields.get("SBQQ__OrderProduct__c")) for one in index.of(_SUBSCRIPTION)}
    pairs = [(item, line) for item, line in sold if line and item.id not in known]
    subscribed = tuple(_subscriptions(pairs, source))
    root = standing(order, Status="Activated", StatusCode="Activated", SBQQ__Contracted__c=True)
    by_id = {one.id: one for one in items}
    origins = {one.id: by_id[str(one.fields["SBQQ__OrderProduct__c"])] for one in subscribed}
    return Draft(root=root, records=(root, *items, *subscribed), origins=origins)


def _is_ordered(line: Record) -> bool:
    return not is_yes(line, "SBQQ__Optional__c") and bool(
        number(line, "SBQQ__EffectiveQuantity__c", "SBQQ__Quantity__c")
    )


def _order(of: _Ordering, items: tuple[Record, ...], day: date) -> Record:
    uncalculated = is_yes(of.quote, "SBQQ__Uncalculated__c")
    return made(
        "Order",
        root_id(of.quote),
        {
            **twins(of.quote, "Order", of.source),
            "AccountId": of.quote.fields.get("SBQQ__Account__c"),
            QUOTE: of.quote.id,
            "OrderNumber": first(of.quote, "Name"),
            "EffectiveDate": day.isoformat(),
            "Status": "Activated",
            "SBQQ__Contracted__c": True,
            "SBQQ__PriceCalcStatus__c": "Not Started" if uncalculated else "Completed",
            "SBQQ__PaymentTerm__c": of.quote.fields.get("SBQQ__PaymentTerms__c"),
            "CurrencyIsoCode": of.quote.fields.get("CurrencyIsoCode"),
            "TotalAmount": sums_up(items, "TotalPrice"),
        },
    )


def _items(of: _Ordering) -> Iterator[Record]:
    for place, line in enumerate(of.lines, 1):
        start, end = _days(of.quote, line)
        fields: dict[str, Scalar] = {
            **twins(line, "OrderItem", of.source),
            **copied(line, *_SAME),
            "OrderId": root_id(of.quote),
            _LINE: line.id,
            "Product2Id": line.fields.get("SBQQ__Product__c"),
            "CurrencyIsoCode": line.fields.get("CurrencyIsoCode"),
            "Quantity": first(line, "SBQQ__EffectiveQuantity__c", "SBQQ__Quantity__c"),
            "UnitPrice": line.fields.get("SBQQ__NetPrice__c"),
            "TotalPrice": line.fields.get("SBQQ__NetTotal__c"),
            "ServiceDate": start,
            "EndDate": end,
            "SBQQ__ContractAction__c": _action(of, line),
            "SBQQ__RevisedOrderProduct__c": _revised(of, line),
            "SBQQ__Activated__c": True,
            "SBQQ__BookingsIndicator__c": "Include",
        }
        yield made("OrderItem", made_id("802", place), fields)


def _days(quote: Record, line: Record) -> tuple[Scalar, Scalar]:
    """
    Return first and last day of service: the line's own, of a subscription else the quote's.

    The effective days are formulas: the line's, its group's or the quote's. Of what is no
    subscription only an end of its own counts: the quote's is that of the term of the others.
    """
    start = first(line, "SBQQ__EffectiveStartDate__c", "SBQQ__StartDate__c")
    if first(line, "SBQQ__SubscriptionPricing__c") is None:
        return start, first(line, "SBQQ__EndDate__c")
    end = first(line, "SBQQ__EffectiveEndDate__c", "SBQQ__EndDate__c")
    evergreen = first(line, "SBQQ__SubscriptionType__c") == "Evergreen"
    return (
        start or quote.fields.get("SBQQ__StartDate__c"),
        None if evergreen else end or quote.fields.get("SBQQ__EndDate__c"),
    )


def _action(of: _Ordering, line: Record) -> str:
    kind = of.quote.fields.get("SBQQ__Type__c")
    if kind == _RENEWAL and first(line, "SBQQ__RenewedSubscription__c", "SBQQ__RenewedAsset__c"):
        return "Renew"
    if kind != _AMENDMENT and not _changes(line):
        return "New"
    if _changes(line):
        if number(line, "SBQQ__EffectiveQuantity__c") > 0:
            return "Quantity Increase"
        return "Quantity Decrease" if number(line, "SBQQ__Quantity__c") else "Cancel"
    given_up = any(number(one, "SBQQ__EffectiveQuantity__c") < 0 for one in of.lines)
    return _SWAP if given_up else "New"


def _changes(line: Record) -> bool:
    """Say whether a line changes what was sold before."""
    return is_yes(line, "SBQQ__Existing__c") or bool(line.fields.get(_UPGRADED))


def _revised(of: _Ordering, line: Record) -> Scalar:
    upgraded = of.index.where(_SUBSCRIPTION, "Id", [str(line.fields.get(_UPGRADED))])
    return next((one.fields.get("SBQQ__OrderProduct__c") for one in upgraded), None)


def _subscriptions(sold: Iterable[tuple[Record, Record]], source: Source) -> Iterator[Record]:
    """Yield the subscription of each order product that is one."""
    for place, (item, line) in enumerate(sold, 1):
        if first(line, "SBQQ__SubscriptionPricing__c") is None:
            continue
        ramp = first(line, "SBQQ__SegmentKey__c") is not None
        days = ("SBQQ__SegmentStartDate__c", "SBQQ__SegmentEndDate__c")
        whole = ("SBQQ__SubscriptionStartDate__c", "SBQQ__SubscriptionEndDate__c")
        start, end = days if ramp else whole
        fields: dict[str, Scalar] = {
            **twins(line, _SUBSCRIPTION, source),
            **copied(line, *_OF_SUBSCRIPTION),
            "SBQQ__OrderProduct__c": item.id,
            _LINE: line.id,
            "SBQQ__Product__c": item.fields.get("Product2Id"),
            "CurrencyIsoCode": item.fields.get("CurrencyIsoCode"),
            "SBQQ__Quantity__c": item.fields.get("Quantity"),
            start: item.fields.get("ServiceDate"),
            end: item.fields.get("EndDate"),
        }
        yield made(_SUBSCRIPTION, made_id("a0S", place), fields)


def _schedules(sold: Iterable[tuple[Record, Record]], index: Index) -> Iterator[Record]:
    """Yield the tiers by which the use of each order product is rated: those of its quote line."""
    quoted = [
        (item, one) for item, line in sold for one in index.where(_SCHEDULE, _LINE, [line.id])
    ]
    for place, (item, schedule) in enumerate(quoted, 1):
        ordered = made_id("a0C", place)
        own = {**schedule.fields, _LINE: None, "SBQQ__OrderItem__c": item.id}
        yield made(_ORDERED_SCHEDULE, ordered, own)
        for tier, rate in enumerate(index.where(_RATE, _SCHEDULE, [schedule.id])):
            fields = {**rate.fields, _SCHEDULE: None, _ORDERED_SCHEDULE: ordered}
            yield made(_ORDERED_RATE, made_id("a0R", place * _TIERS_MAX + tier), fields)
