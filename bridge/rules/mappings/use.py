"""A rule that a mapping uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bridge.rules.outcomes import Decision, Undecided
from bridge.rules.tables.rule import Rule


@dataclass(frozen=True, slots=True)
class Use:
    """A table or lookup whose outputs the fields may read under a name."""

    name: str
    rule: Rule
    through: str | None  #: the fact that holds the rule's record; None: the mapping's own record

    def decide(self, facts: Mapping[str, object], on: date) -> Decision | Undecided:
        """What the rule says of the mapping's facts."""
        if self.through is None:
            return self.rule.decide(facts, on)
        record = facts[self.through]
        if not isinstance(record, Mapping):
            raise TypeError(f"the fact {self.through} is no record")
        return self.rule.decide(record, on)
