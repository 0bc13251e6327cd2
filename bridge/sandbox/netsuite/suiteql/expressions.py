"""Parse expressions and conditions, by their usual order of binding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from bridge.sandbox.netsuite.suiteql.lexer import QueryInvalid, Token, TokenKind
from bridge.sandbox.netsuite.suiteql.syntax import (
    Binary,
    Call,
    Case,
    Column,
    Constant,
    Expression,
    IsNull,
    Not,
    Parameter,
    Within,
)

_COMPARISONS = ("=", "<>", "!=", "<=", ">=", "<", ">")
_RESERVED = frozenset(
    {"select", "from", "where", "and", "or", "not", "in", "is", "like", "between", "order"}
    | {"group", "having", "by", "join", "on", "then", "else", "end", "when", "union"}
)


class ExpressionParser:
    """A cursor over tokens that reads expressions."""

    def __init__(self, found: Sequence[Token]) -> None:
        self._tokens = found
        self._at = 0
        self.parameters = 0

    def peek(self) -> Token:
        """Return the next token and leave it there."""
        return self._tokens[self._at]

    def take(self) -> Token:
        """Return the next token and pass it."""
        token = self.peek()
        self._at += token.kind is not TokenKind.END
        return token

    def take_name(self, name: str) -> bool:
        """Pass the next token if it is this word."""
        return self._take_if(Token(TokenKind.NAME, name))

    def take_symbol(self, symbol: str) -> bool:
        """Pass the next token if it is this symbol."""
        return self._take_if(Token(TokenKind.SYMBOL, symbol))

    def expect_name(self, name: str) -> None:
        """Pass this word, or refuse the query."""
        if not self.take_name(name):
            raise self.unexpected()

    def expect_symbol(self, symbol: str) -> None:
        """Pass this symbol, or refuse the query."""
        if not self.take_symbol(symbol):
            raise self.unexpected()

    def name(self) -> str:
        """Pass a name that is no reserved word, and return it."""
        token = self.take()
        if token.kind is not TokenKind.NAME or token.text in _RESERVED:
            raise QueryInvalid(
                f"Invalid or unsupported search: a name was expected, not '{token.text}'."
            )
        return token.text

    def unexpected(self) -> QueryInvalid:
        """Return the refusal of the next token."""
        shown = self.peek().text or "the end"
        return QueryInvalid(f"Invalid or unsupported search near '{shown[:40]}'.")

    def expressions(self) -> tuple[Expression, ...]:
        """Read a list with commas."""
        found = [self.expression()]
        while self.take_symbol(","):
            found.append(self.expression())
        return tuple(found)

    def expression(self) -> Expression:
        """Read a condition or a value."""
        return self._chain(self._conjunction, self.take_name, ("or",))

    def _conjunction(self) -> Expression:
        return self._chain(self._negation, self.take_name, ("and",))

    def _negation(self) -> Expression:
        return Not(self._negation()) if self.take_name("not") else self._comparison()

    def _comparison(self) -> Expression:
        left = self._sum()
        for operator in _COMPARISONS:
            if self.take_symbol(operator):
                return Binary("<>" if operator == "!=" else operator, left, self._sum())
        if self.take_name("is"):
            opposite = self.take_name("not")
            self.expect_name("null")
            return Not(IsNull(left)) if opposite else IsNull(left)
        opposite = self.take_name("not")
        found = self._set_comparison(left)
        if found is None and opposite:
            raise self.unexpected()
        return Not(found) if found and opposite else found or left

    def _set_comparison(self, left: Expression) -> Expression | None:
        if self.take_name("in"):
            self.expect_symbol("(")
            choices = self.expressions()
            self.expect_symbol(")")
            return Within(left, choices)
        if self.take_name("like"):
            return Binary("like", left, self._sum())
        if self.take_name("between"):
            low = self._sum()
            self.expect_name("and")
            return Binary("and", Binary(">=", left, low), Binary("<=", left, self._sum()))
        return None

    def _sum(self) -> Expression:
        return self._chain(self._product, self.take_symbol, ("+", "-", "||"))

    def _product(self) -> Expression:
        return self._chain(self._operand, self.take_symbol, ("*", "/"))

    def _chain(
        self, part: Callable[[], Expression], take: Callable[[str], bool], operators: Sequence[str]
    ) -> Expression:
        left = part()
        while True:
            operator = next((one for one in operators if take(one)), None)
            if operator is None:
                return left
            left = Binary(operator, left, part())

    def _operand(self) -> Expression:
        if self.take_symbol("("):
            inner = self.expression()
            self.expect_symbol(")")
            return inner
        if self.take_symbol("-"):
            return Binary("-", Constant(Decimal(0)), self._operand())
        if self.take_symbol("?"):
            self.parameters += 1
            return Parameter(self.parameters - 1)
        token = self.peek()
        if token.kind is TokenKind.STRING:
            return Constant(self.take().text)
        if token.kind is TokenKind.NUMBER:
            return Constant(Decimal(self.take().text))
        return self._named()

    def _named(self) -> Expression:
        if self.take_name("null"):
            return Constant(None)
        if self.take_name("case"):
            return self._case()
        first = self.name()
        second = self.name() if self.take_symbol(".") else None
        if self.take_symbol("("):
            return self._call(f"{first}.{second}" if second else first)
        return Column(first, second) if second else Column(None, first)

    def _call(self, name: str) -> Call:
        if self.take_symbol("*"):
            self.expect_symbol(")")
            return Call(name, (), star=True)
        if self.take_symbol(")"):
            return Call(name, ())
        distinct = self.take_name("distinct")
        arguments = self.expressions()
        self.expect_symbol(")")
        return Call(name, arguments, distinct=distinct)

    def _case(self) -> Case:
        branches: list[tuple[Expression, Expression]] = []
        while self.take_name("when"):
            condition = self.expression()
            self.expect_name("then")
            branches.append((condition, self.expression()))
        otherwise = self.expression() if self.take_name("else") else Constant(None)
        self.expect_name("end")
        return Case(tuple(branches), otherwise)

    def _take_if(self, wanted: Token) -> bool:
        found = self.peek() == wanted
        self._at += found
        return found
