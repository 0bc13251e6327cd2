"""
Characters that a rule file cannot hold: those that nobody sees, or takes for others.

Two people approve what they read. A mark that turns the order of letters, a line break that an
editor does not show or a Cyrillic letter among Latin ones would let a rule say something else than
it seems to. Such a character can be meant all the same, and is then written out in double quotes.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff")
_LONE_RETURN = re.compile(r"\r(?!\n)")
_TAB_INDENT = re.compile(r"^ *\t", re.MULTILINE)
#: General categories of Unicode: marks of format, separators of lines and paragraphs, spaces.
_UNSEEN = frozenset({"Cf", "Zl", "Zp", "Zs"})
#: Letters and patterns that show nothing, though Unicode counts them among the letters.
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
#: Greek, Cyrillic, Armenian, Cherokee, and Latin letters in the forms of other alphabets.
_LOOKALIKE = (
    "[\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u13a0-\u13ff\u1f00-\u1fff"
    "\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]"
)
_MIXED = re.compile(f"(?<=[A-Za-z]){_LOOKALIKE}|{_LOOKALIKE}(?=[A-Za-z])")
_ACCENT = re.compile("(?<=[^\\s])[\u0300-\u036f]")


class Strange(NamedTuple):
    """A character that cannot stand where it does: its place, what is wrong, what to do."""

    at: int
    message: str
    hint: str


def strange(text: str) -> Strange | None:
    """Return the first character that a rule file cannot hold."""
    return min(_found(text), default=None)


def _found(text: str) -> Iterator[Strange]:
    """Yield the first character of each sort."""
    control = _NOT_TEXT.search(text)
    if control is not None:
        name = f"the character {_code(control[0])} cannot stand in a rule file"
        yield Strange(
            control.start(), name, "save the file as UTF-8 text, without a mark before it"
        )
    lone = _LONE_RETURN.search(text)
    if lone is not None:
        says = "a carriage return (U+000D) alone ends no line"
        yield Strange(lone.start(), says, "save the file with the line ends of this system")
    tab = _TAB_INDENT.search(text)
    if tab is not None:
        yield Strange(tab.end() - 1, "a tab in the indentation", "indent with spaces")
    if not text.isascii():
        yield from _deceiving(text)


def _deceiving(text: str) -> Iterator[Strange]:
    unseen = [
        text.index(each)
        for each in set(text)
        if each != " " and (unicodedata.category(each) in _UNSEEN or each in _FILLERS)
    ]
    if unseen:
        at = min(unseen)
        yield Strange(at, f"{_named(text[at])} is not seen", f"leave it out, {_as_meant(text[at])}")
    mixed = _MIXED.search(text)
    if mixed is not None:
        says = f"{_named(mixed[0])} stands among Latin letters and looks like one of them"
        yield Strange(mixed.start(), says, f"type the Latin letter, {_as_meant(mixed[0])}")
    apart = next(filter(_composes, _ACCENT.finditer(text)), None)
    if apart is not None:
        says = f"{_named(apart[0])} stands apart from its letter, and texts are compared as written"
        yield Strange(apart.start(), says, f"type the two as one letter, {_as_meant(apart[0])}")


def _composes(accent: re.Match[str]) -> bool:
    at = accent.start()
    return len(unicodedata.normalize("NFC", accent.string[at - 1 : at + 1])) == 1


def _named(char: str) -> str:
    return f"{_code(char)} ({unicodedata.name(char, 'without a name').lower()})"


def _code(char: str) -> str:
    return f"U+{ord(char):04X}"


def _as_meant(char: str) -> str:
    code = ord(char)
    escape = f"\\u{code:04X}" if code < 1 << 16 else f"\\U{code:08X}"
    return f'or write it as "{escape}" in double quotes if it is meant'
