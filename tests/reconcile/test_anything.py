"""Whatever the two sides say, however odd: a statement is made, and it ties."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.model.calendar import Term, add_months
from bridge.model.deal import Charge
from bridge.model.ids import LineId
from bridge.model.measures.definition import Measure, Segment
from bridge.model.money import Money
from bridge.model.schedule import Method
from bridge.reconcile.classes import BY_CODE
from bridge.reconcile.rows import Target
from bridge.reconcile.sides import (
    Element,
    Entry,
    PlanState,
    Row,
    Ruled,
    Sides,
    Standing,
    Terms,
)
from bridge.reconcile.starting import Bookings, Recurring
from bridge.reconcile.statement import Grid, Statement, statements
from bridge.reconcile.walk import Route
from tests.reconcile.stating import amounts
from tests.reconcile.worlds import NAMES, USD, a_line, predicted, sides

MARCH = date(2026, 3, 1)
DAYS = st.dates(date(2025, 6, 1), date(2027, 6, 1))
MINORS = st.integers(min_value=-200_000, max_value=200_000)
AMOUNTS = MINORS.map(lambda minor: Money(minor, USD))


@st.composite
def days_of(draw: st.DrawFn) -> Term | None:
    start = draw(DAYS)
    return draw(st.sampled_from([None, Term(start, add_months(start, draw(st.integers(1, 14))))]))


TERMS = st.builds(
    Terms,
    item=st.just("SEAT"),
    quantity=st.integers(-3, 12).map(Decimal),
    unit_price=st.sampled_from([Decimal(0), Decimal(10), Decimal("7.5")]),
    amount=AMOUNTS,
    term=days_of(),
    method=st.sampled_from(Method),
    rate=st.sampled_from([Decimal(1), Decimal("1.1")]),
)
ROWS = st.builds(
    Row,
    planned=st.sampled_from(NAMES[:30]),
    posting=st.sampled_from(NAMES[:30]),
    minor=MINORS,
    is_recognised=st.booleans(),
)
ELEMENTS = st.builds(
    Element,
    id=st.just("E"),
    arrangement=st.sampled_from(["AR1", "AR2"]),
    sales=AMOUNTS,
    allocated=AMOUNTS,
    rate=st.sampled_from([Decimal(1), Decimal("1.1")]),
    state=st.sampled_from(PlanState),
    rows=st.lists(ROWS, max_size=6).map(tuple),
)
ENTRIES = st.builds(
    Entry,
    id=st.just("J"),
    line=st.just(1),
    period=st.sampled_from(NAMES[:30]),
    account=st.just("4000"),
    subsidiary=st.just("US-INC"),
    amount=AMOUNTS,
    tag=st.sampled_from([None, "FX-2", "other"]),
    key=st.sampled_from([None, a_line(1, MARCH).key]),
)


@st.composite
def anything(draw: st.DrawFn) -> Sides:
    """Draw one order line of which each part may be anything, and another that is in order."""
    line = a_line(1, MARCH)
    [said] = line.booked[0].ruled
    ruled: list[Ruled] = [
        replace(
            said,
            terms=draw(TERMS),
            allocated=draw(st.none() | AMOUNTS),
            is_drawn=draw(st.booleans()),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    booked = replace(
        line.booked[0],
        sold=tuple(draw(st.lists(TERMS, max_size=3))),
        ruled=tuple(ruled),
        standing=draw(st.sampled_from([Standing.ORDERED, *Standing])),
        charge=draw(st.sampled_from(Charge)),
        is_trial=draw(st.booleans()),
        is_read=draw(st.booleans()),
        start_event_on=draw(st.none() | DAYS),
    )
    held = replace(
        line.held[0],
        key=draw(st.sampled_from([line.key, None])),
        is_approved=draw(st.booleans()),
        is_closed=draw(st.booleans()),
        terms=draw(TERMS),
        dated=draw(DAYS),
        elements=tuple(draw(st.lists(ELEMENTS, max_size=2))),
    )
    whole = sides(a_line(2, MARCH))
    known = draw(st.none() | st.dictionaries(st.sampled_from(NAMES[10:30]), AMOUNTS, max_size=4))
    return replace(
        whole,
        booked=(*whole.booked, *[booked] * draw(st.integers(0, 2))),
        held=(*whole.held, *[held] * draw(st.integers(0, 2))),
        expected={**whole.expected, **({} if known is None else {line.key: predicted(known)})},
        entries=tuple(draw(st.lists(ENTRIES, max_size=2))),
    )


STARTS = st.sampled_from(
    [Bookings(), *(Recurring(Measure(name="arr", segment=one), NAMES) for one in Segment)]
)


@settings(max_examples=80, deadline=None)
@given(anything(), STARTS, st.sampled_from(Target))
def test_a_statement_ties_whatever_the_sides_say(
    held: Sides, start: Bookings | Recurring, target: Target
) -> None:
    for statement in statements(held, Grid(Route(start, target), NAMES)):
        assert statement.ties
        assert statement.classes.keys() <= BY_CODE.keys()
        for line in statement.lines:
            assert line.start + sum(minor for _, minor in line.classes) == line.end


@settings(max_examples=25, deadline=None)
@given(anything(), anything(), st.randoms(use_true_random=False), st.sampled_from(Target))
def test_a_statement_does_not_depend_on_the_order_in_which_lines_are_told(
    held: Sides, more: Sides, chance: Random, target: Target
) -> None:
    """What is more has no order, and other names."""
    way = Grid(Route(Bookings(), target), NAMES)
    held = replace(
        held,
        booked=(
            *held.booked,
            *(replace(one, line=LineId(f"{one.line}-more"), ruled=()) for one in more.booked),
        ),
        held=(*held.held, *(replace(one, order=f"{one.order}9", key=None) for one in more.held)),
    )
    other = replace(
        held,
        booked=tuple(chance.sample(held.booked, len(held.booked))),
        held=tuple(chance.sample(held.held, len(held.held))),
        entries=tuple(chance.sample(held.entries, len(held.entries))),
    )
    assert [_told(one) for one in statements(other, way)] == [
        _told(one) for one in statements(held, way)
    ]


def _told(one: Statement) -> tuple[object, ...]:
    return (one.currency, amounts(one), one.unexplained, _filled(one.start), _filled(one.end))


def _filled(vector: Mapping[str, int]) -> dict[str, int]:
    return {period: minor for period, minor in vector.items() if minor}
