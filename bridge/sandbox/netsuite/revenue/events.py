"""
What an element's actual plans are created on, if not on its arrangement.

Each event bears a part of the element's revenue amount, and gets a plan of its own. Invoices and
fulfilments, charges of subscriptions, and the progress of projects are such events.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bridge.sandbox.netsuite.lifecycle import deliveries
from bridge.sandbox.netsuite.records.store import Record, Value
from bridge.sandbox.netsuite.revenue.arithmetic.rules import AmountSource
from bridge.sandbox.netsuite.revenue.book import Book, amount, day
from bridge.sandbox.netsuite.schema.recognition import PROGRESS
from bridge.sandbox.netsuite.subscriptions import charges

_WHOLE = 100  # percent
AT_ARRANGEMENT = "ARRANGEMENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event, and how much of the revenue amount it is worth."""

    key: str  #: the same for the same event at every look: "invoice 5 1"
    on: date
    part: Fraction  #: of the revenue amount of the element; negative for what is taken back
    until: date | None = None  #: of a subscription: the last day of its term
    #: Of a project: on which days it reached which part; its plan has a row for each.
    steps: tuple[tuple[date, Fraction], ...] = ()


Reader = Callable[[Book, Record], list[Event]]

#: What plans are created on -> the amount source of a rule that goes with it.
GOES_WITH: Mapping[str, AmountSource] = {
    AT_ARRANGEMENT: AmountSource.AMOUNT,
    "BILLING": AmountSource.AMOUNT,
    "FULFILLMENT": AmountSource.QUANTITY,
    "PROJECTPROGRESS": AmountSource.COMPLETE,
    "SUBSCRIPTIONEVENTS": AmountSource.AMOUNT,
}


def _billed(book: Book, element: Record) -> list[Event]:
    found = deliveries.billed(book.account, *_line_of(element))
    return [Event(key=one.key, on=one.on, part=one.part) for one in found]


def _shipped(book: Book, element: Record) -> list[Event]:
    found = deliveries.shipped(book.account, *_line_of(element))
    return [Event(key=one.key, on=one.on, part=one.part) for one in found]


def _charged(book: Book, element: Record) -> list[Event]:
    _, line = _line_of(element)
    return [
        Event(key=one.key, on=one.on, part=one.part, until=one.until)
        for one in charges.dues(book.account, line)
    ]


def _progressed(book: Book, element: Record) -> list[Event]:
    """Return the progress of the project of a line as one event, which grows."""
    order, line = _line_of(element)
    reached = {
        day(one.fields["progressDate"]): Fraction(amount(one.fields, "percentComplete")) / _WHOLE
        for one in book.account.store.of_family(PROGRESS.family)
        if (one.fields["salesOrder"], one.fields["lineUniqueKey"]) == (order, line)
    }
    if not reached:
        return []
    steps = tuple(sorted(reached.items()))
    return [Event(key="project", on=steps[0][0], part=steps[-1][1], steps=steps)]


def _line_of(element: Record) -> tuple[Value, int]:
    key = element.fields.get("sourceLine")
    return element.fields.get("sourceRecord"), key if isinstance(key, int) else 0


#: What plans are created on -> how its events are found, in the order in which they happened.
READERS: Mapping[str, Reader] = {
    "BILLING": _billed,
    "FULFILLMENT": _shipped,
    "PROJECTPROGRESS": _progressed,
    "SUBSCRIPTIONEVENTS": _charged,
}


def events_of(book: Book, element: Record) -> list[Event]:
    """Return the events of an element, in the order in which they happened."""
    reader = READERS.get(str(element.fields.get("createRevenuePlansOn")))
    return [] if reader is None else reader(book, element)
