"""
Plain Sales Cloud without orders: an opportunity that was won, with its products.

It is booked when it was closed, and is a contract of its own. Amounts are the totals of its
products; what standard records do not say is answered by the source, or it is an objection.
"""

from collections.abc import Sequence
from decimal import Decimal

from bridge.mappers.graph import Graph, Hop, Road, Roads, Step
from bridge.mappers.read import checks, watch, whole
from bridge.mappers.read.answers import answering
from bridge.mappers.read.opportunities import booking, lines, questions
from bridge.mappers.read.row import Reading, Row
from bridge.model.deal import DealKind
from bridge.model.dossier import Dossier
from bridge.model.ids import ContractId, LineId
from bridge.model.money import Currency, Money
from bridge.rules.rulebook import Source

_ITEM = "OpportunityLineItem"
GRAPH: Graph = (
    Step(_ITEM, "OpportunityId", (("Opportunity", "Id"),)),
    Step("OpportunityLineItemSchedule", "OpportunityLineItemId", ((_ITEM, "Id"),)),
    Step("RecordType", "Id", (("Opportunity", "RecordTypeId"),)),
    Step("Contract", "Id", (("Opportunity", "ContractId"),)),
    Step("Quote", "OpportunityId", (("Opportunity", "Id"),)),
    Step("SBQQ__Quote__c", "SBQQ__Opportunity2__c", (("Opportunity", "Id"),)),
    # One that was deleted may be in the books, and is then what books the sale.
    Step("Order", "OpportunityId", (("Opportunity", "Id"),), deleted=True),
    Step("Order", "QuoteId", (("Quote", "Id"),), deleted=True),
    Step("Order", "SBQQ__Quote__c", (("SBQQ__Quote__c", "Id"),), deleted=True),
    Step("Product2", "Id", ((_ITEM, "Product2Id"),)),
    Step("Account", "Id", (("Opportunity", "AccountId"),)),
)
_ORDERED = (
    Road("OpportunityId"),
    Road("QuoteId", (Hop("Quote", "Id", "OpportunityId"),)),
    Road("SBQQ__Quote__c", (Hop("SBQQ__Quote__c", "Id", "SBQQ__Opportunity2__c"),)),
)
#: Whose changes may change a deal, and the roads from there to its opportunity.
POLLED: Roads = {
    "Opportunity": (Road("Id"),),
    _ITEM: (Road("OpportunityId"),),
    "OpportunityLineItemSchedule": (Road("OpportunityLineItem.OpportunityId"),),
    "Contract": (Road("Id", (Hop("Opportunity", "ContractId", "Id"),)),),
    "Order": _ORDERED,
}
STANDING: Roads = {
    "Product2": (Road("Id", (Hop(_ITEM, "Product2Id", "OpportunityId"),)),),
    "Account": (Road("Id", (Hop("Opportunity", "AccountId", "Id"),)),),
}
#: What says that CPQ goes on with an opportunity: its order books then.
_OF_CPQ = (
    *("SBQQ__PrimaryQuote__c", "SBQQ__AmendedContract__c", "SBQQ__RenewedContract__c"),
    *("SBQQ__Contracted__c", "SBQQ__Ordered__c"),
)


def read(dossier: Dossier, source: Source) -> whole.Read:
    """Read the deal of one opportunity; everything that is wrong with it is found in one go."""
    reading = Reading(dossier)
    sold = whole.root(reading)
    items = reading.where(_ITEM, "OpportunityId", sold.id)
    reading.lines.update((item.id, LineId(item.id)) for item in items)
    contract = sold.to("Contract", "ContractId") if sold.offered("ContractId") else None
    around = (contract,) if contract else ()
    currency = whole.currency(reading, sold, (*items, *around))
    prices = [whole.priced(item, "TotalPrice", currency) for item in items]
    kind = _kind(reading, sold, source)
    booked = _booked(sold, prices, currency)
    day = booking.day_field(sold, source)
    heading = whole.heading(sold, kind, ContractId(sold.id), booked, day)
    booking.check(reading, sold, source, heading.booked)
    _check_model(reading, sold)
    _check_customer(reading, sold, contract)
    if not items:
        reading.missing.append("the opportunity has no products yet")
    checks.order_total(reading, sold, "Amount", heading.booked)
    amounts = {price.id: price.amount or Money(0, currency) for price in prices}
    found = list(lines.read(items, amounts, source))
    scheduled = [row for _, rows in found for row in rows]
    whole.one_currency(sold, scheduled)
    described = whole.described_by(sold, *booking.asked(sold)[1:], contract)
    facts = watch.facts_of(described, source, "Deal")
    for row in (sold, *items, *scheduled, *around, *whole.catalogue(sold, items)):
        reading.objections.extend(watch.unread(row, source))
    return whole.conclude(reading, heading, [line for line, _ in found], prices, facts)


def _booked(sold: Row, prices: Sequence[whole.Priced], currency: Currency) -> Money:
    """Return what an opportunity books; without products it is held with its own amount."""
    unknown = whole.Priced(LineId(sold.id), None, Decimal(0), told=False)
    return whole.booked(sold, prices or (unknown,), currency)


def _kind(reading: Reading, sold: Row, source: Source) -> DealKind:
    """Tell what an opportunity is; what its type means is the source's to say."""
    if questions.TYPE not in source.answers or sold.raw("Type") in (None, ""):
        return DealKind.NEW
    rows = booking.asked(sold)
    answer = answering.answer(source, questions.TYPE, rows)
    if answer is None:
        says, evidence = answering.unanswered(source, questions.TYPE, rows)
        reading.object(
            "OPPORTUNITY_TYPE_UNKNOWN",
            f"what the opportunity is, and which contract it goes on with, is not said ({says})",
            *evidence,
            nearest="sell it as new business, or let an order book it that amends or renews "
            + (
                f"contract {sold.shown('ContractId')}"
                if sold.offered("ContractId")
                else "its contract"
            ),
        )
    return DealKind(answer) if answer else DealKind.NEW


def _check_model(reading: Reading, sold: Row) -> None:
    """Object to an opportunity with which CPQ goes on: its order books, and not the opportunity."""
    told = [field for field in _OF_CPQ if sold.offered(field) not in (None, "False")]
    if told:
        reading.object(
            "MODEL_UNCLEAR",
            "the opportunity is to book by itself, and CPQ has quoted, contracted or ordered it",
            *[sold.names(field) for field in told],
            nearest="let the order that CPQ makes of it book",
        )


def _check_customer(reading: Reading, sold: Row, contract: Row | None) -> None:
    if contract is not None and contract.text("AccountId") != sold.text("AccountId"):
        reading.object(
            "CUSTOMER_DIFFERS",
            "the opportunity and the contract that it is under are of two customers",
            sold.names("AccountId"),
            contract.names("AccountId"),
            nearest=f"name no contract, or one of {sold.shown('AccountId')}",
        )
