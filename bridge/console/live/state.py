"""The state of the books in a few figures: whoever keeps the last one sees what has changed."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from bridge.adapters.store.browsing.entries import EntryFilter
from bridge.adapters.store.browsing.exception_filter import ExceptionFilter
from bridge.adapters.store.browsing.pages import Reach
from bridge.adapters.store.database import Transaction
from bridge.console.parts import Console
from bridge.flow.watching.health import PASSES
from bridge.ledger.entries import EntryKind
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

    def text(self) -> str:
        """Return it as JSON of one line, times as ISO 8601."""
        return json.dumps(asdict(self), default=datetime.isoformat, separators=(",", ":"))


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
