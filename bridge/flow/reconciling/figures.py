"""The figures of periods that people sign: those of the last statements, and how periods stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bridge.adapters.store.database import Transaction
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.told import Told, told
from bridge.model.ids import Digest, digest
from bridge.model.money import Currency, Money
from bridge.reconcile import signatures
from bridge.reconcile.signatures import (
    PERIODS,
    Figure,
    Figures,
    Moved,
    PeriodState,
    Standing,
    standings,
)

#: What a signature covers.
COVERED = (Measures.PLAN, Measures.REVENUE)
_STANDS = frozenset({PeriodState.PREPARED, PeriodState.SIGNED})


@dataclass(frozen=True, slots=True)
class Stated:
    """The figures of every period that the last statements of all covered measures have."""

    numbers: tuple[int | None, ...]  #: of the statements
    figures: Mapping[str, Figures]  #: by period, in their order
    closed: frozenset[str]  #: periods that NetSuite has closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A period: how it stands by the ledger, and what the last statements say of it."""

    standing: Standing
    figures: Figures
    is_closed: bool

    @property
    def moved(self) -> tuple[Moved, ...]:
        """What is not as it was prepared."""
        held = self.standing
        if held.state in _STANDS:
            return signatures.moved(held.figures, self.figures)
        return held.moved

    @property
    def state(self) -> PeriodState:
        """How far it is, also where no pass has noted yet that a number moved."""
        held = self.standing.state
        if held in _STANDS and self.moved:
            return PeriodState.SUSPENDED
        if held is PeriodState.SIGNED and self.is_closed:
            return PeriodState.LOCKED
        return held

    @property
    def mark(self) -> Digest:
        """What tells this from every other situation of the period."""
        return digest([self.standing.entry, signatures.written(self.figures)])

    def to_explain(self, thresholds: Mapping[Currency, Money]) -> tuple[str, ...]:
        """Return the classes that need a comment before it is prepared."""
        return signatures.to_explain(self.figures, thresholds)


def numbers(view: Transaction) -> tuple[int | None, ...]:
    """Return the numbers of the last statements of what a signature covers."""
    return tuple(view.reconciling.statements.last_number(one) for one in COVERED)


def stated(view: Transaction) -> Stated:
    """Read the last statements; nothing where one of the measures has none."""
    kept = [view.reconciling.statements.last(one, "") for one in COVERED]
    each = [(one.measure, told(one)) for one in kept if one is not None]
    periods = _periods([found for _, found in each]) if len(each) == len(COVERED) else ()
    context = view.reconciling.context.last()
    return Stated(
        numbers=tuple(one.id if one else None for one in kept),
        figures={
            name: tuple(figure for measure, found in each for figure in _of(measure, found, name))
            for name in periods
        },
        closed=frozenset(
            one.name for one in (context.periods.values() if context else ()) if one.closed
        ),
    )


def situations(view: Transaction, found: Stated) -> dict[str, Situation]:
    """Return how each period that is stated stands, by its name, in their order."""
    held = standings(view.ledger.entries(deal=PERIODS))
    return {
        name: Situation(
            standing=held.get(name, Standing(period=name)),
            figures=figures,
            is_closed=name in found.closed,
        )
        for name, figures in found.figures.items()
    }


def _periods(each: list[tuple[Told, ...]]) -> tuple[str, ...]:
    """Return the periods that every measure has, in their order."""
    held = [dict.fromkeys(name for one in found for name in one.periods) for found in each]
    return tuple(name for name in held[0] if all(name in one for one in held))


def _of(measure: str, found: tuple[Told, ...], period: str) -> Iterator[Figure]:
    for one in found:
        for each in one.sums:
            if each.minor.get(period):
                yield Figure(measure=measure, code=each.code, amount=one.amount(each, period))
