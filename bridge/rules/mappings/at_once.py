"""A mapping at its quickest: its rules and its fields as one function of the facts."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import getcontext, setcontext
from typing import Any

from bridge.rules.check import Checked
from bridge.rules.compile import UNSETTLED
from bridge.rules.compiler.combined import Asked, combined
from bridge.rules.files.header import Effective
from bridge.rules.language.exactness import EXACT
from bridge.rules.mappings.use import Use
from bridge.rules.outcomes import Decision, Mapped
from bridge.rules.tables.rule import Rule


class AtOnce:
    """
    The fields where all rules decide and all checks hold; None for whatever else.

    It asks every rule, so only a mapping that reads all of them whatever the facts are has one.
    """

    def __init__(
        self,
        effective: Effective,
        uses: Sequence[Use],
        checks: Sequence[Checked],
        fields: Mapping[str, Checked],
    ) -> None:
        asked = [Asked(use.name, use.through, use.rule.chooser()) for use in uses]
        self._combined = combined(asked, checks, fields)
        self._rules: tuple[tuple[str, Rule], ...] = tuple((use.name, use.rule) for use in uses)
        self._holders = tuple({use.through for use in uses if use.through})
        days = (effective, *(use.rule.effective for use in uses))
        self._first = max(each.first or date.min for each in days)
        self._last = min(each.last or date.max for each in days)

    def __call__(self, facts: Mapping[str, object], on: date) -> Mapped | None:
        """Map the facts on a day."""
        if not self._first <= on <= self._last:
            return None
        for holder in self._holders:
            if not isinstance(facts[holder], Mapping):
                return None
        before = getcontext()
        if before is not EXACT:
            setcontext(EXACT)
        try:
            found = self._combined(facts)
        except UNSETTLED:
            return None
        finally:
            if before is not EXACT:
                setcontext(before)
        if found is None:
            return None
        fields, choices = found
        return Mapped(fields, choices, self._told)

    def _told(self, choices: tuple[Any, ...]) -> tuple[tuple[str, Decision], ...]:
        """What the rules decided, by the rows that were chosen and the values of their inputs."""
        return tuple(
            (name, rule.decision(row, values))
            for (name, rule), (row, values) in zip(self._rules, choices, strict=True)
        )
