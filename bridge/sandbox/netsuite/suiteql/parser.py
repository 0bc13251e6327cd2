"""Parse the SELECT statements that integrations send."""

from __future__ import annotations

from bridge.sandbox.netsuite.suiteql.expressions import ExpressionParser
from bridge.sandbox.netsuite.suiteql.syntax import (
    Expression,
    Join,
    Order,
    Output,
    Query,
    Source,
)

_AFTER_SOURCE = frozenset({"where", "group", "having", "order", "join", "inner", "left", "cross"})
_AFTER_SOURCE |= {"on", "right", "full", "outer", "union"}


def parse(query: str) -> Query:
    """
    Return the parsed query.

    Raises:
        QueryInvalid: it is no SELECT, uses what this parser does not know, or is nested too deep.
    """
    return _QueryParser(query).query()


class _QueryParser(ExpressionParser):
    def query(self) -> Query:
        self.expect("SELECT")
        distinct = self.has("DISTINCT")
        outputs = self._outputs()
        self.expect("FROM")
        source, joins = self._source(), self._joins()
        where = self.expression() if self.has("WHERE") else None
        group = self._group()
        having = self.expression() if self.has("HAVING") else None
        order = self._order()
        if self.peek().kind != "end":
            raise self.unexpected()
        return Query(
            outputs=outputs,
            distinct=distinct,
            source=source,
            joins=joins,
            where=where,
            group=group,
            having=having,
            order=order,
            parameters=self.parameters,
        )

    def _outputs(self) -> tuple[Output, ...]:
        if self.has("*"):
            return ()
        found = [self._output()]
        while self.has(","):
            found.append(self._output())
        return tuple(found)

    def _output(self) -> Output:
        expression = self.expression()
        if self.has("AS"):
            return Output(expression, self.name())
        if self.is_name() and not self.peek().means("FROM"):
            return Output(expression, self.name())
        return Output(expression, None)

    def _source(self) -> Source:
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
        return Order(expression, descending)
