"""Cut a query into tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class QueryInvalid(ValueError):
    """The query cannot be understood; the message is for its writer."""


class TokenKind(StrEnum):
    """What a token is."""

    NAME = "name"
    NUMBER = "number"
    STRING = "string"
    SYMBOL = "symbol"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One token; a name is in lower case, a string without its quotes."""

    kind: TokenKind
    text: str


_PATTERN = re.compile(
    r"""(?P<space>\s+|--[^\n]*|/\*.*?\*/)
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<name>[A-Za-z_][A-Za-z0-9_#$]*|"[^"]+")
      | (?P<string>'(?:[^']|'')*')
      | (?P<symbol><>|!=|<=|>=|\|\||[-+*/=<>(),.?])""",
    re.VERBOSE | re.DOTALL,
)
_LENGTH_MAX = 100_000


def tokens(query: str) -> list[Token]:
    """
    Return the tokens of a query, with an END behind them.

    Raises:
        QueryInvalid: a character that begins no token, or a query beyond all measure.
    """
    if len(query) > _LENGTH_MAX:
        raise QueryInvalid("The query is too long.")
    found: list[Token] = []
    at = 0
    while at < len(query):
        match = _PATTERN.match(query, at)
        if match is None:
            raise QueryInvalid(f"Invalid or unsupported search near '{query[at : at + 20]}'.")
        at = match.end()
        if match.lastgroup != "space":
            found.append(_token(match))
    return [*found, Token(TokenKind.END, "")]


def _token(match: re.Match[str]) -> Token:
    kind, text = TokenKind(str(match.lastgroup)), match[0]
    if kind is TokenKind.STRING:
        return Token(kind, text[1:-1].replace("''", "'"))
    if kind is TokenKind.NAME:
        return Token(kind, text.strip('"').lower())
    return Token(kind, text)
