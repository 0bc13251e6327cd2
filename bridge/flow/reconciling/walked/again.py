"""Walks statements again, once for all of their figures and as long as nothing changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.reconciling.context import Context
from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.flow.reconciling import unread
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.rolls import reporting
from bridge.flow.reconciling.stating import Asked, gathered, grid, last_day
from bridge.flow.reconciling.walked.figures import Figures, figures
from bridge.flow.reconciling.walked.remembered import Remembered, seen
from bridge.model.ids import RulebookVersion
from bridge.model.money import Currency
from bridge.rules.rulebook import Rulebook

#: Lines that are kept, of all walks together; the last walk is, however large it is.
_LINES_MAX = 60_000


@dataclass(frozen=True, slots=True)
class Walked:
    """A statement walked again: its figures by currency, as the books are now."""

    periods: tuple[str, ...]
    figures: Mapping[Currency, Figures]
    reported: reporting.Again | None  #: run rates in one currency; None where none are told

    def of(self, currency: Currency) -> Figures:
        """Return the figures in a currency; nothing where no line has any."""
        return self.figures.get(currency) or Figures()


def _size(walked: Walked) -> int:
    return sum(map(len, walked.figures.values()))


def _room() -> Remembered[Walked]:
    return Remembered(_LINES_MAX, _size)


@dataclass(slots=True)
class Walks:
    """The last walks; threads may share them."""

    _remembered: Remembered[Walked] = field(default_factory=_room)

    def of(
        self,
        view: Transaction,
        kept: KeptStatement,
        rulebook: Callable[[RulebookVersion], Rulebook],
    ) -> Walked:
        """
        Return the figures of a statement as they come out now, by the rulebook of the statement.

        From what NetSuite told last, the books, and what no pass had read when the statement was
        made and none has since. Raises Misconfigured where NetSuite was never read, has a period of
        the statement no more or the statement names no rules, Unavailable where too many wait for a
        walk, and what reading the rulebook raises.
        """
        wanted = seen(view, kept)

        def walked() -> Walked:
            return _walked(view, kept, rulebook(wanted.rulebook), wanted.context)

        return self._remembered.of(wanted, walked)


def _walked(view: Transaction, kept: KeptStatement, rulebook: Rulebook, context: Context) -> Walked:
    asked = Asked(
        as_of=kept.as_of,
        measure=Measures(kept.measure),
        period=kept.period or None,
        definition=kept.content.get("definition", {}).get("name", ""),
    )
    wanted = grid(asked, tuple(context.periods.values()), rulebook.measures)
    missed = unread.still(view, kept.content.get("unread_lines", ()))
    sides = gathered(view, rulebook, context, missed)
    definition = rulebook.measures[asked.definition] if asked.measure is Measures.ARR else None
    day = last_day(sides.periods, wanted)
    return Walked(
        periods=wanted.periods,
        figures=figures(sides, wanted.route, wanted.periods),
        reported=reporting.again(sides, definition, day) if day else None,
    )
