"""What stands in quotes, and how errors tell their place in a query."""

import re

from bridge.sandbox.queries.wildcards import ANY, ONE, Wildcards, wildcards
from bridge.sandbox.salesforce.errors import ApiError, bad

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_WILDCARDS: dict[str, object] = {"%": ANY, "_": ONE}
_CODE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)


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
