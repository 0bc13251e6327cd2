"""A query over the store: filter, sort, group, and the rows as an answer shows them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from bridge.sandbox.salesforce.errors import bad
from bridge.sandbox.salesforce.objects import ObjectSchema
from bridge.sandbox.salesforce.render import attributes, shown
from bridge.sandbox.salesforce.soql import grammar
from bridge.sandbox.salesforce.soql.aggregates import grouped
from bridge.sandbox.salesforce.soql.columns import Column, Scope, parent_of
from bridge.sandbox.salesforce.soql.conditions import Builder, comparable
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
        results = _window(grouped(query, scope, rows, reading.store), query)
        return Answer(len(results), results)
    columns = selected(query, scope)
    page = found(query, scope, reading)
    long_texts = sum(column.field.long_text for column in columns)
    records = [_record(row, scope.schema.name, columns, reading) for row in page]
    return Answer(len(records), records, long_texts)


def found(query: grammar.Query, scope: Scope, reading: Reading) -> Sequence[Row]:
    """Return the rows that a query is answered with, sorted."""
    return _window(_rows(query, scope, reading), query)


def _rows(query: grammar.Query, scope: Scope, reading: Reading) -> list[Row]:
    """Return the rows that match, sorted."""
    rows = _matching(query, scope, reading)
    for order in reversed(query.orders):
        column = scope.filterable(order.path)
        empty = [row for row in rows if column.value(row, reading.store) is None]
        filled = [row for row in rows if column.value(row, reading.store) is not None]
        filled.sort(key=_sort_key(column, reading.store), reverse=order.descending)
        rows = empty + filled if order.nulls_first else filled + empty
    return rows


def _sort_key(column: Column, store: Store) -> Callable[[Row], tuple[Decimal, str]]:
    def key(row: Row) -> tuple[Decimal, str]:
        value = comparable(column.field, column.value(row, store))
        return (value, "") if isinstance(value, Decimal) else (Decimal(0), str(value))

    return key


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
    if len(columns) != 1 or columns[0].field.type not in ("id", "reference"):
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


def _columns(
    item: grammar.Path | grammar.Aggregate | grammar.AllFields, query: grammar.Query, scope: Scope
) -> list[Column]:
    match item:
        case grammar.Path():
            return [scope.column(item)]
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


def _record(
    row: Row, name: str, columns: Iterable[Column], reading: Reading
) -> Mapping[str, object]:
    """Show a row, with each parent as a record of its own, or null where there is none."""
    record = _empty(row, name, reading)
    for column in columns:
        _put(record, row, column, reading)
    return record


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
