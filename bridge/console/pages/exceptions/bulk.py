"""One act about many exceptions: those that are chosen, or all that a filter finds."""

import re

from fastapi import APIRouter
from starlette.responses import Response

from bridge.adapters.store.database import Transaction
from bridge.console.forms import Form, Sent
from bridge.console.pages.exceptions.acting import Triaging
from bridge.console.pages.exceptions.asked import PATH, Asked, Asks
from bridge.console.pages.exceptions.telling import without
from bridge.console.pages.exceptions.typed import act_of
from bridge.console.saying import UNDO_MAX, Said
from bridge.console.visits import Visit
from bridge.errors import Misconfigured
from bridge.queue.acts import Act

router = APIRouter(prefix=PATH)
#: More than a person means by one click; whoever has more narrows the filter.
AT_ONCE = 1_000
#: Kinds of objections that a line holds.
_REASONS = 3
#: Acts of one transaction: other writers wait no longer than for these.
_BATCH = 25
#: An exception, and how many acts there were when its undoing was offered.
_UNDOABLE = re.compile(r"([0-9]{1,9})(?::([0-9]{1,9}))?")


@router.post("/bulk")
def bulk(visit: Triaging, asked: Asks, sent: Form) -> Response:
    """Do the same about many exceptions; those about which it is not possible are counted."""
    numbers = _meant(visit, asked, sent)
    wanted = act_of(sent["act"], sent.plain, visit.reader.name)
    done, refused = _done(visit, numbers, wanted)
    did = "done" if len(done) <= UNDO_MAX else f"done, without Undo: it takes {UNDO_MAX} at once"
    says = _says(len(done), refused, did=did)
    return visit.goes_to(asked.url(), Said(says, done, asked.query(after="")))


@router.post("/undo")
def undo(visit: Triaging, asked: Asks, sent: Form) -> Response:
    """Take back what the reader did last about some exceptions."""
    done: list[int] = []
    refused: list[str] = []
    absent: dict[int, str] = {}
    with visit.console.store.transaction("triage", actor=visit.reader.name) as tx:
        for number, seen in _undoable(sent)[:AT_ONCE]:
            try:
                undone = tx.lives.undo(number, visit.reader.name, seen=seen)
                done.append(number)
                absent |= {number: undone.absent} if undone.absent else {}
            except Misconfigured as error:
                refused.append(error.what)
    where = asked.of(done[0]) if len(done) == 1 else asked.url()
    says = _says(len(done), refused, did="taken back")
    return visit.goes_to(where, Said(says + without(absent)))


def _undoable(sent: Sent) -> tuple[tuple[int, int | None], ...]:
    """Return of which exceptions something is taken back, and after how many acts."""
    found = (_UNDOABLE.fullmatch(one) for one in dict.fromkeys(sent.all("number")))
    return tuple((int(one[1]), int(one[2]) if one[2] else None) for one in found if one)


def _meant(visit: Visit, asked: Asked, sent: Sent) -> tuple[int, ...]:
    numbers = sent.numbers("number")
    if sent["all"]:
        with visit.console.store.reading() as view:
            numbers = view.lists.exceptions.numbers(asked.filter, AT_ONCE + 1)
    if not numbers:
        raise Misconfigured("nothing is chosen", where="the list", act="choose exceptions first")
    if len(numbers) > AT_ONCE:
        raise Misconfigured(
            f"more than {AT_ONCE:,} exceptions are meant",
            where="the list",
            act="narrow the filter, and act on the parts",
        )
    return numbers


def _done(
    visit: Visit, numbers: tuple[int, ...], wanted: Act
) -> tuple[tuple[tuple[int, int], ...], list[str]]:
    found: list[tuple[int, int | str]] = []
    for start in range(0, len(numbers), _BATCH):
        with visit.console.store.transaction("triage", actor=visit.reader.name) as tx:
            batch = numbers[start : start + _BATCH]
            found += [(number, _acts_or_objection(tx, number, wanted)) for number in batch]
    done = tuple((number, came) for number, came in found if isinstance(came, int))
    return done, [came for _, came in found if isinstance(came, str)]


def _acts_or_objection(tx: Transaction, number: int, wanted: Act) -> int | str:
    try:
        return tx.lives.act(number, wanted).acts
    except Misconfigured as error:  # said before anything of it was written
        return error.what


def _says(done: int, refused: list[str], *, did: str = "done") -> str:
    """
    Say how many it was, and why not all.

    >>> _says(2, ["it is open already"])
    '2 exceptions done; 1 not: it is open already.'
    >>> _says(1, ["one", "two", "three", "two", "four"])
    '1 exception done; 5 not: four, one, three and for 1 other reason.'
    """
    many = "1 exception" if done == 1 else f"{done:,} exceptions"
    if not refused:
        return f"{many} {did}."
    each = sorted(set(refused))
    more = len(each) - _REASONS
    others = f" and for {more:,} other reason{'s' if more > 1 else ''}" if more > 0 else ""
    reasons = ", ".join(each[:_REASONS])
    return f"{many} {did}; {len(refused):,} not: {reasons}{others}."
