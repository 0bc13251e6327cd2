"""
Words of a deal that change after NetSuite has its order: told to the same order; nothing moves.

The order that was sent stays as it is in the books. What only describes it goes into a document of
its own: an order change that names no amount, quantity or day.
"""

from collections.abc import Iterator, Mapping
from itertools import count

from bridge.mappers.correct.differing import Changed, Differences
from bridge.model.deal import FactValue
from bridge.model.document import Document, DocumentLine, Kind, external_id, ordinal
from bridge.model.ids import ExternalId
from bridge.model.money import Money

#: Changes of words are numbered behind the number of their order, far from changes of lines.
_BEHIND = 1000


def document(order: Document, name: ExternalId, told: Differences, number: int) -> Document:
    """
    Return the change of words by which an order says what is told otherwise of it.

    `order` is what is asked for, `name` that of the order in NetSuite; `number` counts what was
    told of it so far, this one included.
    """
    return Document(
        kind=Kind.ORDER_CHANGE,
        external_id=external_id(order.deal, Kind.ORDER_CHANGE, ordinal(name) * _BEHIND + number),
        deal=order.deal,
        contract=order.contract,
        currency=order.currency,
        dated=order.dated,
        lines=tuple(lines(told)),
        fields=told.words,
        target=name,
    )


def lines(told: Differences) -> Iterator[DocumentLine]:
    """Yield the lines of which only words change: each with the fields that it is told."""
    for one in told.changed:
        if not one.fields:
            yield _line(one, one.mapped)


def is_of_words(name: ExternalId) -> bool:
    """Say whether an order change is one of words, by its name."""
    return ordinal(name) > _BEHIND


def next_number(order: ExternalId, taken: frozenset[ExternalId], asked: Document) -> int:
    """Return how many changes of words an order will have had with the next one."""
    for number in count(1):
        name = external_id(asked.deal, Kind.ORDER_CHANGE, ordinal(order) * _BEHIND + number)
        if name not in taken:
            return number
    raise AssertionError("there is a number behind every other")


def _line(one: Changed, fields: Mapping[str, FactValue]) -> DocumentLine:
    stands = one.line.stands
    nothing = stands.quantity - stands.quantity
    return DocumentLine(
        source=stands.source,
        root=stands.root,
        key=stands.key,
        item=stands.item,
        quantity=nothing,
        units=nothing,
        amount=Money(0, stands.amount.currency),
        service=stands.service,
        method=stands.method,
        treatment=one.asked.treatment,
        rule=one.asked.rule,
        fields=fields,
    )
