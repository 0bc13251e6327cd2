"""What a contract is worth by its rate, and by the fair values of its parts."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from bridge.reconcile.matching import Match
from bridge.reconcile.steps.move import Move, Proof, Scene, by_order, by_rule, to_total
from bridge.reconcile.steps.scope import whole_of
from bridge.reconcile.valuing import State


def contract_rate(scene: Scene, state: State) -> Iterator[Move]:
    """FX-1: the rate of the contract, and not that of the booking."""
    match = scene.match
    terms = match.held.terms if match.held else match.ruled.terms if match.ruled else None
    if terms is None or all(one.rate == terms.rate for one in state.tranches):
        return
    moved = replace(state, tranches=tuple(replace(one, rate=terms.rate) for one in state.tranches))
    yield Move("FX-1", moved, by_order(match, state.tranches[0].rate, terms.rate))


def allocated(scene: Scene, state: State) -> Iterator[Move]:
    """
    ALL-1, and ALL-3 where NetSuite allocates otherwise.

    Claimed only where the arrangement allocates what it sells, no more and no less.
    """
    match = scene.match
    factors = _factors(match)
    if factors is None or match.ruled is None or match.held is None:
        return
    names = tuple(f"element {element.id}" for element in match.held.elements)
    whole = Fraction(match.held.terms.amount.minor)
    now = state.total()
    for code, part in zip(("ALL-1", "ALL-3"), factors, strict=True):
        total = now * part / whole if whole and now else part
        if total != state.total():
            moved = to_total(state, total, match.held.terms, match.held.dated)
            proof = by_rule(match.ruled, whole_of(state), whole_of(moved))
            yield Move(code, moved, Proof((*proof.records, *names), proof.was, proof.became))
            state = moved


def _factors(match: Match) -> tuple[Fraction, Fraction] | None:
    """The amount that was predicted, as far as NetSuite's order agrees with it, and NetSuite's."""
    held, ruled = match.held, match.ruled
    if held is None or ruled is None or not held.elements or not match.allocation_ties:
        return None
    sold = sum(element.sales.minor for element in held.elements)
    theirs = sum(element.allocated.minor for element in held.elements)
    if sold != held.terms.amount.minor or (ruled.allocated is None and theirs == sold):
        return None  # the elements are behind their order, or it has ended: not yet comparable
    if ruled.allocated is None:
        return Fraction(theirs), Fraction(theirs)
    ours = ruled.terms.amount.minor
    predicted = Fraction(ruled.allocated.minor)
    return predicted * Fraction(sold, ours) if ours else predicted, Fraction(theirs)
