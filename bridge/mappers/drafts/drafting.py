"""
Which draft a record is, what is to be read for it, and what it would be if it were booked.

A quote stands for the order that would be made of it, an order that is not activated for itself,
an opportunity for its primary or synced quote, or for itself where opportunities book.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from bridge.mappers import dossiers, roots
from bridge.mappers.drafts import cpq, revenue_cloud
from bridge.mappers.drafts.draft import Draft, first, standing
from bridge.mappers.graph import Graph, Index
from bridge.mappers.read.sales_cloud.telling import is_plain
from bridge.model.record import Record
from bridge.rules.rulebook import Rulebook

#: The objects of quotes, with the steps to all that belongs to one.
QUOTES = {cpq.QUOTE: cpq.graph, revenue_cloud.QUOTE: revenue_cloud.graph}
_QUOTE_PREFIX = "0Q0"
#: Where an opportunity names the quote that its sale goes on with, by the object of the quote.
_GOES_ON = {cpq.QUOTE: ("SBQQ__PrimaryQuote__c",), revenue_cloud.QUOTE: ("SyncedQuoteId",)}
_ORDERED = {cpq.QUOTE: cpq.QUOTE, revenue_cloud.QUOTE: "QuoteId"}


def object_of(record_id: str) -> str:
    """
    Say which object a record is of, by its id; ids of CPQ's objects differ from org to org.

    >>> object_of("0Q0000000000001AAA"), object_of("a0q000000000001AAA")
    ('Quote', 'SBQQ__Quote__c')
    """
    if record_id.startswith(_QUOTE_PREFIX):
        return revenue_cloud.QUOTE
    standing = {one.prefix: one.object for one in roots.ROOTS.values()}
    return standing.get(record_id[:3], cpq.QUOTE)


def graph(object_: str, record_id: str) -> Graph:
    """Return the steps to all that is to be read of a record."""
    steps = QUOTES.get(object_)
    return steps(record_id) if steps else dossiers.graph_of(roots.root_of(record_id))


def goes_on_with(sale: Record) -> tuple[str, str] | None:
    """Return object and id of the quote that stands for an opportunity; None where none does."""
    for object_, fields in _GOES_ON.items():
        quote = first(sale, *fields)
        if quote is not None:
            return object_, str(quote)
    return None


def booked_as(quote: Record, records: Sequence[Record]) -> Record | None:
    """Return the activated order that was made of a quote; None where there is none."""
    field = _ORDERED[quote.type]
    orders = [one for one in records if one.type == "Order" and one.fields.get(field) == quote.id]
    return next(filter(dossiers.is_booking, orders), None)


def waiting(records: Sequence[Record]) -> tuple[Record, ...]:
    """Return what books nothing yet: quotes that nobody ordered, and orders not activated."""
    orders = [one for one in records if one.type == roots.ORDER.object]
    ordered = {one.fields.get(field) for one in orders for field in _ORDERED.values()}
    quotes = (one for one in records if one.type in QUOTES and one.id not in ordered)
    return (*quotes, *(one for one in orders if not dossiers.is_booking(one)))


def drafted(root: Record, records: Sequence[Record], rulebook: Rulebook, day: date) -> Draft:
    """Return what a quote, an order or an opportunity is if it is booked on a day."""
    index = Index(records)
    if root.type == cpq.QUOTE:
        found = cpq.drafted(root, index, rulebook.source("cpq"), day)
    elif root.type == revenue_cloud.QUOTE:
        model = "revenue_cloud" if root.fields.get("OriginalActionType") else "sales_cloud"
        found = revenue_cloud.drafted(root, index, rulebook.source(model), day)
    elif root.type == roots.OPPORTUNITY.object:
        found = _won(root, day)
    else:
        found = _activated(root, index, rulebook)
    made: Mapping[str, Record] = {one.id: one for one in found.records}
    kept = tuple(made.get(one.id, one) for one in records)
    known = {one.id for one in kept}
    return Draft(
        root=found.root,
        records=(*kept, *(one for one in found.records if one.id not in known)),
        origins=found.origins,
        fields=found.fields,
        assumed=found.assumed,
    )


def _won(sale: Record, day: date) -> Draft:
    won = standing(sale, IsWon=True, IsClosed=True, CloseDate=day.isoformat())
    return Draft(root=won, records=(won,))


def _activated(order: Record, index: Index, rulebook: Rulebook) -> Draft:
    if order.fields.get(cpq.QUOTE):
        return cpq.activated(order, index, rulebook.source("cpq"))
    if is_plain(order):
        plain = standing(order, Status="Activated", StatusCode="Activated")
        return Draft(root=plain, records=(plain,))
    return revenue_cloud.activated(order, index)
