"""
Measures how long it takes to keep a million rows of NetSuite, at first and when some changed.

    python -m benchmarks.kept.rows [--lines 30000] [--rows 34] [--database postgresql://...]

Beside the orders of `orders.py`, NetSuite's order lines, elements, plans and planned rows are
kept page by page, as a reading keeps them; one line in ten was edited there.
"""

import argparse
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Engine, insert

from benchmarks.kept.orders import LINES, NOW, PERIODS, ROOT, USD, Written, copies, templates
from bridge.adapters.netsuite.revenue import parsing
from bridge.adapters.netsuite.revenue.held import Books, Element, OrderLine, Plan, PlannedRow
from bridge.adapters.netsuite.revenue.reading import Postings
from bridge.adapters.store.database import Store
from bridge.adapters.store.engine import database_url, open_engine
from bridge.adapters.store.reconciling.context import Context
from bridge.adapters.store.reconciling.rows import PLANNED
from bridge.adapters.store.reconciling.runs import Part
from bridge.adapters.store.tables import DocumentRow, FrameRow
from bridge.flow.reconciling.between import selling
from bridge.flow.rulebook.editions import edition
from bridge.model.calendar import add_months
from bridge.model.money import Money

POSTED = "2026-06"
NUMBERS = {one.name: str(100 + place) for place, one in enumerate(PERIODS)}
KINDS = ("order_line", "element", "plan", PLANNED)
_PAGE = 1_000
_ORDERS = 250  #: at a time
HeldRow = OrderLine | Element | Plan | PlannedRow


