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


def is_plain(order: Record) -> bool:
    """Say whether nothing on an order itself says that CPQ or Revenue Cloud made it."""
    return not any(order.fields.get(mark) for mark in _MARKS)


def check(reading: Reading, items: Sequence[Row], quote: Row | None) -> None:
    """Object where what belongs to a plain order says that Revenue Cloud made it."""
    if quote is not None and quote.offered("OriginalActionType"):
        _object(reading, quote.names("OriginalActionType"))
    for item in items:
        made = reading.where("AssetActionSource", "ReferenceEntityItemId", item.id)
        if made:
            _object(reading, *[f"AssetActionSource {row.id}" for row in made])
        line = item.to("QuoteLineItem", "QuoteLineItemId")
        if line is not None and line.offered("SellingModelType"):
            _object(reading, line.names("SellingModelType"))


def _object(reading: Reading, *evidence: str) -> None:
    reading.object(
        "MODEL_UNCLEAR",
        "the order carries no action of Revenue Cloud, and what belongs to it does; whether its "
        "lines are changes of assets is not known",
        *evidence,
    )
