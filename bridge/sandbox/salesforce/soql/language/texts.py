"""What stands in quotes, and how errors tell their place in a query."""

import re

from bridge.sandbox.queries.wildcards import ANY, ONE, Wildcards, wildcards
from bridge.sandbox.salesforce.errors import ApiError, bad

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_WILDCARDS: dict[str, object] = {"%": ANY, "_": ONE}
_AROUND = 30  # characters
_WORD_MAX = 80  # characters of a word that are shown beyond them
_WORD_BEFORE = re.compile(r"\S+\Z")
_WORD_AFTER = re.compile(r"\S*")
_CODE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)


def malformed(source: str, at: int, message: str) -> ApiError:
    """Return the error for a query that cannot be read, with its place."""
    return bad("MALFORMED_QUERY", located(source, at, message))


def located(source: str, at: int, message: str) -> str:
    """
    Write a message about a place of the query in the vendor's form.

    As in the messages that people quote, some thirty characters are shown on either side, and
    the words at both ends in full.
    """
    before = source[:at]
    row = before.count("\n") + 1
    column = at - (before.rfind("\n") + 1) + 1
    first, after = max(0, at - _AROUND), min(len(source), at + _AROUND)
    word = _WORD_BEFORE.search(source, max(0, first - _WORD_MAX), first + 1)
    first = word.start() if word and word.end() > first else first
    rest = _WORD_AFTER.match(source, after, after + _WORD_MAX)
    around = source[first : rest.end() if rest else after].replace("\n", " ")
    pointer = " " * (at - first) + "^"
    return f"\n{around}\n{pointer}\nERROR at Row:{row}:Column:{column}\n{message}"


class Misfit(ApiError):
    """A value does not fit its field; who has the text of the query adds the place."""

    def __init__(self, code: str, message: str, at: int) -> None:
        super().__init__(400, code, message)
        self.at = at

    def placed(self, source: str) -> ApiError:
        """Return the error as the caller is told it."""
        return bad(self.code, located(source, self.at, self.message))


def unescaped(raw: str) -> str:
    """
    Return what a text in quotes stands for; raises ApiError for an unknown escape.

    >>> unescaped(chr(92) + "n") == chr(10), unescaped(chr(92) + "u0041")
    (True, 'A')
    """
    return _CODE.sub(_escape, raw)


def like_pattern(raw: str) -> Wildcards:
    """Return the pattern of a LIKE text: % is any text, _ any character, escaped they are plain."""
    parts: list[object] = []
    at = 0
    while at < len(raw):
        code = _CODE.match(raw, at)
        if code is None:
            parts.append(_WILDCARDS.get(raw[at], raw[at]))
        else:
            parts.append(code[2] if code[2] in _WILDCARDS else _escape(code))
        at = at + 1 if code is None else code.end()
    return wildcards(parts, ignore_case=True)


def _escape(code: re.Match[str]) -> str:
    if code[1] is not None:
        return _character(code[1])
    letter = code[2]
    plain = _ESCAPES.get(letter.lower() if letter.isalpha() else letter)
    if plain is None:
        raise bad("MALFORMED_QUERY", f"invalid string escape \\{letter}")
    return plain


def _character(digits: str) -> str:
    """Return the character of a code; half of a pair is none."""
    if "D800" <= digits.upper() <= "DFFF":
        raise bad("MALFORMED_QUERY", f"invalid string escape \\u{digits}")
    return chr(int(digits, 16))
