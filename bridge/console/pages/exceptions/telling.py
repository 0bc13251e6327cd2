"""The story of an exception in sentences: who did what, in plain words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bridge.queue.acts import (
    Act,
    Ask,
    Assign,
    Bounce,
    Comment,
    Escalate,
    Reopen,
    Send,
    Snooze,
    Tag,
    Undo,
)
from bridge.queue.deciding import Confirm, Decline, Lapse, Propose, Revoke, Settle
from bridge.queue.decision import Proposal
from bridge.queue.life import WaitsFor
from bridge.queue.mentions import Piece, pieces
from bridge.queue.story import Done

#: Who is asked, in words.
ASKED_OF = {
    WaitsFor.ORIGIN: "sales",
    WaitsFor.RULE: "those who write the rules",
    WaitsFor.NETSUITE: "those who set up NetSuite",
    WaitsFor.POLICY: "those who answer for the accounting",
    WaitsFor.SECOND: "a second person",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line of the history."""

    entry: int  #: of the ledger
    by: str
    at: datetime
    did: str
    says: str  #: in the person's own words; empty where there are none
    is_new: bool  #: it was done since the reader looked
    pieces: tuple[Piece, ...] = ()  #: the words once more, with those whom they mention apart


def told(
    story: tuple[Done, ...], seen: int | None = None, names: Iterable[str] = ()
) -> tuple[Told, ...]:
    """
    Return the history, the last act first; those after the first `seen` acts are new.

    Comments mention people by `names`.
    """
    known = tuple(names)
    lines = []
    for place, one in enumerate(story):
        did, says = in_words(one.act)
        is_new = seen is not None and place >= seen
        line = Told(
            entry=one.seq,
            by=one.by,
            at=one.at,
            did=did,
            says=says,
            is_new=is_new,
            pieces=pieces(says, known if isinstance(one.act, Comment) else ()),
        )
        lines.append(line)
    return tuple(reversed(lines))


def in_words(act: Act) -> tuple[str, str]:
    """
    Return what an act did, and what its doer said to it.

    >>> in_words(Assign("Ben"))
    ('made Ben answer for it', '')
    """
    return WORDS[type(act)](act)


def without(absent: Mapping[int, str]) -> str:
    """
    Say which exceptions nobody answers for now, since who did before cannot sign in any more.

    >>> without({12: "Ben", 14: "Ben"})
    ' Nobody answers for 12 and 14 now: Ben, who did, cannot sign in any more.'
    >>> without({})
    ''
    """
    if not absent:
        return ""
    numbers = " and ".join(map(str, absent)) if len(absent) < 3 else f"{len(absent):,} of them"  # noqa: PLR2004 - as many as a sentence names
    return (
        f" Nobody answers for {numbers} now: {', '.join(sorted(set(absent.values())))}, who did, "
        "cannot sign in any more."
    )


def _tagged(act: Tag) -> tuple[str, str]:
    signs = [*(f"+{one}" for one in sorted(act.added)), *(f"-{one}" for one in sorted(act.removed))]
    return f"changed its tags: {', '.join(signs)}", ""


def _proposed(act: Propose) -> tuple[str, str]:
    return f"proposed that it is {_what(act.proposal)}", act.proposal.reason


def _what(proposal: Proposal) -> str:
    return proposal.says.removesuffix(f": {proposal.reason}")


#: What each kind of act did, in words, and what was said to it.
WORDS: Mapping[type[Act], Callable[[Any], tuple[str, str]]] = {
    Assign: lambda act: (
        f"made {act.to} answer for it" if act.to else "let nobody answer for it",
        "",
    ),
    Comment: lambda act: ("commented", act.text),
    Tag: _tagged,
    Snooze: lambda act: (f"let it rest until {act.until}", act.reason),
    Ask: lambda act: (f"asked {ASKED_OF[act.of]}", act.text),
    Send: lambda act: ("sent it to sales as a task", act.text),
    Bounce: lambda act: ("found that Salesforce has no task of it", act.says),
    Reopen: lambda act: ("took it up again", act.says),
    Escalate: lambda act: ("marked it overdue", act.says),
    Undo: lambda act: (f"took back what entry {act.entry} tells", ""),
    Propose: _proposed,
    Settle: lambda act: (f"decided that it is {_what(act.proposal)}", act.proposal.reason),
    Confirm: lambda act: ("confirmed what was proposed", act.reason),
    Decline: lambda act: ("declined what was proposed", act.reason),
    Revoke: lambda act: ("took the decision back", act.reason),
    Lapse: lambda act: ("let the decision end", act.says),
}
