"""What asking the rulebook gives: a decision, an open question, or mapped fields."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

#: What a fact, an output or a mapped field holds; None is blank.
Value = object

#: Writes the trace of a decision when somebody asks for it.
Tracer = Callable[[], tuple[str, ...]]

#: The longest value that a trace repeats; a description may be pages long.
_SHOWN_MAX = 80

ASSUMPTION_BROKEN = "ASSUMPTION_BROKEN"
NOT_IN_EFFECT = "NOT_IN_EFFECT"
ROWS_DISAGREE = "ROWS_DISAGREE"
RULE_MISSING = "RULE_MISSING"
SHAPE_UNDECIDED = "SHAPE_UNDECIDED"


def untraced() -> tuple[str, ...]:
    """The trace of what no row decided."""
    return ()


# Decisions and mapped fields are made for each line: freezing them would cost a line in ten.
@dataclass(slots=True)
class Decision:
    """What a row says: its outputs by name, and which row it was ("ramps#level-price")."""

    outputs: Mapping[str, Value]
    rule: str
    tracer: Tracer = field(default=untraced, compare=False, repr=False)

    @property
    def trace(self) -> tuple[str, ...]:
        """One sentence for each row: that it decided, or which of its cells did not hold."""
        return self.tracer()


@dataclass(frozen=True, slots=True)
class Undecided:
    """What no rule decides: the exception it becomes, and a sentence for the person who acts."""

    code: str
    says: str
    rule: str = ""  #: the rule that was asked; empty where there is none
    tracer: Tracer = field(default=untraced, compare=False, repr=False)
    also: tuple["Undecided", ...] = ()  #: whatever else the same question left open
    nearest: str | None = None  #: what the rule knows that is most like it, where it can tell

    @property
    def trace(self) -> tuple[str, ...]:
        """One sentence for each row that did not hold."""
        return self.tracer()


#: Decisions by the name of their use.
Asked = tuple[tuple[str, Decision], ...]


@dataclass(slots=True)
class Mapped:
    """The fields that a mapping sets (None: blank), and what each rule that was asked decided."""

    fields: Mapping[str, Value]
    found: tuple[object, ...]
    tell: Callable[[tuple[Any, ...]], Asked]  #: from `found`, when somebody asks for it

    @property
    def asked(self) -> Asked:
        """The decisions, each under the name that expressions read it by."""
        return self.tell(self.found)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What the rules decided."""
        return tuple([decision for _, decision in self.asked])

    @property
    def rules(self) -> tuple[str, ...]:
        """The rows that decided."""
        return tuple([decision.rule for _, decision in self.asked])

    @property
    def trace(self) -> tuple[str, ...]:
        """The traces of the tables and lookups that were used, each under its name."""
        return tuple(
            [f"{name}: {line}" for name, decision in self.asked for line in decision.trace]
        )


def shown(value: Value) -> str:
    """
    A value as people write it in rules.

    >>> shown(True), shown(None), shown(Decimal("1.20"))
    ('yes', 'blank', '1.20')
    """
    if isinstance(value, str):
        return value if len(value) <= _SHOWN_MAX else f"{value[:_SHOWN_MAX]}..."
    if value is None:
        return "blank"
    if isinstance(value, bool):
        return "yes" if value else "no"
    match value:
        case Decimal():
            return format(value, "f")
        case (amount_in, amount):
            return f"{shown(amount)} {amount_in}"
        case _:
            return str(value)


def all_of(questions: Sequence[Undecided]) -> Undecided:
    """Several open questions as one: the first, with the others beside it."""
    first, *others = questions
    return replace(first, also=(*first.also, *others))
