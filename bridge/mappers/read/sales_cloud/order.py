"""
Plain Sales Cloud: an activated standard order with its order products, and no more.

What a standard order does not say is answered by its source, or it is an objection. An order of a
reduction takes from one earlier order; every other order is a contract of its own.
"""

from collections.abc import Iterable, Sequence

from bridge.mappers.graph import Graph, Hop, Road, Roads, Step
from bridge.mappers.read import checks, watch, whole
from bridge.mappers.read.answers import answering
from bridge.mappers.read.charges import revenue_cloud as charges
from bridge.mappers.read.row import Reading, Row
from bridge.mappers.read.sales_cloud import (
    lines,
    opportunities,
    questions,
    reductions,
    telling,
)
from bridge.mappers.read.sales_cloud.lines import Behind
from bridge.model.deal import DealKind
from bridge.model.dossier import Dossier
from bridge.model.money import Money
from bridge.rules.rulebook import Source

GRAPH: Graph = (
    Step("OrderItem", "OrderId", (("Order", "Id"),)),
    Step("OrderItem", "Id", (("OrderItem", "OriginalOrderItemId"),)),
    Step("Order", "Id", (("Order", "OriginalOrderId"),)),
    Step("AssetActionSource", "ReferenceEntityItemId", (("OrderItem", "Id"),)),
    Step("Quote", "Id", (("Order", "QuoteId"),)),
    Step("QuoteLineItem", "Id", (("OrderItem", "QuoteLineItemId"),)),
    Step("Opportunity", "Id", (("Order", "OpportunityId"), ("Quote", "OpportunityId"))),
    Step("OpportunityLineItem", "Id", (("QuoteLineItem", "OpportunityLineItemId"),)),
    Step("OpportunityLineItem", "OpportunityId", (("Opportunity", "Id"),)),
    Step(
        "OpportunityLineItemSchedule",
        "OpportunityLineItemId",
        (("OpportunityLineItem", "Id"),),
    ),
    Step("Contract", "Id", (("Order", "ContractId"),)),
    Step("Product2", "Id", (("OrderItem", "Product2Id"),)),
    Step("Account", "Id", (("Order", "AccountId"),)),
)
_OF_ITEM = Hop("OrderItem", "Id", "OrderId")
_OF_OPPORTUNITY = Hop("Order", "OpportunityId", "Id")
_OF_QUOTE = Hop("Order", "QuoteId", "Id")
#: Whose changes may change a deal, and the roads from there to its order.
POLLED: Roads = {
    "Order": (Road("Id"),),
    "OrderItem": (Road("OrderId"),),
    "AssetActionSource": (Road("ReferenceEntityItemId", (_OF_ITEM,)),),
    "Quote": (Road("Id", (_OF_QUOTE,)),),
    "QuoteLineItem": (Road("QuoteId", (_OF_QUOTE,)),),
    "Opportunity": (
        Road("Id", (_OF_OPPORTUNITY,)),
        Road("Id", (Hop("Quote", "OpportunityId", "Id"), _OF_QUOTE)),
    ),
    "OpportunityLineItem": (
        Road("OpportunityId", (_OF_OPPORTUNITY,)),
        Road("OpportunityId", (Hop("Quote", "OpportunityId", "Id"), _OF_QUOTE)),
    ),
    "OpportunityLineItemSchedule": (
        Road("OpportunityLineItem.OpportunityId", (_OF_OPPORTUNITY,)),
        Road(
            "OpportunityLineItem.OpportunityId",
            (Hop("Quote", "OpportunityId", "Id"), _OF_QUOTE),
        ),
    ),
    "Contract": (Road("Id", (Hop("Order", "ContractId", "Id"),)),),
}


def read(dossier: Dossier, source: Source) -> whole.Read:
    """Read the deal of one order; everything that is wrong with it is found in one go."""
    reading = Reading(dossier)
    order = whole.root(reading)
    items = reading.where("OrderItem", "OrderId", order.id)
    quote = order.to("Quote", "QuoteId")
    around = _around(order, quote)
    currency = whole.currency(reading, order, (*items, *around))
    prices = [whole.priced(item, "TotalPrice", currency) for item in items]
    kind = _kind(reading, order, source)
    contract = reductions.contract(reading, order)
    heading = whole.heading(order, kind, contract, whole.booked(order, prices, currency))
    _await_readiness(reading, order, items)
    checks.order_total(reading, order, "TotalAmount", heading.booked)
    charges.check_tax(order)
    _check_customer(reading, order)
    telling.check(reading, items, quote)
    amounts = {price.id: price.amount or Money(0, currency) for price in prices}
    found = list(lines.read(reading, items, amounts, source))
    facts = watch.facts_of(whole.described_by(order, *around), source, "Deal")
    behind = list(_behind(items, [one for _, one in found]))
    whole.currency(reading, order, behind)
    for row in (order, *items, *around, *behind, *whole.catalogue(order, items)):
        reading.objections.extend(watch.unread(row, source))
    return whole.conclude(reading, heading, [line for line, _ in found], prices, facts)


def _around(order: Row, quote: Row | None) -> tuple[Row, ...]:
    """Return what describes the whole deal: quote, opportunity, contract, those that there are."""
    opportunity = opportunities.opportunity(order, quote)
    contract = order.to("Contract", "ContractId")
    return tuple(filter(None, (quote, opportunity, contract)))


def _behind(items: Sequence[Row], found: Sequence[Behind]) -> Iterable[Row]:
    """Yield what describes one line each: its quote line, opportunity product and instalments."""
    for item, behind in zip(items, found, strict=True):
        quoted = item.to("QuoteLineItem", "QuoteLineItemId")
        rows = tuple(filter(None, (quoted, behind.sold, *behind.instalments)))
        yield from whole.of_line(item, rows)


def _kind(reading: Reading, order: Row, source: Source) -> DealKind:
    """Tell what an order is; what its type means is the org's own, and the source's to say."""
    if order.yes("IsReductionOrder"):
        order.offered("Type")
        return DealKind.AMENDMENT
    if questions.ORDER_TYPE not in source.answers or order.raw("Type") in (None, ""):
        return DealKind.NEW
    answer = answering.answer(source, questions.ORDER_TYPE, (order,))
    if answer is None:
        says, evidence = answering.unanswered(source, questions.ORDER_TYPE, (order,))
        reading.object("ORDER_TYPE_UNKNOWN", f"what the order is, is not said ({says})", *evidence)
    return DealKind(answer) if answer else DealKind.NEW


def _check_customer(reading: Reading, order: Row) -> None:
    contract = order.to("Contract", "ContractId")
    if contract is not None and contract.text("AccountId") != order.text("AccountId"):
        reading.object(
            "CUSTOMER_DIFFERS",
            "the order and the contract that it is under are of two customers",
            order.names("AccountId"),
            contract.names("AccountId"),
            nearest=f"name no contract, or one of {order.shown('AccountId')}",
        )


def _await_readiness(reading: Reading, order: Row, items: Sequence[Row]) -> None:
    """An order is activated with all of its products: nothing is made of it later."""
    checks.active(reading, order)
    if not items:
        reading.missing.append("the order has no order products yet")
