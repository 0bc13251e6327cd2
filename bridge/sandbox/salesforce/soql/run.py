"""A query over the store, and the rows as an answer shows them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bridge.sandbox.salesforce.errors import bad
from bridge.sandbox.salesforce.objects import Field
from bridge.sandbox.salesforce.render import attributes, shown
from bridge.sandbox.salesforce.soql.aggregates import grouped
from bridge.sandbox.salesforce.soql.columns import Column, Names, parent_of
from bridge.sandbox.salesforce.soql.conditions import Builder, Predicate
from bridge.sandbox.salesforce.soql.language import grammar
from bridge.sandbox.salesforce.soql.language.parser import parse
from bridge.sandbox.salesforce.soql.language.texts import Misfit
from bridge.sandbox.salesforce.soql.rows import (
    Reading,
    found,
    matching,
    selected,
    sorted_rows,
    window,
)
from bridge.sandbox.salesforce.soql.scope import Scope
from bridge.sandbox.salesforce.store import Row
from bridge.sandbox.salesforce.values import Value

CHILDREN_MAX = 20  # queries over children inside one query
LEVELS_MAX = 5  # a query, its children, their children, ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found; `long_texts` counts the selected columns that shrink a page."""

    total: int
    records: Sequence[Mapping[str, object]]
    long_texts: int = 0


@dataclass(frozen=True, slots=True)
class Nested:
    """The children of a record, which are answered in pages of their own."""

    records: Sequence[Mapping[str, object]]


def run(source: str, reading: Reading) -> Answer:
    """Parse and run a query; raises ApiError in the vendor's terms."""
    try:
        return _answered(parse(source), source, reading)
    except Misfit as misfit:
        raise misfit.placed(source) from misfit


def _answered(query: grammar.Query, source: str, reading: Reading) -> Answer:
    _check_children(query, 1)
    scope = Scope(source, query, reading.visible, reading.customs)
    match query.selection:
        case (grammar.Aggregate("COUNT", None, None),) if not query.groups:
            return Answer(len(window(sorted_rows(query, scope, reading), query)), [])
    if query.groups or any(isinstance(item, grammar.Aggregate) for item in query.selection):
        rows = matching(query, scope, reading)
        results = window(grouped(query, scope, rows, reading.store, _having(query, reading)), query)
        return Answer(len(results), results)
    columns = selected(query, scope)
    long_texts = sum(column.field.long_text for column in columns)
    records = _records(found(query, scope, reading), query, scope, reading)
    return Answer(len(records), records, long_texts)


def _having(query: grammar.Query, reading: Reading) -> Callable[[Names], Predicate] | None:
    condition = query.having
    if condition is None:
        return None

    def none(_query: grammar.Query) -> list[Value]:
        raise bad("MALFORMED_QUERY", "an inner query cannot stand in HAVING")

    return lambda names: Builder(
        names, reading.store, reading.now, reading.customs, none
    ).predicate(condition)


def _records(
    rows: Sequence[Row], query: grammar.Query, scope: Scope, reading: Reading
) -> list[Mapping[str, object]]:
    """Show rows, with parents as records of their own and children as lists of them."""
    columns = selected(query, scope)
    inner = [item.query for item in query.selection if isinstance(item, grammar.Children)]
    branches = [_branch(each, scope, reading) for each in inner]
    typed = [_typed(item, scope) for item in query.selection if isinstance(item, grammar.TypeOf)]
    records: list[Mapping[str, object]] = []
    for row in rows:
        record = _empty(row, scope.schema.name, reading)
        for column in columns:
            _put(record, row, column, reading)
        for name, children in branches:
            record[name] = children.get(row["Id"])
        for each in typed:
            _put_typed(record, row, each, reading)
        records.append(record)
    return records


def _branch(
    query: grammar.Query, scope: Scope, reading: Reading
) -> tuple[str, Mapping[Value, Nested]]:
    """Return the children that a query inside another selects, by the id of their parent."""
    link, below = scope.child(query)
    if query.groups:
        raise bad("MALFORMED_QUERY", "an inner query cannot be grouped")
    families: dict[Value, list[Row]] = {}
    for row in sorted_rows(query, below, reading):
        families.setdefault(row[link.field], []).append(row)
    nested = {
        parent: Nested(_records(window(rows, query), query, below, reading))
        for parent, rows in families.items()
    }
    return link.name, {parent: each for parent, each in nested.items() if each.records}


def _put(record: dict[str, Any], row: Row, column: Column, reading: Reading) -> None:
    """Put one column's value into a record, below its parents."""
    place, parent = record, row
    for hop in column.hops:
        relationship = str(hop.relationship)
        above = parent_of(parent, hop, reading.store)
        if above is None:
            place.setdefault(relationship, None)
            return
        owner = reading.store.type_of(str(above["Id"]))
        place = place.setdefault(relationship, _empty(above, str(owner), reading))
        parent = above
    plain = type(column) is Column
    name, store = column.field.name, reading.store
    place[name] = shown(column.field, parent) if plain else column.value(row, store)


@dataclass(frozen=True, slots=True)
class _Typed:
    """A reference of which the object decides what is shown."""

    reference: Field
    columns: Mapping[str, Sequence[Column]]  #: by object
    otherwise: Sequence[str]


def _typed(item: grammar.TypeOf, scope: Scope) -> _Typed:
    """Check what a TYPEOF names; raises ApiError."""
    reference = scope.reference(item.path)
    columns: dict[str, Sequence[Column]] = {}
    for name, paths in item.whens:
        known = next((each for each in reference.targets if each.lower() == name.lower()), None)
        if known is None:
            raise bad("INVALID_TYPE", f"{item.path.text()} cannot be a {name}")
        if known in {schema.name for schema in scope.targets(reference)}:
            below = scope.inner(grammar.Query(selection=(), source=known))
            columns[known] = [below.column(path) for path in paths]
    return _Typed(reference, columns, [path.names[-1] for path in item.otherwise])


def _put_typed(record: dict[str, Any], row: Row, typed: _Typed, reading: Reading) -> None:
    """Put the record that a reference leads to into a record, with the fields of its object."""
    relationship = str(typed.reference.relationship)
    above = parent_of(row, typed.reference, reading.store)
    if above is None:
        record[relationship] = None
        return
    owner = str(reading.store.type_of(str(above["Id"])))
    record[relationship] = _empty(above, owner, reading)
    for column in typed.columns.get(owner, ()):
        _put(record[relationship], above, column, reading)
    for name in typed.otherwise if owner not in typed.columns else ():
        field = reading.visible[owner].find(name)
        record[relationship][name] = None if field is None else shown(field, above)


def _check_children(query: grammar.Query, level: int) -> None:
    """Refuse more queries inside others than the org runs; raises ApiError."""
    inner = [item.query for item in query.selection if isinstance(item, grammar.Children)]
    if len(inner) > CHILDREN_MAX:
        message = f"The number of parent-to-child relationships exceeds {CHILDREN_MAX}"
        raise bad("MALFORMED_QUERY", message)
    if level > LEVELS_MAX:
        message = f"SOQL queries go down at most {LEVELS_MAX} levels of relationships"
        raise bad("MALFORMED_QUERY", message)
    for each in inner:
        _check_children(each, level + 1)


def _empty(row: Row, name: str, reading: Reading) -> dict[str, Any]:
    return {"attributes": attributes(reading.base, name, str(row["Id"]))}
