"""What statements answer to the examples of reconciliation."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bridge.model.calendar import Period, Term
from bridge.model.money import Money, total
from bridge.model.schedule import Method
from bridge.reconcile.rows import Target
from bridge.reconcile.sides import Sides
from bridge.reconcile.starting import Bookings
from bridge.reconcile.statement import Grid, Statement, statements
from bridge.reconcile.walk import Route
from tests.oracles.cases import USD, Case
from tests.reconcile.worlds import (
    Line,
    a_line,
    an_element,
    money,
    rebook,
    rehold,
    rule,
    sides,
    terms,
)

JANUARY = date(2026, 1, 1)
#: Quarters, so that three months of an amount need no cent.
QUARTERS = tuple(
    Period(name=f"2026-Q{place + 1}", term=Term(start, end))
    for place, (start, end) in enumerate(
        [
            (date(2026, 1, 1), date(2026, 4, 1)),
            (date(2026, 4, 1), date(2026, 7, 1)),
            (date(2026, 7, 1), date(2026, 10, 1)),
            (date(2026, 10, 1), date(2027, 1, 1)),
        ]
    )
)


def stated(held: Sides, target: Target, *periods: str) -> Statement:
    [found] = statements(held, Grid(Route(Bookings(), target), periods))
    return found


def booked_and_earned(case: Case) -> object:
    """What is booked in January is earned month by month, and billed twice in between."""
    line = a_line(1, case.day("date"), case.inputs["months"], 1_000_000)
    months = line.served()
    january = stated(sides(line), Target.PLANNED, months[0])
    each = {stated(sides(line), Target.PLANNED, one).end[one] for one in months}
    [monthly] = each
    invoices = [Money.parse(amount, USD) for amount in case.inputs["invoices"]]
    assert january.amount("PER-1") == money(monthly - january.start[months[0]])
    return {
        "booked_in_january": money(january.start[months[0]]),
        "monthly_revenue": money(monthly),
        "billings": total(invoices, USD),
    }


def by_fair_values(case: Case) -> object:
    """Services are done at once, the subscription is served for three months of twelve."""
    quote = {name: Money.parse(amount, USD) for name, amount in case.inputs["quote"].items()}
    ssp = {name: Money.parse(amount, USD).minor for name, amount in case.inputs["ssp"].items()}
    whole = total(quote.values(), USD)
    allocated = dict(zip(ssp, whole.split(list(ssp.values())), strict=True))
    service = a_line(2, JANUARY, 12)
    subscription = a_line(1, JANUARY, 12)
    served = allocated["subscription"].minor // len(QUARTERS)
    first, quarters = QUARTERS[0].name, [one.name for one in QUARTERS]
    held(subscription, quote["subscription"], dict.fromkeys(quarters, served))
    held(service, quote["services"], {first: allocated["services"].minor}, Method.AT_ONCE)
    found = stated(replace(sides(subscription, service), periods=QUARTERS), Target.PLANNED, first)
    quoted = found.start[first] + found.amount("PER-1").minor
    others = [found.amount(code) for code in found.classes if code not in {"PER-1", "ALL-1"}]
    return {
        "allocated": allocated,
        "salesforce_run_rate_revenue": money(quoted),
        "netsuite_revenue": money(found.end[first]),
        "variance": {"ssp_allocation": found.amount("ALL-1"), "other": total(others, USD)},
    }


def held(
    line: Line, sold: Money, planned: dict[str, int], method: Method = Method.STRAIGHT_LINE_EVEN
) -> None:
    """Let a line be sold for an amount, and NetSuite allocate and plan another one."""
    said = terms(line, amount=sold, method=method)
    rebook(line, sold=(said,))
    rule(line, terms=said)
    element = an_element(line, planned, sales=sold, arrangement="AR")
    rehold(line, terms=said, elements=(element,))
    line.expected.clear()


#: Case -> what the bridge answers.
ANSWERS: dict[str, Callable[[Case], object]] = {
    "MISC-120K": booked_and_earned,
    "OWN-SSP-BRIDGE": by_fair_values,
}
