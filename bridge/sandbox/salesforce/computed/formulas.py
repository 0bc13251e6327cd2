"""The formulas and roll-ups that the org computes; each stands for a field that no one may set."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal

from bridge.sandbox.salesforce.computed.rows import Cells, Formula, Source, Value

_EXACT = Context(prec=60)
_CENT = Decimal("0.01")


def effective_quantity(row: Cells, source: Source) -> Value:
    """
    Return what a CPQ quote line adds to what was bought before.

    A line priced as a whole counts once if it changed. An increase of a percent-of-total line
    counts in full; a decrease of something owned outright counts only where refunds are allowed.
    """
    del source
    quantity = row["SBQQ__Quantity__c"]
    if not isinstance(quantity, Decimal):
        return None
    before = _number(row["SBQQ__PriorQuantity__c"])
    carried = bool(row["SBQQ__Existing__c"] or row["SBQQ__CarryoverLine__c"])
    added = quantity - before + _number(row["SBQQ__UpgradedQuantity__c"]) if carried else quantity
    if row["SBQQ__PricingMethod__c"] == "Block" or row["SBQQ__DiscountScheduleType__c"] == "Slab":
        return Decimal(bool(added))
    if carried and added > 0 and row["SBQQ__SubscriptionPricing__c"] == "Percent Of Total":
        return quantity
    owned = row["SBQQ__SubscriptionPricing__c"] is None
    if added < 0 and owned and not row["SBQQ__AllowAssetRefund__c"]:
        return Decimal(0)
    return added


def net_total(row: Cells, source: Source) -> Value:
    """Return the net amount of a CPQ quote line: nothing for one that a renewal adds of itself."""
    del source
    renewed = row["SBQQ__Renewal__c"] and not row["SBQQ__Existing__c"]
    if renewed and row["SBQQ__PriorQuantity__c"] is None:
        return Decimal(0)
    return _extended(row["SBQQ__NetPrice__c"], row["SBQQ__EffectiveQuantity__c"])


def item_total(row: Cells, source: Source) -> Value:
    """Return price times quantity of an order item; one priced by terms has its own total."""
    del source
    if row.get("PricingTermCount") is not None:
        return None
    return _extended(row["UnitPrice"], row["Quantity"])


def order_total(row: Cells, source: Source) -> Value:
    """Return the sum over the items of an order."""
    totals = (
        _number(item["TotalPrice"]) for item in source.parts("OrderItem", "OrderId", _id(row))
    )
    return sum(totals, Decimal(0))


def product_total(row: Cells, source: Source) -> Value:
    """
    Return the total of an opportunity product: of its instalments of revenue, where it has any.

    Else it is the price times the quantity, less the discount.
    """
    instalments = source.parts("OpportunityLineItemSchedule", "OpportunityLineItemId", _id(row))
    revenues = [one["Revenue"] for one in instalments]
    told = [one for one in revenues if isinstance(one, Decimal)]
    if told:
        return sum(told, Decimal(0))
    kept = _EXACT.subtract(Decimal(100), _number(row["Discount"])).scaleb(-2)
    price = row["UnitPrice"]
    return (
        _extended(_EXACT.multiply(price, kept), row["Quantity"])
        if isinstance(price, Decimal)
        else None
    )


def opportunity_amount(row: Cells, source: Source) -> Value:
    """Return the sum over the products of an opportunity; without products there is none."""
    products = list(source.parts("OpportunityLineItem", "OpportunityId", _id(row)))
    totals = [_number(one["TotalPrice"]) for one in products]
    return sum(totals, Decimal(0)) if products else None


def subscription_start(row: Cells, source: Source) -> Value:
    """Return the first day of a subscription: its own, or else that of its contract."""
    return row["SBQQ__SubscriptionStartDate__c"] or _contract(row, source, "StartDate")


def subscription_end(row: Cells, source: Source) -> Value:
    """Return the last day of a subscription: its own, or else that of its contract."""
    return row["SBQQ__SubscriptionEndDate__c"] or _contract(row, source, "EndDate")


#: Object -> field -> how it is computed.
FORMULAS: Mapping[str, Mapping[str, Formula]] = {
    "Opportunity": {"Amount": opportunity_amount},
    "OpportunityLineItem": {"TotalPrice": product_total},
    "Order": {"TotalAmount": order_total},
    "OrderItem": {"TotalPrice": item_total},
    "SBQQ__QuoteLine__c": {
        "SBQQ__EffectiveQuantity__c": effective_quantity,
        "SBQQ__NetTotal__c": net_total,
    },
    "SBQQ__Subscription__c": {
        "SBQQ__StartDate__c": subscription_start,
        "SBQQ__EndDate__c": subscription_end,
    },
}


def _number(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def _extended(price: Value, quantity: Value) -> Value:
    if not isinstance(price, Decimal) or not isinstance(quantity, Decimal):
        return None
    return _EXACT.multiply(price, quantity).quantize(_CENT, ROUND_HALF_UP, _EXACT)


def _id(row: Cells) -> str:
    return str(row["Id"])


def _contract(row: Cells, source: Source, field: str) -> Value:
    key = row["SBQQ__Contract__c"]
    contract = source.find("Contract", key) if isinstance(key, str) else None
    return None if contract is None else contract[field]
