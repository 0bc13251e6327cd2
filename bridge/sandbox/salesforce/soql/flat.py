"""A query as a flat table, as a query job needs it; what jobs cannot do is refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from bridge.sandbox.salesforce.bulk.csvtext import moment
from bridge.sandbox.salesforce.errors import ApiError, bad
from bridge.sandbox.salesforce.soql.columns import Column
from bridge.sandbox.salesforce.soql.language import grammar
from bridge.sandbox.salesforce.soql.language.parser import parse
from bridge.sandbox.salesforce.soql.rows import Reading, found, selected
from bridge.sandbox.salesforce.soql.scope import Scope
from bridge.sandbox.salesforce.store import Row, Store


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with the header before them; `source` is the object that they are of."""

    source: str
    rows: Sequence[Sequence[object]]


def table(source: str, reading: Reading) -> Table:
    """Parse and run a query; raises ApiError in the vendor's terms."""
    query = parse(source)
    _check(query)
    scope = Scope(source, query, reading.visible, reading.customs)
    columns = selected(query, scope)
    if any(column.field.type == "address" for column in columns):
        raise _refused("Selecting compound data not supported in Bulk Query")
    header = [".".join(column.names) for column in columns]
    rows = [
        [_cell(column, row, reading.store) for column in columns]
        for row in found(query, scope, reading)
    ]
    return Table(scope.schema.name, [header, *rows])


def _check(query: grammar.Query) -> None:
    kinds = {type(item) for item in query.selection}
    if grammar.Aggregate in kinds or query.groups:
        raise _refused("Aggregate functions and GROUP BY not supported in Bulk Query")
    if grammar.Children in kinds:
        raise _refused(
            "Aggregate Relationships not supported in Bulk V2 Query with CSV content type"
        )
    if grammar.TypeOf in kinds:
        raise _refused("TYPEOF not supported in Bulk Query")
    if grammar.AllFields in kinds:
        raise _refused("FIELDS() not supported in Bulk Query")
    if query.offset:
        raise _refused("OFFSET not supported in Bulk Query")


def _cell(column: Column, row: Row, store: Store) -> object:
    value = column.value(row, store)
    if column.field.type == "datetime" and isinstance(value, str):
        return moment(value)
    return int(value) if column.field.type == "int" and value is not None else value


def _refused(message: str) -> ApiError:
    return bad("FUNCTIONALITY_NOT_ENABLED", message)
