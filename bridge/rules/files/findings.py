"""Collects everything that is wrong in a set of rule files, so that all of it is shown at once."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from bridge.rules.diagnostics import Diagnostic, Problem, Severity
from bridge.rules.files.nodes import Place, Text

Read = TypeVar("Read")

#: How many findings of one load are kept, and how many notes beside them; a file of junk would
#: give one for each line.
KEPT_MAX = 500
#: How much of a text is told from its start and from its end; a cell may hold a million digits.
_HEAD, _TAIL = 500, 200


class Findings:
    """The findings of one load, in any order; `diagnostics` gives them in that of the files."""

    def __init__(self) -> None:
        self._found: dict[Diagnostic, None] = {}
        self._notes: dict[Diagnostic, None] = {}
        #: Whether a file could not be read at all: what it declares is then unknown, not missing.
        self.incomplete = False

    def add(
        self,
        place: Place,
        message: str,
        hint: str | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note what is wrong at a place, and what to write instead."""
        kept = self._notes if severity is Severity.NOTE else self._found
        if len(kept) < KEPT_MAX:
            found = Diagnostic(
                file=place.file,
                line=place.line,
                column=place.column,
                length=place.length,
                message=_clipped(message),
                hint=_clipped(hint) if hint else hint,
                severity=severity,
            )
            kept[found] = None

    def attempt(self, text: Text, read: Callable[[str], Read]) -> Read | None:
        """Read a text; where it is wrong, note why at the right column and give None."""
        try:
            return read(text.value)
        except Problem as problem:
            self.add(text.spot(problem.start, problem.end), problem.message, problem.hint)
            return None

    @property
    def errors(self) -> int:
        """How many of the findings stop a rulebook."""
        return sum(each.severity is Severity.ERROR for each in self._found)

    @property
    def without_notes(self) -> tuple[Diagnostic, ...]:
        """What must or should be mended, by file, line and column."""
        return _sorted(self._found)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Every finding, by file, line and column."""
        return _sorted([*self._found, *self._notes])


def _clipped(text: str) -> str:
    """Return a text whose middle is left out where it is too long to be read."""
    return text if len(text) <= _HEAD + _TAIL else f"{text[:_HEAD]} ... {text[-_TAIL:]}"


def _sorted(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(found, key=lambda each: (each.file, each.line, each.column, each.message)))
