"""
Whether a won opportunity is a booking: one sale is booked once, by it or by its orders.

The source says which opportunities book by themselves. One that has an activated order when the
bridge first sees it never does: then the order is the booking. An order that is activated later,
when the opportunity was booked, does not book; what it means is said at the opportunity.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from bridge.mappers import roots
from bridge.mappers.read.answers import answering
from bridge.mappers.read.opportunities import questions
from bridge.mappers.read.opportunities.questions import Books, Ordered
from bridge.mappers.read.row import Reading, Row
from bridge.model.dossier import Dossier
from bridge.model.money import Money, TooPrecise
from bridge.model.record import ObjectDescription, Record
from bridge.model.sales.claim import Standing
from bridge.rules.rulebook import Source

#: Where an order or its quote names the opportunity that it was made of.
_OPPORTUNITY_OF = {
    "Order": "OpportunityId",
    "Quote": "OpportunityId",
    "SBQQ__Quote__c": "SBQQ__Opportunity2__c",
}
#: Where an order names a quote, by the object of the quote.
_QUOTE_OF = {"Quote": "QuoteId", "SBQQ__Quote__c": "SBQQ__Quote__c"}
_ONE = "let one of them book: withdraw the order, or reject the opportunity as a booking"


def may_book(source: Source) -> bool:
    """Say whether a source lets any opportunity be a booking by itself."""
    known = source.answers.get(questions.BOOKING)
    return known is not None and Books.OPPORTUNITY in known.outcomes


def may_leave_to_orders(source: Source) -> bool:
    """Say whether a source leaves any opportunity to the orders that are made of it."""
    known = source.answers.get(questions.BOOKING)
    return known is None or known.outcomes != {Books.OPPORTUNITY}


def is_won(sold: Record) -> bool:
    """Say whether an opportunity is closed as won, and not deleted."""
    return sold.fields.get("IsWon") in (True, "true") and not sold.fields.get("IsDeleted")


def unseen(descriptions: Mapping[str, ObjectDescription], source: Source) -> tuple[str, ...]:
    """
    Return what decides whether an opportunity is a booking, and is not shown to the bridge.

    An org that shows no opportunities at all sells by orders, unless the source says otherwise.
    """
    known = source.answers.get(questions.BOOKING)
    if known is None or not may_book(source):
        return ()
    described = descriptions.get(roots.OPPORTUNITY.object)
    if described is None:
        return () if may_leave_to_orders(source) else (roots.OPPORTUNITY.object,)
    needed = ["IsWon", *([known.named] if known.object == described.name else [])]
    return tuple(f"{described.name}.{name}" for name in needed if name not in described.fields)


def is_activated(order: Record) -> bool:
    """Say whether an order is a booking by its status, or by what its status means."""
    states = (order.fields.get("Status"), order.fields.get("StatusCode"))
    stands = "Activated" in states and "Superseded" not in states
    return stands and not order.fields.get("IsDeleted")


def counts(dossier: Dossier, source: Source) -> bool:
    """
    Say whether an opportunity that nobody booked yet is a deal by itself.

    One of which it is not said what books it is, too: it is held, and not passed over.
    """
    if not may_book(source):
        return False
    if not rejected(dossier).issuperset(order_ids(dossier, activated=True)):
        return False
    reading = Reading(dossier)
    found = _answer(_opportunity(reading), source)
    reading.close()
    return found != Books.ORDER


def order_ids(dossier: Dossier, *, activated: bool = False) -> tuple[str, ...]:
    """Return the orders that were made of the opportunity of a dossier; of others none."""
    if roots.root_of(dossier.deal) is not roots.OPPORTUNITY:
        return ()
    orders = [one for one in dossier.records if one.type == roots.ORDER.object]
    return tuple(one.id for one in orders if is_activated(one) or not activated)


def linked(dossier: Dossier) -> tuple[str, ...]:
    """Return the orders of an opportunity, or those of an order, as the records name them."""
    return (*order_ids(dossier), *opportunities_of(dossier))


def rejected(dossier: Dossier) -> frozenset[str]:
    """Return the other records of a sale that two people rejected as bookings."""
    return frozenset(one.deal for one in dossier.claims if not one.books)


def is_claimed(dossier: Dossier) -> bool:
    """
    Say whether another record books the sale, and will speak of this one.

    That is one which the records name, or an order that was booked and is gone. One that they no
    longer name, though they did, does not speak: then this one is held, and says so itself.
    """
    named = linked(dossier)
    is_sold = roots.root_of(dossier.deal) is roots.OPPORTUNITY
    return any(
        one.books and (one.deal in named or (is_sold and one.standing is Standing.GONE))
        for one in dossier.claims
    )


def opportunities_of(dossier: Dossier) -> tuple[str, ...]:
    """Return the opportunities of which the order of a dossier was made; of others none."""
    by_id = {one.id: one for one in dossier.records}
    order = by_id.get(dossier.deal)
    if order is None or order.type != roots.ORDER.object:
        return ()
    quotes = (by_id.get(str(order.fields.get(field))) for field in _QUOTE_OF.values())
    makers = [order, *filter(None, quotes)]
    # What a field for quotes leads to may be no quote: the reader of the order says so.
    known = [one for one in makers if one.type in _OPPORTUNITY_OF]
    named = [one.fields.get(_OPPORTUNITY_OF[one.type]) for one in known]
    return tuple(dict.fromkeys(str(one) for one in named if one))


def check(reading: Reading, sold: Row, source: Source, booked: Money) -> None:
    """Object where an opportunity is no booking, or no booking any more."""
    answer = _answer(sold, source)
    if answer is None:
        says, evidence = answering.unanswered(source, questions.BOOKING, asked(sold))
        reading.object(
            "BOOKING_UNDECIDED",
            f"whether the opportunity books by itself, or an order of it, is not said ({says})",
            *evidence,
        )
    elif answer == Books.ORDER:
        reading.object(
            "BOOKED_BY_ORDERS",
            f"the opportunity was booked by itself with {booked}, and the rules now say that "
            "orders book sales of its kind",
            sold.names("IsWon"),
            nearest="let the rules say that opportunities of this kind book by themselves",
        )
    _check_won(reading, sold)
    _check_orders(reading, sold, source, booked)


def _check_won(reading: Reading, sold: Row) -> None:
    if sold.raw("IsDeleted"):
        reading.object(
            "OPPORTUNITY_NOT_WON",
            "the opportunity was deleted in Salesforce",
            sold.names("IsDeleted"),
        )
        return
    won, closed = sold.yes("IsWon"), sold.yes("IsClosed") or sold.raw("IsClosed") is None
    if not (won and closed):
        told = "was lost" if closed else "is open"
        reading.object(
            "OPPORTUNITY_NOT_WON",
            f"the opportunity {told} ({sold.shown('StageName')}); only what was won is booked",
            sold.names("StageName"),
            sold.names("IsWon"),
            nearest="close the opportunity as won",
        )


def _check_orders(reading: Reading, sold: Row, source: Source, booked: Money) -> None:
    """Object to activated orders of an opportunity that is booked by itself."""
    out = rejected(reading.dossier)
    orders = [
        one for one in orders_of(reading, sold) if is_activated(one.record) and one.id not in out
    ]
    if not orders:
        return
    answer = answering.answer(source, questions.ORDERED, asked(sold))
    if answer == Ordered.SAME_SALE and _come_to(orders, booked):
        return
    told = ", ".join(
        f"{one.shown('OrderNumber')} of {one.shown('TotalAmount')} {one.shown('CurrencyIsoCode')}"
        for one in orders
    )
    reading.object(
        "OPPORTUNITY_ORDERED",
        f"the opportunity was booked by itself with {booked}, and orders were made of it: {told}; "
        "one sale is booked once, so the orders are not",
        f"Opportunity {sold.id}",
        *[one.names("TotalAmount") for one in orders],
        nearest=_ONE,
    )


def day(sold: Row, source: Source) -> date | None:
    """Return the day of the booking: the close date, or that of the field that the source names."""
    return sold.day(day_field(sold, source))


def day_field(sold: Row, source: Source) -> str:
    """Return the field that holds the day of the booking."""
    named = answering.answer(source, questions.BOOKED_ON, asked(sold))
    return named or roots.OPPORTUNITY.day


def _come_to(orders: list[Row], booked: Money) -> bool:
    """Say whether orders have the amount and the currency that was booked."""
    several = orders[0].reading.dossier.frame.multi_currency
    codes = {one.raw("CurrencyIsoCode") for one in orders} if several else {booked.currency.code}
    amounts = [one.number("TotalAmount") for one in orders]
    if None in amounts or codes != {booked.currency.code}:
        return False
    try:
        found = sum(Money.parse(one, booked.currency).minor for one in amounts if one is not None)
    except TooPrecise:
        return False
    return found == booked.minor


def orders_of(reading: Reading, sold: Row) -> Iterator[Row]:
    """Yield the orders that were made of an opportunity, or of a quote of it, each once."""
    found = {one.id: one for one in reading.where("Order", _OPPORTUNITY_OF["Order"], sold.id)}
    for object_, field in _QUOTE_OF.items():
        for quote in reading.where(object_, _OPPORTUNITY_OF[object_], sold.id):
            found.update((one.id, one) for one in reading.where("Order", field, quote.id))
    yield from found.values()


def takes_over(dossier: Dossier, source: Source) -> bool:
    """Say whether an opportunity books in the stead of an order that was rejected as a booking."""
    answer = answering.answer(source, questions.REJECTED, asked(_opportunity(Reading(dossier))))
    return answer == Books.OPPORTUNITY


def _opportunity(reading: Reading) -> Row:
    known = next(one for one in reading.dossier.records if one.id == reading.dossier.deal)
    return reading.row(known)


def _answer(sold: Row, source: Source) -> str | None:
    return answering.answer(source, questions.BOOKING, asked(sold))


def asked(sold: Row) -> tuple[Row, ...]:
    """Return the records by whose fields a question about a deal can be answered."""
    kind = sold.to("RecordType", "RecordTypeId") if sold.offered("RecordTypeId") else None
    return (sold, kind) if kind else (sold,)
