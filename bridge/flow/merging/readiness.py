"""
Whether a merge can go, or has been made: one pure decision over what NetSuite shows.

NetSuite gives a merge no external id, runs it later, and cannot take it back once revenue was
recognised. So it is told by its traces, and is not asked for before all that it rests on holds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bridge.adapters.netsuite.merging.arrangements import Arrangement, Element, Sight
from bridge.model.document import Merging

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Merged:
    """The merge was made; this is the internal id of the arrangement that resulted."""

    arrangement: str


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Their revenue is held together in another way than the merge would: a person must look."""

    says: str
    arrangement: str | None = None  #: internal id of the one that holds all of it, if one does


@dataclass(frozen=True, slots=True)
class Lacks:
    """What the merge still waits for, each in words."""

    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """The first open period is another one than when the deal was judged."""

    begins: date


@dataclass(frozen=True, slots=True)
class Ready:
    """NetSuite's conditions hold for a merge of these arrangements, by internal id."""

    arrangements: tuple[str, ...]


Readiness = Merged | Otherwise | Lacks | Moved | Ready


def readiness(merging: Merging, sight: Sight, begins: date) -> Readiness:
    """Decide, given the first day of the first open period."""
    current = sight.current
    held = {one.arrangement for one in current}
    missing = tuple(_without_revenue(merging, sight))
    if not missing and len(held) == 1:
        return _together(merging, current, sight)
    strangers = tuple(_strangers(current, sight))
    if strangers:
        return Otherwise("; ".join(strangers))
    if merging.on != begins:
        return Moved(begins)
    lacks = (*missing, *_lacks(current, sight))
    if lacks:
        return Lacks(lacks)
    if not held:
        return Otherwise("nothing of their revenue is left that could be merged")
    return Ready(tuple(sorted(held, key=int)))


def _together(merging: Merging, current: Sequence[Element], sight: Sight) -> Merged | Otherwise:
    """Say whether what stands in one arrangement is what the merge would have made."""
    (arrangement,) = _holding(current, sight)
    moved = [one for one in current if one.merged_from]
    if not moved:
        says = f"arrangement {arrangement.id} holds all of it, and no merge made it"
        return Otherwise(says, arrangement.id)
    if any(one.prospective is not merging.prospective for one in moved):
        asked = _kind(prospective=merging.prospective)
        made = _kind(prospective=not merging.prospective)
        says = f"they were merged {made} into {arrangement.id}, not {asked}"
        return Otherwise(says, arrangement.id)
    if arrangement.dated != merging.on:
        says = f"they were merged into {arrangement.id} on {arrangement.dated}, not on {merging.on}"
        return Otherwise(says, arrangement.id)
    strangers = "; ".join(_strangers(current, sight))
    return Otherwise(strangers, arrangement.id) if strangers else Merged(arrangement.id)


def _kind(*, prospective: bool) -> str:
    return "prospectively" if prospective else "retrospectively"


def _without_revenue(merging: Merging, sight: Sight) -> Iterator[str]:
    known = {one.source for one in sight.elements}
    for source in merging.sources:
        if source not in known:
            yield (
                f"{source} has no revenue arrangement: approve it in NetSuite; its arrangements "
                "are updated there every few hours"
            )


def _strangers(current: Sequence[Element], sight: Sight) -> Iterator[str]:
    """Yield the arrangements that hold revenue of other records, too."""
    ours = {one.id for one in sight.elements}
    for one in _holding(current, sight):
        others = sorted(one.elements - ours, key=int)
        if others:
            named = ", ".join(others)
            yield f"arrangement {one.id} also holds elements of other records: {named}"


def _holding(current: Sequence[Element], sight: Sight) -> list[Arrangement]:
    held = {one.arrangement for one in current}
    return [one for one in sight.arrangements if one.id in held]


def _lacks(current: Sequence[Element], sight: Sight) -> Iterator[str]:
    for arrangement in _holding(current, sight):
        if not arrangement.approved:
            yield f"arrangement {arrangement.id} is not approved"
    for element in current:
        if element.stale:
            yield f"element {element.id} of {element.source} requires a revenue plan update"
    yield from _behind(current, sight)
    if sight.posted:
        last = max(sight.posted)
        yield (
            f"revenue of them is posted in the period that begins on {last}: it must be reversed, "
            "or its period closed"
        )


def _behind(current: Sequence[Element], sight: Sight) -> Iterator[str]:
    """
    Yield the records whose revenue does not say yet what their lines say.

    An order that was changed a moment ago has its old elements until NetSuite updates them; what a
    prospective merge cuts off is never updated any more.
    """
    said = "NetSuite updates its arrangements every few hours, or when told to"
    for line in sight.lines:
        if line.returns or (line.closed and line.amount):
            continue  # one that was cancelled has nothing left, and nor may its revenue
        if (line.sales or _NOTHING) in {line.amount, line.base}:  # no source says in which currency
            continue
        told = "nothing" if line.sales is None else f"{line.sales}"
        yield f"line {line.key} of {line.source} has {line.amount}, its revenue {told}: {said}"
    for source in {line.source: None for line in sight.lines if line.returns}:
        if any(one.source == source and one not in current for one in sight.elements):
            continue  # an earlier merge cut it off: it says what was recognised, now and for ever
        lines = [one for one in sight.lines if one.source == source]
        given = sum((one.amount for one in lines), _NOTHING)
        base = sum((one.base for one in lines), _NOTHING)
        sales = sum((one.sales for one in current if one.source == source), _NOTHING)
        if sales not in {given, base}:
            yield f"{source} gives back {given}, its revenue {sales}: {said}"
