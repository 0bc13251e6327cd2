"""Laws of roll-forwards over drawn sides, invoices, journals and balances."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.model.calendar import add_months
from bridge.model.measures.definition import Measure
from bridge.reconcile.measures.planned import Rolled, remaining_of, rolled_between
from bridge.reconcile.rolls.accounts import Accounting, Balance, BilledLine, Posted
from bridge.reconcile.rolls.roll import Measured, Rolls
from bridge.reconcile.rolls.rolling import rolled
from bridge.reconcile.rolls.span import Stretch
from bridge.reconcile.statement import calendar_of
from tests.reconcile.worlds import PERIODS, USD, Line, a_line, sides

ARR = Measure(name="arr")
OVER = Stretch(PERIODS, tuple(one for one in PERIODS if "2026-01" <= one.name <= "2026-06"))
NAMES = [one.name for one in PERIODS if "2025-10" <= one.name <= "2026-08"]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[tuple[Line, ...], Accounting]:
    """Lines that start around the stretch, and accounts that hold what happened to them."""
    drawn: list[Line] = []
    billed: list[BilledLine] = []
    balances: list[Balance] = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        start = add_months(date(2025, 10, 1), draw(st.integers(0, 8)))
        line = a_line(number, start, draw(st.integers(1, 18)), draw(st.integers(1, 10_000)))
        drawn.append(line)
        balances += [
            Balance("2500", row.posting, "Journal", USD, -row.minor)
            for row in line.held[0].elements[0].rows
            if row.is_recognised
        ]
        for period in draw(st.lists(st.sampled_from(NAMES), max_size=3)):
            minor = draw(st.integers(-5_000, 50_000))
            billed.append(BilledLine("INV", 1, f"9{number:04}", 1, "", period, "2500", USD, minor))
            balances.append(Balance("2500", period, "CustInvc", USD, minor))
    posted = [
        Posted(str(at), str(at), "", period, USD, minor)
        for at, (period, minor) in enumerate(
            draw(st.lists(st.tuples(st.sampled_from(NAMES), st.integers(-900, 900)), max_size=2))
        )
    ]
    balances += [Balance("2500", one.period, "Journal", USD, one.minor) for one in posted]
    told = Accounting(
        billed=tuple(billed),
        posted=tuple(posted),
        balances=tuple(balances),
        deferral=frozenset({"2500"}),
        assets=frozenset({"1250"}),
    )
    return tuple(drawn), told


@settings(max_examples=60)
@given(worlds(), st.sampled_from(OVER.names), st.integers(-1_000, 1_000))
def test_movements_lead_from_each_opening_to_the_closing_and_that_to_the_accounts(
    world: tuple[tuple[Line, ...], Accounting], period: str, amount: int
) -> None:
    lines, told = world
    both = sides(*lines)
    rolls = rolled(both, told, ARR, OVER)
    assert rolls.ties
    for roll in rolls.rolls:
        if roll.measure is not Measured.BILLINGS:
            closings = [month.closing for month in roll.months][:-1]
            assert [month.opening for month in roll.months][1:] == closings
    _leads_to_what_other_functions_say(rolls, lines)
    tampered = replace(told, balances=(*told.balances, Balance("2500", period, "X", USD, amount)))
    changed = rolled(both, tampered, ARR, OVER).of(Measured.DEFERRED, USD)
    assert changed is not None
    at = OVER.names.index(period)
    expected = [0] * at + [amount] * (len(OVER.names) - at)
    assert [one.difference for one in changed.ties] == expected


def _leads_to_what_other_functions_say(rolls: Rolls, lines: tuple[Line, ...]) -> None:
    both = sides(*lines)
    calendar = calendar_of(both)
    roll = rolls.of(Measured.OBLIGATIONS, USD)
    assert roll is not None
    before = "2025-12"
    for month in roll.months:
        known = [one for one in both.held if one.dated <= calendar.last_of(month.period)]
        left = remaining_of(known, USD, month.period, calendar)
        current, later = left.current.minor, left.later.minor
        assert (month.of_closing["current"], month.of_closing["later"]) == (current, later)
        between = rolled_between(both.held, USD, Rolled(before, month.period), calendar)
        assert month.opening == between.opening.minor
        assert month.moved("revenue") == between.movements["revenue"].minor
        assert month.moved("new_bookings") == between.movements["new_bookings"].minor
        before = month.period
