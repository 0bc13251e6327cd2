"""
The walk: from what sales say of a line to what NetSuite says of it, one attribute after another.

Each step is the difference of two neighbouring valuations. So nothing is counted twice and nothing
is lost: the steps add up to the distance between the two systems, whatever they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import NamedTuple

from bridge.reconcile.matching import Match
from bridge.reconcile.rows import Target, end_of, rows_of
from bridge.reconcile.sides import Booked
from bridge.reconcile.starting import Start, begun, day_of
from bridge.reconcile.steps import agreed, changes, figures, patterns, scope
from bridge.reconcile.steps.move import Move, Proof, Scene, Step
from bridge.reconcile.steps.plans import Reached, rest, to_plan, to_recognised
from bridge.reconcile.steps.population import because, is_alike, is_alone, population
from bridge.reconcile.valuing import NOTHING, State, Valuer, Vector, less, tranche

#: From what was sold to what NetSuite's terms say, in the order of the classes.
STEPS: tuple[Step, ...] = (
    scope.unsold_use,
    changes.restated,
    figures.price,
    figures.quantity,
    figures.dates,
    figures.rule,
    agreed.contract_rate,
    agreed.allocated,
    patterns.levelled,
    patterns.pattern,
    patterns.used,
    patterns.broken,
    patterns.started,
    patterns.cut_off,
    patterns.rated,
    patterns.counted,
    changes.changed,
    changes.ended,
    changes.behind,
    changes.kept,
)
#: Those that change what an order says, whatever its days.
ORDER_STEPS: tuple[Step, ...] = (
    scope.ordered_use,
    changes.regathered,
    figures.price,
    figures.quantity,
    agreed.contract_rate,
    patterns.cut_off,
    changes.gathered,
)

#: Of a line of which all three say the same no other step can make a difference.
ALIKE_STEPS: tuple[Step, ...] = (patterns.cut_off, patterns.counted, changes.changed)
ALIKE_ORDER_STEPS: tuple[Step, ...] = (patterns.cut_off,)


class Taken(NamedTuple):
    """A step that made a difference: its class, by how much in each period, and the proof."""

    code: str
    amounts: Vector
    proof: Proof


@dataclass(frozen=True, slots=True)
class Walk:
    """One match from end to end; `start` and the steps add up to `end` in every period."""

    match: Match
    start: Vector
    steps: tuple[Taken, ...]
    end: Vector


@dataclass(frozen=True, slots=True)
class Route:
    """From where to where walks lead."""

    start: Start
    target: Target
    #: Classes that are not claimed: what they would take is unexplained.
    without: frozenset[str] = frozenset()


def walk(match: Match, route: Route, valuer: Valuer) -> Walk:
    """
    Walk a match.

    Raises ValueError if the calendar does not hold its days.
    """
    scene = Scene(match, valuer, rows_of(match.held, valuer.base))
    state = sold_state(match, route.target, day_of(route.start, valuer.calendar))
    sold = valuer.value(state)
    start, begins = begun(scene, route.start, sold)
    taken: list[Taken] = []
    value = dict(start)
    for reached in chain(begins, _reached(scene, route.target, state, sold)):
        if reached.code not in route.without:
            _take(reached, taken, value)
    end = end_of(match, scene.rows, route.target, valuer.calendar)
    for reached in rest(value, end):
        _take(reached, taken, value)
    return Walk(match, start, tuple(taken), end)


def _take(reached: Reached, taken: list[Taken], value: dict[str, int]) -> None:
    """Note a step that makes a difference, and go on from there."""
    amounts = reached.amounts
    if not all(amounts.values()):
        amounts = {period: minor for period, minor in amounts.items() if minor}
    if not amounts:
        return
    taken.append(Taken(reached.code, amounts, reached.proof))
    for period, minor in amounts.items():
        value[period] = value.get(period, 0) + minor


def sold_state(match: Match, target: Target, on: date | None = None) -> State:
    """
    Return what sales say: over its days, or at once in the period of the booking.

    What nobody can read counts where a run rate is asked for, if it is for that of a day.
    """
    found = [
        tranche(terms, _placed(part.booked, on)) for part in match.parts for terms in part.sold
    ]
    if target is Target.ORDERED:
        found = [replace(one, term=None) for one in found]
    return State(tuple(found))


def _placed(booked: Booked, on: date | None) -> date:
    if on is None or booked.is_read:
        return booked.close_on
    return max(booked.close_on, on)


def _reached(scene: Scene, target: Target, state: State, sold: Vector) -> Iterator[Reached]:
    match = scene.match
    if is_alone(match):
        end = _alone(scene, target)
        yield Reached(population(match), less(end, sold), because(match))
    elif match.parts:
        yield from _by_terms(scene, target, state, sold)
    if target is Target.RECOGNISED:
        yield from to_recognised(scene)


def _by_terms(scene: Scene, target: Target, state: State, value: Vector) -> Iterator[Reached]:
    """Take one attribute after another to NetSuite's, and then to its plans."""
    for move in moves(scene, state, steps_of(scene.match, target)):
        before, value = value, scene.valuer.value(move.state)
        yield Reached(move.code, less(value, before), move.proof)
    if target is not Target.ORDERED:
        yield from to_plan(scene, value)


def steps_of(match: Match, target: Target) -> tuple[Step, ...]:
    """Return the steps of a match on its way to a target, but for those that can do nothing."""
    if target is Target.ORDERED:
        return ALIKE_ORDER_STEPS if is_alike(match) else ORDER_STEPS
    return ALIKE_STEPS if is_alike(match) else STEPS


def moves(scene: Scene, state: State, steps: tuple[Step, ...]) -> Iterator[Move]:
    """Let each step begin where the last one ended."""
    for step in steps:
        for move in step(scene, state):
            yield move
            state = move.state


def _alone(scene: Scene, target: Target) -> Vector:
    """Where NetSuite stands with a line that one side has alone, before anything is posted."""
    if scene.match.held is None:
        return NOTHING
    held_alone = replace(scene.match, entries=())
    planned = target if target is Target.ORDERED else Target.PLANNED
    return end_of(held_alone, scene.rows, planned, scene.valuer.calendar)
