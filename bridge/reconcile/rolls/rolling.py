"""All roll-forwards of both sides, each currency of the books by itself."""

from collections.abc import Iterator

from bridge.model.measures.definition import Measure
from bridge.model.money import Money
from bridge.reconcile.rolls.accounts import Accounting
from bridge.reconcile.rolls.balances import balances
from bridge.reconcile.rolls.bookings import bookings, counts
from bridge.reconcile.rolls.recurring import recurring
from bridge.reconcile.rolls.remaining import obligations
from bridge.reconcile.rolls.reported import reported
from bridge.reconcile.rolls.roll import Roll, Rolls
from bridge.reconcile.rolls.span import Stretch
from bridge.reconcile.sides import Sides


def rolled(sides: Sides, told: Accounting, definition: Measure | None, over: Stretch) -> Rolls:
    """Return every measure over consecutive periods; what recurs only with its definition."""
    return Rolls(
        periods=over.names,
        rolls=tuple(_rolls(sides, told, definition, over)),
        elsewhere=tuple(Money(told.elsewhere[one], one) for one in sorted(told.elsewhere)),
    )


def _rolls(
    sides: Sides, told: Accounting, definition: Measure | None, over: Stretch
) -> Iterator[Roll]:
    counted = counts(sides)
    bases = {one.base for one in sides.booked} | {one.base for one in sides.held}
    bases |= {one.base for one in counted}
    ordered = sorted(bases | {one.base for one in told.billed + told.balances})
    yield from (bookings(sides.booked, counted, base, over) for base in ordered)
    if definition is not None:
        yield from recurring(sides.booked, definition, over)
        yield from reported(sides.booked, definition, over, sides.rates)
    yield from (obligations(sides, base, over) for base in ordered)
    for base in ordered:
        yield from balances(sides, told, base, over)
