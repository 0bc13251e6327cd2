"""Old statements go, but for what shows now, what people signed, and what they named."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store, Transaction
from bridge.flow.reconciling import daily
from bridge.flow.reconciling.signing import Seen, Signing
from tests.adapters.netsuite.scripted import SetClock
from tests.adapters.store.opening import opened
from tests.console.pages.reconciliation.stated import AS_OF, a_form
from tests.databases import with_tables

#: What June of the statement needs before it is prepared.
COMMENTS = {"SUS-1": "an unknown product", "UNX-1": "the bank's rounding"}
START = datetime(2026, 7, 1, 5, tzinfo=UTC)


class Books:
    """A store on whose clock days pass, and the names of the statements that were kept in it."""

    def __init__(self, store: Store, clock: SetClock) -> None:
        self.store, self.clock = store, clock
        self.names: dict[int, str] = {}

    def keep(self, name: str, measure: str, *, period: str = "", definition: str = "") -> None:
        with self.store.transaction("statement") as tx:
            kept = tx.reconciling.statements.keep(
                {"measure": measure, "statements": [a_form()]},
                as_of=AS_OF,
                measure=measure,
                period=period,
                definition=definition,
            )
        self.names[kept.id] = name

    def both(self, name: str) -> None:
        """Keep what the daemon keeps for signatures, an hour before people come to work."""
        self.keep(f"{name} plan", "plan")
        self.keep(f"{name} revenue", "revenue")
        self.later(hours=1)

    def later(self, *, days: int = 0, hours: int = 0) -> None:
        self.clock.at += timedelta(days=days, hours=hours)

    def left(self) -> set[str]:
        with self.store.reading() as view:
            held = {number: view.reconciling.statements.of(number) for number in self.names}
        return {self.names[number] for number, one in held.items() if one is not None}


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    clock = SetClock(START)
    with closing(opened(f"sqlite:///{tmp_path / 'bridge.sqlite'}", clock)) as store:
        yield Books(store, clock)


def test_what_nobody_refers_to_goes_and_all_else_stays(books: Books) -> None:
    june, why = Seen("2026-06"), "looked at all of it"
    books.both("named")
    books.keep("by another definition", "arr", definition="exit")
    books.keep("of one period", "plan", period="2026-05")
    books.later(days=1)
    books.both("prepared")
    Signing(books.store, "Ana").prepare(june, COMMENTS, why, {})
    books.later(days=1)
    books.both("of no concern")
    books.later(days=1)
    books.both("signed")
    Signing(books.store, "Ben").sign(june, why)
    books.later(days=1)
    books.both("reopened")
    Signing(books.store, "Ben").reopen(june, "so it was in variance:1/USD/2026-06/SUS-1")
    books.later(days=1)
    before = books.clock.at
    books.both("young")
    books.later(days=1)
    books.both("last")
    assert daily.let_go(books.store, START) == 0, "nothing is older than the first"
    assert daily.let_go(books.store, before) == 3
    assert set(books.names.values()) - books.left() == {
        "named revenue",
        "of no concern plan",
        "of no concern revenue",
    }
    assert daily.let_go(books.store, before) == 0
    assert books.store.verify() == ()


@pytest.mark.parametrize("before", ["as in\n", "as in\t", "figures:\n\n"], ids=repr)
def test_what_a_comment_names_at_the_start_of_a_line_stays(books: Books, before: str) -> None:
    books.both("named")
    books.later(days=1)
    books.both("second")
    said = f"{before}variance:1/USD/2026-06/SUS-1"
    Signing(books.store, "Ana").prepare(Seen("2026-06"), COMMENTS, said, {})
    books.later(days=1)
    books.both("last")
    assert daily.let_go(books.store, books.clock.at) == 1
    assert "named plan" in books.left()


class Overtaken(Store):
    """A store in which a person is faster than the transaction that lets statements go."""

    @contextmanager
    def transaction(self, name: str, *, actor: str = "bridge") -> Iterator[Transaction]:
        if name == "statements_pruned":
            said = "as in variance:2/USD/2026-06/end"
            Signing(self, "Ana").prepare(Seen("2026-06"), COMMENTS, said, {})
        with super().transaction(name, actor=actor) as tx:
            yield tx


def test_what_is_named_while_the_ledger_is_looked_through_stays(tmp_path: Path) -> None:
    clock = SetClock(START)
    url = with_tables(f"sqlite:///{tmp_path / 'bridge.sqlite'}")
    with closing(Overtaken(url, clock=clock, database_clock=clock)) as store:
        books = Books(store, clock)
        books.both("first")
        books.later(days=1)
        books.both("second")
        assert daily.let_go(store, clock.at) == 1
        assert books.left() == {"first revenue", "second plan", "second revenue"}
