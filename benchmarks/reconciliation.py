"""
Measures a statement of one period grid over many lines, beside a plain sum over the same rows.

    python benchmarks/reconciliation.py [--lines 30000] [--rows 34]

The plain sum adds each row of NetSuite to its month, and nothing else: what a spreadsheet would do
to see by how much the two systems differ, without saying why. One line in ten has a discrepancy.
"""

import argparse
import gc
import resource
import time
from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bridge.model.calendar import Term, add_months, months
from bridge.model.deal import Action, Charge, DealKind
from bridge.model.ids import ContractId, DealId, ExternalId, LineId
from bridge.model.money import Currency, Money
from bridge.model.schedule import Method, Predicted
from bridge.reconcile.rows import Target
from bridge.reconcile.sides import (
    Booked,
    Element,
    Held,
    OrderKey,
    PlanState,
    Row,
    Ruled,
    Sides,
    Standing,
    Terms,
)
from bridge.reconcile.starting import Bookings
from bridge.reconcile.statement import Grid, Statement, statements
from bridge.reconcile.walk import Route

USD = Currency("USD")
PERIODS = months(date(2020, 1, 1), date(2032, 12, 31))
GRID = tuple(period.name for period in PERIODS if period.name.startswith("2026"))
POSTED = "2026-06"
LIMIT_S, LIMIT_MIB = 10, 1024


def world(lines: int, rows: int) -> Sides:
    """Return lines of as many months as they have rows, from starts over three years."""
    made = [_line(number, rows) for number in range(lines)]
    return Sides(
        booked=tuple(one[0] for one in made),
        held=tuple(one[1] for one in made),
        periods=PERIODS,
        expected={one[1].key: one[2] for one in made if one[1].key},
    )


def _line(number: int, rows: int) -> tuple[Booked, Held, Predicted]:
    start = add_months(date(2023, 1, 1), number % 36)
    term = Term(start, add_months(start, rows))
    monthly = 1_000 + number * 7 % 90_000
    terms = Terms(
        item="SEAT",
        quantity=Decimal(10),
        unit_price=Decimal(monthly * rows) / 1_000,
        amount=Money(monthly * rows, USD),
        term=term,
        method=Method.STRAIGHT_LINE_EVEN,
    )
    key = OrderKey(ExternalId(f"bridge-D{number}-so-1"), 1)
    periods = [add_months(start, place).isoformat()[:7] for place in range(rows)]
    changed = monthly * 11 // 10 if not number % 10 else monthly
    plan = tuple(Row(one, one, changed, one <= POSTED) for one in periods)
    ordered = replace(terms, amount=Money(changed * rows, USD))
    element = Element(
        id=f"E{number}",
        arrangement=f"AR{number // 4}",
        sales=ordered.amount,
        allocated=ordered.amount,
        rate=Decimal(1),
        state=PlanState.PLANNED,
        rows=plan,
    )
    booked = _booked(number, Ruled(key=key, terms=terms, dated=start, treatment="flat", rule="f#1"))
    held = _held(number, booked, ordered, element)
    return booked, held, Predicted(dict.fromkeys(periods, monthly), USD)


def _booked(number: int, ruled: Ruled) -> Booked:
    return Booked(
        line=LineId(f"L{number}"),
        root=LineId(f"L{number}"),
        deal=DealId(f"D{number}"),
        deal_name=f"Deal {number}",
        contract=ContractId(f"C{number // 4}"),
        customer=f"A{number // 20}",
        customer_name=f"Customer {number // 20}",
        product="SEAT",
        base=USD,
        subsidiary="US-INC",
        kind=DealKind.NEW,
        action=Action.ADD,
        charge=Charge.RECURRING,
        booked_on=ruled.dated,
        close_on=ruled.dated,
        sold=(ruled.terms,),
        standing=Standing.ORDERED,
        ruled=(ruled,),
    )


def _held(number: int, booked: Booked, ordered: Terms, element: Element) -> Held:
    return Held(
        order=str(number),
        number=f"SO{number}",
        line=1,
        key=booked.ruled[0].key,
        customer=f"A{number // 20}",
        customer_name=f"Customer {number // 20}",
        subsidiary="US-INC",
        base=USD,
        dated=booked.close_on,
        is_approved=True,
        is_closed=False,
        terms=ordered,
        elements=(element,),
    )


def plain(sides: Sides) -> dict[str, int]:
    """Add every row of NetSuite to its month."""
    sums: dict[str, int] = defaultdict(int)
    elements = (element for held in sides.held for element in held.elements)
    for row in (row for element in elements for row in element.rows):
        sums[row.posting] += row.minor
    return sums


def main(lines: int, rows: int) -> None:
    """Print what a statement takes, and end where it is beyond a limit."""
    seconds, mebibytes = measured(lines, rows)
    assert seconds <= LIMIT_S, "too slow"
    assert mebibytes <= LIMIT_MIB, "too large"


def measured(lines: int, rows: int) -> tuple[float, int]:
    """Print both times and the memory; return those of the statement, in s of one core and MiB."""
    sides = world(lines, rows)
    gc.collect()
    before = time.process_time()
    sums = plain(sides)
    added = time.process_time() - before
    grid = Grid(Route(Bookings(), Target.PLANNED), GRID)
    before, spent = time.perf_counter(), time.process_time()
    [statement] = statements(sides, grid)
    walked, spent = time.perf_counter() - before, time.process_time() - spent
    _check(statement, sums)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{lines:,} lines, {lines * rows:,} planned rows, {len(GRID)} periods")
    print(f"a plain sum of the rows: {added:.2f} s")
    print(f"the statement: {spent:.2f} s of one core (limit {LIMIT_S} s), {walked:.2f} s in all")
    print(f"  that is {spent / lines * 1e6:.0f} us a line")
    print(f"memory, both sides included: {peak} MiB (limit {LIMIT_MIB} MiB)")
    return spent, peak


def _check(statement: Statement, sums: dict[str, int]) -> None:
    assert statement.ties
    assert not statement.unexplained
    # A month that no row is in is in neither: few lines of few rows leave some free.
    assert all(statement.end.get(period, 0) == sums.get(period, 0) for period in GRID)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--lines", type=int, default=30_000)
    asked.add_argument("--rows", type=int, default=34, help="of each line")
    options = asked.parse_args()
    main(options.lines, options.rows)
