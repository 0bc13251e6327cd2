"""
The lists of the console over 50,000 exceptions, beside 500 in the same run.

Both stores are SQLite files; each question is asked as a page or the API asks it, in a transaction
of its own. They take turns, and the best of several rounds counts, in seconds of the processor, as
SQLite works in our own thread: a clock would measure what else the machine does.
What is paged must not take longer for being long; what is counted may, within its limit.
"""

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from bridge.adapters.store.browsing.deals import DealFilter
from bridge.adapters.store.browsing.exception_filter import ExceptionFilter
from bridge.adapters.store.browsing.exception_order import Order
from bridge.adapters.store.browsing.pages import Reach
from bridge.adapters.store.database import Store, Transaction
from bridge.console.pages.exceptions.asked import Asked, View
from bridge.console.pages.exceptions.rows import listing
from bridge.ledger.judgement import Basis, DealFacts, DealState, Flagged
from bridge.model.flags import Flag
from bridge.model.ids import ContractId, DealId, RulebookVersion, digest
from bridge.model.money import Currency, Money
from bridge.queue.acts import Assign
from bridge.queue.life import CaseState

FEW, MANY = 500, 50_000
ROUNDS = 9
#: Different things that hold deals up.
CAUSES = 40
#: How much longer a page may take: an index of a hundred times as many rows is a step deeper, and
#: less of it stays at hand.
SLOWER_MAX = 1.5
#: What is counted over all rows may take so long, in seconds.
COUNTED_MAX_S = 0.5
USD = Currency("USD")
OPEN = ExceptionFilter(state=CaseState.OPEN)
BASIS = Basis(dossier=None, rulebook=RulebookVersion("0" * 64))
#: Copies of what is in the books, the n-th under its own ids and an hour older than the one before.
COPIES = """
WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < :copies)
INSERT INTO {table} ({columns}) SELECT {values} FROM copy, {table}
"""
CHANGED = {
    "id": "'8' || (n + 100) || substr(id, 5)",
    "deal": "'8' || (n + 100) || substr(deal, 5)",
    "number": ":rows * n + id",
    "exception": ":rows * n + exception",
    "opened_at": "strftime('%Y-%m-%d %H:%M:%f000', opened_at, '-' || n || ' hours')",
    "updated_at": "strftime('%Y-%m-%d %H:%M:%f000', updated_at, '-' || n || ' hours')",
}


def now() -> datetime:
    """Return a moment that stands still."""
    return datetime(2026, 3, 1, 12, tzinfo=UTC)


def held(place: int) -> Flagged:
    """Return a deal of an amount of its own that one of the causes holds."""
    amount = Money(10_000 + place, USD)
    deal = DealId(f"8010{place:011d}AAA")
    facts = DealFacts(
        id=deal,
        name=f"Order {place}",
        contract=ContractId(f"800{place:012d}AAA"),
        kind="NEW",
        account_name=f"Account {place % 97}",
        booked=amount,
        booked_on=date(2026, 1, 15),
        model="cpq",
        digest=digest([deal, amount.text()]),
        place=0,
    )
    product = f"P-{place % CAUSES:02d}"
    flag = Flag("ITEM_UNMAPPED", f"no item for product {product}", (f"Product {product}",), amount)
    return Flagged(deal=facts, flags=(flag,), basis=BASIS)


def multiply(file: Path, copies: int) -> None:
    """Copy each deal with its exception so many times, beside the ledger: lists do not read it."""
    with closing(sqlite3.connect(file)) as connection:
        for table in ("deal", "exception_case", "exception_life"):
            rows = connection.execute(f"PRAGMA table_info({table})").fetchall()
            columns = [row[1] for row in rows]
            changed = {**CHANGED, **({"id": CHANGED["number"]} if table != "deal" else {})}
            values = ", ".join(changed.get(one, one) for one in columns)
            asked = COPIES.format(table=table, columns=", ".join(columns), values=values)
            connection.execute(asked, {"copies": copies, "rows": FEW})
        connection.commit()


