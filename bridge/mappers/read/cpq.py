"""
Salesforce CPQ: orders made from quotes of the SBQQ package.

Order products carry the delta and the prorated net price; quote lines carry absolute quantities.
A ramp (MDQ) is one order product per segment; its dates are the order product's own, never the
subscription's end date. Amounts come from totals, never from the stored multiplier.
"""

from collections.abc import Sequence

from bridge.mappers import nearest
from bridge.mappers.graph import Graph, Hop, Road, Roads, Step
from bridge.mappers.read import checks, cpq_lines, watch, whole
from bridge.mappers.read.contracts import cpq as contracts
from bridge.mappers.read.row import Reading, Row, only
from bridge.mappers.read.usage import cpq as usage
from bridge.mappers.read.witnesses import agreement
from bridge.mappers.read.witnesses import cpq as witnesses
from bridge.model.deal import DealKind
from bridge.model.dossier import Dossier
from bridge.model.money import Money
from bridge.rules.rulebook import Source

GRAPH: Graph = (
    Step("OrderItem", "OrderId", (("Order", "Id"),)),
    Step("SBQQ__Quote__c", "Id", (("Order", "SBQQ__Quote__c"),)),
    Step("SBQQ__QuoteLine__c", "SBQQ__Quote__c", (("SBQQ__Quote__c", "Id"),)),
    Step("Contract", "SBQQ__Order__c", (("Order", "Id"),)),
    Step("Contract", "Id", (("SBQQ__Quote__c", "SBQQ__MasterContract__c"),)),
    Step("SBQQ__Subscription__c", "SBQQ__OrderProduct__c", (("OrderItem", "Id"),)),
    Step("SBQQ__Subscription__c", "Id", (("SBQQ__QuoteLine__c", "SBQQ__UpgradedSubscription__c"),)),
    Step("Product2", "Id", (("OrderItem", "Product2Id"),)),
    Step("Account", "Id", (("Order", "AccountId"),)),
    *usage.GRAPH,
    *contracts.CHAIN,
)
_OF_QUOTE = Hop("Order", "SBQQ__Quote__c", "Id")
#: Whose changes may change a deal, and the roads from there to its order.
POLLED: Roads = {
    "Order": (Road("Id"),),
    "OrderItem": (Road("OrderId"),),
    "SBQQ__Subscription__c": (Road("SBQQ__OrderProduct__r.OrderId"),),
    "SBQQ__Quote__c": (Road("Id", (_OF_QUOTE,)),),
    "SBQQ__QuoteLine__c": (Road("SBQQ__Quote__c", (_OF_QUOTE,)),),
    "Contract": (
        Road("SBQQ__Order__c"),
        Road("Id", (Hop("SBQQ__Quote__c", "SBQQ__MasterContract__c", "Id"), _OF_QUOTE)),
    ),
    **usage.POLLED,
}

_KINDS = {
    "Quote": DealKind.NEW,
    "Re-Quote": DealKind.NEW,
    "Amendment": DealKind.AMENDMENT,
    "Renewal": DealKind.RENEWAL,
}


def read(dossier: Dossier, source: Source) -> whole.Read:
    """Read the deal of one order; everything that is wrong with it is found in one go."""
    reading = Reading(dossier)
    order = whole.root(reading)
    items = reading.where("OrderItem", "OrderId", order.id)
    quote = order.to("SBQQ__Quote__c", "SBQQ__Quote__c")
    own = _own(reading, order, items, quote)
    currency = whole.currency(reading, order, own)
    prices = [whole.priced(item, "TotalPrice", currency) for item in items]
    kind = _kind(reading, order, quote)
    contract = contracts.contract(reading, order, quote, kind)
    heading = whole.heading(order, kind, contract, whole.booked(order, prices, currency))
    _await_readiness(reading, order, items)
    witnesses.of_order(reading, order, quote)
    agreement.with_contract(reading, order, contract)
    checks.order_total(reading, order, "TotalAmount", heading.booked)
    amounts = {price.id: price.amount or Money(0, currency) for price in prices}
    lines = cpq_lines.read(reading, items, amounts, source)
    heading = whole.enforceable(heading, lines, amounts)
    checks.new_deals_add(reading, heading.kind, lines)
    used = usage.read(reading, lines)
    signed = only(reading.where("Contract", "SBQQ__Order__c", order.id))
    facts = watch.facts_of(whole.described_by(order, quote, signed), source, "Deal")
    whole.one_currency(order, used.rows)
    for row in (*own, *used.rows, *whole.catalogue(order, items)):
        reading.objections.extend(watch.unread(row, source))
    return used.of(whole.conclude(reading, used.heading(heading), used.lines, prices, facts))


def _own(reading: Reading, order: Row, items: Sequence[Row], quote: Row | None) -> list[Row]:
    """Return the records that describe this deal and no earlier one, the order first."""
    taken = {
        line.id: line for item in items for line in whole.of_line(item, cpq_lines.quote_line(item))
    }
    quoted = reading.where("SBQQ__QuoteLine__c", "SBQQ__Quote__c", quote.id if quote else None)
    quote_lines = [line for line in quoted if line.id in taken]
    contracts = reading.where("Contract", "SBQQ__Order__c", order.id)
    subscriptions = [
        row for item in items for row in whole.of_line(item, cpq_lines.subscriptions(reading, item))
    ]
    described = [quote] if quote else []
    return [order, *items, *described, *quote_lines, *contracts, *subscriptions]


def _kind(reading: Reading, order: Row, quote: Row | None) -> DealKind:
    if quote is None:
        reading.object(
            "QUOTE_MISSING",
            "the order has no quote that can be read, so what it amends is not known",
            order.names("SBQQ__Quote__c"),
        )
        return DealKind.NEW
    kind = _KINDS.get(quote.needed("SBQQ__Type__c"))
    if kind is None:
        reading.object(
            "QUOTE_TYPE_UNKNOWN",
            f"the type of the quote is {quote.shown('SBQQ__Type__c')}, which no rule explains",
            quote.names("SBQQ__Type__c"),
            nearest=nearest.one_of("SBQQ__Type__c", _KINDS),
        )
    return kind or DealKind.NEW


def _await_readiness(reading: Reading, order: Row, items: Sequence[Row]) -> None:
    """Quotes become orders, and orders contracts, in several transactions: wait for the last."""
    checks.active(reading, order)
    status = order.text("SBQQ__PriceCalcStatus__c")
    if status not in ("Completed", "Not Needed"):
        reading.missing.append(f"the price calculation of the order is {status or 'not started'}")
    if not items:
        reading.missing.append("the order has no order products yet")
    if not order.yes("SBQQ__Contracted__c"):
        reading.missing.append("the order is not contracted yet")
    for item in items:
        if not item.yes("SBQQ__Activated__c"):
            reading.missing.append(f"order product {item.id} is not activated yet")
        if cpq_lines.becomes_a_subscription(item) and not cpq_lines.subscriptions(reading, item):
            reading.missing.append(f"order product {item.id} has no subscription yet")
