"""What people do to orders in NetSuite."""

from decimal import Decimal

from bridge.model.calendar import Term, add_months
from bridge.model.schedule import Method
from tests.reconcile.worlds import (
    Line,
    money,
    plan,
    rehold,
    terms,
)


def quantity(line: Line) -> None:
    plan(line, line.by_month(line.monthly * 12 // 10))
    more = terms(line, amount=money(line.total * 12 // 10), quantity=Decimal(12))
    rehold(line, terms=more)
    line.add("DAT-2", line.by_month(line.monthly * 2 // 10))


def moved(line: Line) -> None:
    """All days stand one month later; nothing was posted before."""
    later = Term(add_months(line.start, 1), add_months(line.start, line.count + 1))
    line.posted = 0
    months = [line.month(place + 1) for place in range(line.count)]
    rehold(line, terms=terms(line, term=later))
    plan(line, dict.fromkeys(months, line.monthly))
    line.add("DAT-3", {line.month(0): -line.monthly, line.month(line.count): line.monthly})


def wrong_rule(line: Line) -> None:
    rehold(line, terms=terms(line, method=Method.AT_ONCE))
    line.posted = 1
    plan(line, {line.month(0): line.total})
    line.add("DAT-4", line.by_month(-line.monthly))
    line.add("DAT-4", {line.month(0): line.total})


def closed(line: Line) -> None:
    """Somebody closed the order after the posted months; Salesforce does not know."""
    cut = Term(line.start, add_months(line.start, line.posted))
    served = dict.fromkeys(line.served()[: line.posted], line.monthly)
    rehold(line, is_closed=True, terms=terms(line, term=cut))
    plan(line, served)
    line.add("END-1", dict.fromkeys(line.served()[line.posted :], -line.monthly))


def replanned(line: Line) -> None:
    """The price rises in the middle: the past stays, the rest takes all of the change."""
    rise, left = line.monthly // 10, line.count - line.posted
    known = line.served()[: line.posted]
    monthly = line.by_month(line.monthly)
    for period in line.served()[line.posted :]:
        monthly[period] += rise * line.count // left
    assert (rise * line.count) % left == 0
    plan(line, monthly)
    rehold(line, terms=terms(line, amount=money(line.total + rise * line.count)))
    line.add("DAT-1", line.by_month(rise))
    line.add("RPL-1", dict.fromkeys(known, -rise))
    line.add("RPL-1", dict.fromkeys(line.served()[line.posted :], rise * line.count // left - rise))
