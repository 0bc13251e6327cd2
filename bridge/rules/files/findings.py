"""Collects everything that is wrong in a set of rule files, so that all of it is shown at once."""

from collections.abc import Callable
from typing import TypeVar

from bridge.rules.diagnostics import Diagnostic, Problem, Severity
from bridge.rules.files.nodes import Place, Text

Read = TypeVar("Read")

#: How many findings of one load are kept; a file of junk would give one for each line.
KEPT_MAX = 500


class Findings:
    """The findings of one load, in any order; `diagnostics` gives them in that of the files."""

    def __init__(self) -> None:
        self._found: dict[Diagnostic, None] = {}

    def add(
        self,
        place: Place,
        message: str,
        hint: str | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note what is wrong at a place, and what to write instead."""
        if len(self._found) < KEPT_MAX:
            found = Diagnostic(
                file=place.file,
                line=place.line,
                column=place.column,
                length=place.length,
                message=message,
                hint=hint,
                severity=severity,
            )
            self._found[found] = None

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
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Every finding, by file, line and column."""
        return tuple(
            sorted(self._found, key=lambda each: (each.file, each.line, each.column, each.message))
        )
