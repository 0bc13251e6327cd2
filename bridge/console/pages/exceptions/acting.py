"""Acts about one exception: assign, ask, snooze, comment, tag, reopen, undo, retry."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bridge.console.forms import Form, Sent
from bridge.console.pages.exceptions.asked import PATH, Asked, Asks
from bridge.console.pages.exceptions.listing import known, shown
from bridge.console.pages.exceptions.panel import Again, Typed
from bridge.console.pages.exceptions.telling import in_words, without
from bridge.console.pages.exceptions.typed import act_of
from bridge.console.problems import problem_of
from bridge.console.saying import Said
from bridge.console.visits import Number, Visit, needs
from bridge.errors import Misconfigured
from bridge.people.roles import Permission
from bridge.queue.acts import Comment

router = APIRouter(prefix=PATH)
Triaging = Annotated[Visit, needs(Permission.TRIAGE)]
Running = Annotated[Visit, needs(Permission.RUN)]


@router.post("/{number}/undo")
def undo(visit: Triaging, number: Number, asked: Asks) -> Response:
    """Take back what the reader did last about an exception."""

    def done() -> Said:
        with visit.console.store.transaction("triage", actor=visit.reader.name) as tx:
            absent = tx.lives.undo(number, visit.reader.name).absent
        lost = without({number: absent} if absent else {})
        return Said(f"Exception {number}: your last act is taken back.{lost}")

    return attempted(visit, (number, asked), Typed(act="undo"), done)


@router.post("/{number}/retry")
def retry(visit: Running, number: Number, asked: Asks) -> Response:
    """Let the next pass try again, because somebody has mended the cause."""

    def done() -> Said:
        with visit.console.store.transaction("retry", actor=visit.reader.name) as tx:
            tx.retry(number)
        return Said(f"Exception {number} is tried again in the next pass.")

    return attempted(visit, (number, asked), Typed(act="retry"), done)


@router.post("/{number}/{act}")
def act(visit: Triaging, number: Number, act: str, asked: Asks, sent: Form) -> Response:
    """Do something about an exception, unless somebody acted since the reader looked."""

    def done() -> Said:
        wanted = act_of(act, sent.plain, visit.reader.name)
        with visit.console.store.transaction("triage", actor=visit.reader.name) as tx:
            known(tx, number)
            after = tx.lives.act(number, wanted, seen=seen_of(sent))
        undo = () if isinstance(wanted, Comment) else ((number, after.acts),)
        return Said(f"Exception {number}: you {in_words(wanted)[0]}.", undo, asked.query(after=""))

    return attempted(visit, (number, asked), Typed(act=act, fields=sent.plain), done)


def seen_of(sent: Sent) -> int | None:
    """Return how many acts the reader had seen; None where the form does not say."""
    seen = sent.numbers("seen")
    return seen[0] if seen else None


def attempted(
    visit: Visit, where: tuple[int, Asked], typed: Typed, done: Callable[[], Said]
) -> Response:
    """
    Do something about an exception, and show it again.

    What cannot be done is said above the form, which keeps what was typed.
    """
    number, asked = where
    try:
        said = done()
    except Misconfigured as error:
        seen = seen_of(Sent({"seen": (typed.fields.get("seen", ""),)}))
        again = Again(typed=typed, problem=problem_of(error), seen=seen)
        return shown(visit, number, asked, again)
    return visit.goes_to(asked.of(number), said)
