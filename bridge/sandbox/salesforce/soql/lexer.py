"""Query text to tokens."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bridge.sandbox.salesforce.errors import ApiError, bad

LENGTH_MAX = 100_000

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<text>'(?:[^'\\]|\\.)*')
      | (?P<moment>\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2}))
      | (?P<date>\d{4}-\d{2}-\d{2}(?![\w]))
      | (?P<number>[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?(?!\w))
      | (?P<name>[A-Za-z]\w*)
      | (?P<symbol><=|>=|!=|<>|[=<>,.():])
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_WILDCARDS = {"%": ".*", "_": "."}


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `kind` is the name of its group above, or `end`."""

    kind: str
    text: str
    at: int

    def means(self, word: str) -> bool:
        """Tell whether this is the given word or symbol."""
        return self.kind in ("name", "symbol") and self.text.upper() == word


def tokens(source: str) -> Iterator[Token]:
    """Yield the tokens of a query and an end token; raises ApiError MALFORMED_QUERY."""
    if len(source) > LENGTH_MAX:
        raise bad("MALFORMED_QUERY", f"SOQL statements cannot be longer than {LENGTH_MAX}")
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            raise malformed(source, at, f"unexpected token: {source[at : at + 20]!r}")
        at = match.end()
        if match.lastgroup and match.lastgroup != "space":
            yield Token(match.lastgroup, match[0], match.start())
    yield Token("end", "<EOF>", len(source))


def malformed(source: str, at: int, message: str) -> ApiError:
    """Return the error for a query that cannot be read, with its place."""
    return bad("MALFORMED_QUERY", located(source, at, message))


def located(source: str, at: int, message: str) -> str:
    """Write a message about a place of the query in the vendor's form."""
    before = source[:at]
    row = before.count("\n") + 1
    column = at - (before.rfind("\n") + 1) + 1
    around = source[max(0, at - 30) : at + 30].replace("\n", " ")
    pointer = " " * min(at, 30) + "^"
    return f"\n{around}\n{pointer}\nERROR at Row:{row}:Column:{column}\n{message}"


def unescaped(raw: str) -> str:
    """
    Return what a text in quotes stands for; raises ApiError for an unknown escape.

    >>> unescaped(chr(92) + "n") == chr(10)
    True
    """
    return re.sub(r"\\(.)", lambda match: _escape(match[1]), raw, flags=re.DOTALL)


def like_pattern(raw: str) -> re.Pattern[str]:
    """Return the pattern of a LIKE text: % is any text, _ any character, escaped they are plain."""
    parts = []
    for match in re.finditer(r"\\(.)|(.)", raw, flags=re.DOTALL):
        escaped, plain = match.groups()
        if escaped is not None:
            parts.append(re.escape(escaped if escaped in _WILDCARDS else _escape(escaped)))
        else:
            parts.append(_WILDCARDS.get(plain, re.escape(plain)))
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)


def _escape(letter: str) -> str:
    plain = _ESCAPES.get(letter.lower() if letter.isalpha() else letter)
    if plain is None:
        raise bad("MALFORMED_QUERY", f"invalid string escape \\{letter}")
    return plain
