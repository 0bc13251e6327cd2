"""Aggregate functions, over all rows or by group."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Context, Decimal

from bridge.sandbox.salesforce.errors import bad
from bridge.sandbox.salesforce.objects import NUMERIC, Field
from bridge.sandbox.salesforce.render import shown
from bridge.sandbox.salesforce.soql.columns import Column, Names
from bridge.sandbox.salesforce.soql.conditions import Predicate
from bridge.sandbox.salesforce.soql.dates import PARTS
from bridge.sandbox.salesforce.soql.language import grammar
from bridge.sandbox.salesforce.soql.ordering import ordered
from bridge.sandbox.salesforce.soql.scope import Scope
from bridge.sandbox.salesforce.store import Row, Store
from bridge.sandbox.salesforce.values import Value

#: Significant digits of a sum or average; the real system's are those of a binary double.
PRECISION = Context(prec=34)
AVERAGE = Context(prec=15)

Result = Mapping[str, object]
Compute = Callable[[Sequence[Row]], Value]

_COUNT = Field(name="count", type="int")
_SUM = Field(name="sum", type="double")


class Groups:
    """What can be named of a group: fields it is grouped by, and functions over its rows."""

    def __init__(self, query: grammar.Query, scope: Scope, store: Store) -> None:
        self._scope = scope
        self._store = store
        self._keys = [scope.filterable(operand) for operand in query.groups]
        self._computed: dict[str, Compute] = {}

    def filterable(self, operand: grammar.Operand) -> Column:
        """Resolve an operand to a column of the rows that `row` returns; raises ApiError."""
        match operand:
            case grammar.Path():
                column = self._grouping(operand)
                name, field = ".".join(column.names), column.field
                compute: Compute = lambda rows: column.value(rows[0], self._store)  # noqa: E731 - one of two
            case grammar.Aggregate():
                name = operand.text().lower()
                field, compute = self._function(operand)
        self._computed[name] = compute
        return Column((), replace(field, name=name))

    def of(self, rows: Iterable[Row]) -> list[Sequence[Row]]:
        """Return the rows in groups, in the order of their values, empty ones first."""
        groups: dict[tuple[Value, ...], list[Row]] = {} if self._keys else {(): []}
        for row in rows:
            key = tuple(column.value(row, self._store) for column in self._keys)
            groups.setdefault(key, []).append(row)
        return [groups[key] for key in sorted(groups, key=_ranks)]

    def row(self, members: Sequence[Row]) -> Row:
        """Return what was asked for of a group, as a row."""
        return {name: compute(members) for name, compute in self._computed.items()}

    def _grouping(self, path: grammar.Path) -> Column:
        column = self._scope.column(path)
        if column not in self._keys:
            message = f"Field must be grouped or aggregated: {path.text()}"
            raise bad("MALFORMED_QUERY", message)
        return column

    def _function(self, item: grammar.Aggregate) -> tuple[Field, Compute]:
        if item.path is None:
            return _COUNT, lambda rows: Decimal(len(rows))
        column = self._scope.filterable(item.path)
        function = item.function
        if function in ("SUM", "AVG") and column.field.type not in NUMERIC:
            message = f"field {item.path.text()} does not support aggregate {function}"
            raise bad("INVALID_FIELD", message)
        compute = _FUNCTIONS[function]
        fields = {"SUM": _SUM, "AVG": _SUM, "MIN": column.field, "MAX": column.field}
        return fields.get(function, _COUNT), lambda rows: compute(
            [value for row in rows if (value := column.value(row, self._store)) is not None]
        )


def grouped(
    query: grammar.Query,
    scope: Scope,
    rows: Iterable[Row],
    store: Store,
    having: Callable[[Names], Predicate] | None,
) -> list[Result]:
    """Return one result per group that `having` lets through, sorted as the query asks for."""
    groups = Groups(query, scope, store)
    items = _items(query, groups)
    for order in query.orders:
        groups.filterable(order.path)
    holds = having(groups) if having else lambda _row: True
    found = [row for row in map(groups.row, groups.of(rows)) if holds(row)]
    results: list[Result] = []
    for row in ordered(found, query.orders, groups, store):
        values = {name: shown(column.field, row) for name, column in items.items()}
        results.append({"attributes": {"type": "AggregateResult"}, **values})
    return results


def _items(query: grammar.Query, groups: Groups) -> Mapping[str, Column]:
    """Return what each result holds, by the name it has in an answer."""
    items: dict[str, Column] = {}
    unnamed = 0
    for item in query.selection:
        if isinstance(item, grammar.AllFields):
            raise bad("MALFORMED_QUERY", f"FIELDS({item.which}) cannot stand beside functions")
        if isinstance(item, grammar.Children | grammar.TypeOf):
            raise bad("MALFORMED_QUERY", "an inner query cannot stand beside functions")
        column = groups.filterable(item)
        plain = isinstance(item, grammar.Path) and not PARTS & set(item.functions)
        name = item.alias or (column.field.name.rpartition(".")[2] if plain else f"expr{unnamed}")
        unnamed += item.alias is None and not plain
        if name in items:
            raise bad("MALFORMED_QUERY", f"duplicate alias: {name}")
        items[name] = column
    return items


def _ranks(group: Sequence[Value]) -> list[tuple[bool, Decimal, str]]:
    return [(value is not None, *_rank(value)) for value in group]


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


_FUNCTIONS: Mapping[str, Callable[[Sequence[Value]], Value]] = {
    "COUNT": lambda values: Decimal(len(values)),
    "COUNT_DISTINCT": lambda values: Decimal(len({_rank(value) for value in values})),
    "SUM": _sum,
    "AVG": _average,
    "MIN": lambda values: min(values, key=_rank, default=None),
    "MAX": lambda values: max(values, key=_rank, default=None),
}
