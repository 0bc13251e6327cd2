"""Where walks start: bookings against orders, and run rates of a year against a month."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bridge.model.calendar import Term
from bridge.model.deal import Charge
from bridge.model.ids import DealId, LineId
from bridge.model.measures.definition import Counted, Measure, Segment
from bridge.model.schedule import Method
from bridge.reconcile.rows import Target
from bridge.reconcile.sides import OrderKey, Standing
from bridge.reconcile.starting import Bookings, Recurring
from bridge.reconcile.statement import Grid, Statement, statements, walks
from bridge.reconcile.walk import Route
from tests.reconcile.injections.all import INJECTIONS
from tests.reconcile.injections.edits import quantity
from tests.reconcile.injections.patterns import at_once, ramp
from tests.reconcile.stating import amounts, stated
from tests.reconcile.worlds import (
    EUR,
    Line,
    a_line,
    an_element,
    money,
    plan,
    rebook,
    rehold,
    sides,
    terms,
)

MARCH = date(2026, 3, 1)
MAY, LAST = "2026-05", "2027-02"


def from_rates(
    *lines: Line, segment: Segment = Segment.CURRENT, counted: Counted = Counted.LIVE
) -> Statement:
    start = Recurring(Measure(name="arr", segment=segment, counted=counted), (MAY, LAST))
    grid = Grid(Route(start, Target.PLANNED), (MAY, LAST))
    [found] = statements(sides(*lines), grid)
    return found


def test_a_run_rate_of_1200_is_100_a_month() -> None:
    found = from_rates(a_line(1, MARCH))
    assert found.start == {MAY: 120_000, LAST: 120_000}
    assert amounts(found) == Counter({("ARR-1", MAY): -110_000, ("ARR-1", LAST): -110_000})
    assert found.end[MAY] == 10_000


def test_a_ramp_by_its_exit_is_told_before_it_is_levelled() -> None:
    """50.00 a month becomes 150.00: a year of the exit is 1,800.00, of the last month a twelfth."""
    line = a_line(1, MARCH)
    ramp(line)
    found = from_rates(line, segment=Segment.EXIT)
    assert found.start == {MAY: 180_000, LAST: 180_000}
    assert amounts(found) == Counter(
        {
            ("ARR-1", MAY): -165_000,
            ("ARR-1", LAST): -165_000,
            ("ARR-2", MAY): 5_000 - 15_000,
            ("PAT-1", MAY): 10_000 - 5_000,
            ("PAT-1", LAST): 10_000 - 15_000,
        }
    )


@pytest.mark.parametrize(
    ("segment", "rate"),
    [
        (Segment.ENTRY, 120_000),
        (Segment.CURRENT, 120_000),
        (Segment.EXIT, 360_000),
        (Segment.AVERAGE, 240_000),
    ],
)
@pytest.mark.parametrize("counted", Counted)
def test_a_ramp_of_an_order_line_for_each_step_has_one_rate_and_not_that_of_each_step(
    segment: Segment, counted: Counted, rate: int
) -> None:
    """A year at 100.00 a month is followed by one at 300.00; in May the first one runs."""
    line = a_line(1, MARCH)
    stepped(line)
    found = from_rates(line, segment=segment, counted=counted)
    assert found.start[MAY] == rate
    twelfth = rate // 12
    assert {code: vector[MAY] for code, vector in found.classes.items() if MAY in vector} == {
        code: minor
        for code, minor in (("ARR-1", twelfth - rate), ("ARR-2", 10_000 - twelfth))
        if minor
    }
    assert [one.start for one in found.lines if one.start] == [found.start[MAY] + found.start[LAST]]


def stepped(line: Line) -> None:
    """Another year follows at three times the price, by an order line of its own."""
    [said], key = line.booked[0].ruled, OrderKey(line.key.record, 2)
    later = Term(line.term.end, date(2028, 3, 1))
    dearer = terms(line, amount=money(360_000), term=later)
    rebook(line, sold=(terms(line), dearer), ruled=(said, replace(said, key=key, terms=dearer)))
    months = {f"2027-{month:02}": 30_000 for month in range(3, 13)}
    months |= {"2028-01": 30_000, "2028-02": 30_000}
    element = an_element(line, months, id="E1-2")
    line.held.append(replace(line.held[0], line=2, key=key, terms=dearer, elements=(element,)))
    line.expected[key] = {one: money(minor) for one, minor in months.items()}


def test_what_does_not_recur_is_a_class_of_its_own() -> None:
    line = a_line(1, date(2026, 5, 1))
    at_once(line)
    rebook(line, charge=Charge.ONE_TIME, sold=(terms(line, term=None, method=Method.AT_ONCE),))
    found = from_rates(line)
    assert not any(found.start.values())
    assert amounts(found) == Counter({("SCP-2", MAY): 120_000})


def nobody_reads(line: Line, **changes: object) -> None:
    """A deal waits for a person, and the books know of it only what it comes to."""
    whole = terms(line, term=None, method=Method.AT_ONCE)
    known = {
        "standing": Standing.SUSPENSE,
        "charge": Charge.ONE_TIME,
        "ruled": (),
        "sold": (whole,),
    }
    rebook(line, is_read=False, **known, **changes)
    line.held.clear()
    line.expected.clear()


@pytest.mark.parametrize("segment", Segment)
def test_what_nobody_can_read_is_told_with_all_of_its_amount_as_an_unknown_run_rate(
    segment: Segment,
) -> None:
    line = a_line(1, MARCH)
    nobody_reads(line)
    found = from_rates(line, segment=segment)
    assert not any(found.start.values())
    assert amounts(found) == Counter({("ARR-3", LAST): 120_000, ("SUS-1", LAST): -120_000})
    later = a_line(1, MARCH)
    nobody_reads(later, close_on=date(2027, 3, 1))
    assert not amounts(from_rates(later, segment=segment)), "it is booked after the day"


def test_the_order_of_a_deal_that_nobody_can_read_has_an_unknown_run_rate_and_its_month() -> None:
    line = a_line(1, MARCH)
    rebook(line, is_read=False)
    found = from_rates(line)
    assert not any(found.start.values())
    assert amounts(found) == Counter(
        {
            ("ARR-3", LAST): 120_000,
            ("ARR-2", MAY): 10_000,
            ("ARR-2", LAST): 10_000 - 120_000,
        }
    )
    assert (found.end[MAY], found.end[LAST]) == (10_000, 10_000)


@pytest.mark.parametrize("name", INJECTIONS)
def test_from_a_run_rate_every_discrepancy_is_the_same_as_from_bookings(name: str) -> None:
    line = a_line(1, MARCH)
    INJECTIONS[name](line)
    if not line.booked:
        return
    booked = amounts(stated(line, target=Target.PLANNED))
    found = from_rates(line)
    assert found.ties
    told = {key: minor for key, minor in amounts(found).items() if key[0][:3] != "ARR"}
    said = {key: minor for key, minor in booked.items() if key[1] in {MAY, LAST}}
    assert told == {key: minor for key, minor in said.items() if key[0] != "PER-1"}


def ordered(*lines: Line) -> Statement:
    return stated(*lines, target=Target.ORDERED)


def test_what_is_booked_is_what_is_ordered() -> None:
    found = ordered(a_line(1, MARCH))
    assert found.start == found.end == {"2026-03": 120_000}
    assert not found.classes


def test_an_order_of_the_next_month_is_a_cut_off() -> None:
    line = a_line(1, MARCH)
    rehold(line, dated=date(2026, 4, 1))
    assert amounts(ordered(line)) == Counter(
        {("TIM-3", "2026-03"): -120_000, ("TIM-3", "2026-04"): 120_000}
    )


def test_an_order_of_more_seats_differs_by_them_whatever_its_plan() -> None:
    line = a_line(1, MARCH)
    quantity(line)
    assert amounts(ordered(line)) == Counter({("DAT-2", "2026-03"): 24_000})


def test_an_order_that_was_changed_has_the_date_of_the_order() -> None:
    """Two of ten seats go in September: Salesforce books -120.00 then, the order has 1,080.00."""
    line = a_line(1, MARCH)
    [said] = line.booked[0].ruled
    gone = terms(line, amount=money(-12_000), quantity=Decimal(-2))
    change = replace(
        line.booked[0],
        line=LineId("L1-less"),
        deal=DealId("D1-less"),
        close_on=date(2026, 9, 1),
        sold=(gone,),
        ruled=(replace(said, terms=gone),),
    )
    line.booked.append(change)
    rehold(line, terms=terms(line, amount=money(108_000), quantity=Decimal(8)))
    plan(line, line.by_month(9_000))
    assert amounts(ordered(line)) == Counter(
        {("MOD-1", "2026-03"): -12_000, ("MOD-1", "2026-09"): 12_000}
    )


def test_currencies_of_the_books_are_told_each_by_itself() -> None:
    one, other = a_line(1, MARCH), a_line(2, MARCH)
    euro = terms(other, amount=money(120_000, EUR))
    rebook(other, base=EUR, sold=(euro,), standing="PENDING", ruled=())
    other.held.clear()
    other.expected.clear()
    grid = Grid(Route(Bookings(), Target.PLANNED), (MAY,))
    found = statements(sides(one, other), grid)
    assert [statement.currency.code for statement in found] == ["EUR", "USD"]
    assert [statement.end.get(MAY, 0) for statement in found] == [0, 10_000]


def test_a_drill_down_shows_what_proves_each_step() -> None:
    line = a_line(1, MARCH)
    quantity(line)
    [statement] = statements(sides(line), Grid(Route(Bookings(), Target.PLANNED), (MAY,)))
    [told] = statement.lines
    [walked] = walks(sides(line), Route(Bookings(), Target.PLANNED), [told.name])
    proof = next(step.proof for step in walked.steps if step.code == "DAT-2")
    assert proof.records == ("order SO1", "order line 90001:1")
    assert (proof.was, proof.became) == ("10", "12")
