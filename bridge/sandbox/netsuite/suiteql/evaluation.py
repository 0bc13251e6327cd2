"""Turn expressions into functions over rows, with every name checked beforehand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from bridge.sandbox.netsuite.suiteql.cells import Cell, like_pattern, number, ordered, text
from bridge.sandbox.netsuite.suiteql.expressions import ROWNUM
from bridge.sandbox.netsuite.suiteql.functions import AGGREGATES, FUNCTIONS
from bridge.sandbox.netsuite.suiteql.rows import Table
from bridge.sandbox.netsuite.suiteql.subqueries import Around, Inner, Joined, among
from bridge.sandbox.netsuite.suiteql.syntax import (
    Binary,
    Call,
    Case,
    Column,
    Constant,
    Expression,
    IsNull,
    Like,
    Not,
    Parameter,
    Query,
    QueryInvalid,
    Subquery,
    Within,
)

#: An expression works on a group of joined rows; without grouping, each row is a group of its own.
Compiled = Callable[[Sequence[Joined]], Cell]
_DF = "builtin.df"
NUMBERS = ""  #: in a joined row, where its own number stands; no table goes by this name
_COMPARISONS: Mapping[str, Callable[[int], bool]] = {
    "=": lambda sign: sign == 0,
    "<>": lambda sign: sign != 0,
    "<": lambda sign: sign < 0,
    ">": lambda sign: sign > 0,
    "<=": lambda sign: sign <= 0,
    ">=": lambda sign: sign >= 0,
}
_ARITHMETIC: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression can refer to."""

    tables: Mapping[str, Table]  #: by alias
    parameters: Sequence[Cell]
    now: datetime
    select: Callable[[Query, Scope, Around], Table]  #: runs a SELECT inside this scope
    outer: tuple[Scope, Around] | None = None  #: of the query around this one

    def owners(self, column: Column) -> list[str]:
        """Return the aliases of the tables that have a column."""
        return [
            alias
            for alias, table in self.tables.items()
            if column.table in (None, alias) and column.name in table.columns
        ]

    def find(self, column: Column) -> tuple[str, str]:
        """
        Return alias and name of a column.

        Raises:
            QueryInvalid: no table has it, or more than one.
        """
        owners = self.owners(column)
        if not owners:
            raise QueryInvalid(f"Field '{column}' not found.")
        if len(owners) > 1:
            raise QueryInvalid(f"Field '{column}' is ambiguous.")
        return owners[0], column.name


def compiled(expression: Expression, scope: Scope) -> Compiled:
    """
    Return the function of an expression.

    Raises:
        QueryInvalid: it names a column or function that is not there.
    """
    return _COMPILERS[type(expression)](expression, scope)


def _constant(constant: Constant, _scope: Scope) -> Compiled:
    return lambda _rows: constant.value


def _parameter(parameter: Parameter, scope: Scope) -> Compiled:
    value = scope.parameters[parameter.index]
    return lambda _rows: value


def _not(condition: Not, scope: Scope) -> Compiled:
    inner = compiled(condition.operand, scope)
    return lambda rows: None if (cell := inner(rows)) is None else cell is not True


def _is_null(condition: IsNull, scope: Scope) -> Compiled:
    """An empty text is null, as in Oracle."""
    inner = compiled(condition.operand, scope)
    return lambda rows: inner(rows) in {None, ""}


def _column(column: Column, scope: Scope) -> Compiled:
    if column == Column(None, "sysdate"):
        return lambda _rows: scope.now
    if column == Column(None, ROWNUM) and not scope.owners(column):
        return lambda rows: rows[0][NUMBERS][ROWNUM] if rows else None
    if scope.outer is not None and not scope.owners(column):
        return _around(column, *scope.outer)
    alias, name = scope.find(column)
    return lambda rows: rows[0][alias].get(name) if rows else None


def _around(column: Column, outer: Scope, around: Around) -> Compiled:
    """Look a column up in the query around this one, in the row that it looks at."""
    value = compiled(column, outer)
    around.used = True
    return lambda _rows: value(around.rows)


def _subquery(subquery: Subquery, scope: Scope) -> Compiled:
    inner = _inner(subquery, scope)
    if subquery.wanted == "rows":
        return lambda rows: bool(inner.table(rows).rows)
    return inner.cell


def _inner(subquery: Subquery, scope: Scope) -> Inner:
    around = Around()
    return Inner(around, lambda: scope.select(subquery.query, scope, around))


def _call(call: Call, scope: Scope) -> Compiled:
    if call.name in AGGREGATES:
        return _aggregate(call, scope)
    if call.name == _DF:
        return _display(call, scope)
    if call.name not in FUNCTIONS or call.star or call.distinct:
        raise QueryInvalid(f"Unknown or unsupported function '{call.name[:40].upper()}'.")
    fewest, most, function = FUNCTIONS[call.name]
    if not fewest <= len(call.arguments) <= most:
        raise QueryInvalid(f"Wrong number of arguments for '{call.name.upper()}'.")
    arguments = [compiled(one, scope) for one in call.arguments]
    return lambda rows: _applied(function, [argument(rows) for argument in arguments])


