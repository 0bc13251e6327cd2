"""Run a parsed query over the tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cmp_to_key
from itertools import islice

from bridge.sandbox.netsuite.suiteql.cells import Cell, ordered, same_key
from bridge.sandbox.netsuite.suiteql.evaluation import NUMBERS, Compiled, Scope, compiled
from bridge.sandbox.netsuite.suiteql.expressions import ROWNUM
from bridge.sandbox.netsuite.suiteql.functions import AGGREGATES
from bridge.sandbox.netsuite.suiteql.rows import Row, Table
from bridge.sandbox.netsuite.suiteql.subqueries import Around, Effort, Joined
from bridge.sandbox.netsuite.suiteql.syntax import (
    Binary,
    Call,
    Case,
    Column,
    Constant,
    Expression,
    IsNull,
    Join,
    Like,
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
    found = _Runner(tables, parameters, now).select(query, None)
    return [dict(row) for row in found.rows]


class _Runner:
    """Runs a query and the SELECTs inside it."""

    def __init__(self, tables: Tables, parameters: Sequence[Cell], now: datetime) -> None:
        self._tables = tables
        self._parameters = parameters
        self._now = now
        self._effort = Effort()

    def select(self, query: Query, outer: tuple[Scope, Around] | None) -> Table:
        """Return what a SELECT finds, with the columns in their order."""
        first = self._alone(query, outer)
        rows: Result = [dict(row) for row in first.rows]
        for everything, other in query.unions:
            further = self._alone(other, outer)
            self._effort.spend(len(rows))
            if len(further.columns) != len(first.columns):
                raise QueryInvalid("SELECTs that are united have as many columns each.")
            for row in further.rows:
                cells = (row.get(name) for name in further.columns)
                rows.append(dict(zip(first.columns, cells, strict=True)))
            rows = rows if everything else _distinct(rows)
        return Table(first.columns, tuple(rows))

    def _alone(self, query: Query, outer: tuple[Scope, Around] | None) -> Table:
        scope = Scope(
            tables=self._sources(query, outer),
            parameters=self._parameters,
            now=self._now,
            select=lambda inner, around_it, around: self.select(inner, (around_it, around)),
            outer=outer,
        )
        joined = _joined(query, scope)
        self._effort.spend(len(joined))
        groups = _groups(query, _chosen(query, joined, scope), scope)
        outputs = _outputs(query, scope)
        groups = _sorted(groups, query.order, outputs, scope)
        found = [{name: cell(group) for name, cell in outputs.items()} for group in groups]
        rows = (_distinct(found) if query.distinct else found)[: query.most]
        return Table(tuple(outputs), tuple(rows))

    def _sources(self, query: Query, outer: tuple[Scope, Around] | None) -> dict[str, Table]:
        found: dict[str, Table] = {}
        for source in (query.source, *(join.source for join in query.joins)):
            if source.alias in found:
                raise QueryInvalid(f"Table name '{source.alias}' is used twice.")
            found[source.alias] = self._source(source, outer)
        return found

    def _source(self, source: Source, outer: tuple[Scope, Around] | None) -> Table:
        if source.query is not None:
            return self.select(source.query, outer)
        table = _DUAL if source.table == "dual" else self._tables.get(source.table)
        if table is None:
            raise QueryInvalid(f"Record '{source.table}' was not found.")
        return table


_DUAL = Table(frozenset({"dummy"}), ({"dummy": "X"},))


def _chosen(query: Query, joined: Sequence[Joined], scope: Scope) -> Sequence[Joined]:
    """Return the rows for which WHERE holds; ROWNUM counts them, and is theirs from then on."""
    if query.where is None and not query.numbered:
        return joined
    holds = compiled(query.where or _ALWAYS, scope)
    if not query.numbered:
        return [row for row in joined if holds([row]) is True]
    found: list[Joined] = []
    for row in joined:
        candidate = {**row, NUMBERS: {ROWNUM: Decimal(len(found) + 1)}}
        if holds([candidate]) is True:
            found.append(candidate)
    return found


_ALWAYS = Binary("=", Constant("x"), Constant("x"))


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
                if _owner(first, scope) in known and _owner(second, scope) == alias:
                    return compiled(first, scope), compiled(second, scope)
    return None


def _owner(column: Column, scope: Scope) -> str | None:
    """Return the table of a column; None if it is one of the query around this one."""
    return scope.find(column)[0] if scope.owners(column) else None


def _groups(query: Query, rows: Sequence[Joined], scope: Scope) -> list[Group]:
    """Without GROUP BY each row is a group; aggregates alone make one group of all rows."""
    if not query.group and query.having is None:
        outputs = (output.expression for output in query.outputs)
        together = any(_aggregates(one) for one in outputs)
        return [rows] if together else [[row] for row in rows]
    keys = [compiled(one, scope) for one in query.group]
    groups: dict[tuple[Cell, ...], list[Joined]] = {}
    for row in rows:
        groups.setdefault(tuple(key([row]) for key in keys), []).append(row)
    found: list[Group] = list(groups.values()) if query.group else [rows]
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
        case Not(operand) | IsNull(operand) | Within(operand, _) | Like(operand, _, _):
            return _aggregates(operand)
        case Case():
            return any(_aggregates(then) for _, then in expression.branches)
    return False


def _outputs(query: Query, scope: Scope) -> dict[str, Compiled]:
    wanted = query.outputs or tuple(Output(Column(alias, "*"), None) for alias in scope.tables)
    found: dict[str, Compiled] = {}
    for position, output in enumerate(wanted, 1):
        match output.expression:
            case Column(str(alias), "*"):
                found |= {one.name: compiled(one, scope) for one in _all_of(alias, scope)}
            case expression:
                found[_name(output, position)] = compiled(expression, scope)
    return found


def _all_of(alias: str, scope: Scope) -> list[Column]:
    if alias not in scope.tables:
        raise QueryInvalid(f"Field '{alias}.*' not found.")
    columns = scope.tables[alias].columns
    in_order = sorted(columns) if isinstance(columns, frozenset) else columns
    return [Column(alias, name) for name in in_order]


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
        halves = blank + filled if key.nulls_first else filled + blank
        groups = [group for _, group in halves]
    return groups


def _order_value(key: Order, outputs: dict[str, Compiled], scope: Scope) -> Compiled:
    expression = key.expression
    if isinstance(expression, Constant) and isinstance(expression.value, Decimal):
        return _at(expression.value, outputs)
    if isinstance(expression, Column) and expression.table is None and expression.name in outputs:
        return outputs[expression.name]
    return compiled(expression, scope)


def _at(position: Decimal, outputs: dict[str, Compiled]) -> Compiled:
    if position not in range(1, len(outputs) + 1):
        raise QueryInvalid("ORDER BY a position takes that of a column.")
    return list(outputs.values())[int(position) - 1]


def _by_cell(left: tuple[Cell, Group], right: tuple[Cell, Group]) -> int:
    return ordered(left[0], right[0]) or 0


def _distinct(result: Result) -> Result:
    return list({tuple(row.items()): row for row in result}.values())
