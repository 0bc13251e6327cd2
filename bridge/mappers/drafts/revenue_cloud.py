"""
What a quote of Revenue Cloud, or a plain quote, becomes: the order, and the assets of its products.

The quantity of a quote line is the change already. What its action asks for, assetization does; a
line without an action adds.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from bridge.mappers.drafts.draft import (
    Draft,
    copied,
    first,
    made,
    made_id,
    number,
    root_id,
    standing,
    sums_up,
    twins,
)
from bridge.mappers.graph import Graph, Index, Step
from bridge.mappers.read.contracts import revenue_cloud as contracts
from bridge.model.record import Record, Scalar
from bridge.rules.rulebook import Source

QUOTE, _LINE, _ACTION = "Quote", "QuoteLineItem", "QuoteAction"
#: What a quote line grants of credits; which they are in the end is known after activation.
_GRANT = "QuotLineItmUseRsrcGrant"
_CHANGED_ASSETS = (
    Step("Asset", "Id", ((_ACTION, "SourceAssetId"),)),
    Step("AssetAction", "AssetId", (("Asset", "Id"),)),
    Step("AssetActionSource", "AssetActionId", (("AssetAction", "Id"),)),
    Step("OrderItem", "Id", (("AssetActionSource", "ReferenceEntityItemId"),)),
)


def graph(quote: str) -> Graph:
    """Return the steps to all that belongs to a quote; the orders that were made of it, too."""
    return (
        Step(QUOTE, "Id", (), given=(quote,)),
        Step(_LINE, "QuoteId", ((QUOTE, "Id"),)),
        Step(_ACTION, "Id", ((_LINE, "QuoteActionId"),)),
        Step(_GRANT, "QuoteLineItemId", ((_LINE, "Id"),)),
        Step("Opportunity", "Id", ((QUOTE, "OpportunityId"),)),
        Step("ProductSellingModel", "Id", ((_LINE, "ProductSellingModelId"),)),
        Step("Product2", "Id", ((_LINE, "Product2Id"),)),
        Step("Account", "Id", ((QUOTE, "QuoteAccountId"), (QUOTE, "AccountId"))),
        Step("Account", "Id", (("Opportunity", "AccountId"),)),
        *_CHANGED_ASSETS,
        *contracts.CHAIN,
        Step("Order", "QuoteId", ((QUOTE, "Id"),)),
    )


#: What the fields of an order product are made of.
_FIELDS = {
    "Order": {"TotalAmount": "TotalPrice", "AccountId": "QuoteAccountId"},
    "OrderItem": {"ServiceDate": "StartDate", "BillingFrequency2": "BillingFrequency"},
}
#: What an order product has under the same name as its quote line.
_SAME = (
    *("Product2Id", "ProductSellingModelId", "Quantity", "UnitPrice", "NetUnitPrice"),
    *("TotalPrice", "EndDate", "PricingTermCount", "PeriodBoundary", "PeriodBoundaryDay"),
    *("SubscriptionTerm", "RampIdentifier", "SegmentIdentifier", "SegmentName", "SegmentType"),
    *("CurrencyIsoCode",),
)
_KIND = "OriginalActionType"
_SWAPS = ("SwapIn", "SwapOut")
_CREDITS = (
    "the quote grants credits; which they are is known when its order is activated, and the "
    "schedule may be another then"
)


def drafted(quote: Record, index: Index, source: Source, day: date) -> Draft:
    """Return what a quote becomes if it is ordered, and its order activated on a day."""
    lines = sorted(index.where(_LINE, "QuoteId", [quote.id]), key=lambda one: one.id)
    ordered = [one for one in lines if number(one, "Quantity") or number(one, "TotalPrice")]
    items = tuple(_items(quote, ordered, source))
    order = _order(quote, items, index, source, day)
    pairs = tuple(zip(items, ordered, strict=True))
    assets = tuple(_assets(quote, order, pairs, index)) if quote.fields.get(_KIND) else ()
    origins = {order.id: quote, **{item.id: line for item, line in pairs}}
    for one, line in assets:
        origins[one.id] = line
    grants = any(True for _ in index.where(_GRANT, "QuoteLineItemId", [one.id for one in lines]))
    return Draft(
        root=order,
        records=(order, *items, *(one for one, _ in assets)),
        origins=origins,
        fields=_FIELDS,
        assumed=(_CREDITS,) if grants else (),
    )


def _order(
    quote: Record, items: tuple[Record, ...], index: Index, source: Source, day: date
) -> Record:
    sale = index.by_id("Opportunity").get(str(quote.fields.get("OpportunityId")))
    account = first(quote, "QuoteAccountId", "AccountId")
    done = {"OrchestrationSbmsStatus": "Completed"} if quote.fields.get(_KIND) else {}
    return made(
        "Order",
        root_id(quote),
        {
            **twins(quote, "Order", source),
            **done,
            **copied(quote, _KIND, "CurrencyIsoCode", "ContractId", "OpportunityId"),
            "CalculationStatus": quote.fields.get("CalculationStatus"),
            "AccountId": account or (sale.fields.get("AccountId") if sale else None),
            "QuoteId": quote.id,
            "OrderNumber": first(quote, "QuoteNumber", "Name"),
            "EffectiveDate": day.isoformat(),
            "Status": "Activated",
            "TotalAmount": sums_up(items, "TotalPrice"),
        },
    )


def _items(quote: Record, lines: Iterable[Record], source: Source) -> Iterator[Record]:
    for place, line in enumerate(lines, 1):
        fields: dict[str, Scalar] = {
            **twins(line, "OrderItem", source),
            **copied(line, *_SAME),
            "OrderId": root_id(quote),
            "QuoteLineItemId": line.id,
            "ServiceDate": first(line, "StartDate", "ServiceDate"),
            "BillingFrequency2": line.fields.get("BillingFrequency"),
        }
        yield made("OrderItem", made_id("802", place), fields)


def _assets(
    quote: Record, order: Record, sold: Iterable[tuple[Record, Record]], index: Index
) -> Iterator[tuple[Record, Record]]:
    """Yield the records of the asset of each order product, with the quote line of it."""
    actions, new = index.by_id(_ACTION), quote.fields.get(_KIND) == "Add"
    for place, (item, line) in enumerate(sold, 1):
        action = actions.get(str(line.fields.get("QuoteActionId")))
        type_, category = _done(action, number(line, "Quantity"), new=new)
        asset = action.fields.get("SourceAssetId") if action else None
        if type_ == "Generate" or asset is None:
            asset = made_id("02i", place)
            owned: dict[str, Scalar] = {
                "AccountId": order.fields.get("AccountId"),
                "Product2Id": item.fields.get("Product2Id"),
            }
            yield made("Asset", asset, owned), line
        did: dict[str, Scalar] = {"AssetId": asset, "Type": type_, "CategoryEnum": category}
        yield made("AssetAction", made_id("0ah", place), did), line
        yield made("AssetActionSource", made_id("0at", place), _source(place, item)), line


def _done(action: Record | None, quantity: Decimal, *, new: bool) -> tuple[str, str | None]:
    """Return type and category of the asset action that a quote action asks for."""
    asked = str(action.fields.get("Type") or "Add") if action else "Add"
    swaps = action is not None and action.fields.get("Subtype") in _SWAPS
    if asked == "Add":
        return "Generate", "Swaps" if swaps else "Initial Sale" if new else "Cross-Sells"
    if asked == "Amend" and swaps:
        return "Change", "Swaps"
    if asked == "Amend":
        return "Change", _amended(quantity)
    return {"Renew": ("Change", "Renewals"), "Cancel": ("Cancel", "Cancellations")}.get(
        asked, ("Change", None)
    )


def _amended(quantity: Decimal) -> str:
    if not quantity:
        return "Terms And Conditions Changes"
    return "Upsells" if quantity > 0 else "Downsells"


def _source(place: int, item: Record) -> dict[str, Scalar]:
    start, end = item.fields.get("ServiceDate"), item.fields.get("EndDate")
    return {
        **copied(item, "Quantity", "TotalPrice"),
        "AssetActionId": made_id("0ah", place),
        "ReferenceEntityItemId": item.id,
        "StartDate": f"{start}T00:00:00.000+0000" if start else None,
        "EndDate": f"{end}T23:59:59.000+0000" if end else None,
    }


def activated(order: Record, index: Index) -> Draft:
    """Return what an order becomes if it is activated, and made assets of, as it stands."""
    quote = index.by_id(QUOTE).get(str(order.fields.get("QuoteId")))
    root = standing(order, Status="Activated", StatusCode="Activated")
    items = sorted(index.where("OrderItem", "OrderId", [order.id]), key=lambda one: one.id)
    quoted, assets = (
        index.by_id(_LINE),
        {str(one.fields.get("ReferenceEntityItemId")) for one in index.of("AssetActionSource")},
    )
    pairs = [(one, quoted.get(str(one.fields.get("QuoteLineItemId")), one)) for one in items]
    wanting = [(item, line) for item, line in pairs if item.id not in assets]
    made_of = tuple(_assets(quote or order, order, wanting, index))
    return Draft(
        root=root,
        records=(root, *(one for one, _ in made_of)),
        origins={one.id: line for one, line in made_of},
    )
