"""What changes of a contract, ends and edits in the middle of a term do to a plan."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from bridge.model.calendar import Term
from bridge.model.money import Money
from bridge.model.schedule import PlannedRevenue, by_period, replanned
from bridge.reconcile.matching import Match
from bridge.reconcile.sides import Element, Held, Ruled
from bridge.reconcile.steps.move import (
    Move,
    Proof,
    Scene,
    as_one,
    by_order,
    by_rule,
    expected_in_base,
    is_of_change,
)
from bridge.reconcile.steps.patterns import told
from bridge.reconcile.steps.plans import CENTS
from bridge.reconcile.valuing import (
    Calendar,
    State,
    Tranche,
    Vector,
    added,
    in_base,
    less,
    tranche,
    whole,
)


def restated(scene: Scene, state: State) -> Iterator[Move]:
    """MOD-1 of an order line that was changed, and edited then: it drifted from what was ruled."""
    if _is_edited_change(scene.match):
        yield from _changed(scene, state)


def changed(scene: Scene, state: State) -> Iterator[Move]:
    """
    MOD-1: what the books predict beyond the terms, such as a catch-up, TIM-2 what was late.

    An order line that was changed is predicted as a whole: its terms alone do not tell its past.
    """
    if not _is_edited_change(scene.match):
        yield from _changed(scene, state)


def _changed(scene: Scene, state: State) -> Iterator[Move]:
    match = scene.match
    ruled = match.ruled
    if ruled is None or match.expected is None or not state.tranches:
        return
    plain = len(match.parts) == 1 and len(state.tranches) == 1
    besides: Vector = less(expected_in_base(scene, ruled), scene.valuer.of(_as_ruled(ruled)))
    if plain and not besides and state.besides is None:
        yield from _caught_up(scene, ruled, state)
        return
    late = _is_late(scene.valuer.calendar, besides)
    if late and has_drifted(match):
        besides = {}  # the rows themselves will say what is late of the amount as it is now
    elif late and plain:
        besides = _late(scene, ruled, state, besides)
    if not plain:
        state = replace(state, tranches=(_as_changed(state, ruled),))
    moved = replace(state, besides=added([state.besides or {}, besides]) if besides else None)
    proof = by_rule(ruled, "by its terms", "as the books predict")
    yield Move("TIM-2" if late and plain else "MOD-1", moved, proof)


def regathered(scene: Scene, state: State) -> Iterator[Move]:
    """MOD-1 of an order that was changed, and edited then: it drifted from what was ruled."""
    if _is_edited(scene.match):
        yield from _gathered(scene, state)


def gathered(scene: Scene, state: State) -> Iterator[Move]:
    """MOD-1: an order that is changed, by a line of its own also, keeps its one date."""
    if not _is_edited(scene.match):
        yield from _gathered(scene, state)


def _gathered(scene: Scene, state: State) -> Iterator[Move]:
    match = scene.match
    if (len(match.parts) > 1 or is_of_change(match)) and state.tranches and match.held:
        one = replace(as_one(state), on=match.held.dated)
        yield Move("MOD-1", State((one,)), by_order(match, "each booking", match.held.dated))


def ended(scene: Scene, state: State) -> Iterator[Move]:
    """END-1: somebody closed the order line in NetSuite, and Salesforce has no amendment."""
    match = scene.match
    held, ruled = match.held, match.ruled
    if held is None or ruled is None or not held.is_closed or not state.tranches:
        return
    minor = _recognisable(held)
    one = as_one(state)
    if (whole(one.minor), one.term) == (minor, held.terms.term) or _is_ruled(match, minor):
        return
    cut = replace(one, minor=minor, term=held.terms.term)
    yield Move("END-1", State((cut,)), by_order(match, ruled.terms.term, "closed"))


def behind(scene: Scene, state: State) -> Iterator[Move]:
    """PLN-3: the revenue element does not say yet what its order line says, or not of its days."""
    match = scene.match
    held = match.held
    if held is None or not held.elements or held.is_closed or not state.tranches:
        return
    moved, said = state, list[tuple[str, str]]()
    sold, ordered = sum(one.sales.minor for one in held.elements), held.terms.amount.minor
    if sold != ordered:
        now = Fraction(sum(one.allocated.minor for one in held.elements))
        moved = replace(state, tranches=(replace(as_one(state), minor=now),))
        said.append((str(ordered), str(sold)))
    before = _by_kept_days(scene, held.terms.term, moved)
    if before is not None:
        said.append((told(held.terms.term), told(before.tranches[0].term)))
        moved = before
    if said:
        records = tuple(f"element {one.id}" for one in held.elements)
        yield Move("PLN-3", moved, Proof(records, *map(", ".join, zip(*said, strict=True))))


def _by_kept_days(scene: Scene, term: Term | None, state: State) -> State | None:
    """
    Return the state by the days that were ruled, where the order line has others and its rows not.

    NetSuite copies the days of a line when it makes the element, and not again unless the account
    maps the fields. Claimed only where the rows say so: those that say neither have no cause.
    """
    ruled = scene.match.ruled
    if ruled is None or ruled.terms.term in {None, term} or len(state.tranches) != 1:
        return None
    [one] = state.tranches
    before = replace(state, tranches=(replace(one, term=ruled.terms.term),))
    is_kept = one.term == term and _is_planned(scene, before) and not _is_planned(scene, state)
    return before if is_kept else None


def _is_planned(scene: Scene, state: State) -> bool:
    """Whether the rows are those of a state, with what is recognised kept, but for cents."""
    for move in kept(scene, state):
        state = move.state
    value = scene.valuer.value(state)
    found = (less(rows, value) for rows in (scene.rows.planned, scene.rows.posting))
    return any(all(abs(minor) <= CENTS for minor in one.values()) for one in found)


def kept(scene: Scene, state: State) -> Iterator[Move]:
    """RPL-1: an edit leaves what is recognised as it is, and plans the rest anew."""
    match = scene.match
    if match.held is None or len(match.held.elements) != 1 or len(state.tranches) != 1:
        return
    [element], one = match.held.elements, state.tranches[0]
    if one.term is None or not (has_drifted(match) or match.held.is_closed):
        return
    past = _recognised(scene, element)
    if not past:
        return
    amount = Money(whole(one.minor), one.currency)
    periods = scene.valuer.calendar.periods
    parts = replanned(one.method, amount, one.term, periods, past)
    plan = _in_base(by_period(parts), one, scene)
    proof = Proof((f"element {element.id}",), "all anew", f"kept to {past[-1].period}")
    yield Move("RPL-1", State(besides=plan), proof)


def has_drifted(match: Match) -> bool:
    """Whether NetSuite's order line says something else than was ruled."""
    held, ruled = match.held, match.ruled
    if held is None or ruled is None:
        return False
    one, other = held.terms, ruled.terms
    return (one.amount, one.term, one.method) != (other.amount, other.term, other.method)