def _aggregate(call: Call, scope: Scope) -> Compiled:
    function = AGGREGATES[call.name]
    if call.star and call.name == "count":
        return lambda rows: Decimal(len(rows))
    if len(call.arguments) != 1:
        raise QueryInvalid(f"Wrong number of arguments for '{call.name.upper()}'.")
    argument = compiled(call.arguments[0], scope)

    def over(rows: Sequence[Joined]) -> Cell:
        cells = [cell for row in rows if (cell := argument([row])) is not None]
        return _applied(function, list(dict.fromkeys(cells)) if call.distinct else cells)

    return over


def _display(call: Call, scope: Scope) -> Compiled:
    """BUILTIN.DF: the name that people see instead of an id."""
    if len(call.arguments) != 1 or not isinstance(call.arguments[0], Column):
        raise QueryInvalid("BUILTIN.DF takes one field.")
    alias, name = scope.find(call.arguments[0])
    shown = scope.tables[alias].displays.get(name, text)
    column = compiled(call.arguments[0], scope)
    return lambda rows: None if (cell := column(rows)) is None else shown(cell)


def _binary(expression: Binary, scope: Scope) -> Compiled:
    left, right = compiled(expression.left, scope), compiled(expression.right, scope)
    operator = expression.operator
    if operator in _COMPARISONS:
        holds = _COMPARISONS[operator]
        return lambda rows: _holds(holds, ordered(left(rows), right(rows)))
    if operator in _ARITHMETIC:
        return lambda rows: _calculated(operator, left(rows), right(rows))
    if operator == "||":
        return lambda rows: (text(left(rows)) or "") + (text(right(rows)) or "")
    return _logical(left, right, decided_by=operator == "or")


def _logical(left: Compiled, right: Compiled, *, decided_by: bool) -> Compiled:
    """AND is decided by False, OR by True; else null makes the outcome null."""

    def outcome(rows: Sequence[Joined]) -> Cell:
        first = left(rows)
        if first is decided_by:
            return decided_by
        second = right(rows)
        if second is decided_by:
            return decided_by
        return None if None in (first, second) else not decided_by

    return outcome


def _within(condition: Within, scope: Scope) -> Compiled:
    subject = compiled(condition.operand, scope)
    match condition.choices:
        case [Subquery(wanted="list") as subquery]:
            inner = _inner(subquery, scope)
            return lambda rows: among(subject(rows), inner.cells(rows))
    options = [compiled(choice, scope) for choice in condition.choices]

    def found(rows: Sequence[Joined]) -> Cell:
        cell = subject(rows)
        signs = [ordered(cell, option(rows)) for option in options]
        return True if 0 in signs else None if None in signs else False

    return found


def _case(case: Case, scope: Scope) -> Compiled:
    branches = [(compiled(when, scope), compiled(then, scope)) for when, then in case.branches]
    otherwise = compiled(case.otherwise, scope)

    def chosen(rows: Sequence[Joined]) -> Cell:
        for when, then in branches:
            if when(rows) is True:
                return then(rows)
        return otherwise(rows)

    return chosen


def _holds(test: Callable[[int], bool], sign: int | None) -> Cell:
    return None if sign is None else test(sign)


def _applied(function: Callable[[Sequence[Cell]], Cell], cells: Sequence[Cell]) -> Cell:
    try:
        return function(cells)
    except QueryInvalid:
        raise
    except (ArithmeticError, ValueError, re.error) as error:
        raise QueryInvalid("Invalid calculation or format.") from error


def _calculated(operator: str, left: Cell, right: Cell) -> Cell:
    first, second = number(left), number(right)
    if first is None or second is None:
        return None
    return _applied(lambda _cells: _ARITHMETIC[operator](first, second), ())


def _like(condition: Like, scope: Scope) -> Compiled:
    parts = (condition.operand, condition.pattern, condition.escape)
    operand, pattern, escape = (compiled(part, scope) for part in parts)

    def holds(rows: Sequence[Joined]) -> Cell:
        written, wanted = text(operand(rows)), text(pattern(rows))
        if written is None or wanted is None:
            return None
        return like_pattern(wanted, text(escape(rows))).matches(written)

    return holds


_COMPILERS: Mapping[type, Callable[[Any, Scope], Compiled]] = {
    Column: _column,
    Constant: _constant,
    Parameter: _parameter,
    Call: _call,
    Binary: _binary,
    Not: _not,
    IsNull: _is_null,
    Like: _like,
    Within: _within,
    Case: _case,
    Subquery: _subquery,
}
