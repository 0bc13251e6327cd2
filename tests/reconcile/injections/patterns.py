"""How the same amount falls into other months."""

from collections.abc import Mapping
from dataclasses import replace

from bridge.model.calendar import Term, add_months
from bridge.model.ids import ExternalId
from bridge.model.schedule import Method
from bridge.reconcile.sides import Entry
from tests.reconcile.injections.agreed import at
from tests.reconcile.injections.edits import moved
from tests.reconcile.worlds import (
    Line,
    an_element,
    money,
    plan,
    rebook,
    rehold,
    rule,
    terms,
)


def ramp(line: Line) -> None:
    """Half of the months at half of the price, the others at one and a half."""
    half = line.count // 2
    middle = add_months(line.start, half)
    low, high = line.monthly // 2, line.monthly * 3 // 2
    steps = (
        terms(line, amount=money(low * half), term=Term(line.start, middle)),
        terms(line, amount=money(high * half), term=Term(middle, line.term.end)),
    )
    rebook(line, sold=steps)
    rule(line, treatment="level")
    for place, period in enumerate(line.served()):
        stepped = low if place < half else high
        line.add("PER-1", {period: stepped - line.monthly})
        line.add("PAT-1", {period: line.monthly - stepped})


def at_once(line: Line) -> None:
    line.posted = 1
    at(line, {line.month(0): line.total}, method=Method.AT_ONCE)
    line.add("PAT-2", line.by_month(-line.monthly))
    line.add("PAT-2", {line.month(0): line.total})


def credits_used(line: Line, used: Mapping[str, int]) -> None:
    """Prepaid credits: journals recognise what is used, and no plan."""
    said = terms(line, method=Method.ON_USE)
    rule(line, terms=said, is_drawn=True)
    rehold(line, terms=said, elements=())
    line.expected[line.key] = {one: money(minor) for one, minor in used.items()}
    for one in [one for one in line.amounts if one[0] == "JRN-2"]:
        del line.amounts[one]
    line.entries.extend(
        Entry(
            id=f"J{line.number}-{period}",
            line=1,
            period=period,
            account="4000",
            subsidiary="US-INC",
            amount=money(minor),
            proposal=ExternalId(f"bridge-D{line.number}-pj-1"),
            key=line.key,
        )
        for period, minor in used.items()
    )


def consumed(line: Line) -> None:
    used = {line.month(0): line.total // 4, line.month(2): line.total // 2}
    credits_used(line, used)
    line.add("PAT-3", line.by_month(-line.monthly))
    line.add("PAT-3", used)


def breakage(line: Line) -> None:
    consumed(line)
    last, broken = line.month(line.count - 1), line.total // 4
    line.breakage[line.key] = {last: broken}
    line.expected[line.key][last] = money(broken)
    line.entries.append(
        replace(line.entries[0], id=f"J{line.number}-b", period=last, amount=money(broken))
    )
    line.add("PAT-4", {last: broken})


def event(line: Line) -> None:
    """The same, and a start event says why."""
    moved(line)
    for period in (line.month(0), line.month(line.count)):
        line.amounts["TIM-1", period] = line.amounts.pop(("DAT-3", period))
    rebook(line, start_event_on=add_months(line.start, 1))


def late(line: Line) -> None:
    """Two months were closed before the order came; the third one posts them."""
    element = an_element(line, line.by_month(line.monthly))
    third = line.month(2)
    kept = tuple(
        row._replace(posting=third) if row.planned < third else row for row in element.rows
    )
    rehold(line, elements=(replace(element, rows=kept),))
    line.expected[line.key] = {
        one: money(line.monthly * (3 if one == third else 1))
        for one in line.served()
        if one >= third
    }
    line.add("TIM-2", {line.month(0): -line.monthly, line.month(1): -line.monthly})
    line.add("TIM-2", {third: 2 * line.monthly})


def catch_up(line: Line) -> None:
    """As if agreed from the start: the third month takes back what a merge moves to the sixth."""
    moved_by = line.monthly // 5
    monthly = line.by_month(line.monthly)
    change = {line.month(2): -3 * moved_by, line.month(5): 2 * moved_by, line.month(3): moved_by}
    for period, minor in change.items():
        monthly[period] += minor
    plan(line, monthly)
    line.expected[line.key] = {one: money(minor) for one, minor in monthly.items()}
    line.add("MOD-1", change)


def days(line: Line) -> None:
    """Sales count a month by its days, NetSuite as a whole one; the days are those of the year."""
    rebook(line, sold=(terms(line, method=Method.STRAIGHT_LINE_DAYS),))
    whole = line.term.days
    parts = {}
    for place, period in enumerate(line.served()):
        first, after = add_months(line.start, place), add_months(line.start, place + 1)
        parts[period] = (2 * line.total * (after - first).days + whole) // (2 * whole)
    last = line.month(line.count - 1)
    parts[last] += line.total - sum(parts.values())
    line.add("PER-1", {one: minor - line.monthly for one, minor in parts.items()})
    line.add("DAY-1", {one: line.monthly - minor for one, minor in parts.items()})
