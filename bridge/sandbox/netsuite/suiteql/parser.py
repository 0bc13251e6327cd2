"""Parse the SELECT statements that integrations send."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from bridge.sandbox.netsuite.suiteql.expressions import ExpressionParser
from bridge.sandbox.netsuite.suiteql.syntax import (
    Column,
    Expression,
    Join,
    Order,
    Output,
    Query,
    Source,
)

_AFTER_SOURCE = frozenset({"where", "group", "having", "order", "join", "inner", "left", "cross"})
_AFTER_SOURCE |= {"on", "right", "full", "outer", "union", "fetch"}
_DIGITS_MAX = 9
#: A bridge asks the same again and again; a tree never changes.
_KEPT = 256


@lru_cache(maxsize=_KEPT)
def parse(query: str) -> Query:
    """
    Return the parsed query.

    Raises:
        QueryInvalid: it is no SELECT, uses what this parser does not know, or is nested too deep.
    """
    return _QueryParser(query).query()


class _QueryParser(ExpressionParser):
    def query(self) -> Query:
        found = self.statement()
        if self.peek().kind != "end":
            raise self.unexpected()
        return replace(found, parameters=self.parameters)

    def statement(self) -> Query:
        """Read a SELECT with all that is united with it, and the order of the whole."""
        return self.nested(self._ordered)

    def _ordered(self) -> Query:
        first = self._select()
        unions: list[tuple[bool, Query]] = []
        while self.has("UNION"):
            unions.append((self.has("ALL"), self._select()))
        if unions:
            united = Source("", "union", replace(first, unions=tuple(unions)))
            first = _everything_of(united)
        order, most = self._order(), self._fetched()
        return replace(first, order=order, most=first.most if most is None else most)

    def _select(self) -> Query:
        outside, self.numbered = self.numbered, False
        self.expect("SELECT")
        most = self._count() if self.has("TOP") else None
        distinct = self.has("DISTINCT")
        outputs = self._outputs()
        self.expect("FROM")
        source, joins = self._source(), self._joins()
        where = self.expression() if self.has("WHERE") else None
        group = self._group()
        having = self.expression() if self.has("HAVING") else None
        numbered, self.numbered = self.numbered, outside
        return Query(
            outputs=outputs,
            distinct=distinct,
            source=source,
            joins=joins,
            where=where,
            group=group,
            having=having,
            numbered=numbered,
            most=most,
        )

    def _fetched(self) -> int | None:
        if not self.has("FETCH"):
            return None
        if not self.has("FIRST"):
            self.expect("NEXT")
        most = self._count()
        if not self.has("ROW"):
            self.expect("ROWS")
        self.expect("ONLY")
        return most

    def _count(self) -> int:
        token = self.take()
        if token.kind != "number" or not token.text.isdigit() or len(token.text) > _DIGITS_MAX:
            raise self.unexpected(back=1)
        return int(token.text)

    def _outputs(self) -> tuple[Output, ...]:
        if self.has("*"):
            return ()
        found = [self._output()]
        while self.has(","):
            found.append(self._output())
        return tuple(found)

    def _output(self) -> Output:
        if self.is_name() and self.peek(1).means(".") and self.peek(2).means("*"):
            whole = Column(self.name(), "*")
            self.has(".", "*")
            return Output(whole, None)
        expression = self.expression()
        if self.has("AS"):
            return Output(expression, self.name())
        if self.is_name() and not self.peek().means("FROM"):
            return Output(expression, self.name())
        return Output(expression, None)

    def _source(self) -> Source:
        if self.has("("):
            inner = self.statement()
            self.expect(")")
            self.has("AS")
            named = self.is_name() and self.peek().text.lower() not in _AFTER_SOURCE
            return Source("", self.name() if named else f"select {self.peek().at}", inner)
        table = self.name()
        self.has("AS")
        if self.is_name() and self.peek().text.lower() not in _AFTER_SOURCE:
            return Source(table, self.name())
        return Source(table, table)

    def _joins(self) -> tuple[Join, ...]:
        found: list[Join] = []
        while True:
            if self.has(","):
                found.append(Join(self._source(), None, outer=False))
            elif self.has("CROSS"):
                self.expect("JOIN")
                found.append(Join(self._source(), None, outer=False))
            elif self.has("LEFT"):
                self.has("OUTER")
                found.append(self._conditional(outer=True))
            elif self.has("INNER") or self.peek().means("JOIN"):
                found.append(self._conditional(outer=False))
            else:
                return tuple(found)

    def _conditional(self, *, outer: bool) -> Join:
        self.expect("JOIN")
        source = self._source()
        self.expect("ON")
        return Join(source, self.expression(), outer)

    def _group(self) -> tuple[Expression, ...]:
        if not self.has("GROUP"):
            return ()
        self.expect("BY")
        return self.expressions()

    def _order(self) -> tuple[Order, ...]:
        if not self.has("ORDER"):
            return ()
        self.expect("BY")
        found = [self._order_key()]
        while self.has(","):
            found.append(self._order_key())
        return tuple(found)

    def _order_key(self) -> Order:
        expression = self.expression()
        descending = self.has("DESC")
        if not descending:
            self.has("ASC")
        # Oracle takes nulls for the greatest.
        nulls_first = self.has("NULLS", "FIRST") or (descending and not self.has("NULLS", "LAST"))
        if not nulls_first:
            self.has("NULLS", "LAST")
        return Order(expression, descending, nulls_first)


def _everything_of(source: Source) -> Query:
    return Query(
        outputs=(), distinct=False, source=source, joins=(), where=None, group=(), having=None
    )
