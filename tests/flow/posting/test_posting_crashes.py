"""A death at every commit: the next pass finds its way, and nothing is written twice."""

from collections.abc import Callable
from dataclasses import replace
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
from tests.flow.posting.netsuite_in_memory import Account, Present
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


def live(url: str, present: Present, account: Account, on_commit: Callable[[str], None]) -> None:
    """Make one pass over two deals of one contract, waiting for what is not known."""
    with Store(with_tables(url), clock=present, on_commit=on_commit) as store:
        first, second = a_translation(), a_translation(a_deal("50.00", deal=SECOND, place=1))
        judge(store, first, second)
        posting(store, account, present).run(wait_s=3 * QUIET_S)
        assert store.verify() == ()


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ("done", "marked acknowledged marked acknowledged"),
        ("cut", "marked blocked observed marked acknowledged"),
        ("throttled", "marked put_back blocked marked acknowledged marked acknowledged"),
    ],
)
def test_a_pass_commits_where_the_other_test_dies(tmp_path: Path, answer: str, names: str) -> None:
    counting = Countdown(0)
    live(f"sqlite:///{tmp_path}/bridge.sqlite", Present(), Account(answer), counting)
    points = ["judged", "judged", *names.split()]
    assert counting.heard == [f"{when}:{name}" for name in points for when in ("before", "after")]
    assert FIRST_LIVES[answer] == len(counting.heard)


@pytest.mark.parametrize(("answer", "fatal"), DEATHS)
def test_a_death_at_any_commit_costs_delay_and_no_second_write(
    tmp_path: Path, answer: str, fatal: int
) -> None:
    url, present = f"sqlite:///{tmp_path}/bridge.sqlite", Present()
    account, death = Account(answer), Countdown(fatal)
    try:
        live(url, present, account, death)
    except Died:
        live(url, present, account, lambda _point: None)
    assert account.writes == [FIRST_ORDER, SECOND_ORDER]
    with Store(with_tables(url), clock=present) as store:
        assert document(store).state is State.ACKNOWLEDGED
        assert document(store, SECOND).state is State.ACKNOWLEDGED
        assert figures(store) == ("0.00", "1250.00", "0.00")
        assert store.verify() == ()


def test_without_the_look_up_a_death_between_call_and_settlement_writes_twice(
    tmp_path: Path,
) -> None:
    url, present, account = f"sqlite:///{tmp_path}/bridge.sqlite", Present(), Account()
    with pytest.raises(Died):
        live(url, present, account, Countdown(7))
    with Store(with_tables(url), clock=present) as store:
        blind = replace(posting(store, account, present), look_up=False)
        blind.run(wait_s=3 * QUIET_S)
    assert account.writes == [FIRST_ORDER, FIRST_ORDER, SECOND_ORDER]
