"""Tokens to syntax tree, by recursive descent along the grammar."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from bridge.sandbox.salesforce.errors import ApiError
from bridge.sandbox.salesforce.soql import grammar
from bridge.sandbox.salesforce.soql.dates import PARTS, WORDS, WORDS_WITH_COUNT
from bridge.sandbox.salesforce.soql.lexer import Token, malformed, tokens
from bridge.sandbox.salesforce.values import parse_date, parse_moment

Part = TypeVar("Part")

DEPTH_MAX = 50
FUNCTIONS = ("COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX")
FIELD_SETS = ("ALL", "STANDARD", "CUSTOM")
_CLAUSES = ("WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "FROM")
_COMPARISONS = ("=", "!=", "<>", "<", "<=", ">", ">=", "LIKE")
_CONSTANTS = {"TRUE": True, "FALSE": False, "NULL": None}


def parse(source: str) -> grammar.Query:
    """Read a query; raises ApiError MALFORMED_QUERY with row and column."""
    parser = _Parser(source)
    query = parser.query()
    parser.expect_end()
    return query


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source
        self._tokens = list(tokens(source))
        self._next = 0
        self._depth = 0

    def query(self) -> grammar.Query:
        self._take("SELECT")
        selection = self._selection()
        self._take("FROM")
        source = self._name("an object")
        alias = self._alias()
        where = self._condition() if self._has("WHERE") else None
        groups = tuple(self._list(self._operand)) if self._phrase("GROUP", "BY") else ()
        for item in selection if not groups else ():
            if isinstance(item, grammar.Path) and item.alias:
                raise malformed(self._source, item.at, f"unexpected alias: {item.alias!r}")
        return grammar.Query(
            selection=selection,
            source=source,
            alias=alias,
            where=where,
            groups=groups,
            having=self._condition() if groups and self._has("HAVING") else None,
            orders=tuple(self._list(self._order)) if self._phrase("ORDER", "BY") else (),
            limit=self._count() if self._has("LIMIT") else None,
            offset=self._count() if self._has("OFFSET") else 0,
        )

    def expect_end(self) -> None:
        if self._peek().kind != "end":
            raise self._unexpected()

    def _selection(self) -> tuple[grammar.Item, ...]:
        return tuple(self._list(self._item))

    def _item(self) -> grammar.Item:
        if self._has("("):
            return grammar.Children(self._inner())
        if self._peek().means("FIELDS") and self._peek(1).means("("):
            return self._all_fields()
        return replace(self._operand(), alias=self._alias())

    def _all_fields(self) -> grammar.AllFields:
        self._next += 2
        which = self._name("ALL, STANDARD or CUSTOM").upper()
        self._take(")")
        if which not in FIELD_SETS:
            raise self._unexpected(back=2)
        return grammar.AllFields(which)

    def _alias(self) -> str | None:
        named = self._peek().kind == "name" and self._peek().text.upper() not in _CLAUSES
        return self._name("an alias") if named else None

    def _inner(self) -> grammar.Query:
        """Read a query in parentheses, of which the first is read."""
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise malformed(self._source, self._peek().at, "nested too deeply")
        query = self.query()
        self._depth -= 1
        self._take(")")
        return query

    def _operand(self) -> grammar.Operand:
        if not self._peek(1).means("("):
            return self._path()
        function = self._name("a function").upper()
        self._take("(")
        if function in PARTS or function == "TOLABEL":
            part = replace(self._path(), function=function)
            self._take(")")
            return part
        if function not in FUNCTIONS:
            raise self._unexpected(back=2)
        bare = function == "COUNT" and self._peek().means(")")
        path = None if bare else self._path()
        self._take(")")
        return grammar.Aggregate(function, path, None)

    def _condition(self) -> grammar.Condition:
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise malformed(self._source, self._peek().at, "nested too deeply")
        first = self._term()
        if self._peek().means("AND"):
            first = grammar.Both((first, *self._more_terms("AND")))
        elif self._peek().means("OR"):
            first = grammar.Either((first, *self._more_terms("OR")))
        self._depth -= 1
        return first

    def _more_terms(self, word: str) -> list[grammar.Condition]:
        terms = []
        while self._has(word):
            terms.append(self._term())
        return terms

    def _term(self) -> grammar.Condition:
        if self._peek().means("NOT"):
            negations = 0
            while self._has("NOT"):
                negations += 1
            part = self._term()
            return grammar.Negation(part) if negations % 2 else part
        if self._has("("):
            part = self._condition()
            self._take(")")
            return part
        return self._comparison()

    def _comparison(self) -> grammar.Comparison | grammar.Membership:
        path = self._operand()
        negated = self._has("NOT")
        if self._has("IN"):
            return grammar.Membership(path, negated, self._among())
        operator = self._peek().text.upper()
        if negated or operator not in _COMPARISONS or self._peek().kind == "text":
            raise self._unexpected()
        self._next += 1
        return grammar.Comparison(path, "!=" if operator == "<>" else operator, self._literal())

    def _among(self) -> tuple[grammar.Literal, ...] | grammar.Query:
        self._take("(")
        if self._peek().means("SELECT"):
            return self._inner()
        among = tuple(self._list(self._literal))
        self._take(")")
        return among

    def _literal(self) -> grammar.Literal:
        token = self._peek()
        self._next += 1
        match token.kind:
            case "text":
                return grammar.Text(token.text[1:-1])
            case "number":
                return grammar.Number(Decimal(token.text))
            case "date" if day := parse_date(token.text):
                return grammar.Day(day)
            case "moment" if moment := parse_moment(token.text):
                return grammar.Moment(moment)
            case "name":
                return self._word(token)
        raise self._unexpected(back=1)

    def _word(self, token: Token) -> grammar.Constant | grammar.DateWord:
        word = token.text.upper()
        if word in _CONSTANTS:
            return grammar.Constant(_CONSTANTS[word])
        if word in WORDS:
            return grammar.DateWord(word, 0)
        if word in WORDS_WITH_COUNT:
            self._take(":")
            return grammar.DateWord(word, self._count())
        raise self._unexpected(back=1)

    def _order(self) -> grammar.Order:
        path = self._operand()
        descending = self._has("DESC")
        if not descending:
            self._has("ASC")
        last = False
        if self._has("NULLS"):
            last = self._has("LAST")
            if not last:
                self._take("FIRST")
        return grammar.Order(path, descending, not last)

    def _path(self) -> grammar.Path:
        at = self._peek().at
        names = [self._name("a field")]
        while self._has("."):
            names.append(self._name("a field"))
        return grammar.Path(tuple(names), at)

    def _count(self) -> int:
        token = self._peek()
        if token.kind != "number" or not token.text.isdigit():
            raise self._unexpected()
        self._next += 1
        return int(token.text)

    def _list(self, part: Callable[[], Part]) -> list[Part]:
        parts = [part()]
        while self._has(","):
            parts.append(part())
        return parts

    def _name(self, what: str) -> str:
        token = self._peek()
        if token.kind != "name":
            raise malformed(
                self._source, token.at, f"unexpected token: {token.text!r}, expected {what}"
            )
        self._next += 1
        return token.text

    def _peek(self, ahead: int = 0) -> Token:
        return self._tokens[min(self._next + ahead, len(self._tokens) - 1)]

    def _has(self, word: str) -> bool:
        if not self._peek().means(word):
            return False
        self._next += 1
        return True

    def _phrase(self, first: str, second: str) -> bool:
        if not self._has(first):
            return False
        self._take(second)
        return True

    def _take(self, word: str) -> None:
        if not self._has(word):
            token = self._peek()
            raise malformed(
                self._source, token.at, f"unexpected token: {token.text!r}, expected {word}"
            )

    def _unexpected(self, back: int = 0) -> ApiError:
        token = self._tokens[max(self._next - back, 0)]
        return malformed(self._source, token.at, f"unexpected token: {token.text!r}")
