"""
Revenue Cloud: standard orders that become assets.

The order product's quantity is the delta. Assetization writes, after activation, one asset action
source per order product; only then is the order complete. What an asset action is (an initial
sale, an upsell) says what the line does; the asset's first sale leads to the contract.
"""

from collections.abc import Sequence

from bridge.mappers import nearest
from bridge.mappers.graph import Graph, Hop, Road, Roads, Step
from bridge.mappers.read import checks, revenue_cloud_lines, watch, whole
from bridge.mappers.read.charges import revenue_cloud as charges
from bridge.mappers.read.contracts import revenue_cloud as contracts
from bridge.mappers.read.row import Reading, Row
from bridge.mappers.read.usage import revenue_cloud as usage
from bridge.mappers.read.witnesses import agreement
from bridge.mappers.read.witnesses import revenue_cloud as witnesses
from bridge.model.deal import DealKind
from bridge.model.dossier import Dossier
from bridge.model.money import Money
from bridge.rules.rulebook import Source

GRAPH: Graph = (
    Step("OrderItem", "OrderId", (("Order", "Id"),)),
    *usage.GRAPH,
    Step("Quote", "Id", (("Order", "QuoteId"),)),
    Step("QuoteLineItem", "QuoteId", (("Quote", "Id"),)),
    Step("QuoteAction", "Id", (("QuoteLineItem", "QuoteActionId"),)),
    Step("ProductSellingModel", "Id", (("OrderItem", "ProductSellingModelId"),)),
    Step("Product2", "Id", (("OrderItem", "Product2Id"),)),
    Step("Account", "Id", (("Order", "AccountId"),)),
    *contracts.FIRST_SALES,
    Step("Asset", "Id", (("AssetAction", "AssetId"),)),
    *usage.BESIDE,
    *contracts.CHAIN,
)
_OF_QUOTE = Hop("Order", "QuoteId", "Id")
_OF_ITEM = Hop("OrderItem", "Id", "OrderId")
_OF_SOURCE = Hop("AssetActionSource", "AssetActionId", "ReferenceEntityItemId")
#: Whose changes may change a deal, and the roads from there to its order.
POLLED: Roads = {
    "Order": (Road("Id"),),
    "OrderItem": (Road("OrderId"),),
    "OrderItemDetail": (Road("OrderItem.OrderId"),),
    "Quote": (Road("Id", (_OF_QUOTE,)),),
    "QuoteLineItem": (Road("QuoteId", (_OF_QUOTE,)),),
    "QuoteAction": (Road("Id", (Hop("QuoteLineItem", "QuoteActionId", "QuoteId"), _OF_QUOTE)),),
    "AssetActionSource": (Road("ReferenceEntityItemId", (_OF_ITEM,)),),
    "AssetAction": (Road("Id", (_OF_SOURCE, _OF_ITEM)),),
    "Asset": (Road("Id", (Hop("AssetAction", "AssetId", "Id"), _OF_SOURCE, _OF_ITEM)),),
    **usage.POLLED,
}

_KINDS = {
    "Add": DealKind.NEW,
    "Amend": DealKind.AMENDMENT,
    "Renew": DealKind.RENEWAL,
    "Cancel": DealKind.CANCELLATION,
}
_TRANSFER = "Transfer"
#: Orchestration has not finished: assets are still to come.
_UNFINISHED = ("Submitted", "Decomposed")
_CALCULATED = ("CompletedWithPricing", "CompletedWithTax", "CompletedWithoutPricing")


