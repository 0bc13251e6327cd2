"""
The story of an exception: everything that was done about it, in the order of the ledger.

What it has come to is computed from its story, and kept beside it for lists alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bridge.errors import Misconfigured
from bridge.ledger.entries import Draft, Entry, EntryKind
from bridge.ledger.person import same_person
from bridge.model.ids import DealId
from bridge.queue import acts
from bridge.queue.acts import Act, Ask, Bounce, Comment, Send, Undo
from bridge.queue.deciding import Confirm, Decline, Lapse, Revoke, Settle
from bridge.queue.life import Life

#: How long a person may take back what he did last.
UNDO_WITHIN = timedelta(days=1)
#: What decides, and what ends it: deals are judged by it, and records stand for deals.
_DECIDES = (Confirm, Settle, Decline, Revoke, Lapse)
#: Under which name an entry says which exception it is about.
_REF = "exception"


@dataclass(frozen=True, slots=True)
class Done:
    """One act: who did it, and when."""

    seq: int  #: of its entry
    by: str
    at: datetime
    act: Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What sales was asked once about an exception."""

    entry: int  #: of the ledger
    text: str
    again: int | None  #: the number of its entry where it was not the first time
    stands: bool  #: it was neither taken back nor refused


def entry(deal: DealId, number: int, act: Act) -> Draft:
    """Return the entry of an act about an exception of a deal."""
    return Draft(
        kind=EntryKind.TRIAGED, deal=deal, refs={_REF: str(number)}, payload=acts.written(act)
    )


def read(entries: Iterable[Entry], number: int) -> tuple[Done, ...]:
    """Read the story of an exception from the ledger's entries about its deal."""
    return tuple(
        Done(one.seq, one.actor, one.at, acts.parse(one.payload))
        for one in entries
        if number_of(one) == number
    )


def number_of(one: Entry) -> int | None:
    """Return which exception an entry tells an act about; None: it tells of something else."""
    return int(one.refs[_REF]) if one.kind == EntryKind.TRIAGED else None


def sent(told: Iterable[Done]) -> tuple[Sent, ...]:
    """Return what was sent to sales in a story, the first time first."""
    done = tuple(told)
    stands = {one.seq for one in standing(done)}
    stands -= {one.act.entry for one in done if isinstance(one.act, Bounce)}
    sends = [(one.seq, one.act.text) for one in done if isinstance(one.act, Send)]
    return tuple(
        Sent(entry=seq, text=text, again=seq if place else None, stands=seq in stands)
        for place, (seq, text) in enumerate(sends)
    )


def awaited(told: Iterable[Done]) -> Sent | None:
    """Return what was sent of an exception that waits for sales; None: it waits for words alone."""
    done = tuple(told)
    asked = [one.seq for one in standing(done) if isinstance(one.act, (Ask, Send))]
    return next((one for one in sent(done) if one.stands and [one.entry] == asked[-1:]), None)


def awaited_copy(told: Iterable[Done]) -> int | None:
    """Return the working copy that was asked for last; None: something else was, or nothing."""
    asked = [one.act for one in standing(told) if isinstance(one.act, (Ask, Send))]
    last = asked[-1] if asked else None
    return last.copy if isinstance(last, Ask) else None


def lived(story: Iterable[Done]) -> Life:
    """Return what an exception has come to; what was taken back has no effect."""
    life = Life()
    for one in standing(story):
        life = one.act.after(life)
    return life


def standing(story: Iterable[Done]) -> tuple[Done, ...]:
    """Return what was not taken back, without the taking back itself."""
    told = tuple(story)
    undone = {one.act.entry for one in told if isinstance(one.act, Undo)}
    return tuple(one for one in told if one.seq not in undone and not isinstance(one.act, Undo))


def to_undo(story: Sequence[Done], by: str, now: datetime) -> Undo:
    """
    Return what takes a person's last act back; comments stay, what was said was said.

    Raises Misconfigured if the last act was another's, is more than a day old, decided something
    or ended a decision, or if there is none.
    """
    told = [one for one in standing(story) if not isinstance(one.act, Comment)]
    if not told:
        raise _kept("nothing was done that could be taken back", "look at its history")
    last = told[-1]
    if not same_person(last.by, by):
        raise _kept(f"{last.by} acted last", "ask that person, or do what should be done")
    if isinstance(last.act, _DECIDES):
        raise _kept("a decision is given and ended, never undone", "revoke it, or propose anew")
    if now - last.at > UNDO_WITHIN:
        raise _kept(
            f"it was done {last.at:%Y-%m-%d %H:%M} UTC, more than a day ago",
            "do what should be done instead",
        )
    return Undo(last.seq)


def _kept(says: str, act: str) -> Misconfigured:
    return Misconfigured(says, where="undo", act=act)
