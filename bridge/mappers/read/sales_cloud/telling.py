"""
Which orders are plain ones.

An order of Revenue Cloud carries its action or the status of its orchestration; both are the
platform's own, no person fills them. An order with neither is plain, unless what hangs on it says
otherwise: assets that were made of it, or a quote that is priced by terms.
"""

from collections.abc import Sequence

from bridge.mappers.read.row import Reading, Row
from bridge.model.record import Record

#: What only orders of CPQ or Revenue Cloud carry.
_MARKS = (
    *("SBQQ__Quote__c", "OriginalActionType", "OrchestrationSbmsStatus"),
    *("RelatedOrderType", "SalesTransactionTypeId"),
)


#: What CPQ writes on order products, to say what they do to a contract.
_OF_CPQ = (
    *("SBQQ__ContractAction__c", "SBQQ__QuoteLine__c", "SBQQ__RevisedOrderProduct__c"),
    *("SBQQ__Subscription__c", "SBQQ__UpgradedSubscription__c"),
)


def is_plain(order: Record) -> bool:
    """Say whether nothing on an order itself says that CPQ or Revenue Cloud made it."""
    return not any(order.fields.get(mark) for mark in _MARKS)


def check(reading: Reading, items: Sequence[Row], quote: Row | None) -> None:
    """Object where what belongs to a plain order says that Revenue Cloud made it."""
    if quote is not None and quote.offered("OriginalActionType"):
        _object(reading, quote.names("OriginalActionType"))
    for item in items:
        _check_package(reading, item)
        made = reading.where("AssetActionSource", "ReferenceEntityItemId", item.id)
        if made:
            _object(reading, *[f"AssetActionSource {row.id}" for row in made])
        line = item.to("QuoteLineItem", "QuoteLineItemId")
        if line is not None and line.offered("SellingModelType"):
            _object(reading, line.names("SellingModelType"))


def _check_package(reading: Reading, item: Row) -> None:
    """Object to what CPQ says of an order product, where the order names no quote of CPQ."""
    told = [field for field in _OF_CPQ if item.offered(field) is not None]
    if told:
        reading.object(
            "MODEL_UNCLEAR",
            "the order names no quote of CPQ, and its order products were made by CPQ, as those of "
            "a renewal by itself are; what they amend or renew is not known",
            *[item.names(field) for field in told],
            line=item.line,
            nearest="order it from a quote of CPQ",
        )


def _object(reading: Reading, *evidence: str) -> None:
    reading.object(
        "MODEL_UNCLEAR",
        "the order carries no action of Revenue Cloud, and what belongs to it does; whether its "
        "lines are changes of assets is not known",
        *evidence,
    )
