"""
How far a poll reaches: to orders always, to opportunities where the rules let any book.

A rulebook may begin to let them, or let others than before, and nobody touches the opportunities
then. So where the rules are new in this, every opportunity is read once, whenever it was saved.
"""

from datetime import datetime

from bridge.adapters.store.database import Transaction
from bridge.flow.polling import Reach
from bridge.mappers.read.opportunities import booking, questions
from bridge.model.ids import digest
from bridge.rules.rulebook import Source

_DIGITS = 32


def of(view: Transaction, source: Source, orders_until: datetime | None) -> Reach:
    """
    Return how far to poll by the source of opportunities.

    `orders_until` is how far orders were read; where opportunities were not read as far by the same
    answer, they are read from the beginning.
    """
    if not booking.may_book(source):
        return Reach()
    until = view.turns.cursor(_cursor(source))
    return Reach(opportunities=True, anew=until is None or until != orders_until)


def move(tx: Transaction, source: Source, upper: datetime) -> None:
    """Note how far opportunities were read, where the rules let any book."""
    if booking.may_book(source):
        tx.turns.move_cursor(_cursor(source), upper)


def is_new(before: Source, after: Source) -> bool:
    """Say whether opportunities may book by a source that did not by another, or were not read."""
    return booking.may_book(after) and _cursor(before) != _cursor(after)


def _cursor(source: Source) -> str:
    known = source.answers.get(questions.BOOKING)
    if known is None:
        return ""
    gives = dict(known.gives)
    told = digest([known.always, known.object, known.named, gives, known.others])
    return f"opportunities:{told[:_DIGITS]}"
