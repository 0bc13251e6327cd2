"""A query over the store: filter, sort, group, and the rows as an answer shows them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from bridge.sandbox.salesforce.errors import bad
from bridge.sandbox.salesforce.objects import ObjectSchema
from bridge.sandbox.salesforce.render import attributes, shown
from bridge.sandbox.salesforce.soql import grammar
from bridge.sandbox.salesforce.soql.aggregates import grouped
from bridge.sandbox.salesforce.soql.columns import Column, DatePart, Names, Scope, parent_of
from bridge.sandbox.salesforce.soql.conditions import Builder, Predicate
from bridge.sandbox.salesforce.soql.ordering import ordered
from bridge.sandbox.salesforce.soql.parser import parse
from bridge.sandbox.salesforce.store import Row, Store
from bridge.sandbox.salesforce.values import Value

Found = TypeVar("Found")

OFFSET_MAX = 2_000
ALL_FIELDS_LIMIT_MAX = 200


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a query is run against."""

    store: Store
    visible: Mapping[str, ObjectSchema]  #: the objects as the caller may see them
    now: datetime
    time_zone: str
    base: str  #: path of the API version, `/services/data/v68.0`
    deleted: bool  #: with the recycle bin


def run(source: str, reading: Reading) -> Answer:
    """Parse and run a query; raises ApiError in the vendor's terms."""
    query = parse(source)
    scope = Scope(source, query, reading.visible)
    match query.selection:
        case (grammar.Aggregate("COUNT", None, None),) if not query.groups:
            return Answer(len(_window(_rows(query, scope, reading), query)), [])
    if query.groups or any(isinstance(item, grammar.Aggregate) for item in query.selection):
        rows = _matching(query, scope, reading)
        results = _window(
            grouped(query, scope, rows, reading.store, _having(query, reading)), query
        )
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
        names, reading.store, reading.now, reading.time_zone, none
    ).predicate(condition)


def found(query: grammar.Query, scope: Scope, reading: Reading) -> Sequence[Row]:
    """Return the rows that a query is answered with, sorted."""
    return _window(_rows(query, scope, reading), query)


def _rows(query: grammar.Query, scope: Scope, reading: Reading) -> list[Row]:
    """Return the rows that match, sorted."""
    rows = _matching(query, scope, reading)
    return ordered(rows, query.orders, scope, reading.store)


def _matching(query: grammar.Query, scope: Scope, reading: Reading) -> list[Row]:
    rows = reading.store.rows(scope.schema.name, deleted=reading.deleted)
    if query.where is None:
        return list(rows)

    def inner(subquery: grammar.Query) -> list[Value]:
        return _inner_values(subquery, scope.inner(subquery), reading)

    builder = Builder(scope, reading.store, reading.now, reading.time_zone, inner)
    return list(filter(builder.predicate(query.where), rows))


def _inner_values(query: grammar.Query, scope: Scope, reading: Reading) -> list[Value]:
    columns = selected(query, scope)
    if (
        len(query.selection) != 1
        or len(columns) != 1
        or columns[0].field.type not in ("id", "reference")
    ):
        raise bad("MALFORMED_QUERY", "an inner query selects exactly one id or reference field")
    return [columns[0].value(row, reading.store) for row in _rows(query, scope, reading)]


def selected(query: grammar.Query, scope: Scope) -> list[Column]:
    """Return the columns that a query selects; raises ApiError."""
    columns = [column for item in query.selection for column in _columns(item, query, scope)]
    seen: set[tuple[str, ...]] = set()
    for column in columns:
        if column.names in seen:
            raise bad("INVALID_FIELD", f"duplicate field selected: {'.'.join(column.names)}")
        seen.add(column.names)
    return columns


def _columns(item: grammar.Item, query: grammar.Query, scope: Scope) -> list[Column]:
    match item:
        case grammar.Children():
            return []
        case grammar.Path():
            column = scope.column(item)
            if isinstance(column, DatePart):
                raise bad("MALFORMED_QUERY", f"Field must be grouped: {item.text()}")
            return [column]
        case grammar.Aggregate(function):
            raise bad("MALFORMED_QUERY", f"{function} cannot stand in an inner query")
        case grammar.AllFields(which):
            if query.limit is None or query.limit > ALL_FIELDS_LIMIT_MAX:
                message = f"FIELDS({which}) must have a LIMIT of at most {ALL_FIELDS_LIMIT_MAX}"
                raise bad("MALFORMED_QUERY", message)
            fields = scope.schema.fields.values()
            wanted = (
                field for field in fields if which == "ALL" or field.custom == (which == "CUSTOM")
            )
            return [Column((), field) for field in wanted]


def _window(rows: Sequence[Found], query: grammar.Query) -> Sequence[Found]:
    if query.offset > OFFSET_MAX:
        message = f"Maximum SOQL offset allowed is {OFFSET_MAX}"
        raise bad("NUMBER_OUTSIDE_VALID_RANGE", message)
    end = None if query.limit is None else query.offset + query.limit
    return rows[query.offset : end]


def _records(
    rows: Sequence[Row], query: grammar.Query, scope: Scope, reading: Reading
) -> list[Mapping[str, object]]:
    """Show rows, with parents as records of their own and children as lists of them."""
    columns = selected(query, scope)
    inner = [item.query for item in query.selection if isinstance(item, grammar.Children)]
    branches = [_branch(each, scope, reading) for each in inner]
    records: list[Mapping[str, object]] = []
    for row in rows:
        record = _empty(row, scope.schema.name, reading)
        for column in columns:
            _put(record, row, column, reading)
        for name, children in branches:
            record[name] = children.get(row["Id"])
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
    for row in _rows(query, below, reading):
        families.setdefault(row[link.field], []).append(row)
    nested = {
        parent: Nested(_records(_window(rows, query), query, below, reading))
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
    place[column.field.name] = shown(column.field, parent)


def _empty(row: Row, name: str, reading: Reading) -> dict[str, Any]:
    return {"attributes": attributes(reading.base, name, str(row["Id"]))}