def held_rows(documents: Sequence[Written], rows: int, first: int) -> dict[str, list[HeldRow]]:
    """Return NetSuite's rows of orders, whose lines are numbered from `first` on."""
    found: dict[str, list[HeldRow]] = defaultdict(list)
    lines = (
        (document, line)
        for document in documents
        for line in json.loads(document["lines"], parse_float=Decimal)
    )
    for number, (document, line) in enumerate(lines, start=first):
        amount = Money.parse(line["amount"], USD)
        if not number % 10:
            amount = Money(amount.minor * 11 // 10, USD)
        row = _row(number, document, line, amount)
        credit = {"amount": f"-{row['amount']}", "quantity": f"-{row['quantity']}"}
        found["order_line"].append(parsing.order_line({**row, **credit}))
        found["element"].append(parsing.element(row))
        found["plan"].append(parsing.plan(row))
        start = date.fromisoformat(line["service"][0])
        found[PLANNED] += _planned(number, start, amount, rows)
    return found


def _row(number: int, document: Written, line: Written, amount: Money) -> Written:
    """Return what an order line, its element and its plan say, as NetSuite answers."""
    order, (first, last) = document["internal_id"], line["service"]
    sums = dict.fromkeys(("amount", "sales", "discounted", "allocated"), amount.text())
    days = {"dated": document["dated"].isoformat(), "firstday": first, "lastday": last}
    named = {"id": number, "thekey": line["key"], "document": order, "element": number}
    shown = f"Sales Order #SO{order}"
    return {
        **{name: str(value) for name, value in named.items()},
        **dict.fromkeys(("shown", "source"), shown),
        **dict.fromkeys(("item", "code"), line["item"]),
        **dict.fromkeys(("isclosed", "stale", "hold"), "F"),
        **sums,
        **days,
        "quantity": line["quantity"],
        "rate": "1",
        "money": "USD",
        "external": document["external_id"],
        "digest": document["digest"],
        "kind": "SalesOrd",
        "state": "B",
        "status": "In Progress",
        "subsidiary": "1",
        "customer": "1001",
        "customername": "Acme Publishing",
        "arrangement": order,
        "rule": "SL",
        "method": "EVENPERIODS",
    }


def _planned(plan: int, start: date, amount: Money, rows: int) -> Iterator[PlannedRow]:
    for place, part in enumerate(amount.split([1] * rows)):
        period = add_months(start, place).isoformat()[:7]
        number, is_posted = NUMBERS[period], period <= POSTED
        yield PlannedRow(
            plan * rows + place,
            plan,
            number,
            number if is_posted else None,
            part,
            is_posted,
            f"{number}{plan % 97:02}" if is_posted else None,
        )


class Keeping:
    """Keeps rows in a store as a reading does, and knows how long that took."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._after = dict.fromkeys(KINDS, 0)
        self._last: Sequence[HeldRow] = ()
        self.seconds = 0.0

    def keep(self, kind: str, found: Sequence[HeldRow]) -> None:
        """Keep rows page by page, ten pages in a transaction."""
        self._last = found
        began = time.perf_counter()
        pages = [found[at : at + _PAGE] for at in range(0, len(found), _PAGE)]
        for first in range(0, len(pages), 10):
            with self._store.transaction("revenue_read") as tx:
                for page in pages[first : first + 10]:
                    tx.reconciling.revenue.replace(kind, page, self._after[kind], last=False)
                    self._after[kind] = page[-1].id
        self.seconds += time.perf_counter() - began

    def change(self) -> None:
        """Keep the rows of the last plan again, as what changed is kept."""
        page = [one for one in self._last if isinstance(one, PlannedRow)]
        page = [one for one in page if one.plan == page[-1].plan]
        with self._store.transaction("revenue_read") as tx:
            tx.reconciling.revenue.drop_rows_of([page[-1].plan])
            tx.reconciling.revenue.put(PLANNED, page)
            tx.reconciling.revenue.plans.pack()

    def end(self) -> None:
        """Note that all was read, and what holds for the account."""
        periods = {NUMBERS[one.name]: replace(one, closed=one.name <= POSTED) for one in PERIODS}
        books = {"1": Books(id="1", code="US-INC", currency=USD)}
        postings = Postings((), (), frozenset(), frozenset())
        with self._store.transaction("revenue_read") as tx:
            for kind in KINDS:
                tx.reconciling.revenue.note_read(kind, NOW, whole=True)
            tx.reconciling.context.keep(Context(periods=periods, books=books, postings=postings))
            tx.reconciling.revenue.plans.pack()


def fill(store: Store, engine: Engine, lines: int, rows: int) -> Keeping:
    """Put the books of so many lines into a store, and keep what NetSuite holds of them."""
    with tempfile.TemporaryDirectory() as folder:
        held, frame = templates(Path(folder), rows)
    keeping = Keeping(store)
    for first in range(0, lines // LINES, _ORDERS):
        written = copies(held, range(first, min(first + _ORDERS, lines // LINES)))
        with engine.begin() as books:
            if not first:
                books.execute(insert(FrameRow), [frame])
            for table, each in written.items():
                books.execute(insert(table), each)
        for kind, found in held_rows(written[DocumentRow], rows, first * LINES + 1).items():
            keeping.keep(kind, found)
    return keeping


def main() -> None:
    """Fill a store, and print how long NetSuite's rows and the deals took to keep."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--lines", type=int, default=30_000)
    asked.add_argument("--rows", type=int, default=34, help="of each line")
    asked.add_argument("--database", help="an empty database; without it a file that goes again")
    given, _ = asked.parse_known_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        url = given.database or f"sqlite:///{Path(folder) / 'bridge.sqlite'}"
        store = stack.enter_context(Store(url, clock=lambda: NOW))
        keeping = fill(store, open_engine(database_url(url)), given.lines, given.rows)
        began = time.perf_counter()
        keeping.end()
        packed = time.perf_counter()
        rulebook = edition(ROOT / "config/rules").rulebook
        parts: list[Part] = []
        selling.keep_up(store, rulebook, parts.append)
        read = time.perf_counter()
        keeping.change()
        changed = time.perf_counter()
        print(f"{given.lines:,} lines, {given.lines * given.rows:,} planned rows")
        print(f"kept page by page: {keeping.seconds:.1f} s, packed: {packed - began:.1f} s")
        print(f"{parts[-1].rows:,} deals read from their dossiers: {read - packed:.1f} s")
        print(f"a plan that changed: {changed - read:.2f} s")


if __name__ == "__main__":
    main()
