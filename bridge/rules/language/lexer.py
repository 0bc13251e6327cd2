"""From characters to words, each with its place; strange characters are named, never guessed."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bridge.rules.diagnostics import Problem
from bridge.rules.expression import Constant
from bridge.rules.language.limits import CHARACTERS_MAX
from bridge.rules.types import DIGITS_MAX


class Sort(StrEnum):
    """What a word is, as messages call it."""

    NUMBER = "number"
    TEXT = "text"
    NAME = "name"
    KEYWORD = "keyword"
    SIGN = "sign"
    END = "the end"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the source; `text` is in capitals for keywords, `value` that of a constant."""

    sort: Sort
    text: str
    start: int
    end: int
    value: Constant = None

    def __str__(self) -> str:
        return str(self.sort) if self.sort is Sort.END else f"'{self.text}'"


#: No alternative can match the same text in two ways: reading costs linear time.
_WORD = re.compile(
    r"""
      (?P<space>  [ \t\r\n]+ )
    | (?P<number> [0-9]+ (?: \. [0-9]+ )? )
    | (?P<text>   " (?: [^"\\\n] | \\ ["'\\nt] )* "
                | ' (?: [^'\\\n] | \\ ["'\\nt] )* ' )
    | (?P<name>   [A-Za-z_] [A-Za-z0-9_]* )
    | (?P<sign>   <> | <= | >= | != | == | && | \|\| | [-+*/&=<>!(),.] )
    """,
    re.VERBOSE,
)
_KEYWORDS = frozenset({"AND", "OR", "NOT", "IN", "TRUE", "FALSE", "BLANK", "NULL"})
_ESCAPES = {"n": "\n", "t": "\t"}
_CURLY = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2018\u2019\u201a\u201b"
_HINTS = {
    **dict.fromkeys(_CURLY, "use straight quotes: \" or '"),
    **dict.fromkeys("\u2013\u2014\u2212", "use the hyphen - for minus"),
    "\u00d7": "use * to multiply",
    "\u00f7": "use / to divide",
    "\u2260": "use <> for not equal",
    "\u2264": "use <=",
    "\u2265": "use >=",
    "\u00a0": "this is a non-breaking space; type a plain space",
    "^": "there is no power; multiply",
    "%": "divide by 100, or use MOD for a remainder",
    "[": "functions such as SUM(list, expression) look into lists",
    "{": "values stand without braces",
    "|": "use OR or ||",
    ";": "separate arguments by commas",
}


def words(source: str) -> tuple[Word, ...]:
    """Return the words of an expression, the last of them the end; Problem for any other text."""
    if len(source) > CHARACTERS_MAX:
        raise Problem(
            f"the expression is longer than {CHARACTERS_MAX} characters",
            CHARACTERS_MAX,
            len(source),
            "split it into several inputs or fields",
        )
    found: list[Word] = []
    at = 0
    while at < len(source):
        match = _WORD.match(source, at)
        if match is None:
            raise _strange(source, at)
        if match.lastgroup != "space":
            found.append(_word(match, source))
        at = match.end()
    return (*found, Word(Sort.END, "", len(source), len(source) + 1))


def _word(match: re.Match[str], source: str) -> Word:
    text, start, end = match.group(), match.start(), match.end()
    match match.lastgroup:
        case "number":
            return Word(Sort.NUMBER, text, start, end, _number(text, start, source[end : end + 1]))
        case "text":
            return Word(Sort.TEXT, text, start, end, _unescaped(text[1:-1]))
        case "name" if text.upper() in _KEYWORDS:
            return Word(Sort.KEYWORD, text.upper(), start, end)
        case "name":
            return Word(Sort.NAME, _name(text, start), start, end)
        case _:
            return Word(Sort.SIGN, text, start, end)


def _number(text: str, start: int, following: str) -> Constant:
    if following.isalnum() or following in {"_", "."}:
        raise Problem(
            f"the number {text} runs into '{following}'",
            start,
            start + len(text) + 1,
            "write numbers with digits and one point: 1000 or 0.5, no exponent",
        )
    if len(text.replace(".", "")) > DIGITS_MAX:
        raise Problem(f"a number has at most {DIGITS_MAX} digits", start, start + len(text))
    return Decimal(text) if "." in text else int(text)


def _name(text: str, start: int) -> str:
    if text.startswith("_") or "__" in text:
        raise Problem(
            f"'{text}' cannot be a name",
            start,
            start + len(text),
            "names start with a letter and have single underscores",
        )
    return text


def _unescaped(inside: str) -> str:
    pieces = iter(inside)
    return "".join(
        _ESCAPES.get(escaped := next(pieces), escaped) if piece == "\\" else piece
        for piece in pieces
    )


def _strange(source: str, at: int) -> Problem:
    character = source[at]
    if character in "\"'":
        stop = source.find("\n", at)
        return Problem(
            "this text is not closed by a quote, or holds a backslash that escapes nothing",
            at,
            len(source) if stop < 0 else stop,
            'close it on the same line; write \\" \\\\ \\n \\t for a quote, backslash, line, tab',
        )
    shown = repr(character) if character.isprintable() else f"U+{ord(character):04X}"
    return Problem(f"unexpected character {shown}", at, at + 1, _HINTS.get(character))
