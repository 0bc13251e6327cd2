"""Names, functions and values of a query."""

import re
from decimal import Decimal

from bridge.sandbox.queries.cursor import Cursor
from bridge.sandbox.queries.lexer import SOQL, Token, Unreadable, tokens
from bridge.sandbox.salesforce.errors import ApiError, bad
from bridge.sandbox.salesforce.soql.dates import PARTS, WORDS, WORDS_WITH_COUNT
from bridge.sandbox.salesforce.soql.language import grammar
from bridge.sandbox.salesforce.soql.language.texts import malformed
from bridge.sandbox.salesforce.values import parse_date, parse_moment

AGGREGATES = ("COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX")
LABEL, CURRENCY, FORMAT, ZONE = "TOLABEL", "CONVERTCURRENCY", "FORMAT", "CONVERTTIMEZONE"
#: Functions on single values, with those that they may be applied to.
_INSIDE = {LABEL: (), CURRENCY: (), FORMAT: (CURRENCY,), **dict.fromkeys(PARTS, (ZONE,))}
_CONSTANTS = {"TRUE": True, "FALSE": False, "NULL": None}
_MONEY = re.compile(r"([A-Za-z]{3})(\d+(?:\.\d+)?)", re.ASCII)
_COUNT_DIGITS_MAX = 9


class OperandParser(Cursor):
    """Reads what stands on either side of a comparison."""

    def __init__(self, source: str) -> None:
        self._source = source
        try:
            super().__init__(tokens(source, SOQL))
        except Unreadable as error:
            raise _unreadable(source, error) from error

    def unexpected(self, expected: str | None = None, *, back: int = 0) -> ApiError:
        """Return the refusal of the next token, or of one so many before it."""
        token = self.peek(-back)
        wanted = "" if expected is None else f", expected {expected}"
        return self.refused(f"unexpected token: {token.text!r}{wanted}", token.at)

    def too_deep(self) -> ApiError:
        """Return the refusal of a query whose parts stand too deep inside each other."""
        return self.refused("nested too deeply", self.peek().at)

    def refused(self, message: str, at: int) -> ApiError:
        """Return a refusal that names a place of the query."""
        return malformed(self._source, at, message)

    def name(self, what: str) -> str:
        """Pass a name and return it."""
        if self.peek().kind != "name":
            raise self.unexpected(what)
        return self.take().text

    def path(self) -> grammar.Path:
        """Read a field, perhaps through relationships."""
        at = self.peek().at
        names = [self.name("a field")]
        while self.has("."):
            names.append(self.name("a field"))
        return grammar.Path(tuple(names), at)

    def operand(self) -> grammar.Operand:
        """Read a field or a function of one."""
        if not self.peek(1).means("("):
            return self.path()
        function = self.name("a function").upper()
        self.expect("(")
        if function in AGGREGATES:
            bare = function == "COUNT" and self.peek().means(")")
            path = None if bare else self.path()
            self.expect(")")
            return grammar.Aggregate(function, path, None)
        if function not in _INSIDE:
            raise self.unexpected(back=2)
        return self._applied(function)

    def literal(self) -> grammar.Literal:
        """Read a value."""
        token = self.take()
        match token.kind:
            case "text":
                return grammar.Text(token.text[1:-1])
            case "number":
                return grammar.Number(Decimal(token.text))
            case "date" if day := parse_date(token.text):
                return grammar.Day(day)
            case "moment" if moment := parse_moment(token.text):
                return grammar.Moment(moment)
            case "money" | "name":
                return self._word(token)
        raise self._refused_value(token)

    def count(self) -> int:
        """Read a whole number without sign."""
        token = self.peek()
        plain = token.kind == "number" and token.text.isdigit()
        if not plain or len(token.text) > _COUNT_DIGITS_MAX:
            raise self.unexpected()
        return int(self.take().text)

    def _applied(self, outer: str) -> grammar.Path:
        """Read the rest of a function on a single value, of which `(` is read."""
        functions: tuple[str, ...] = (outer,)
        inner = self.peek().text.upper()
        if inner in _INSIDE[outer] and self.peek(1).means("("):
            self.take()
            self.take()
            functions = (outer, inner)
        path = self.path()
        for _ in functions:
            self.expect(")")
        return grammar.Path(path.names, path.at, functions)

    def _word(self, token: Token) -> grammar.Constant | grammar.DateWord | grammar.Money:
        word = token.text.upper()
        if word in _CONSTANTS:
            return grammar.Constant(_CONSTANTS[word])
        if word in WORDS:
            return grammar.DateWord(word, 0)
        if word in WORDS_WITH_COUNT:
            self.expect(":")
            return grammar.DateWord(word, self.count())
        if amount := _MONEY.fullmatch(word):
            return grammar.Money(amount[1], Decimal(amount[2]))
        raise self._refused_value(token)

    def _refused_value(self, token: Token) -> ApiError:
        return self.refused(f"unexpected token: {token.text!r}", token.at)


def _unreadable(source: str, error: Unreadable) -> ApiError:
    if error.too_long:
        message = f"SOQL statements cannot be longer than {error.at} characters."
        return bad("MALFORMED_QUERY", message)
    found = source[error.at : error.at + 20]
    return malformed(source, error.at, f"unexpected token: {found!r}")
