"""
Which records belong to a deal: a path of steps from its root through the org's references.

One description serves two readers: `select` walks records in memory, the Salesforce adapter walks
the org by the same steps. Roads lead the other way: from a record that was saved to its deals.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bridge.mappers.roots import root_of
from bridge.model.record import Record


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
    deleted: bool = False  #: whether those in the recycle bin are looked for, too
    given: tuple[str, ...] = ()  #: values that are looked for besides, whatever was found


Graph = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Hop:
    """On from known values: records of `object` whose `field` holds one, to what `key` holds."""

    object: str
    field: str
    key: str


@dataclass(frozen=True, slots=True)
class Road:
    """
    How a record that was saved leads to deals: by what `key` holds, and on from there by hops.

    `key` is a field of the record or of its parents ("SBQQ__OrderProduct__r.OrderId"). What the
    last hop finds, or the key itself where there is none, is the id of a deal's root.
    """

    key: str
    hops: tuple[Hop, ...] = ()


#: The objects whose changes concern a deal, each with all roads from there to its root.
Roads = Mapping[str, tuple[Road, ...]]


def wanted(step: Step, found: Iterable[Record]) -> tuple[str, ...]:
    """Return the values that a step looks for, each once, in the order in which they were met."""
    places = set(step.of)
    values = (
        record.fields.get(field)
        for record in found
        for object_, field in places
        if record.type == object_
    )
    named = (value for value in values if isinstance(value, str) and value)
    return tuple(dict.fromkeys((*step.given, *named)))


class Index:
    """Records that can be found by any of their fields; many deals are selected from one index."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._by_type: dict[str, list[Record]] = {}
        for record in records:
            self._by_type.setdefault(record.type, []).append(record)
        self._by_field: dict[tuple[str, str], dict[str, list[Record]]] = {}

    def roots(self, deals: Iterable[str]) -> Iterator[Record]:
        """Yield the records at which these deals begin."""
        wanted_ids = set(deals)
        for name in dict.fromkeys(root_of(deal).object for deal in wanted_ids):
            for record in self._by_type.get(name, ()):
                if record.id in wanted_ids:
                    yield record

    def of(self, object_: str) -> Sequence[Record]:
        """Return the records of an object."""
        return self._by_type.get(object_, ())

    def by_id(self, object_: str) -> Mapping[str, Record]:
        """Return the records of an object by their ids."""
        return {one.id: one for one in self.of(object_)}

    def where(self, object_: str, field: str, values: Iterable[str]) -> Iterator[Record]:
        """Yield the records of an object whose field holds one of the values."""
        place = (object_, field)
        if place not in self._by_field:
            self._by_field[place] = self._grouped(object_, field)
        for value in values:
            yield from self._by_field[place].get(value, ())

    def _grouped(self, object_: str, field: str) -> dict[str, list[Record]]:
        groups: dict[str, list[Record]] = {}
        for record in self._by_type.get(object_, ()):
            value = record.fields.get(field)
            if isinstance(value, str):
                groups.setdefault(value, []).append(record)
        return groups


def select(
    records: Sequence[Record] | Index, graph: Graph, deals: Iterable[str]
) -> tuple[Record, ...]:
    """Return the deals' roots and all that the graph reaches from them, each record once."""
    index = records if isinstance(records, Index) else Index(records)
    chosen: dict[str, Record] = {}
    by_type: dict[str, list[Record]] = {}

    def choose(found: Iterable[Record]) -> None:
        for one in found:
            if one.id not in chosen:
                chosen[one.id] = one
                by_type.setdefault(one.type, []).append(one)

    choose(index.roots(deals))
    for step in graph:
        # Nearly every step looks at records of one object, and mostly there are none of it.
        found = by_type.get(step.of[0][0], ()) if len(step.of) == 1 else chosen.values()
        if found or step.given:
            choose(index.where(step.object, step.field, wanted(step, found)))
    return tuple(chosen.values())
