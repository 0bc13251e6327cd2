"""The register of decisions: what people proposed for deals, who agreed, and what became of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bridge.ledger.entries import Entry, EntryKind
from bridge.model.ids import DealId
from bridge.queue.acts import Undo
from bridge.queue.deciding import Confirm, Decline, Propose, Revoke
from bridge.queue.decision import Proposal
from bridge.queue.life import Life
from bridge.queue.register import stories
from bridge.queue.story import Done

#: The kind of entries from which the register is read.
KINDS = frozenset({EntryKind.TRIAGED})


class Standing(StrEnum):
    """What became of a proposal."""

    PROPOSED = "proposed"  #: it waits for a second person
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    REVOKED = "revoked"  #: it was confirmed, and taken back later
    DROPPED = "dropped"  #: the exception was taken up otherwise before anybody answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Who answered, when and why."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A proposal about an exception of a deal, and what became of it."""

    deal: DealId
    exception: int
    proposal: Proposal
    proposed_at: datetime
    standing: Standing = Standing.PROPOSED
    answer: Answer | None = None  #: of the second person
    ended: Answer | None = None  #: of who revoked it
    entry: int  #: the number of the entry by which it was proposed


def decisions(entries: Iterable[Entry]) -> tuple[Decided, ...]:
    """
    Return every proposal to a second person that the entries tell of, in their order.

    What one person settled alone is none of these: `queue.register.overrides` has it.
    """
    found = (each for key, done in stories(entries).items() for each in _of(key, done))
    return tuple(sorted(found, key=lambda one: one.entry))


def _of(key: tuple[int, DealId], done: Sequence[Done]) -> Iterator[Decided]:
    """Yield the proposals about an exception; what was undone was dropped, or never answered."""
    undone = {one.act.entry for one in done if isinstance(one.act, Undo)}
    life, held = Life(), None
    for one in done:
        if one.seq in undone:
            if isinstance(one.act, Propose):
                yield replace(_begun(key, one, one.act), standing=Standing.DROPPED)
            continue
        if isinstance(one.act, Propose):
            life, held = Life(), _begun(key, one, one.act)
        if held is None:
            continue
        life, held = one.act.after(life), _answered(held, one)
        if life.proposed is None and life.decision is None:
            yield _ended(held)
            held = None
    if held is not None:
        yield held


def _begun(key: tuple[int, DealId], done: Done, act: Propose) -> Decided:
    return Decided(
        deal=key[1],
        exception=key[0],
        proposal=act.proposal,
        proposed_at=done.at,
        entry=done.seq,
    )


def _answered(held: Decided, done: Done) -> Decided:
    match done.act:
        case Confirm(reason=reason):
            said = Answer(by=done.by, at=done.at, reason=reason)
            return replace(held, standing=Standing.CONFIRMED, answer=said)
        case Decline(reason=reason):
            said = Answer(by=done.by, at=done.at, reason=reason)
            return replace(held, standing=Standing.DECLINED, answer=said)
        case Revoke(reason=reason):
            said = Answer(by=done.by, at=done.at, reason=reason)
            return replace(held, standing=Standing.REVOKED, ended=said)
        case _:
            return held


def _ended(held: Decided) -> Decided:
    dropped = held.standing is Standing.PROPOSED
    return replace(held, standing=Standing.DROPPED) if dropped else held
