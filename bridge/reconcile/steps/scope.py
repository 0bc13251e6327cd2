"""What was never sold: use that no deal has booked."""

from collections.abc import Iterator
from dataclasses import replace

from bridge.model.deal import Charge
from bridge.reconcile.steps.move import Move, Scene, by_rule, expected_in_base
from bridge.reconcile.valuing import State, tranche


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
