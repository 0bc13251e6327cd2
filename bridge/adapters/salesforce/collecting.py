"""Walking a graph over the org: few queries, every described field, each record once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bridge.adapters.salesforce import soql
from bridge.adapters.salesforce.describing import record
from bridge.mappers import roots
from bridge.mappers.graph import Graph, Hop, Step, wanted
from bridge.model.ids import eighteen
from bridge.model.record import ObjectDescription, Record, Scalar

Rows = Iterator[Mapping[str, Scalar]]


@dataclass(frozen=True, slots=True)
class Reader:
    """What a walk asks of the org."""

    known: Callable[[str], ObjectDescription | None]  #: None for an object that the org lacks
    query: Callable[[str], Rows]
    query_deleted: Callable[[str], Rows]  #: rows in the recycle bin are among them


def collect(graph: Graph, deals: Sequence[str], reader: Reader) -> tuple[Record, ...]:
    """
    Return the roots of deals and what the graph reaches from them, in the order of its steps.

    A value that an earlier step looked for in the same place is not looked for again.
    """
    found: dict[str, Record] = {}
    looked_for: set[tuple[str, str, str]] = set()
    given = {Step(one.object, "Id", ()): roots.of(one, deals) for one in roots.ROOTS.values()}
    for step in (*given, *graph):
        values = map(eighteen, given[step]) if step in given else wanted(step, found.values())
        new = tuple(
            value
            for value in dict.fromkeys(values)
            if (step.object, step.field, value) not in looked_for
            and not (step.field == "Id" and value in found)
        )
        looked_for.update((step.object, step.field, value) for value in new)
        found.update((one.id, one) for one in _records(step, new, reader))
    return tuple(found.values())


def follow(hops: Sequence[Hop], keys: Sequence[str], reader: Reader) -> tuple[str, ...]:
    """Return the ids to which hops lead from some keys, each once."""
    values = tuple(dict.fromkeys(map(eighteen, keys)))
    for hop in hops:
        described = reader.known(hop.object) if values else None
        if described is None or not {hop.field, hop.key} <= described.fields.keys():
            return ()
        columns = tuple(dict.fromkeys(("Id", hop.key)))
        values = tuple(
            dict.fromkeys(
                eighteen(str(row[hop.key]))
                for text in soql.selects(hop.object, columns, hop.field, values)
                for row in reader.query(text)
                if row[hop.key]
            )
        )
    return values


def _records(step: Step, values: Sequence[str], reader: Reader) -> Iterator[Record]:
    described = reader.known(step.object) if values else None
    if described is None or step.field not in described.fields:
        return
    joined: dict[str, dict[str, Scalar]] = {}
    for row in _rows(step, values, described, reader):
        joined.setdefault(str(row["Id"]), {}).update(row)
    for fields in joined.values():
        yield record(described, fields)


def _rows(step: Step, values: Sequence[str], described: ObjectDescription, reader: Reader) -> Rows:
    query = reader.query_deleted if step.deleted else reader.query
    for text in soql.selects(step.object, soql.selectable(described), step.field, values):
        yield from query(text)
