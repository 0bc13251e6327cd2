"""Query text to tokens: one lexer, with a table for each of the two query languages."""

import re
from dataclasses import dataclass

#: Longer queries are refused before they are read; documented for SOQL, of our own for SuiteQL.
LENGTH_MAX = 100_000


class Unreadable(Exception):
    """The query is too long, or no token begins at the offset `at`."""

    def __init__(self, at: int, *, too_long: bool = False) -> None:
        super().__init__(at)
        self.at = at
        self.too_long = too_long


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `kind` is the name of a group of the language's table, or `end`."""

    kind: str
    text: str  #: as it was written
    at: int

    def means(self, word: str) -> bool:
        """Tell whether this is the given word, in capitals, or symbol."""
        return self.kind in ("name", "symbol") and self.text.upper() == word


@dataclass(frozen=True, slots=True)
class Language:
    """The tokens of a language: the groups of a pattern, of which `space` is passed over."""

    pattern: re.Pattern[str]


SOQL = Language(
    re.compile(
        r"""(?P<space>\s+)
          | (?P<text>'(?:[^'\\]|\\.)*')
          | (?P<moment>\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2}))
          | (?P<date>\d{4}-\d{2}-\d{2}(?![\w]))
          | (?P<number>[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?(?!\w))
          | (?P<money>[A-Za-z]{3}\d+\.\d+(?!\w))
          | (?P<name>[A-Za-z]\w*)
          | (?P<symbol><=|>=|!=|<>|[=<>,.():])
        """,
        re.VERBOSE | re.DOTALL | re.ASCII,
    )
)
SUITEQL = Language(
    # A comment that does not end begins no token: with a group of its own, it is searched once.
    re.compile(
        r"""(?P<space>\s+|--[^\n]*|/\*.*?\*/)
          | (?P<unclosed>/\*)
          | (?P<number>\d+(?:\.\d+)?)
          | (?P<name>[A-Za-z_][A-Za-z0-9_#$]*)
          | (?P<quoted>"[^"]+")
          | (?P<text>'(?:[^']|'')*')
          | (?P<symbol><>|!=|<=|>=|\|\||[-+*/=<>(),.?])
        """,
        re.VERBOSE | re.DOTALL,
    )
)


def tokens(source: str, language: Language) -> list[Token]:
    """Return the tokens of a query with an end token behind them; raises Unreadable."""
    if len(source) > LENGTH_MAX:
        raise Unreadable(LENGTH_MAX, too_long=True)
    found: list[Token] = []
    at = 0
    while at < len(source):
        match = language.pattern.match(source, at)
        if match is None or match.lastgroup == "unclosed":
            raise Unreadable(at)
        at = match.end()
        if match.lastgroup and match.lastgroup != "space":
            found.append(Token(match.lastgroup, match[0], match.start()))
    return [*found, Token("end", "<EOF>", len(source))]