@contextmanager
def filled(folder: Path, count: int) -> Iterator[Store]:
    """Give books with so many open exceptions, of which one in ten is somebody's."""
    file = folder / f"queue-{count}.sqlite"
    url = f"sqlite:///{file}"
    with Store(url, clock=now, database_clock=now) as store:
        with store.transaction("judged") as tx:
            for place in range(FEW):
                tx.judgements.record(held(place))
        with store.transaction("triage", actor="Ana Example") as tx:
            for number in range(1, FEW, 10):
                tx.lives.act(number, Assign("Ana Example"))
    if count > FEW:
        multiply(file, count // FEW - 1)
    with Store(url, clock=now, database_clock=now) as store:
        with store.reading() as view:
            assert view.lists.exceptions.counts(OPEN)[CaseState.OPEN] == count
        yield store


PAGED: Mapping[str, Callable[[Transaction], object]] = {
    "first rows": lambda view: view.lists.exceptions.page(OPEN, Reach()),
    "newest rows": lambda view: view.lists.exceptions.page(OPEN, Reach(), Order.NEWEST),
    "largest rows": lambda view: view.lists.exceptions.page(OPEN, Reach(), Order.LARGEST),
    "rows of a reason": lambda view: view.lists.exceptions.page(
        ExceptionFilter(state=CaseState.OPEN, code="ITEM_UNMAPPED"), Reach()
    ),
    "200 rows of the API": lambda view: view.lists.exceptions.page(OPEN, Reach(limit=200)),
    "first deals": lambda view: view.lists.deals.page(DealFilter(), Reach()),
    "first flagged deals": lambda view: view.lists.deals.page(
        DealFilter(state=DealState.FLAGGED), Reach()
    ),
    "choices of filters": lambda view: (
        view.lists.exceptions.codes(),
        view.lists.exceptions.currencies(),
        view.lists.exceptions.owners(),
    ),
}
COUNTED: Mapping[str, Callable[[Transaction], object]] = {
    "counts by state": lambda view: view.lists.exceptions.counts(OPEN),
    "amounts by currency": lambda view: view.lists.exceptions.amounts(OPEN),
    "causes": lambda view: view.lists.exceptions.causes(OPEN, 100),
    "deals counted": lambda view: view.lists.deals.counted(DealFilter()),
    "rows of a name": lambda view: view.lists.exceptions.page(
        ExceptionFilter(state=CaseState.OPEN, text="nobody"), Reach()
    ),
    "page of the list": lambda view: listing(view, Asked(view=View.LIST), now(), "Ana"),
    "page of the causes": lambda view: listing(view, Asked(), now(), "Ana"),
}


def took(store: Store, question: Callable[[Transaction], object]) -> float:
    """Return how long one question takes, in seconds of the processor."""
    began = time.thread_time()
    with store.reading() as view:
        question(view)
    return time.thread_time() - began


def best(few: Store, many: Store, question: Callable[[Transaction], object]) -> tuple[float, float]:
    """Return the shortest times of a question over both books, in seconds."""
    rounds = [(took(few, question), took(many, question)) for _ in range(ROUNDS)]
    return min(one for one, _ in rounds), min(one for _, one in rounds)


def main() -> None:
    """Print one line for each question, and check the limits."""
    slow: list[str] = []
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        few, many = (opened.enter_context(filled(folder, one)) for one in (FEW, MANY))
        print(f"{'':<22} {FEW:>10,} {MANY:>12,}   ratio")
        for name, question in {**PAGED, **COUNTED}.items():
            small, large = best(few, many, question)
            print(
                f"{name:<22} {small * 1e3:>7.1f} ms {large * 1e3:>9.1f} ms {large / small:>6.1f} x"
            )
            if large > (small * SLOWER_MAX if name in PAGED else COUNTED_MAX_S):
                slow.append(name)
    assert not slow, f"too slow: {', '.join(slow)}"


if __name__ == "__main__":
    main()
