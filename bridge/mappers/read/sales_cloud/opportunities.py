"""
Which opportunity product stands behind an order product, and its instalments.

An order product made from a quote names its quote line, and that names the opportunity product.
Without a quote the order names its opportunity, and the product tells which line of it is meant, if
it stands once in the order and once in the opportunity.
"""

from collections.abc import Sequence

from bridge.mappers.read.row import Reading, Row
from bridge.mappers.read.witnesses.agreement import agree

_ITEM = "OpportunityLineItem"
_INSTALMENT = "OpportunityLineItemSchedule"


def opportunity(order: Row, quote: Row | None) -> Row | None:
    """Return the opportunity that an order came from: its own, else that of its quote."""
    named = order if order.offered("OpportunityId") else quote
    if named is not None and named.offered("OpportunityId"):
        found = named.to("Opportunity", "OpportunityId")
        agree(order, "AccountId", [(found, "AccountId")] if found else [], "CUSTOMERS_DIFFER")
        return found
    return None


def product_behind(reading: Reading, item: Row, items: Sequence[Row]) -> Row | None:
    """
    Return the opportunity product that became an order product, None where there is none.

    Where several may be meant and one of them has instalments, that is an objection.
    """
    line = item.to("QuoteLineItem", "QuoteLineItemId")
    if line is not None and line.offered("OpportunityLineItemId"):
        sold = line.to(_ITEM, "OpportunityLineItemId")
        if sold is not None:
            _check_product(item, sold)
        return sold
    alike = _alike(reading, item)
    twins = [one for one in items if one.raw("Product2Id") == item.raw("Product2Id")]
    if len(alike) == 1 and len(twins) == 1:
        _check_product(item, alike[0])
        return alike[0]
    if any(instalments(reading, one) for one in alike):
        reading.object(
            "INSTALMENTS_AMBIGUOUS",
            f"the order has {len(twins)} lines and its opportunity {len(alike)} lines of the same "
            "product, and it is not said which of them the instalments belong to",
            item.names("Product2Id"),
            *[one.names("Product2Id") for one in alike],
            line=item.line,
            nearest="make the order from a quote of the opportunity",
        )
    return None


def _check_product(item: Row, sold: Row) -> None:
    if sold.text("Product2Id") != item.text("Product2Id"):
        item.reading.object(
            "OPPORTUNITY_PRODUCT_DIFFERS",
            "the opportunity product behind the order product sells another product",
            item.names("Product2Id"),
            sold.names("Product2Id"),
            line=item.line,
            nearest=f"let both sell {item.shown('Product2Id')}, or both {sold.shown('Product2Id')}",
        )


def instalments(reading: Reading, sold: Row) -> list[Row]:
    """
    Return the instalments of an opportunity product; object where they cannot be seen.

    Salesforce itself says of a product whether it has any, so one that was moved there is found.
    """
    found = reading.where(_INSTALMENT, "OpportunityLineItemId", sold.id)
    if not found and sold.yes("HasSchedule"):
        reading.object(
            "INSTALMENTS_UNREADABLE",
            "the opportunity product has instalments, and none of them can be seen",
            sold.names("HasSchedule"),
            line=sold.line,
        )
    if found and not sold.yes("HasSchedule"):
        reading.object(
            "INSTALMENTS_CONTRADICTED",
            f"the opportunity product says that it has no instalments, and {len(found)} name it; "
            "whose they are is not known",
            sold.names("HasSchedule"),
            *[one.names("OpportunityLineItemId") for one in found],
            line=sold.line,
        )
    return found


def _alike(reading: Reading, item: Row) -> list[Row]:
    order = item.to("Order", "OrderId")
    quote = order.to("Quote", "QuoteId") if order else None
    came_from = opportunity(order, quote) if order else None
    lines = reading.where(_ITEM, "OpportunityId", came_from.id if came_from else None)
    return [one for one in lines if one.raw("Product2Id") == item.raw("Product2Id")]
