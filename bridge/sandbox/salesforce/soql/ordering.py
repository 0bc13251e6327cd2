"""Rows in the order that a query asks for."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from bridge.sandbox.salesforce.soql.columns import Column, Names
from bridge.sandbox.salesforce.soql.conditions import comparable
from bridge.sandbox.salesforce.soql.language.grammar import Order
from bridge.sandbox.salesforce.store import Row, Store


def ordered(rows: list[Row], orders: Sequence[Order], names: Names, store: Store) -> list[Row]:
    """Sort rows by several criteria, the first counting most; raises ApiError."""
    for order in reversed(orders):
        column = names.filterable(order.path)
        empty = [row for row in rows if column.value(row, store) is None]
        filled = [row for row in rows if column.value(row, store) is not None]
        filled.sort(key=_sort_key(column, store), reverse=order.descending)
        rows = empty + filled if order.nulls_first else filled + empty
    return rows


def _sort_key(column: Column, store: Store) -> Callable[[Row], tuple[Decimal, str]]:
    def key(row: Row) -> tuple[Decimal, str]:
        value = comparable(column.field, column.value(row, store))
        return (value, "") if isinstance(value, Decimal) else (Decimal(0), str(value))

    return key
