"""
Where walks start: at what was booked in a period, or at a run rate at its end.

From there a few classes of their own lead to what was sold for the days of the period.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bridge.model.deal import Charge
from bridge.model.measures.definition import Measure
from bridge.reconcile.matching import Match, Part
from bridge.reconcile.measures.running import run_rate, unknown
from bridge.reconcile.sides import Terms
from bridge.reconcile.steps.move import Scene
from bridge.reconcile.steps.plans import Reached
from bridge.reconcile.steps.population import because
from bridge.reconcile.valuing import (
    NOTHING,
    Calendar,
    Valuer,
    Vector,
    added,
    exact_rate,
    in_base,
    less,
    whole,
    without_nothing,
)

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Bookings:
    """What was booked, in the period in which the deal closed."""


@dataclass(frozen=True, slots=True)
class Recurring:
    """The run rate of a year at the end of each of these periods, by its definition."""

    measure: Measure
    periods: tuple[str, ...]


Start = Bookings | Recurring


def begun(scene: Scene, start: Start, sold: Vector) -> tuple[Vector, Iterator[Reached]]:
    """Return what a match starts from, and the steps from there to what was sold."""
    match start:
        case Bookings():
            booked = _booked(scene.match, scene.valuer)
            return booked, iter((Reached("PER-1", less(sold, booked)),))
        case Recurring():
            rates = _rates(scene, start)
            return rates, _to_month(scene, start, rates, sold)


def day_of(start: Start, calendar: Calendar) -> date | None:
    """Return the last day on which run rates are asked for; None where none are."""
    periods = () if isinstance(start, Bookings) else start.periods
    return calendar.last_of(periods[-1]) if periods else None


def _booked(match: Match, valuer: Valuer) -> Vector:
    vectors = [
        {valuer.calendar.name_of(part.booked.close_on): in_base(one.amount, one.rate, valuer.base)}
        for part in match.parts
        for one in part.sold
    ]
    return vectors[0] if len(vectors) == 1 else added(vectors)


def _rates(scene: Scene, start: Recurring) -> Vector:
    """The run rate of a match at the end of each period, in the currency of the books."""
    return {period: _rate(scene, start.measure, period) for period in start.periods}


def _rate(scene: Scene, measure: Measure, period: str) -> int:
    match, on = scene.match, scene.valuer.calendar.last_of(period)
    exact = Fraction(0)
    for part in match.parts:
        for terms in part.sold[:1]:
            rate = run_rate(part.booked, _counted(part, on), measure, on)
            exact += rate * exact_rate(terms, scene.valuer.base)
    return whole(exact)


def _counted(part: Part, on: date) -> Sequence[Terms]:
    """
    Return the steps whose run rate a part tells on a day.

    A ramp has one run rate, though each of its steps may be an order line: the step that runs tells
    it, or the first one before any runs.
    """
    sold = part.booked.sold
    if len(part.sold) == len(sold):
        return part.sold
    begun = [one for one in sold if one.term and one.term.start <= on]
    running = begun[-1] if begun else sold[0]
    return sold if part.sold[0] is running else ()


def _to_month(scene: Scene, start: Recurring, rates: Vector, sold: Vector) -> Iterator[Reached]:
    """
    A year to a month; then what does not recur, or what the days of the month make of it.

    What has no run rate that anybody knows stands with all that was booked of it.
    """
    parts = scene.match.parts
    monthly = {period: whole(Fraction(minor, _MONTHS)) for period, minor in rates.items()}
    yield Reached("ARR-1", less(monthly, rates))
    missing = _unknown(scene, start)
    recurs = any(part.booked.charge is Charge.RECURRING for part in parts)
    known = added([monthly, missing]) if missing else monthly
    yield Reached("ARR-2" if recurs or missing else "SCP-2", less(sold, known))
    yield Reached("ARR-3", missing, because(scene.match))


def _unknown(scene: Scene, start: Recurring) -> Vector:
    """What has no run rate that anybody knows, as booked, at the end of the last period."""
    on, base = day_of(start, scene.valuer.calendar), scene.valuer.base
    if on is None or all(part.booked.is_read for part in scene.match.parts):
        return NOTHING
    minors = (
        in_base(terms.amount, terms.rate, base)
        for part in scene.match.parts
        for terms in unknown(part.booked, part.sold, on)
    )
    return without_nothing({start.periods[-1]: sum(minors)})
