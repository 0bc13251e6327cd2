"""Run a parsed query over the tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cmp_to_key
from itertools import islice

from bridge.sandbox.netsuite.suiteql.cells import Cell, ordered, same_key
from bridge.sandbox.netsuite.suiteql.evaluation import Compiled, Joined, Scope, compiled
from bridge.sandbox.netsuite.suiteql.functions import AGGREGATES
from bridge.sandbox.netsuite.suiteql.rows import Row, Table
from bridge.sandbox.netsuite.suiteql.syntax import (
    Binary,
    Call,
    Case,
    Column,
    Expression,
    IsNull,
    Join,
    Not,
    Order,
    Output,
    Query,
    QueryInvalid,
    Source,
    Within,
)
from bridge.sandbox.netsuite.suiteql.tables import Tables

#: Rows that a join may come to, of our own: a result has at most 100,000.
JOINED_MAX = 300_000

Result = list[dict[str, Cell]]
Group = Sequence[Joined]


def run(query: Query, tables: Tables, parameters: Sequence[Cell], now: datetime) -> Result:
    """
    Return the rows of the result, with column names in lower case.

    Raises:
        QueryInvalid: the query names what is not there, or compares what cannot be compared.
    """
    if query.parameters != len(parameters):
        raise QueryInvalid(
            f"The query has {query.parameters} parameters, {len(parameters)} were given."
        )
    scope = Scope(_tables(query, tables), parameters, now)
    joined = _joined(query, scope)
    if query.where is not None:
        holds = compiled(query.where, scope)
        joined = [row for row in joined if holds([row]) is True]
    groups = _groups(query, joined, scope)
    outputs = _outputs(query, scope)
    ordered_groups = _sorted(groups, query.order, outputs, scope)
    result = [{name: cell(group) for name, cell in outputs.items()} for group in ordered_groups]
    return _distinct(result) if query.distinct else result


def _tables(query: Query, tables: Tables) -> dict[str, Table]:
    found: dict[str, Table] = {}
    for source in (query.source, *(join.source for join in query.joins)):
        table = tables.get(source.table)
        if table is None:
            raise QueryInvalid(f"Record '{source.table}' was not found.")
        if source.alias in found:
            raise QueryInvalid(f"Table name '{source.alias}' is used twice.")
        found[source.alias] = table
    return found


def _joined(query: Query, scope: Scope) -> list[Joined]:
    rows: list[Joined] = [{query.source.alias: row} for row in _rows(query.source, scope)]
    known = {query.source.alias}
    for join in query.joins:
        found = _joined_with(rows, join, query.where, frozenset(known), scope)
        rows = list(islice(found, JOINED_MAX + 1))
        if len(rows) > JOINED_MAX:
            raise QueryInvalid("The query joins too many rows.")
        known.add(join.source.alias)
    return rows


def _rows(source: Source, scope: Scope) -> Sequence[Row]:
    return scope.tables[source.alias].rows


def _joined_with(
    rows: Iterable[Joined],
    join: Join,
    where: Expression | None,
    known: frozenset[str],
    scope: Scope,
) -> Iterator[Joined]:
    """Join by an equality, if there is one: rows of the new table are found by its key."""
    alias = join.source.alias
    holds = compiled(join.condition, scope) if join.condition is not None else None
    keys = _key_pair(join.condition or where, known, alias, scope)
    candidates = _index(_rows(join.source, scope), alias, keys[1] if keys else None)
    for row in rows:
        wanted = same_key(keys[0]([row])) if keys else None
        pairs = ({**row, alias: other} for other in candidates.get(wanted, ()))
        matches = [pair for pair in pairs if holds is None or holds([pair]) is True]
        yield from matches
        if join.outer and not matches:
            yield {**row, alias: {}}


def _index(rows: Sequence[Row], alias: str, key: Compiled | None) -> dict[str | None, list[Row]]:
    found: dict[str | None, list[Row]] = {}
    for row in rows:
        value = same_key(key([{alias: row}])) if key else None
        if key is None or value is not None:
            found.setdefault(value, []).append(row)
    return found


def _key_pair(
    condition: Expression | None, known: frozenset[str], alias: str, scope: Scope
) -> tuple[Compiled, Compiled] | None:
    """Find `known column = new column` among the conditions that must hold together."""
    match condition:
        case Binary("and", left, right):
            return _key_pair(left, known, alias, scope) or _key_pair(right, known, alias, scope)
        case Binary("=", Column() as left, Column() as right):
            for first, second in ((left, right), (right, left)):
                if scope.find(first)[0] in known and scope.find(second)[0] == alias:
                    return compiled(first, scope), compiled(second, scope)
    return None


def _groups(query: Query, rows: Sequence[Joined], scope: Scope) -> list[Group]:
    """Without GROUP BY each row is a group; aggregates alone make one group of all rows."""
    if not query.group:
        outputs = (output.expression for output in query.outputs)
        together = any(_aggregates(one) for one in outputs)
        return [rows] if together else [[row] for row in rows]
    keys = [compiled(one, scope) for one in query.group]
    groups: dict[tuple[Cell, ...], list[Joined]] = {}
    for row in rows:
        groups.setdefault(tuple(key([row]) for key in keys), []).append(row)
    found: list[Group] = list(groups.values())
    if query.having is None:
        return found
    holds = compiled(query.having, scope)
    return [group for group in found if holds(group) is True]


def _aggregates(expression: Expression) -> bool:
    match expression:
        case Call():
            inner = any(_aggregates(one) for one in expression.arguments)
            return expression.name in AGGREGATES or inner
        case Binary():
            return _aggregates(expression.left) or _aggregates(expression.right)
        case Not(operand) | IsNull(operand) | Within(operand, _):
            return _aggregates(operand)
        case Case():
            return any(_aggregates(then) for _, then in expression.branches)
    return False


def _outputs(query: Query, scope: Scope) -> dict[str, Compiled]:
    if not query.outputs:
        columns = [
            Column(alias, name)
            for alias, table in scope.tables.items()
            for name in sorted(table.columns)
        ]
        return {column.name: compiled(column, scope) for column in columns}
    named = [(_name(output, n), output) for n, output in enumerate(query.outputs, 1)]
    return {name: compiled(output.expression, scope) for name, output in named}


def _name(output: Output, position: int) -> str:
    if output.alias is not None:
        return output.alias
    expression = output.expression
    return expression.name if isinstance(expression, Column) else f"expr{position}"


def _sorted(
    groups: list[Group], keys: Sequence[Order], outputs: dict[str, Compiled], scope: Scope
) -> list[Group]:
    """Sort by the last key first, so that earlier keys win; nulls come last, as in Oracle."""
    for key in reversed(keys):
        value = _order_value(key, outputs, scope)
        pairs = [(value(group), group) for group in groups]
        filled = [pair for pair in pairs if pair[0] is not None]
        filled.sort(key=cmp_to_key(_by_cell), reverse=key.descending)
        blank = [pair for pair in pairs if pair[0] is None]
        halves = blank + filled if key.descending else filled + blank
        groups = [group for _, group in halves]
    return groups


def _order_value(key: Order, outputs: dict[str, Compiled], scope: Scope) -> Compiled:
    expression = key.expression
    if isinstance(expression, Column) and expression.table is None and expression.name in outputs:
        return outputs[expression.name]
    return compiled(expression, scope)


def _by_cell(left: tuple[Cell, Group], right: tuple[Cell, Group]) -> int:
    return ordered(left[0], right[0]) or 0


def _distinct(result: Result) -> Result:
    return list({tuple(row.items()): row for row in result}.values())
