"""A death at every commit: the next pass finds its way, and nothing is written twice."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from bridge.model.document import State
from tests.databases import with_tables
from tests.flow.posting.acts import (
    FIRST_ORDER,
    QUIET_S,
    SECOND,
    SECOND_ORDER,
    document,
    figures,
    judge,
    posting,
)
from tests.flow.posting.netsuite_in_memory import START, Account, Present
from tests.ledger.building import a_deal, a_translation


class Died(BaseException):
    """Stands for the death of the process."""


class Countdown:
    """Dies at the commit point of that number; counts them all."""

    def __init__(self, fatal: int) -> None:
        self.fatal = fatal
        self.heard: list[str] = []

    def __call__(self, point: str) -> None:
        self.heard.append(point)
        if len(self.heard) == self.fatal:
            raise Died


#: What the account does with the first call, and how many commit points a pass has then.
FIRST_LIVES = {"done": 12, "cut": 14, "throttled": 18}
DEATHS = [(answer, fatal) for answer, last in FIRST_LIVES.items() for fatal in range(1, last + 1)]


def unheard(_point: str) -> None:
    """Live through every commit."""


@dataclass
class Books:
    """Books that are empty again for each test: to open a store costs more than most lives."""

    file: Path
    empty: Path
    present: Present = field(default_factory=Present)
    hears: Callable[[str], None] = unheard

    def __post_init__(self) -> None:
        url = with_tables(f"sqlite:///{self.file}")
        shutil.copy(self.file, self.empty)
        self.store = Store(url, clock=self.present, on_commit=self._heard)

    def _heard(self, point: str) -> None:
        self.hears(point)

    def clear(self) -> None:
        """Let everything be as it was in the beginning."""
        with (
            closing(sqlite3.connect(self.empty)) as was,
            closing(sqlite3.connect(self.file)) as now,
        ):
            was.backup(now)
        self.present.at, self.hears = START, unheard
        self.present.slept.clear()

    def live(self, account: Account, hears: Callable[[str], None] = unheard) -> None:
        """Make one pass over two deals of one contract, waiting for what is not known."""
        self.hears = hears
        first, second = a_translation(), a_translation(a_deal("50.00", deal=SECOND, place=1))
        judge(self.store, first, second)
        posting(self.store, account, self.present).run(wait_s=3 * QUIET_S)
        assert self.store.verify() == ()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    folder = tmp_path_factory.mktemp("crashes")
    books = Books(folder / "bridge.sqlite", folder / "empty.sqlite")
    with books.store:
        yield books


@pytest.fixture
def books(kept: Books) -> Books:
    kept.clear()
    return kept


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ("done", "marked acknowledged marked acknowledged"),
        ("cut", "marked blocked observed marked acknowledged"),
        ("throttled", "marked put_back blocked marked acknowledged marked acknowledged"),
    ],
)
def test_a_pass_commits_where_the_other_test_dies(books: Books, answer: str, names: str) -> None:
    counting = Countdown(0)
    books.live(Account(answer), counting)
    points = ["judged", "judged", *names.split()]
    assert counting.heard == [f"{when}:{name}" for name in points for when in ("before", "after")]
    assert FIRST_LIVES[answer] == len(counting.heard)


def ended_well(store: Store) -> None:
    assert document(store).state is State.ACKNOWLEDGED
    assert document(store, SECOND).state is State.ACKNOWLEDGED
    assert figures(store) == ("0.00", "1250.00", "0.00")
    assert store.verify() == ()


@pytest.mark.parametrize(("answer", "fatal"), DEATHS)
def test_a_death_at_any_commit_costs_delay_and_no_second_write(
    books: Books, answer: str, fatal: int
) -> None:
    account = Account(answer)
    try:
        books.live(account, Countdown(fatal))
    except Died:
        books.live(account)
    assert account.writes == [FIRST_ORDER, SECOND_ORDER]
    ended_well(books.store)


def test_a_store_that_was_closed_by_a_death_is_opened_again(tmp_path: Path) -> None:
    account, places = Account(), (tmp_path / "bridge.sqlite", tmp_path / "empty.sqlite")
    first = Books(*places)
    with pytest.raises(Died), first.store:
        first.live(account, Countdown(7))
    second = Books(*places, first.present)
    with second.store as store:
        second.live(account)
        assert account.writes == [FIRST_ORDER, SECOND_ORDER]
        ended_well(store)


def test_without_the_look_up_a_death_between_call_and_settlement_writes_twice(
    books: Books,
) -> None:
    account = Account()
    with pytest.raises(Died):
        books.live(account, Countdown(7))
    books.hears = unheard
    blind = replace(posting(books.store, account, books.present), look_up=False)
    blind.run(wait_s=3 * QUIET_S)
    assert account.writes == [FIRST_ORDER, FIRST_ORDER, SECOND_ORDER]
