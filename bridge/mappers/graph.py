"""
Which records belong to a deal: a path of steps from its order through the org's references.

One description serves two readers: `select` walks records in memory, the Salesforce adapter walks
the org by the same steps.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bridge.model.record import Record

#: Where every graph begins.
ROOT = "Order"


@dataclass(frozen=True, slots=True)
class Step:
    """
    Records of `object` whose `field` holds a value found in one of the places `of`.

    A place is (object, field) of records that earlier steps found; every step may find more of an
    object that an earlier step read.
    """

    object: str
    field: str
    of: tuple[tuple[str, str], ...]


Graph = tuple[Step, ...]


def wanted(step: Step, found: Iterable[Record]) -> tuple[str, ...]:
    """Return the values that a step looks for, each once, in the order in which they were met."""
    places = set(step.of)
    values = (
        record.fields.get(field)
        for record in found
        for object_, field in places
        if record.type == object_
    )
    return tuple(dict.fromkeys(value for value in values if isinstance(value, str) and value))


def select(records: Sequence[Record], graph: Graph, orders: Iterable[str]) -> tuple[Record, ...]:
    """Return the orders and everything that the graph reaches from them, each record once."""
    roots = set(orders)
    chosen = {record.id: record for record in records if record.type == ROOT and record.id in roots}
    for step in graph:
        keys = set(wanted(step, chosen.values()))
        chosen.update((record.id, record) for record in _matching(records, step, keys))
    return tuple(chosen.values())


def _matching(records: Sequence[Record], step: Step, keys: set[str]) -> Iterator[Record]:
    for record in records:
        value = record.fields.get(step.field)
        if record.type == step.object and isinstance(value, str) and value in keys:
            yield record
