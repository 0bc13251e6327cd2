"""Where NetSuite's order line says something else than was ruled: price, quantity, days, rule."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from bridge.reconcile.matching import Match
from bridge.reconcile.sides import Held, Ruled, Terms
from bridge.reconcile.steps.move import Move, Scene, by_order, scaled, to_total
from bridge.reconcile.steps.patterns import awaited, counted, levelled, pattern, started, told
from bridge.reconcile.valuing import State


def price(scene: Scene, state: State) -> Iterator[Move]:
    """DAT-1: the old quantity at the new price, the amount of the line by its quantity."""
    pair = _pair(scene.match)
    if pair is None:
        return
    was, became = _price(pair.ruled.terms, pair.held), _price(pair.held.terms, pair.held)
    if was == became:
        return
    proof = by_order(scene.match, _told(was), _told(became))
    if was:
        yield Move("DAT-1", scaled(state, became / was), proof)
    else:
        total = became * Fraction(pair.ruled.terms.quantity or 1)
        yield Move("DAT-1", to_total(state, total, pair.held.terms, pair.held.dated), proof)


def quantity(scene: Scene, state: State) -> Iterator[Move]:
    """DAT-2: the change of the quantity at the new price."""
    pair = _pair(scene.match)
    if pair is None or pair.held.is_closed:
        return
    was, became = pair.ruled.terms.quantity, pair.held.terms.quantity
    if was and became and was != became:
        factor = Fraction(became) / Fraction(was)
        yield Move("DAT-2", scaled(state, factor), by_order(scene.match, was, became))


def dates(scene: Scene, state: State) -> Iterator[Move]:
    """
    DAT-3: NetSuite has other days, and no start event says why.

    What was ruled of the days is taken before: they drifted from there.
    """
    match = scene.match
    pair = _pair(match)
    if pair is None or pair.held.is_closed:
        return
    term, known = pair.held.terms.term, awaited(match)
    if term is None or known is None or term == known:
        return
    for step in (levelled, started):
        for move in step(scene, state):
            yield move
            state = move.state
    if len(state.tranches) == 1:
        moved = replace(state, tranches=(replace(state.tranches[0], term=term),))
        yield Move("DAT-3", moved, by_order(match, told(known), told(term)))


def rule(scene: Scene, state: State) -> Iterator[Move]:
    """DAT-4: NetSuite's item has another rule; what was ruled of the rule is taken before."""
    match = scene.match
    pair = _pair(match)
    if pair is None:
        return
    method = pair.held.terms.method
    if method is pair.ruled.terms.method:
        return
    for step in (levelled, pattern, counted):
        for move in step(scene, state):
            yield move
            state = move.state
    if len(state.tranches) == 1:
        moved = replace(state.tranches[0], method=method, term=pair.held.terms.term)
        was = f"{pair.ruled.terms.item} {pair.ruled.terms.method}"
        proof = by_order(match, was, f"{pair.held.terms.item} {method}")
        yield Move("DAT-4", replace(state, tranches=(moved,)), proof)


class _Pair:
    """The order line as it was ruled and as it is."""

    __slots__ = ("held", "ruled")

    def __init__(self, ruled: Ruled, held: Held) -> None:
        self.ruled = ruled
        self.held = held


def _pair(match: Match) -> _Pair | None:
    """Both, where they differ at all: of most lines nothing needs to be asked."""
    ruled, held = match.ruled, match.held
    if ruled is None or held is None or ruled.terms == held.terms:
        return None
    return _Pair(ruled, held)


def _price(terms: Terms, held: Held) -> Fraction:
    """The price that counts; of a closed line the printed one, for its amount has ended early."""
    if held.is_closed:
        return Fraction(terms.unit_price)
    quantity = Fraction(terms.quantity) if terms.quantity else Fraction(1)
    return terms.amount.minor / quantity


def _told(price: Fraction) -> str:
    return f"{price.numerator}/{price.denominator}" if price.denominator > 1 else str(price)
