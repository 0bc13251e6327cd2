"""
Read a filter: conditions of a field, an operator and values, joined by AND and OR.

    filter    = conjunction, { "OR", conjunction }
    conjunction = term, { "AND", term }
    term      = "(", filter, ")" | field, operator, [ value | "[", value, { ",", value }, "]" ]

The form follows Oracle's page "Record Collection Filtering" (section_1545222128). Operators and the
joining words are written in capitals there, and taken in any case here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_DEPTH_MAX = 50
_TOKEN = re.compile(
    r"""\s*(?: (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
             | (?P<sign>[()\[\],])
             | (?P<word>[^\s()\[\],"']+) )""",
    re.VERBOSE,
)


class FilterInvalid(ValueError):
    """A filter cannot be read, or does not fit the record type."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One field against values; operators are in capitals."""

    field: str
    operator: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold."""

    parts: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds."""

    parts: tuple[Filter, ...]


Filter = Condition | Every | Some


class _Token(NamedTuple):
    kind: str
    text: str


#: How many values an operator takes; any other takes one. The negations take as many.
_VALUES: dict[str, tuple[int, int]] = {
    "EMPTY": (0, 0),
    "BETWEEN": (2, 2),
    "WITHIN": (2, 2),
    "ANY_OF": (1, 1000),
}
_POSITIVE = (
    *("EMPTY", "IS", "CONTAIN", "START_WITH", "END_WITH"),
    *("ANY_OF", "BETWEEN", "WITHIN", "EQUAL"),
    *("GREATER", "GREATER_OR_EQUAL", "LESS", "LESS_OR_EQUAL"),
    *("AFTER", "BEFORE", "ON", "ON_OR_AFTER", "ON_OR_BEFORE"),
)
#: An operator in capitals -> the one it is made of, and whether it is turned round.
OPERATORS: dict[str, tuple[str, bool]] = {
    **{name: (name, False) for name in _POSITIVE},
    **{f"{name}_NOT": (name, True) for name in _POSITIVE if name != "IS"},
    "IS_NOT": ("IS", True),
    "ENDWITH": ("END_WITH", False),  # the page writes it in both ways
}


def read(text: str) -> Filter:
    """
    Read a filter.

    Raises:
        FilterInvalid: it is none; the message names the place.

    >>> read('companyName START_WITH "A" AND isInactive IS false')  # doctest: +ELLIPSIS
    Every(parts=(Condition(field='companyName', operator='START_WITH', values=('A',)), ...))
    """
    reader = _Reader(list(_tokens(text)))
    found = reader.filter(0)
    reader.end()
    return found


class _Reader:
    def __init__(self, tokens: Sequence[_Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def filter(self, depth: int) -> Filter:
        parts = [self._conjunction(depth)]
        while self._takes("word", "OR"):
            parts.append(self._conjunction(depth))
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def end(self) -> None:
        if self._at < len(self._tokens):
            raise FilterInvalid(f"Unexpected '{self._tokens[self._at].text[:40]}'.")

    def _conjunction(self, depth: int) -> Filter:
        parts = [self._term(depth)]
        while self._takes("word", "AND"):
            parts.append(self._term(depth))
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _term(self, depth: int) -> Filter:
        if depth >= _DEPTH_MAX:
            raise FilterInvalid("The query is nested too deep.")
        if not self._takes("sign", "("):
            return self._condition()
        inner = self.filter(depth + 1)
        if not self._takes("sign", ")"):
            raise FilterInvalid("A closing parenthesis is missing.")
        return inner

    def _condition(self) -> Condition:
        field = self._word("a field")
        operator = self._word("an operator").upper()
        if operator not in OPERATORS:
            raise FilterInvalid(f"Unknown operator '{operator[:40]}'.")
        least, most = _VALUES.get(OPERATORS[operator][0], (1, 1))
        values = self._values() if most else ()
        if not least <= len(values) <= most:
            raise FilterInvalid(f"The operator {operator} does not take {len(values)} values.")
        return Condition(field, operator, values)

    def _values(self) -> tuple[str, ...]:
        if not self._takes("sign", "["):
            return (self._value(),)
        values = [self._value()]
        while self._takes("sign", ","):
            values.append(self._value())
        if not self._takes("sign", "]"):
            raise FilterInvalid("A closing bracket is missing.")
        return tuple(values)

    def _value(self) -> str:
        token = self._next()
        if token is not None and token.kind == "text":
            return re.sub(r"\\(.)", r"\1", token.text[1:-1], flags=re.DOTALL)
        if token is not None and token.kind == "word":
            return token.text
        raise FilterInvalid("A value is missing.")

    def _word(self, wanted: str) -> str:
        token = self._next()
        if token is None or token.kind != "word":
            raise FilterInvalid(
                f"Expected {wanted}" + (f", not '{token.text[:40]}'." if token else ".")
            )
        return token.text

    def _next(self) -> _Token | None:
        if self._at >= len(self._tokens):
            return None
        self._at += 1
        return self._tokens[self._at - 1]

    def _takes(self, kind: str, text: str) -> bool:
        if self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.kind == kind and token.text.upper() == text:
                self._at += 1
                return True
        return False


def _tokens(text: str) -> Iterator[_Token]:
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise FilterInvalid(f"Unexpected '{text[at : at + 40].strip()}'.")
        yield _Token(match.lastgroup, match[match.lastgroup])
        at = match.end()
