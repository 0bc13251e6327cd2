"""Rolls a period of kept roll-forwards again, once for all of its figures while nothing changes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.flow.reconciling.rolls.accounting import accounting
from bridge.flow.reconciling.rolls.making import Wanted, chosen, stretch
from bridge.flow.reconciling.rolls.signed import RECURRING, Restating
from bridge.flow.reconciling.stating import gathered
from bridge.flow.reconciling.unread import still
from bridge.flow.reconciling.walked.remembered import Remembered, Seen, seen
from bridge.model.ids import RulebookVersion
from bridge.model.measures.definition import Measure
from bridge.reconcile.rolls.accounts import Accounting
from bridge.reconcile.rolls.recurring import recurring
from bridge.reconcile.rolls.reported import reported
from bridge.reconcile.rolls.roll import Measured, Roll, Rolls
from bridge.reconcile.rolls.rolling import rolled
from bridge.reconcile.rolls.span import Stretch
from bridge.reconcile.sides import Sides
from bridge.rules.rulebook import Rulebook

#: Lines that are kept, of all rolled periods together; the last period is, however large it is.
_LINES_MAX = 60_000
#: From the first to the last period of the roll-forwards.
_TO = ".."


@dataclass(frozen=True, slots=True)
class Rerolled:
    """Roll-forwards of some periods as the books are now, and what NetSuite's accounts say."""

    over: Stretch
    rolls: Rolls
    accounting: Accounting


@dataclass(frozen=True, slots=True)
class Section:
    """
    What of kept roll-forwards is rolled again for a measure.

    One period, but of what recurs all of them, and nothing else: which currencies are told together
    is decided over all periods, and shares are of all.
    """

    of: KeptStatement
    period: str
    measure: Measured

    @property
    def recurs(self) -> bool:
        """Whether it is valued on many days: only who looks into it waits for that."""
        return self.measure in RECURRING

    @property
    def periods(self) -> str:
        """The periods as roll-forwards are asked for by them."""
        every = self.of.content["periods"]
        return f"{every[0]}{_TO}{every[-1]}" if self.recurs else self.period

    @property
    def definition(self) -> str | None:
        """By what recurs."""
        name: str | None = self.of.content.get("definition", {}).get("name")
        return name if self.recurs else None


def _size(one: Rerolled) -> int:
    return sum(len(roll.holdings) for roll in one.rolls.rolls)


def _room() -> Remembered[Rerolled]:
    return Remembered(_LINES_MAX, _size)


@dataclass(slots=True)
class Rerolls:
    """The periods that were rolled again last; threads may share them."""

    _remembered: Remembered[Rerolled] = field(default_factory=_room)

    def of(
        self, view: Transaction, section: Section, rulebook: Callable[[RulebookVersion], Rulebook]
    ) -> Rerolled:
        """
        Return a section of kept roll-forwards as it comes out now, by the rulebook that made them.

        What was signed is taken from the roll-forwards that these were compared with. Raises as
        `Walks.of`, and Misconfigured where those are kept no longer.
        """
        wanted = seen(view, section.of, f"{section.periods} {section.definition or ''}")
        return self._remembered.of(wanted, partial(_rerolled, view, section, wanted, rulebook))


def _rerolled(
    view: Transaction,
    section: Section,
    wanted: Seen,
    rulebook: Callable[[RulebookVersion], Rulebook],
) -> Rerolled:
    rules, context, content = rulebook(wanted.rulebook), wanted.context, section.of.content
    sides = gathered(view, rules, context, still(view, content["unread_lines"]))
    told = accounting(view, context, sides, content.get("contract_assets", ()))
    over = stretch(sides.periods, Wanted(as_of=section.of.as_of, periods=section.periods))
    measure = chosen(rules.measures, section.definition)
    if measure is None:
        rolls, of = rolled(sides, told, None, over), frozenset(Measured) - RECURRING
    else:
        rolls, of = Rolls(periods=over.names, rolls=tuple(_recurs(sides, measure, over))), RECURRING
    restating = Restating(over, measure, of)
    return Rerolled(over, restating.of(view, rolls, content.get("signed", {})), told)


def _recurs(sides: Sides, measure: Measure, over: Stretch) -> Iterator[Roll]:
    yield from recurring(sides.booked, measure, over)
    yield from reported(sides.booked, measure, over, sides.rates)
