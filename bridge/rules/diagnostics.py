"""What is wrong in a rule, where it stands, and what to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from bridge.errors import BridgeError

#: How many known names a hint lists, so that it stays one line.
_SHOWN = 8


class Severity(StrEnum):
    """How much a finding weighs: an error stops a rulebook, the others are shown."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding; `line` and `column` count from 1, `length` counts characters."""

    file: str
    line: int
    column: int
    length: int
    message: str
    hint: str | None = None
    severity: Severity = Severity.ERROR

    def text(self) -> str:
        """
        Return the finding as people and editors read it, the hint on a line of its own.

        >>> print(Diagnostic(file="a.yaml", line=3, column=7, length=1, message="no").text())
        a.yaml:3:7: no
        """
        place = f"{self.file}:{self.line}:{self.column}"
        mark = "" if self.severity is Severity.ERROR else f"{self.severity}: "
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{place}: {mark}{self.message}{hint}"


class Problem(ValueError):
    """
    A text of the rule language is wrong between the characters `start` and `end` (half open).

    Offsets count from 0 in the text that was given to the parser or checker.
    """

    def __init__(self, message: str, start: int = 0, end: int = 0, hint: str | None = None) -> None:
        self.message = message
        self.start = start
        self.end = max(end, start)
        self.hint = hint
        super().__init__(message)

    def located(self, source: str, file: str, line: int, column: int) -> Diagnostic:
        """Return the finding for a source text whose first character is at `line`, `column`."""
        before = source[: self.start]
        fallen = before.count("\n")
        in_line = len(before) - (before.rfind("\n") + 1)
        marked = source[self.start : self.end].split("\n", 1)[0]
        return Diagnostic(
            file=file,
            line=line + fallen,
            column=in_line + (1 if fallen else column),
            length=max(1, len(marked)),
            message=self.message,
            hint=self.hint,
        )


class RulebookInvalid(BridgeError):
    """The rule files cannot be used; `diagnostics` holds every finding, not the first alone."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.diagnostics = diagnostics
        super().__init__("\n".join(each.text() for each in diagnostics))


def nearest(word: str, names: Iterable[str]) -> str | None:
    """
    Return the name most like a mistyped word, None where none is near.

    >>> nearest("net_prise", ["quantity", "net_price"])
    'net_price'
    """
    by_folded = {name.casefold(): name for name in sorted(names, reverse=True)}
    found = get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def did_you_mean(word: str, names: Iterable[str], what: str) -> str | None:
    """Return a hint that names the nearest name, or the first few of them; None if none exist."""
    known = sorted(names)
    near = nearest(word, known)
    if near:
        return f"did you mean '{near}'?"
    shown = ", ".join([*known[:_SHOWN], *(["..."] if len(known) > _SHOWN else [])])
    return f"{what}: {shown}" if known else None
