"""
Finds notices in the books: exceptions by number, acts by their entries, passes by their ticks.

Nothing that writes has to know of notices. Marks say how far was looked; they move in the
transaction that puts what was found into the outbox, so that each is found exactly once.
"""

from collections.abc import Iterator
from datetime import timedelta

from bridge.adapters.store.database import Transaction
from bridge.ledger.entries import Entry, EntryKind
from bridge.ledger.person import same_person
from bridge.notices.notice import Event, Notice
from bridge.queue.acts import Bounce, Comment, Escalate, parse
from bridge.queue.deciding import Propose
from bridge.queue.mentions import mentioned

#: The kinds of entries that may be of interest.
_KINDS = frozenset(
    {
        EntryKind.TRIAGED,
        EntryKind.REFUSED,
        EntryKind.RULES_DRAFTED,
        EntryKind.RULES_PUBLISHED,
    }
)
_CASES, _ENTRIES, _PASSES = "exceptions", "ledger", "passes"


def found(tx: Transaction, passes: str, patience: timedelta) -> tuple[Notice, ...]:
    """
    Return what happened since this was asked last, and move the marks.

    The first time nothing is found: what was there before is no news. `passes` is the name of the
    passes in the timetable; they are failing if none was finished for longer than `patience`.
    """
    return (*_cases(tx), *_entries(tx), *_passes(tx, passes, patience))


def _cases(tx: Transaction) -> Iterator[Notice]:
    mark = tx.deliveries.mark(_CASES)
    tx.deliveries.move_mark(_CASES, tx.deliveries.last_case())
    for number in () if mark is None else tx.deliveries.cases_after(mark):
        one = tx.cases.known(number)
        came_back = one.returned is not None
        yield Notice(
            event=Event.EXCEPTION_REGRESSED if came_back else Event.EXCEPTION_OPENED,
            key=f"exception:{number}",
            at=one.opened_at,
            says=f"{one.code}, {one.account_name}: {one.flags[0].says}",
            page=f"/exceptions/{number}",
            code=one.code,
            amount=one.amount,
        )


def _entries(tx: Transaction) -> Iterator[Notice]:
    mark = tx.deliveries.mark(_ENTRIES)
    tx.deliveries.move_mark(_ENTRIES, tx.ledger.head().seq)
    if mark is None:
        return
    for entry in tx.ledger.entries(kinds=_KINDS, after=mark):
        notice = _of(tx, entry)
        if notice is not None:
            yield notice


def _of(tx: Transaction, entry: Entry) -> Notice | None:
    match entry.kind:
        case EntryKind.TRIAGED:
            return _act(tx, entry)
        case EntryKind.REFUSED:
            return _refused(entry)
        case EntryKind.RULES_DRAFTED:
            says = f"{entry.actor} asks for approval of draft {entry.payload['draft']} of the rules"
            page = "/rules"
            event = Event.APPROVAL_ASKED
        case _:
            says = f"{entry.actor} published the rules, number {entry.payload['publication']}"
            page = "/rules"
            event = Event.RULES_PUBLISHED
    why = entry.payload.get("reason")
    return Notice(
        event=event, key=f"entry:{entry.seq}", at=entry.at, says=f"{says}: {why}", page=page
    )


def _act(tx: Transaction, entry: Entry) -> Notice | None:
    number = int(entry.refs["exception"])
    match parse(entry.payload):
        case Escalate(says=says):
            event, told = Event.EXCEPTION_OVERDUE, f"exception {number} is overdue: {says}"
        case Propose(proposal=proposal):
            event = Event.APPROVAL_ASKED
            told = f"{entry.actor} proposes for exception {number}: {proposal.says}"
        case Bounce(says=says):
            event, told = Event.TASK_REFUSED, f"exception {number} is open again: {says}"
        case Comment(text=text):
            whom = _others(mentioned(text, tx.people.accounts.names()), entry.actor)
            if not whom:
                return None
            event = Event.PERSON_MENTIONED
            told = f"{entry.actor} mentions {', '.join(whom)} at exception {number}: {text}"
        case _:
            return None
    one = tx.cases.known(number)
    return Notice(
        event=event,
        key=f"entry:{entry.seq}",
        at=entry.at,
        says=told,
        page=f"/exceptions/{number}",
        code=one.code,
        amount=one.amount,
    )


def _others(names: tuple[str, ...], actor: str) -> tuple[str, ...]:
    return tuple(name for name in names if not same_person(name, actor))


def _refused(entry: Entry) -> Notice:
    flags = entry.payload.get("flags")
    first = flags[0] if isinstance(flags, list) and flags else {}
    debits = [leg.money for leg in entry.postings if leg.account.startswith("suspense:")]
    return Notice(
        event=Event.DOCUMENT_REFUSED,
        key=f"entry:{entry.seq}",
        at=entry.at,
        says=first.get("says", ""),  # it names the document
        page=f"/deals/{entry.deal}",
        code=first.get("code"),
        amount=debits[0] if debits else None,
    )


def _passes(tx: Transaction, passes: str, patience: timedelta) -> Iterator[Notice]:
    """Tell once of each time that passes stopped being finished."""
    finished, now = tx.turns.last_finished(passes), tx.now()
    if finished is None or now - finished <= patience:
        return
    second = int(finished.timestamp())
    if tx.deliveries.mark(_PASSES) == second:
        return
    tx.deliveries.move_mark(_PASSES, second)
    yield Notice(
        event=Event.STALLED,
        key=f"pass:{second}",
        at=now,
        says=f"no pass was finished since {finished:%Y-%m-%d %H:%M} UTC; see the log",
        page="/sync",
    )
