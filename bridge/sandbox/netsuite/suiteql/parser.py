"""Parse the SELECT statements that integrations send."""

from __future__ import annotations

from bridge.sandbox.netsuite.suiteql.expressions import ExpressionParser
from bridge.sandbox.netsuite.suiteql.lexer import TokenKind, tokens
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
        QueryInvalid: it is no SELECT, or uses what this parser does not know.
        RecursionError: it is nested too deep.
    """
    return _QueryParser(tokens(query)).query()


class _QueryParser(ExpressionParser):
    def query(self) -> Query:
        self.expect_name("select")
        distinct = self.take_name("distinct")
        outputs = self._outputs()
        self.expect_name("from")
        source, joins = self._source(), self._joins()
        where = self.expression() if self.take_name("where") else None
        group = self._group()
        having = self.expression() if self.take_name("having") else None
        order = self._order()
        if self.peek().kind is not TokenKind.END:
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
        if self.take_symbol("*"):
            return ()
        found = [self._output()]
        while self.take_symbol(","):
            found.append(self._output())
        return tuple(found)

    def _output(self) -> Output:
        expression = self.expression()
        if self.take_name("as"):
            return Output(expression, self.name())
        token = self.peek()
        if token.kind is TokenKind.NAME and token.text != "from":
            return Output(expression, self.name())
        return Output(expression, None)

    def _source(self) -> Source:
        table = self.name()
        self.take_name("as")
        token = self.peek()
        if token.kind is TokenKind.NAME and token.text not in _AFTER_SOURCE:
            return Source(table, self.name())
        return Source(table, table)

    def _joins(self) -> tuple[Join, ...]:
        found: list[Join] = []
        while True:
            if self.take_symbol(","):
                found.append(Join(self._source(), None, outer=False))
            elif self.take_name("cross"):
                self.expect_name("join")
                found.append(Join(self._source(), None, outer=False))
            elif self.take_name("left"):
                self.take_name("outer")
                found.append(self._conditional(outer=True))
            elif self.take_name("inner") or self.peek().text == "join":
                found.append(self._conditional(outer=False))
            else:
                return tuple(found)

    def _conditional(self, *, outer: bool) -> Join:
        self.expect_name("join")
        source = self._source()
        self.expect_name("on")
        return Join(source, self.expression(), outer)

    def _group(self) -> tuple[Expression, ...]:
        if not self.take_name("group"):
            return ()
        self.expect_name("by")
        return self.expressions()

    def _order(self) -> tuple[Order, ...]:
        if not self.take_name("order"):
            return ()
        self.expect_name("by")
        found = [self._order_key()]
        while self.take_symbol(","):
            found.append(self._order_key())
        return tuple(found)

    def _order_key(self) -> Order:
        expression = self.expression()
        descending = self.take_name("desc")
        if not descending:
            self.take_name("asc")
        return Order(expression, descending)
