"""Aggregate functions, over all rows or by group."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Context, Decimal

from bridge.sandbox.salesforce.errors import bad
from bridge.sandbox.salesforce.objects import NUMERIC
from bridge.sandbox.salesforce.soql import grammar
from bridge.sandbox.salesforce.soql.columns import Column, Scope
from bridge.sandbox.salesforce.store import Row, Store
from bridge.sandbox.salesforce.values import Value

#: Significant digits of a sum or average; the real system's are those of a binary double.
PRECISION = Context(prec=34)
AVERAGE = Context(prec=15)

Result = Mapping[str, object]
Compute = Callable[[Sequence[Row]], object]


def grouped(query: grammar.Query, scope: Scope, rows: Iterable[Row], store: Store) -> list[Result]:
    """Return one result per group, groups in the order of their values, empty ones first."""
    keys = [scope.filterable(path) for path in query.groups]
    items = _items(query, scope, keys, store)
    groups: dict[tuple[Value, ...], list[Row]] = {} if keys else {(): []}
    for row in rows:
        groups.setdefault(tuple(key.value(row, store) for key in keys), []).append(row)
    results: list[Result] = []
    for members in (groups[key] for key in sorted(groups, key=_order_of(query, scope, keys))):
        computed = {name: compute(members) for name, compute in items.items()}
        results.append({"attributes": {"type": "AggregateResult"}, **computed})
    return results


def _order_of(
    query: grammar.Query, scope: Scope, keys: Sequence[Column]
) -> Callable[[tuple[Value, ...]], list[tuple[bool, Decimal, str]]]:
    """Return the sort key of a group: ORDER BY columns first, which must be grouped by."""
    places = []
    for order in query.orders:
        column = scope.column(order.path)
        if column not in keys or order.descending or not order.nulls_first:
            message = f"cannot order groups by {order.path.text()}"
            raise bad("MALFORMED_QUERY", message)
        places.append(keys.index(column))
    ranks = [*places, *range(len(keys))]
    return lambda group: [(group[rank] is not None, *_rank(group[rank])) for rank in ranks]


def _items(
    query: grammar.Query, scope: Scope, keys: Sequence[Column], store: Store
) -> Mapping[str, Compute]:
    """Return what each result holds, by the name it has in an answer."""
    items: dict[str, Compute] = {}
    unnamed = 0
    for item in query.selection:
        match item:
            case grammar.Path():
                column = _grouping(item, scope, keys)
                name, compute = column.field.name, _first_of(column, store)
            case grammar.Aggregate(function, path, alias):
                name, compute = (alias or f"expr{unnamed}"), _function(function, path, scope, store)
                unnamed += alias is None
            case grammar.AllFields(which):
                raise bad("MALFORMED_QUERY", f"FIELDS({which}) cannot stand beside functions")
        if name in items:
            raise bad("MALFORMED_QUERY", f"duplicate alias: {name}")
        items[name] = compute
    return items


def _grouping(path: grammar.Path, scope: Scope, keys: Sequence[Column]) -> Column:
    column = scope.column(path)
    if column not in keys:
        raise bad("MALFORMED_QUERY", f"Field must be grouped or aggregated: {path.text()}")
    return column


def _first_of(column: Column, store: Store) -> Compute:
    return lambda rows: column.value(rows[0], store)


def _function(function: str, path: grammar.Path | None, scope: Scope, store: Store) -> Compute:
    if path is None:
        return len
    column = scope.filterable(path)
    if function in ("SUM", "AVG") and column.field.type not in NUMERIC:
        raise bad("INVALID_FIELD", f"field {path.text()} does not support aggregate {function}")
    compute = _FUNCTIONS[function]
    return lambda rows: compute(
        [value for row in rows if (value := column.value(row, store)) is not None]
    )


def _sum(values: Sequence[Value]) -> Decimal | None:
    total = Decimal(0)
    for value in values:
        if isinstance(value, Decimal):
            total = PRECISION.add(total, value)
    return total if values else None


def _average(values: Sequence[Value]) -> Decimal | None:
    total = _sum(values)
    return None if total is None else AVERAGE.divide(total, Decimal(len(values)))


def _rank(value: Value) -> tuple[Decimal, str]:
    number = value if isinstance(value, Decimal) else Decimal(0)
    return number, str(value).casefold()


_FUNCTIONS: Mapping[str, Callable[[Sequence[Value]], object]] = {
    "COUNT": len,
    "COUNT_DISTINCT": lambda values: len({_rank(value) for value in values}),
    "SUM": _sum,
    "AVG": _average,
    "MIN": lambda values: min(values, key=_rank, default=None),
    "MAX": lambda values: max(values, key=_rank, default=None),
}
