"""What of the sold amount is no revenue, not enforceable, or was never sold."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from bridge.model.calendar import Term
from bridge.model.deal import Charge
from bridge.reconcile.sides import Cause
from bridge.reconcile.steps.move import Move, Proof, Scene, by_rule, expected_in_base, to_total
from bridge.reconcile.valuing import State, Tranche, tranche


def shown_net(scene: Scene, state: State) -> Iterator[Move]:
    """SCP-1: what passes through is no revenue."""
    yield from ruled_amount(scene, state, Cause.PASS_THROUGH, "SCP-1")


def ruled_amount(scene: Scene, state: State, cause: Cause, code: str) -> Iterator[Move]:
    """Take the amount from what was sold to what was ruled, where this is the cause."""
    ruled = scene.match.ruled
    if ruled is None or cause is not next(iter(ruled.causes), None):
        return
    sold = _sold(scene)
    if sold == ruled.terms.amount.minor or not sold:
        return
    factor = Fraction(ruled.terms.amount.minor) / sold
    moved = to_total(state, state.total() * factor, ruled.terms, ruled.dated)
    yield Move(code, moved, by_rule(ruled, whole_of(state), whole_of(moved)))


def enforceable(scene: Scene, state: State) -> Iterator[Move]:
    """SCP-3: days behind the enforceable term are an option, and not sold."""
    ruled = scene.match.ruled
    for part in scene.match.parts[:1]:
        until = part.booked.enforceable_until
        if until is None:
            continue
        kept = tuple(cut for one in state.tranches if (cut := _before(one, until)))
        if ruled and ruled.terms.term and len(kept) == 1 and ruled.terms.term.end == until:
            # What the days before are worth was decided when the deal was translated.
            kept = (replace(kept[0], minor=ruled.terms.amount.minor),)
        if kept != state.tranches:
            records = (f"deal {part.booked.deal}", f"line {part.booked.line}")
            yield Move("SCP-3", replace(state, tranches=kept), Proof(records, "", str(until)))


def unsold_use(scene: Scene, state: State) -> Iterator[Move]:
    """SCP-4: use that no deal has booked; what was sold is never in this class."""
    ruled, parts = scene.match.ruled, scene.match.parts
    if ruled is None or any(part.sold for part in parts):
        return
    if parts[0].booked.charge is Charge.USAGE:
        proof = by_rule(ruled, "", ruled.terms.amount)
        if scene.match.expected is None:
            used = (tranche(ruled.terms, ruled.dated),)
            yield Move("SCP-4", replace(state, tranches=used), proof)
        else:
            predicted = expected_in_base(scene, ruled)
            yield Move("SCP-4", replace(state, besides=predicted), proof)


def ordered_use(scene: Scene, state: State) -> Iterator[Move]:
    """SCP-4 of an order: it counts when it is dated, whenever it was used."""
    ruled = scene.match.ruled
    for move in unsold_use(scene, state):
        if ruled is not None:
            dated = replace(tranche(ruled.terms, ruled.dated), term=None)
            yield move._replace(state=State((dated,)))


def whole_of(state: State) -> str:
    """Return the total of a state for a proof."""
    currency = state.tranches[0].currency if state.tranches else ""
    return f"{state.total()} minor units {currency}".strip()


def _sold(scene: Scene) -> int:
    terms = [one for part in scene.match.parts for one in part.sold]
    return sum(one.amount.minor for one in terms)


def _before(one: Tranche, until: date) -> Tranche | None:
    """What a tranche is worth before a day, in proportion to its days; None if nothing is."""
    if one.term is None or one.term.end <= until:
        return one
    if one.term.start >= until:
        return None
    kept = Term(one.term.start, until)
    return replace(one, minor=one.minor * Fraction(kept.days, one.term.days), term=kept)
