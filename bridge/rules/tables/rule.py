"""What tables and lookups have in common: facts in, a decision or an open question out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bridge.rules.compiler.choosing.chooser import Chooser
from bridge.rules.files.header import Effective, Header
from bridge.rules.outcomes import NOT_IN_EFFECT, Decision, Undecided
from bridge.rules.tables.outputs import OutputColumn
from bridge.rules.types import Type, record


class Rule(Protocol):
    """A table or a lookup, checked and compiled."""

    @property
    def name(self) -> str:
        """The name that mappings and decisions use."""

    @property
    def effective(self) -> Effective:
        """The days on which it decides."""

    @property
    def outputs(self) -> tuple[OutputColumn, ...]:
        """What each of its rows gives."""

    def decide(self, facts: Mapping[str, object], on: date) -> Decision | Undecided:
        """What the rule says of the facts on a day."""

    def chooser(self) -> Chooser:
        """How the code of a mapping chooses a row, on the days in effect."""

    def decision(self, row: object, values: Sequence[object]) -> Decision:
        """The decision of a row that was chosen so, `values` being those of the inputs."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A table or lookup as other rules see it, whether or not its rows are right."""

    header: Header
    record: str
    outputs: tuple[OutputColumn, ...]
    decides: tuple[str, ...]  #: the shapes whose treatment it gives
    rule: Rule | None  #: None while something in it is wrong

    @property
    def name(self) -> str:
        """The name that mappings use."""
        return self.header.name.value

    def meets(self, other: "Declared") -> bool:
        """Whether there is a day on which both rules decide."""
        return self.header.effective.meets(other.header.effective)

    def outputs_type(self, use: str) -> Type:
        """The type of its outputs under the name that a mapping gives to them."""
        return record(use, {column.name: column.type for column in self.outputs})


def not_in_effect(rule: str, effective: Effective, on: date) -> Undecided:
    """The open question of a day on which the rule does not decide."""
    return Undecided(
        NOT_IN_EFFECT, f"the rule {rule} is in effect {effective}, not on {on.isoformat()}", rule
    )