def _is_edited(match: Match) -> bool:
    """Whether NetSuite's order line differs from what was ruled, be it in the quantity alone."""
    held, ruled = match.held, match.ruled
    if held is None or ruled is None:
        return False
    return has_drifted(match) or held.terms.quantity != ruled.terms.quantity


def _is_edited_change(match: Match) -> bool:
    """Whether several lines were sold for an order line that somebody edited."""
    return len(match.parts) > 1 and _is_edited(match)


def _as_ruled(ruled: Ruled) -> Tranche:
    one = tranche(ruled.terms, ruled.dated)
    return one if ruled.allocated is None else replace(one, minor=ruled.allocated.minor)


def _as_changed(state: State, ruled: Ruled) -> Tranche:
    """All that is left of a line that was changed, over the days that are left."""
    terms = ruled.terms
    one = replace(as_one(state), term=terms.term, method=terms.method, on=ruled.dated)
    return replace(one, rate=state.tranches[0].rate)


def _is_late(calendar: Calendar, besides: Vector) -> bool:
    """Whether a difference only moves what is due in earlier periods into one later period."""
    order = sorted(besides, key=calendar.place.__getitem__)
    net = sum(besides.values())
    if net or not order:
        return False
    signs = {besides[period] > 0 for period in order[:-1]}
    return len(signs) == 1 and (besides[order[-1]] > 0) not in signs


def _caught_up(scene: Scene, ruled: Ruled, state: State) -> Iterator[Move]:
    """
    TIM-2 where NetSuite allocated anew on its own, and the month behind what is posted catches up.

    Claimed only where that is what its rows say, and posted is what the books predict.
    """
    held = scene.match.held
    if held is None or len(held.elements) != 1 or has_drifted(scene.match):
        return
    [element] = held.elements
    past = [part.period for part in _recognised(scene, element)]
    if not past or element.allocated == element.sales:
        return
    periods, place = scene.valuer.calendar.periods, scene.valuer.calendar.place
    behind = periods[place[past[-1]] + 1].name
    moved = _late(scene, ruled, state, dict.fromkeys([*past, behind], 0))
    caught_up = replace(state, besides=moved)
    if not less(scene.valuer.value(caught_up), scene.rows.posting):
        yield Move("TIM-2", caught_up, Proof((f"element {element.id}",), "", f"by {behind}"))


def _late(scene: Scene, ruled: Ruled, state: State, besides: Vector) -> Vector:
    """
    Return what is late of the amount as it is by now.

    What was posted stays as the books predicted it; the last month has what is due besides, also
    where NetSuite has allocated another amount than they.
    """
    posted, due = expected_in_base(scene, ruled), scene.valuer.value(State(state.tranches))
    *before, last = sorted(besides, key=scene.valuer.calendar.place.__getitem__)
    moved = {one: posted.get(one, 0) - due.get(one, 0) for one in before}
    return {**moved, last: -sum(moved.values())}


def _recognisable(held: Held) -> int:
    """What a closed line still recognises, in minor units; nothing without an element."""
    return sum(element.allocated.minor for element in held.elements)


def _is_ruled(match: Match, minor: int) -> bool:
    """Whether Salesforce has the amendment that ends the line: then it has not ended alone."""
    ruled, held = match.ruled, match.held
    if ruled is None or held is None:
        return False
    return (ruled.terms.amount.minor, ruled.terms.term) == (minor, held.terms.term)


def _recognised(scene: Scene, element: Element) -> tuple[PlannedRevenue, ...]:
    """What is recognised of an element, as far as the books predicted it before the edit."""
    currency = element.sales.currency
    ruled, place = scene.match.ruled, scene.valuer.calendar.place
    rows = sorted(
        (row for row in element.rows if row.is_recognised), key=lambda row: place[row.posting]
    )
    parts = by_period(PlannedRevenue(row.posting, Money(row.minor, currency)) for row in rows)
    before = _before(scene, ruled) if ruled else {}
    foreseen = all(part.amount.minor == before.get(part.period) for part in parts)
    return parts if foreseen else ()


def _before(scene: Scene, ruled: Ruled) -> Mapping[str, int]:
    if scene.match.expected is not None:
        return scene.match.expected.minors
    return scene.valuer.of(replace(_as_ruled(ruled), rate=Decimal(1), currency=scene.valuer.base))


def _in_base(plan: tuple[PlannedRevenue, ...], one: Tranche, scene: Scene) -> Vector:
    base = scene.valuer.base
    return {part.period: in_base(part.amount, one.rate, base) for part in plan}
