"""Lets parts of a pass rest and go on, in the name of an operator; passes ask here."""

from collections.abc import Mapping

from bridge.adapters.store.database import Store, Transaction
from bridge.errors import ActedMeanwhile, Misconfigured
from bridge.ledger import pauses
from bridge.ledger.pauses import Pause, Stream
from bridge.ledger.person import person
from bridge.people.roles import Permission
from bridge.queue import words


def standing(view: Transaction) -> Mapping[Stream, Pause]:
    """Return the pauses that stand."""
    return pauses.standing(view.ledger.entries(deal=pauses.STREAMS))


def rests(store: Store, stream: Stream) -> bool:
    """Say whether a stream rests now."""
    with store.reading() as view:
        return stream in standing(view)


def pause(store: Store, stream: Stream, who: str, reason: str) -> Pause:
    """
    Let a stream rest until somebody resumes it; NotPermitted for who is no operator.

    Once this returns nothing of it begins any more; what is under way is finished. Raises
    Misconfigured where it rests already, or where no reason is given.
    """
    why = words.said(reason, of="the reason")
    with store.transaction("stream_paused", actor=person(who)) as tx:
        tx.people.accounts.permit(Permission.RUN)
        held = standing(tx).get(stream)
        if held is not None:
            raise _misplaced(stream, str(held), "resume it, or leave it so")
        tx.ledger.append(pauses.paused(stream, why))
        return standing(tx)[stream]


def resume(store: Store, stream: Stream, who: str, reason: str, seen: Pause | None = None) -> None:
    """
    Let a stream go on with the next pass; raises as `pause`, where it does not rest.

    `seen` is the pause that is to end: ActedMeanwhile where another one stands by now.
    """
    why = words.said(reason, of="the reason")
    with store.transaction("stream_resumed", actor=person(who)) as tx:
        tx.people.accounts.permit(Permission.RUN)
        held = standing(tx).get(stream)
        if held is None:
            raise _misplaced(stream, f"{stream.words} is not paused", "nothing is to be done")
        if seen is not None and held != seen:
            raise ActedMeanwhile(
                f"somebody acted since you looked at it: {held}",
                where=f"stream {stream}",
                act="look at it again, and decide then",
            )
        tx.ledger.append(pauses.resumed(stream, why))


def _misplaced(stream: Stream, says: str, act: str) -> Misconfigured:
    return Misconfigured(says, where=f"stream {stream}", act=act)
