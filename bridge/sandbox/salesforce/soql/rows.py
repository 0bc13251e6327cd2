"""The rows that a query is answered with: matched, sorted, and cut to its window."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bridge.sandbox.salesforce.errors import bad
from bridge.sandbox.salesforce.objects import ObjectSchema
from bridge.sandbox.salesforce.org import USER_ID
from bridge.sandbox.salesforce.soql.columns import Column
from bridge.sandbox.salesforce.soql.conditions import Builder
from bridge.sandbox.salesforce.soql.dates import PARTS
from bridge.sandbox.salesforce.soql.derived import Customs
from bridge.sandbox.salesforce.soql.language import grammar
from bridge.sandbox.salesforce.soql.ordering import ordered
from bridge.sandbox.salesforce.soql.scope import Scope
from bridge.sandbox.salesforce.store import Row, Store
from bridge.sandbox.salesforce.values import Value

Found = TypeVar("Found")

OFFSET_MAX = 2_000
ALL_FIELDS_LIMIT_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a query is run against."""

    store: Store
    visible: Mapping[str, ObjectSchema]  #: the objects as the caller may see them
    now: datetime
    customs: Customs
    base: str  #: path of the API version, `/services/data/v68.0`
    deleted: bool  #: with the recycle bin


def found(query: grammar.Query, scope: Scope, reading: Reading) -> Sequence[Row]:
    """Return the rows that a query is answered with, sorted."""
    return window(sorted_rows(query, scope, reading), query)


def sorted_rows(query: grammar.Query, scope: Scope, reading: Reading) -> list[Row]:
    """Return the rows that match, sorted."""
    rows = matching(query, scope, reading)
    return ordered(rows, query.orders, scope, reading.store)


def matching(query: grammar.Query, scope: Scope, reading: Reading) -> list[Row]:
    """Return the rows that match, in no particular order; raises ApiError."""
    rows = reading.store.rows(scope.schema.name, deleted=reading.deleted)
    if query.mine:
        rows = (row for row in rows if row.get("OwnerId") == USER_ID)
    if query.where is None:
        return list(rows)

    def inner(subquery: grammar.Query) -> list[Value]:
        return _inner_values(subquery, scope.inner(subquery), reading)

    builder = Builder(scope, reading.store, reading.now, scope.customs, inner)
    return list(filter(builder.predicate(query.where), rows))


def _inner_values(query: grammar.Query, scope: Scope, reading: Reading) -> list[Value]:
    columns = selected(query, scope)
    if (
        len(query.selection) != 1
        or len(columns) != 1
        or columns[0].field.type not in ("id", "reference")
    ):
        raise bad("MALFORMED_QUERY", "an inner query selects exactly one id or reference field")
    return [columns[0].value(row, reading.store) for row in sorted_rows(query, scope, reading)]


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
        case grammar.Children() | grammar.TypeOf():
            return []
        case grammar.Path():
            column = scope.column(item)
            if PARTS & set(item.functions):
                raise bad("MALFORMED_QUERY", f"Field must be grouped: {item.text()}")
            return [column]
        case grammar.Aggregate(function):
            raise bad("MALFORMED_QUERY", f"{function} cannot stand in an inner query")
        case grammar.AllFields(which):
            unbounded = query.limit is None or query.limit > ALL_FIELDS_LIMIT_MAX
            if unbounded and which != "STANDARD":
                message = "The SOQL FIELDS function must have a LIMIT of at most "
                raise bad("MALFORMED_QUERY", f"{message}{ALL_FIELDS_LIMIT_MAX}")
            fields = scope.schema.fields.values()
            wanted = (
                field for field in fields if which == "ALL" or field.custom == (which == "CUSTOM")
            )
            return [Column((), field) for field in wanted]


def window(rows: Sequence[Found], query: grammar.Query) -> Sequence[Found]:
    """Cut rows by LIMIT and OFFSET; raises ApiError."""
    if query.offset > OFFSET_MAX:
        message = f"Maximum SOQL offset allowed is {OFFSET_MAX}"
        raise bad("NUMBER_OUTSIDE_VALID_RANGE", message)
    end = None if query.limit is None else query.offset + query.limit
    return rows[query.offset : end]
