"""What a step gives back: the class, the state behind it, and what proves it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from bridge.model.calendar import Term
from bridge.model.schedule import Method
from bridge.reconcile.matching import Match
from bridge.reconcile.rows import Rows
from bridge.reconcile.sides import Ruled, Terms
from bridge.reconcile.valuing import NOTHING, State, Tranche, Valuer, Vector, in_base, tranche

#: The methods that ask for no days.
AT_ONCE = frozenset({Method.AT_ONCE, Method.ON_USE})


class Proof(NamedTuple):
    """The records that show why, and what changed."""

    records: tuple[str, ...] = ()  #: ids of orders, elements and journals, rules by their row
    was: str = ""
    became: str = ""


class Move(NamedTuple):
    """One transition of a walk."""

    code: str
    state: State
    proof: Proof = Proof()


@dataclass(frozen=True, slots=True)
class Scene:
    """What every step sees: the match, what values it, and what NetSuite's rows come to."""

    match: Match
    valuer: Valuer
    rows: Rows


Step = Callable[[Scene, State], Iterator[Move]]


def is_of_change(match: Match) -> bool:
    """Whether a change of the order has said the line, so that the order's date is not its own."""
    return match.ruled is not None and match.ruled.is_change


def by_order(match: Match, was: object, became: object) -> Proof:
    """Return the proof that NetSuite's order line says otherwise."""
    held = match.held
    records = (f"order {held.number}", f"order line {held.order}:{held.line}") if held else ()
    return Proof(records, str(was), str(became))


def by_rule(ruled: Ruled, was: object, became: object) -> Proof:
    """Return the proof that a rule chose otherwise."""
    return Proof((f"rule {ruled.rule}", f"document {ruled.key.record}"), str(was), str(became))


def expected_in_base(scene: Scene, ruled: Ruled) -> Vector:
    """Return what the books predict, in the currency of the books."""
    base, terms, expected = scene.valuer.base, ruled.terms, scene.match.expected
    if expected is None:
        return NOTHING
    if terms.rate == 1 and terms.amount.currency == base:
        return expected.minors
    amounts = expected.amounts()
    return {period: in_base(amount, terms.rate, base) for period, amount in amounts.items()}


def scaled(state: State, factor: Fraction) -> State:
    """Return the state with all of its tranches at another amount."""
    return replace(state, tranches=tuple(one.scaled(factor) for one in state.tranches))


def to_total(state: State, total: Fraction, terms: Terms, on: date) -> State:
    """Return the state with another total: in proportion, or as these terms where it is nothing."""
    now = state.total()
    if now:
        return scaled(state, total / now)
    return replace(state, tranches=(replace(tranche(terms, on), minor=total),))


def as_one(state: State) -> Tranche:
    """Return all tranches as one, at the total, from the first day of the first to the last."""
    first = state.tranches[0]
    terms = [one.term for one in state.tranches if one.term]
    term = Term(min(one.start for one in terms), max(one.end for one in terms)) if terms else None
    return replace(first, minor=state.total(), term=term)
