"""A page is read along an index: however long a list is, it is not sorted for one."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bridge.adapters.store.browsing.deals import DealFilter
from bridge.adapters.store.browsing.exception_filter import ExceptionFilter
from bridge.adapters.store.browsing.exception_order import Order
from bridge.adapters.store.browsing.pages import Page, Reach
from bridge.adapters.store.database import Transaction
from bridge.ledger.judgement import DealState
from bridge.queue.life import CaseState
from tests.adapters.store.opening import judge, opened
from tests.ledger.building import a_deal, flagged

OPEN = ExceptionFilter(state=CaseState.OPEN)
DEALS = (DealFilter(), DealFilter(state=DealState.FLAGGED))


@dataclass(frozen=True, slots=True)
class Asked:
    """What SQLite was asked."""

    statement: str
    values: Any


@contextmanager
def asked() -> Iterator[list[Asked]]:
    """Give what is asked meanwhile, wherever."""
    found: list[Asked] = []

    def keep(_on: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            found.append(Asked(statement, values))

    event.listen(Engine, "before_cursor_execute", keep)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", keep)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of books with two exceptions."""
    file = tmp_path_factory.mktemp("indexed") / "bridge.sqlite"
    with opened(f"sqlite:///{file}") as store:
        judge(store, *(flagged(a_deal(deal=f"80100000000000{n}AAA")) for n in (1, 2)))
    return file


def lists(view: Transaction) -> Iterator[Callable[[Reach], Page[Any]]]:
    """Yield what turns the pages of each list, in each of its orders."""
    yield from (partial(view.lists.deals.page, wanted) for wanted in DEALS)
    yield from (partial(view.lists.exceptions.page, OPEN, order=order) for order in Order)


def is_unordered(step: str) -> bool:
    """Say whether a step of a plan reads a whole table, or sorts."""
    return "TEMP B-TREE" in step or (step.startswith("SCAN") and "USING INDEX" not in step)


def test_the_first_page_of_a_list_and_the_next_are_read_along_an_index(books: Path) -> None:
    with opened(f"sqlite:///{books}") as store, store.reading() as view, asked() as found:
        for turn in lists(view):
            first = turn(Reach(limit=1))
            assert turn(Reach(first.next, 1)).items
    with closing(connect(books)) as reader:
        steps = [
            step
            for one in found
            for *_, step in reader.execute(f"EXPLAIN QUERY PLAN {one.statement}", one.values)
        ]
    assert {step for step in steps if is_unordered(step)} == set()
    assert {"deal_by_age", "deal_by_state", "exception_by_age", "exception_by_amount"} <= {
        word for step in steps for word in step.split()
    }
