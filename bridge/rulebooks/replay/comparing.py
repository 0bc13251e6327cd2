"""How a deal comes out otherwise: its state, its documents, its lines and its plan by period."""

import json
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bridge.ledger.judgement import DealState
from bridge.model.ids import ExternalId
from bridge.rulebooks.replay.result import PASSED_OVER, Mark, Result
from bridge.rulebooks.replay.standing import Standing


class Kind(StrEnum):
    """How a deal comes out otherwise."""

    CLEARED = "cleared"  #: it is held, and would be represented, or left out
    NEW_EXCEPTION = "new_exception"  #: it is not held, and would be
    OTHER_EXCEPTION = "other_exception"  #: it is held, and would be for other reasons
    LEFT_OUT = "left_out"  #: it is represented, and a rule would leave it out, or let it not book
    TAKEN_IN = "taken_in"  #: a rule leaves it out, or lets it not book, and it would be represented
    OTHERWISE = "otherwise"  #: it is represented, and would be in another way
    OTHER_RULE = "other_rule"  #: another rule would leave it out


@dataclass(frozen=True, slots=True, order=True)
class Leg:
    """What moves of an item in one period, in minor units of the deal's currency."""

    subsidiary: str
    item: str
    period: str
    before: int
    after: int
    posted: bool  #: whether NetSuite has, or may have, a document with that plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What a deal comes to, in words."""

    says: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A deal that comes out otherwise."""

    of: Standing
    kind: Kind
    before: Side
    after: Side
    legs: tuple[Leg, ...]
    #: Documents that NetSuite has, or may have, and that would be others or none.
    posted: tuple[ExternalId, ...]
    #: Whether the version that judged it still gives what stands; else the bridge itself changed.
    reproduced: bool = True
    #: The rows that decide as before, and that the draft words anew.
    rewritten: tuple[str, ...] = ()

    @property
    def left(self) -> tuple[str, ...]:
        """The rows that decided, and do no more."""
        return tuple(one for one in self.before.rules if one not in self.after.rules)

    @property
    def gained(self) -> tuple[str, ...]:
        """The rows that decide now, and did not."""
        return tuple(one for one in self.after.rules if one not in self.before.rules)


def differs(stands: Mark, found: Mark) -> bool:
    """Say whether a result is another than what stands; incomplete records tell nothing new."""
    if found.state is DealState.WAITING:  # held or not, its records are to come first
        return False
    return stands != found


def change(of: Standing, before: Result, after: Result, rewritten: Collection[str] = ()) -> Change:
    """
    Return how a deal comes out otherwise; `before` is what its own version makes of it.

    `rewritten` are the rows that the draft words anew.
    """
    return Change(
        of=of,
        kind=_kind(of.mark.state, after.mark.state),
        before=Side(says=_says(before), rules=before.rules),
        after=Side(says=_says(after), rules=after.rules),
        legs=_legs(of, before, after),
        posted=tuple(sorted(_gone(of, after.mark))),
        reproduced=before.mark == of.mark,
        rewritten=tuple(one for one in after.rules if one in rewritten and one in before.rules),
    )


def _kind(before: DealState, after: DealState) -> Kind:
    if before in (DealState.FLAGGED, DealState.WAITING):
        return Kind.OTHER_EXCEPTION if after is DealState.FLAGGED else Kind.CLEARED
    if after is DealState.FLAGGED:
        return Kind.NEW_EXCEPTION
    if before is DealState.EXCLUDED:
        return Kind.TAKEN_IN if after is DealState.TRANSLATED else Kind.OTHER_RULE
    return Kind.LEFT_OUT if after is DealState.EXCLUDED else Kind.OTHERWISE


def _says(one: Result) -> str:
    """Say what a deal comes to: items with their treatments, reasons, or the rule."""
    match one.mark.state:
        case DealState.TRANSLATED:
            items = dict.fromkeys(
                f"{line.item} ({line.treatment}, {line.method})" for line in one.lines
            )
            return f"translated: {', '.join(items) or 'without a line'}"
        case DealState.EXCLUDED if one.mark == PASSED_OVER.mark:
            return "passed over: no booking by itself"
        case DealState.EXCLUDED:
            return f"left out by {', '.join(one.mark.reasons)}"
        case DealState.FLAGGED:
            return f"held: {', '.join(one.mark.reasons)}"
        case DealState.WAITING:
            return "its records are incomplete"


def _gone(of: Standing, after: Mark) -> Iterator[ExternalId]:
    """Yield what NetSuite has and would be another document or none, or have another plan."""
    if after.state is DealState.FLAGGED:  # what NetSuite has stays until a person decides
        return
    stood, found = dict(of.mark.documents), dict(after.documents)
    was, is_ = (
        {(one.document, one.line): one for one in mark.spreads} for mark in (of.mark, after)
    )
    replanned = {
        name
        for name, line in was.keys() | is_.keys()
        if was.get((name, line)) != is_.get((name, line))
    }
    for name in of.posted:
        if stood.get(name) != found.get(name) or name in replanned:
            yield name


def _legs(of: Standing, before: Result, after: Result) -> tuple[Leg, ...]:
    """Return what moves, by subsidiary, item and period; what is held moves nothing that stands."""
    if after.mark.state is DealState.FLAGGED:
        return ()
    counts: dict[tuple[str, str, str, bool], list[int]] = {}
    for side, one in enumerate((before, after)):
        for (name, line, period), minor in _planned(one.mark).items():
            subsidiary, item = _line_of(one, before, name, line)
            # What would be posted in the place of a document takes the place of its plan, too.
            place = (subsidiary, item, period, bool(of.posted))
            counts.setdefault(place, [0, 0])[side] += minor
    return tuple(
        Leg(subsidiary, item, period, was, is_, posted)
        for (subsidiary, item, period, posted), (was, is_) in sorted(counts.items())
        if was != is_
    )


def _planned(mark: Mark) -> Counter[tuple[ExternalId, int, str]]:
    found: Counter[tuple[ExternalId, int, str]] = Counter()
    for one in mark.spreads:
        for period, minor in json.loads(one.periods, parse_float=Decimal).items():
            found[(one.document, one.line, period)] += minor
    return found


def _line_of(one: Result, other: Result, name: ExternalId, line: int) -> tuple[str, str]:
    """Return subsidiary and item of a planned line."""
    for held in (one, other):
        for each in held.lines:
            if (each.document, each.line) == (name, line):
                return each.subsidiary, each.item
    return "", ""
