"""The state of the books in a few figures: whoever keeps the last one sees what has changed."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from bridge.adapters.store.browsing.entries import EntryFilter
from bridge.adapters.store.browsing.exception_filter import ExceptionFilter
from bridge.adapters.store.browsing.pages import Reach
from bridge.adapters.store.database import Transaction
from bridge.console.parts import Console, Pace
from bridge.flow.watching.health import PASSES
from bridge.ledger.entries import EntryKind
from bridge.people.sessions import Remaining
from bridge.queue.life import CaseState


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What whoever may see the console may know: figures, and no names."""

    entry: int  #: the last of the ledger
    open: int  #: exceptions
    waiting: int
    newest: int  #: the number of the exception that came last; 0 while there was none
    triaged: int  #: the last entry about what somebody did about an exception
    passed: datetime | None  #: when a pass ended last
    rules: str  #: the version in force
    at: datetime  #: when this was looked up


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The session of a reader is about to end."""

    left_s: int
    may_go_on: bool  #: whether the reader can stay without signing in again


def ending(held: Remaining, pace: Pace) -> Ending | None:
    """Return what a reader is warned of; None while the session holds for longer."""
    left_s = int(held.left.total_seconds())
    return Ending(left_s=left_s, may_go_on=held.may_go_on) if left_s <= pace.warned_s else None


def of_books(state: State) -> str:
    """Return what a page is told as JSON of one line, times as ISO 8601."""
    return _text(asdict(state))


def of_books_and_session(state: State, soon: Ending | None) -> str:
    """Return the same, and `ending`: what the reader is warned of, or null."""
    return _text({**asdict(state), "ending": asdict(soon) if soon else None})


def _text(told: dict[str, object]) -> str:
    return json.dumps(told, default=datetime.isoformat, separators=(",", ":"))


def state_of(console: Console, before: State | None = None) -> State:
    """Look at the books; what the ledger has no new entry about is as it was `before`."""
    rules, at = console.edition().rulebook.version, console.clock()
    with console.store.reading() as view:
        entry, passed = view.ledger.head().seq, view.turns.last_finished(PASSES)
        if before is not None and before.entry == entry:
            return replace(before, passed=passed, rules=rules, at=at)
        counts = view.lists.exceptions.counts(ExceptionFilter())
        return State(
            entry=entry,
            open=counts[CaseState.OPEN],
            waiting=counts[CaseState.WAITING],
            newest=view.lists.exceptions.newest(),
            triaged=_triaged(view),
            passed=passed,
            rules=rules,
            at=at,
        )


def events(before: State, now: State) -> Iterator[str]:
    """Yield the names of what has happened."""
    if _queue(before) != _queue(now):
        yield "exceptions"
    if before.passed != now.passed:
        yield "pass"
    if before.rules != now.rules:
        yield "publication"


def _queue(state: State) -> tuple[int, ...]:
    return (state.open, state.waiting, state.newest, state.triaged)


def _triaged(view: Transaction) -> int:
    wanted = EntryFilter(kind=EntryKind.TRIAGED)
    page = view.lists.entries.page(wanted, Reach(limit=1))
    return page.items[0].seq if page.items else 0
