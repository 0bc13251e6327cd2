"""From what a line's terms plan to what NetSuite's rows and journals say."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bridge.reconcile.matching import Match
from bridge.reconcile.rows import is_used
from bridge.reconcile.sides import Entry, Held, PlanState
from bridge.reconcile.steps.move import Proof, Scene
from bridge.reconcile.valuing import NOTHING, Vector, added, less


class Reached(NamedTuple):
    """One transition of a walk: the class, by how much in each period, and the proof."""

    code: str
    amounts: Vector
    proof: Proof = Proof()


_WITHOUT_PLAN: Mapping[PlanState, str] = {
    PlanState.HELD: "PLN-1",
    PlanState.FAILED: "PLN-2",
    PlanState.UNPLANNED: "PLN-3",
}
#: The classes that take entries whose tag names them; any other tag is a person's own.
TAGGED = frozenset({"SCP-1", "FX-2", "TP-1", "TP-2", "PAT-4", "END-2", "END-3"})
#: The most that rounding may claim of a line in one period, in minor units.
CENTS = 1


def to_plan(scene: Scene, value: Vector) -> Iterator[Reached]:
    """Take the value by terms to the rows of the plans; the rest is rounding, or unexplained."""
    held = scene.match.held
    if is_used(scene.match):
        yield from _to_proposals(scene.match, value)
    elif held is not None:
        code, rows = _unplanned(held), scene.rows
        if code:
            yield Reached(code, less(NOTHING, value), _elements(held))
            return
        due = rows.planned if _is_nearer(rows.planned, rows.posting, value) else rows.posting
        yield from _by_their_rule(held, value, due)
        yield Reached("TIM-2", less(rows.posting, due), _elements(held))


def to_recognised(scene: Scene) -> Iterator[Reached]:
    """Leave what is planned and not posted, and add what stands beside the plans."""
    match, held = scene.match, scene.match.held
    if held is not None and not is_used(match):
        waits = any(one.state is PlanState.HELD for one in held.elements)
        unposted = less(scene.rows.recognised, scene.rows.posting)
        yield Reached("PLN-1" if waits else "JRN-2", unposted, _elements(held))
    yield from beside(match)


def beside(match: Match) -> Iterator[Reached]:
    """Add the entries that no plan has made, each in the class that its tag names."""
    proposed = is_used(match)
    for entry in match.entries:
        if proposed and entry.proposal is not None:
            continue
        proof = Proof((f"journal {entry.id}", f"account {entry.account}"), "", entry.tag or "")
        yield Reached(_class_of(entry), {entry.period: entry.amount.minor}, proof)


def rest(value: Vector, end: Vector) -> Iterator[Reached]:
    """Cents are rounding; a larger difference is unexplained, all of it."""
    difference = less(end, value)
    if not difference:
        return
    small = {period: minor for period, minor in difference.items() if abs(minor) <= CENTS}
    yield Reached("RND-1", small)
    yield Reached("UNX-1", less(difference, small))


def _by_their_rule(held: Held, value: Vector, due: Vector) -> Iterator[Reached]:
    """DAT-4 where NetSuite plans the same amount by a method that has no word here."""
    difference = less(due, value)
    is_more = any(abs(minor) > CENTS for minor in difference.values())
    if held.unknown and is_more and not sum(difference.values()):
        proof = _elements(held)._replace(was="as ruled", became=held.unknown)
        yield Reached("DAT-4", difference, proof)
    else:
        yield from rest(value, due)


def _to_proposals(match: Match, value: Vector) -> Iterator[Reached]:
    """What people have not posted yet of what the bridge proposes."""
    entries = [one for one in match.entries if one.proposal]
    posted = added({one.period: one.amount.minor} for one in entries)
    open_ = {period: -minor for period, minor in value.items() if minor and period not in posted}
    yield Reached("JRN-1", open_, Proof(tuple(f"journal {one.id}" for one in entries)))
    yield from rest(added([value, open_]), posted)


def _unplanned(held: Held) -> str | None:
    """Return the class of a line that has no row of a plan at all; None where it has rows."""
    if any(element.rows for element in held.elements):
        return None
    if not held.is_approved:
        return "ORD-1"
    if held.is_closed and not held.elements:
        return None
    states = (_WITHOUT_PLAN[one.state] for one in held.elements if one.state in _WITHOUT_PLAN)
    return next(states, None if held.elements else "PLN-3")


def _is_nearer(one: Vector, other: Vector, value: Vector) -> bool:
    """Whether the first is nearer to a value than the other, minor unit by minor unit."""
    return one is not other and _distance(one, value) < _distance(other, value)


def _distance(one: Vector, other: Vector) -> int:
    return sum(abs(minor) for minor in less(one, other).values())


def _elements(held: Held) -> Proof:
    return Proof((f"order {held.number}", *(f"element {one.id}" for one in held.elements)))


def _class_of(entry: Entry) -> str:
    if not entry.tag:
        return "MAN-2"
    return entry.tag if entry.tag in TAGGED else "MAN-1"
