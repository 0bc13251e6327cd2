"""
Measures a statement from the store: kept rows and books read, both sides made, walked, and kept.

    python benchmarks/kept_reconciliation.py [--lines 30000] [--rows 34] [--database postgresql://...]

`kept/rows.py` fills the store in a process of its own. Beside it stands the plain sum of the same
rows by the database, which says by how much the two systems differ in a month, and not why.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import func, select
from sqlmodel import col

from bridge.adapters.store.database import Store
from bridge.adapters.store.engine import database_url, open_engine
from bridge.adapters.store.reconciling.tables import PlannedRowRow
from bridge.flow.reconciling import forms
from bridge.flow.reconciling.between.population import Unread
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.stating import Asked, gathered, grid, walked
from bridge.flow.rulebook.editions import edition
from bridge.model.calendar import Period

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 7, 1, tzinfo=UTC)
SECONDS_MAX, MEBIBYTES_MAX = 10, 1024
_T = TypeVar("_T")


def plain(url: str, periods: Mapping[str, Period]) -> dict[str, int]:
    """Let the database add every row of NetSuite to its month."""
    one = PlannedRowRow
    month = func.coalesce(col(one.posted), col(one.planned))
    with open_engine(database_url(url)).connect() as books:
        query = select(month, func.sum(one.minor)).group_by(month)
        return {periods[number].name: int(minor) for number, minor in books.execute(query)}


def stated(url: str) -> None:
    """State one grid of periods as the daemon does, and print what each part of it takes."""
    rulebook = edition(ROOT / "config/rules").rulebook
    asked = Asked(as_of=date(2026, 12, 31), measure=Measures.PLAN)
    with Store(url, clock=lambda: NOW) as store:
        with store.reading() as view:
            context = view.reconciling.context.last()
            assert context is not None
            periods = context.periods
            sums, _ = timed("a plain sum of the rows by the database", lambda: plain(url, periods))
            began, spent = time.perf_counter(), time.process_time()
            sides, _ = timed("both sides", lambda: gathered(view, rulebook, context, Unread()))
        wanted = grid(asked, tuple(periods.values()), rulebook.measures)
        [statement], _ = timed("the statement", lambda: walked(sides, wanted))
        content = forms.content(asked.measure, None, [statement])
        with store.transaction("statement") as tx:
            timed(
                "keeping it",
                lambda: tx.reconciling.statements.keep(
                    content, as_of=asked.as_of, measure=asked.measure, period=""
                ),
            )
    took, spent = time.perf_counter() - began, time.process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"from the store to the statement: {took:.1f} s (limit {SECONDS_MAX} s)")
    print(f"  of which {spent:.1f} s of one core; the rest is what else the machine does")
    print(f"memory: {peak} MiB (limit {MEBIBYTES_MAX} MiB)")
    assert statement.ties
    assert not statement.unexplained
    assert all(statement.end[period] == sums[period] for period in wanted.periods if period in sums)
    assert len(statement.lines) > 0


def timed(says: str, act: Callable[[], _T]) -> tuple[_T, float]:
    """Do something, print what it took, and return what came of it, with the seconds."""
    began, spent = time.perf_counter(), time.process_time()
    found = act()
    took, spent = time.perf_counter() - began, time.process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{says:<45} {took:6.2f} s, {spent:6.2f} CPU s, at most {peak} MiB so far")
    return found, took


def main() -> None:
    """Fill a store, and state from it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--lines", default="30000")
    asked.add_argument("--rows", default="34", help="of each line")
    asked.add_argument("--database", help="an empty database; without it a file that goes again")
    given, _ = asked.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{Path(folder) / 'bridge.sqlite'}"
        size = ["--lines", given.lines, "--rows", given.rows]
        filling = [sys.executable, "-m", "benchmarks.kept.rows", *size, "--database", url]
        subprocess.run(filling, check=True, cwd=ROOT)  # noqa: S603 - a module of our own
        stated(url)


if __name__ == "__main__":
    main()
