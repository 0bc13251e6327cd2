"""How the same amount falls into periods: levelled, at once, as used, from another day on."""

from collections.abc import Iterator
from dataclasses import replace

from bridge.model.calendar import Term
from bridge.model.schedule import Method
from bridge.model.schedules.beginning import is_moved_by
from bridge.reconcile.matching import Match
from bridge.reconcile.steps.move import (
    AT_ONCE,
    Move,
    Scene,
    as_one,
    by_order,
    by_rule,
    expected_in_base,
    is_of_change,
)
from bridge.reconcile.valuing import NOTHING, State, Tranche, added, less


def is_plain(match: Match) -> bool:
    """Whether one line was sold for one order line, so that their terms can be compared."""
    return match.ruled is not None and len(match.parts) == 1


def levelled(scene: Scene, state: State) -> Iterator[Move]:
    """PAT-1: the steps of a ramp become one even amount."""
    ruled = scene.match.ruled
    if ruled and is_plain(scene.match) and len(state.tranches) > 1:
        level = replace(state, tranches=(as_one(state),))
        said = f"level by {ruled.treatment}"
        yield Move("PAT-1", level, by_rule(ruled, f"{len(state.tranches)} steps", said))


def pattern(scene: Scene, state: State) -> Iterator[Move]:
    """PAT-2: what is sold over days is recognised at once, or the other way round."""
    ruled = scene.match.ruled
    if ruled is None or not is_plain(scene.match) or len(state.tranches) != 1:
        return
    one, terms = state.tranches[0], ruled.terms
    if (
        terms.method is Method.ON_USE
        or _is_there(scene.match, one)
        or _is_at_once(one.method, one.term) == _is_at_once(terms.method, terms.term)
    ):
        return
    moved = replace(one, method=terms.method, term=terms.term, on=ruled.dated)
    yield Move("PAT-2", replace(state, tranches=(moved,)), by_rule(ruled, one.method, terms.method))


def used(scene: Scene, state: State) -> Iterator[Move]:
    """PAT-3: prepaid credits count as they are used, without what nobody will use."""
    match = scene.match
    ruled, expected = match.ruled, match.expected
    if ruled is None or expected is None or ruled.terms.method is not Method.ON_USE:
        return
    if state.tranches:
        drawn = less(expected_in_base(scene, ruled), match.breakage or NOTHING)
        yield Move("PAT-3", State(besides=drawn), by_rule(ruled, "over its days", "as used"))


def broken(scene: Scene, state: State) -> Iterator[Move]:
    """PAT-4: breakage, and the shortfall of a minimum."""
    ruled = scene.match.ruled
    if ruled and scene.match.breakage and ruled.terms.method is Method.ON_USE:
        both = added([state.besides or {}, scene.match.breakage])
        yield Move("PAT-4", replace(state, besides=both), by_rule(ruled, "", "breakage"))


def started(scene: Scene, state: State) -> Iterator[Move]:
    """
    TIM-1: service starts with its event and not with the day of the quote.

    PAT-1 where a step of a ramp is level over all of them, MOD-1 where a change ruled the days.
    """
    ruled = scene.match.ruled
    if ruled is None or not is_plain(scene.match) or len(state.tranches) != 1:
        return
    one, term = state.tranches[0], awaited(scene.match)
    if one.term is None or term is None or one.term == term or _is_due(scene.match, one):
        return
    moved = replace(state, tranches=(replace(one, term=term),))
    proof = by_rule(ruled, told(one.term), told(term))
    if term != ruled.terms.term:
        proof = proof._replace(records=(*proof.records, f"start event {term.start}"))
    yield Move(_moved_by(scene.match, term), moved, proof)


def cut_off(scene: Scene, state: State) -> Iterator[Move]:
    """TIM-3: what has no days counts when the order is dated, and not when the deal closed."""
    match = scene.match
    on = match.held.dated if match.held else match.ruled.dated if match.ruled else None
    if is_of_change(match):
        return
    is_one = len(match.parts) == 1 or len(state.tranches) == 1
    if on is None or not is_one or any(one.term for one in state.tranches):
        return
    days = {one.on for one in state.tranches if one.on != on}
    if days:
        moved = tuple(replace(one, on=on) for one in state.tranches)
        yield Move("TIM-3", replace(state, tranches=moved), by_order(match, min(days), on))


def rated(scene: Scene, state: State) -> Iterator[Move]:
    """TIM-3 of use: it is ordered when its term is rated, and NetSuite plans it for that day."""
    match = scene.match
    ruled, held = match.ruled, match.held
    if ruled is None or held is None or ruled.is_drawn or state.tranches:
        return
    at_once = {row.planned for one in held.elements for row in one.rows}
    period = scene.valuer.calendar.name_of(held.dated)
    if ruled.terms.method is Method.ON_USE and at_once == {period}:
        on_its_day = {period: sum((state.besides or {}).values())}
        proof = by_order(match, "when it was used", held.dated)
        yield Move("TIM-3", replace(state, besides=on_its_day), proof)


def counted(scene: Scene, state: State) -> Iterator[Move]:
    """DAY-1: the days of a month count as NetSuite's rule has it."""
    ruled = scene.match.ruled
    if ruled is None or not is_plain(scene.match) or len(state.tranches) != 1:
        return
    one, method = state.tranches[0], ruled.terms.method
    if one.method is method or _is_there(scene.match, one):
        return
    if not {one.method, method} & AT_ONCE:
        moved = replace(state, tranches=(replace(one, method=method),))
        yield Move("DAY-1", moved, by_rule(ruled, one.method, method))


def awaited(match: Match) -> Term | None:
    """Return the days that were ruled, or those of NetSuite where the start event explains them."""
    ours = match.ruled.terms.term if match.ruled else None
    theirs = match.held.terms.term if match.held else None
    if ours and theirs and match.parts:
        event = match.parts[0].booked.start_event_on
        return theirs if is_moved_by(event, ours, theirs) else ours
    return ours


def _moved_by(match: Match, term: Term) -> str:
    """Return the class of other days than sold: what made them other ones."""
    booked = match.parts[0].booked
    if match.ruled and term != match.ruled.terms.term:
        return "TIM-1"
    if len(booked.ruled) > len(booked.sold):
        return "MOD-1"  # what was taken ends one line, goes on in another, and is given back
    steps = [one.term for one in booked.sold if one.term]
    is_level = len(steps) > 1 and term == Term(steps[0].start, steps[-1].end)
    return "PAT-1" if is_level else "TIM-1"


def told(term: Term | None) -> str:
    """Return days for a proof, the last one included."""
    return f"{term.start} to {term.last}" if term else "at once"


def _is_there(match: Match, one: Tranche) -> bool:
    """Whether a tranche is spread as NetSuite does it, though that may not be what was ruled."""
    return match.held is not None and one.method is match.held.terms.method


def _is_due(match: Match, one: Tranche) -> bool:
    """Whether a tranche has NetSuite's days, though they may not be what was ruled."""
    return match.held is not None and one.term == match.held.terms.term


def _is_at_once(method: Method, term: Term | None) -> bool:
    return term is None or method in AT_ONCE
