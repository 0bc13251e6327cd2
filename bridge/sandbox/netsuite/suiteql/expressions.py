"""Parse expressions and conditions, by their usual order of binding."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from decimal import Decimal

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
from bridge.sandbox.queries.cursor import Cursor
from bridge.sandbox.queries.lexer import SUITEQL, Unreadable, tokens

ROWNUM = "rownum"
_COMPARISONS = ("=", "<>", "!=", "<=", ">=", "<", ">")
_RESERVED = frozenset(
    {"select", "from", "where", "and", "or", "not", "in", "is", "like", "between", "order"}
    | {"group", "having", "by", "join", "on", "then", "else", "end", "when", "union"}
)
#: Operators of one level in a row, other than AND and OR, of which queries hold hundreds.
_CHAIN_MAX = 100


class ExpressionParser(Cursor):
    """Reads expressions from the tokens of a query."""

    def __init__(self, query: str) -> None:
        try:
            super().__init__(tokens(query, SUITEQL))
        except Unreadable as error:
            if error.too_long:
                raise QueryInvalid("The query is too long.") from error
            found = query[error.at : error.at + 20]
            raise QueryInvalid(f"Invalid or unsupported search near '{found}'.") from error
        self.parameters = 0
        self.numbered = False  #: whether the SELECT that is read asks for ROWNUM

    @abstractmethod
    def statement(self) -> Query:
        """Read a whole SELECT."""

    def unexpected(self, expected: str | None = None, *, back: int = 0) -> QueryInvalid:
        """Return the refusal of the next token; what was expected is not told."""
        del expected
        token = self.peek(-back)
        shown = "the end" if token.kind == "end" else token.text.lower()
        return QueryInvalid(f"Invalid or unsupported search near '{shown[:40]}'.")

    def too_deep(self) -> QueryInvalid:
        """Return the refusal of a query whose parts stand too deep inside each other."""
        return QueryInvalid("The query is nested too deep.")

    def name(self) -> str:
        """Pass a name that is no reserved word, and return it in lower case."""
        token = self.take()
        plain = token.text.lower()
        if token.kind == "quoted":
            return plain.strip('"')
        if token.kind != "name" or plain in _RESERVED:
            shown = "" if token.kind == "end" else plain[:40]
            raise QueryInvalid(
                f"Invalid or unsupported search: a name was expected, not '{shown}'."
            )
        return plain

    def is_name(self) -> bool:
        """Tell whether the next token is a word or a name in quotes."""
        return self.peek().kind in ("name", "quoted")

    def expressions(self) -> tuple[Expression, ...]:
        """Read a list with commas."""
        return self.listed(self.expression)

    def expression(self) -> Expression:
        """Read a condition or a value."""
        return self.nested(self._disjunction)

    def _disjunction(self) -> Expression:
        return self._many("OR", self._conjunction)

    def _conjunction(self) -> Expression:
        return self._many("AND", self._negation)

    def _many(self, word: str, part: Callable[[], Expression]) -> Expression:
        """Read parts between ANDs or ORs; however many they are, the tree is not deep."""
        parts = [part()]
        while self.has(word):
            parts.append(part())
        while len(parts) > 1:
            pairs = zip(parts[::2], parts[1::2], strict=False)
            odd = parts[-1:] if len(parts) % 2 else []
            parts = [Binary(word.lower(), left, right) for left, right in pairs] + odd
        return parts[0]

    def _negation(self) -> Expression:
        opposite = False
        while self.has("NOT"):
            opposite = not opposite
        return Not(self._comparison()) if opposite else self._comparison()

    def _comparison(self) -> Expression:
        left = self._sum()
        for operator in _COMPARISONS:
            if self.has(operator):
                return Binary("<>" if operator == "!=" else operator, left, self._sum())
        if self.has("IS"):
            opposite = self.has("NOT")
            self.expect("NULL")
            return Not(IsNull(left)) if opposite else IsNull(left)
        opposite = self.has("NOT")
        found = self._set_comparison(left)
        if found is None and opposite:
            raise self.unexpected()
        return Not(found) if found and opposite else found or left

    def _set_comparison(self, left: Expression) -> Expression | None:
        if self.has("IN"):
            self.expect("(")
            choices = self._choices()
            self.expect(")")
            return Within(left, choices)
        if self.has("LIKE"):
            pattern = self._sum()
            return Like(left, pattern, self._sum() if self.has("ESCAPE") else Constant(None))
        if self.has("BETWEEN"):
            low = self._sum()
            self.expect("AND")
            return Binary("and", Binary(">=", left, low), Binary("<=", left, self._sum()))
        return None

    def _choices(self) -> tuple[Expression, ...]:
        if self.peek().means("SELECT"):
            return (Subquery(self.statement(), "list"),)
        return self.expressions()

    def _sum(self) -> Expression:
        return self._chain(self._product, ("+", "-", "||"))

    def _product(self) -> Expression:
        return self._chain(self._operand, ("*", "/"))

    def _chain(self, part: Callable[[], Expression], operators: Sequence[str]) -> Expression:
        left = part()
        for _ in range(_CHAIN_MAX):
            operator = next((one for one in operators if self.has(one)), None)
            if operator is None:
                return left
            left = Binary(operator, left, part())
        raise self.too_deep()

    def _operand(self) -> Expression:
        negative = False
        while self.has("-"):
            negative = not negative
        operand = self._unsigned()
        return Binary("-", Constant(Decimal(0)), operand) if negative else operand

    def _unsigned(self) -> Expression:
        if self.has("EXISTS", "("):
            rows = Subquery(self.statement(), "rows")
            self.expect(")")
            return rows
        if self.has("("):
            cell = self.peek().means("SELECT")
            inner = Subquery(self.statement(), "cell") if cell else self.expression()
            self.expect(")")
            return inner
        if self.has("?"):
            self.parameters += 1
            return Parameter(self.parameters - 1)
        if self.peek().kind == "text":
            return Constant(self.take().text[1:-1].replace("''", "'"))
        if self.peek().kind == "number":
            return Constant(Decimal(self.take().text))
        return self._named()

    def _named(self) -> Expression:
        if self.has("NULL"):
            return Constant(None)
        if self.has("CASE"):
            return self._case()
        if self.peek().means("DATE") and self.peek(1).kind == "text":
            self.take()
            return Call("to_date", (self._operand(), Constant("YYYY-MM-DD")))
        first = self.name()
        self.numbered |= first == ROWNUM
        second = self.name() if self.has(".") else None
        if self.has("("):
            return self._call(f"{first}.{second}" if second else first)
        return Column(first, second) if second else Column(None, first)

    def _call(self, name: str) -> Call:
        if self.has("*"):
            self.expect(")")
            return Call(name, (), star=True)
        if self.has(")"):
            return Call(name, ())
        distinct = self.has("DISTINCT")
        arguments = self.expressions()
        self.expect(")")
        return Call(name, arguments, distinct=distinct)

    def _case(self) -> Case:
        branches: list[tuple[Expression, Expression]] = []
        subject = None if self.peek().means("WHEN") else self.expression()
        while self.has("WHEN"):
            condition = self.expression()
            if subject is not None:
                condition = Binary("=", subject, condition)
            self.expect("THEN")
            branches.append((condition, self.expression()))
        otherwise = self.expression() if self.has("ELSE") else Constant(None)
        self.expect("END")
        return Case(tuple(branches), otherwise)