def read(dossier: Dossier, source: Source) -> whole.Read:
    """Read the deal of one order; everything that is wrong with it is found in one go."""
    reading = Reading(dossier)
    order = whole.root(reading)
    items = reading.where("OrderItem", "OrderId", order.id)
    quote = order.to("Quote", "QuoteId")
    own = _own(reading, order, items, quote)
    currency = whole.currency(reading, order, own)
    prices = [whole.priced(item, "TotalPrice", currency) for item in items]
    kind = _kind(reading, order)
    contract = contracts.contract(reading, order, items, kind)
    heading = whole.heading(order, kind, contract, whole.booked(order, prices, currency))
    _await_readiness(reading, order, items)
    witnesses.of_order(order, quote, [row for row in own if row.record.type == "Asset"])
    agreement.with_contract(reading, order, contract)
    checks.order_total(reading, order, "TotalAmount", heading.booked)
    charges.check_order(order)
    amounts = {price.id: price.amount or Money(0, currency) for price in prices}
    lines = revenue_cloud_lines.read(reading, items, amounts, source)
    heading = whole.enforceable(heading, lines, amounts)
    checks.new_deals_add(reading, heading.kind, lines)
    used = usage.read(reading, items, lines, currency)
    facts = watch.facts_of(whole.described_by(order, quote), source, "Deal")
    whole.one_currency(order, used.rows)
    for row in (*own, *used.rows, *whole.catalogue(order, items)):
        reading.objections.extend(watch.unread(row, source))
    return used.of(whole.conclude(reading, used.heading(heading), used.lines, prices, facts))


def _own(reading: Reading, order: Row, items: Sequence[Row], quote: Row | None) -> list[Row]:
    """Return the records that describe this deal and no earlier one, the order first."""
    taken = {
        line.id: line
        for item in items
        for line in whole.of_line(item, revenue_cloud_lines.quote_line(item))
    }
    quoted = reading.where("QuoteLineItem", "QuoteId", quote.id if quote else None)
    quote_lines = [line for line in quoted if line.id in taken]
    changes = [
        change for line in quote_lines if (change := line.to("QuoteAction", "QuoteActionId"))
    ]
    details = [
        row
        for item in items
        for row in whole.of_line(item, reading.where("OrderItemDetail", "OrderItemId", item.id))
    ]
    sources = [
        row
        for item in items
        for row in whole.of_line(item, revenue_cloud_lines.sources(reading, item))
    ]
    actions = {
        action.id: action for row in sources if (action := row.to("AssetAction", "AssetActionId"))
    }
    assets = {
        asset.id: asset for action in actions.values() if (asset := action.to("Asset", "AssetId"))
    }
    described = [quote] if quote else []
    return [
        *(order, *items, *described, *quote_lines, *changes),
        *(*details, *sources, *actions.values(), *assets.values()),
    ]


def _kind(reading: Reading, order: Row) -> DealKind:
    stated = order.needed("OriginalActionType")
    kind = _KINDS.get(stated)
    if kind is None and stated != _TRANSFER:  # which is told as what it is
        reading.object(
            "ORDER_TYPE_UNKNOWN",
            f"the order's action is {order.shown('OriginalActionType')}, which no rule explains",
            order.names("OriginalActionType"),
            nearest=nearest.one_of("OriginalActionType", _KINDS),
        )
    return kind or DealKind.NEW


def _await_readiness(reading: Reading, order: Row, items: Sequence[Row]) -> None:
    """Assets are made after activation, by a job of their own: wait for the last of them."""
    checks.active(reading, order)
    orchestration = order.offered("OrchestrationSbmsStatus")
    if orchestration == "Superseded":
        reading.object(
            "ORDER_SUPERSEDED",
            "a supplemental order has taken this order's place",
            order.names("OrchestrationSbmsStatus"),
        )
    if orchestration in _UNFINISHED:
        reading.missing.append(f"the orchestration of the order is {orchestration}")
    if not items:
        reading.missing.append("the order has no order products yet")
    calculation = order.offered("CalculationStatus")
    if calculation is not None and calculation not in _CALCULATED:
        reading.missing.append(f"the price calculation of the order is {calculation}")
    for item in items:
        if not revenue_cloud_lines.is_asset(reading, item):
            reading.missing.append(f"order product {item.id} is not part of an asset yet")
