"""
What comes to a signed period after its signature counts in the next one, line by line.

When January was signed, 1,200.00 were booked in it. Since then somebody booked 600.00 more, dated
January, and of the 1,200.00 another 300.00 were taken off.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.model.calendar import add_months
from bridge.model.measures.definition import Measure
from bridge.model.money import Currency
from bridge.reconcile.rolls.accounts import Accounting, Balance
from bridge.reconcile.rolls.restating import RESTATED, SINCE_SIGNED, Signed, restated, since
from bridge.reconcile.rolls.roll import Measured, Part, Roll, Rolls
from bridge.reconcile.rolls.rolling import rolled
from bridge.reconcile.rolls.span import Stretch
from tests.reconcile.worlds import (
    EUR,
    PERIODS,
    USD,
    Line,
    a_line,
    an_element,
    money,
    rebook,
    rehold,
    sides,
    terms,
)

ARR = Measure(name="arr")
JANUARY = date(2026, 1, 1)
QUARTER = Stretch(PERIODS, tuple(one for one in PERIODS if "2026-01" <= one.name <= "2026-03"))
HALF = Stretch(PERIODS, tuple(one for one in PERIODS if "2026-01" <= one.name <= "2026-06"))


def of(rolls: Rolls, measure: Measured, currency: Currency = USD) -> Roll:
    found = rolls.of(measure, currency)
    assert found is not None
    return found


def booked_then() -> Roll:
    return of(rolled(sides(a_line(1, JANUARY)), Accounting(), None, QUARTER), Measured.BOOKINGS)


def booked_now() -> Roll:
    less = a_line(1, JANUARY)
    rebook(less, sold=(terms(less, amount=money(90_000)),))
    both = sides(less, a_line(3, JANUARY, monthly=5_000))
    return of(rolled(both, Accounting(), None, QUARTER), Measured.BOOKINGS)


def closing(roll: Roll, at: int) -> Signed:
    """What a signature keeps of a roll-forward: at 0 its opening, then each closing."""
    held = (Part(*one[:4], one.at[at]) for one in roll.holdings if one.at[at])
    month = roll.months[at - 1]
    total = month.closing if at else roll.months[0].opening
    beside = month.of_closing if at else {}
    return Signed(closing=total, of_closing=beside, parts={one.name: one for one in held})


def as_signed(now: Roll, *signed: Signed | None) -> Roll:
    """Of the period before, and then of each one."""
    each = [since(now, at, one) if one else None for at, one in enumerate(signed)]
    return restated(now, each)


def grid(roll: Roll) -> list[tuple[int, int, int, int]]:
    """Opening, restated, all other movements, and closing."""
    return [
        (one.opening, one.moved(RESTATED), sum(map(one.moved, roll.movements[1:])), one.closing)
        for one in roll.months
    ]


def test_the_period_behind_a_signed_one_opens_as_it_was_signed_and_takes_what_came_since() -> None:
    roll = as_signed(booked_now(), None, closing(booked_then(), 1), None, None)
    assert grid(roll) == [
        (0, -30_000, 150_000, 120_000),
        (120_000, 30_000, 0, 150_000),
        (150_000, 0, 0, 150_000),
    ]
    assert roll.movements[0] == RESTATED
    found = {(one.name, one.deal): one.minor for one in roll.months[1].movements[RESTATED]}
    assert found == {("L3", "D3"): 60_000, ("L1", "D1"): -30_000}
    assert not roll.gap


def test_it_counts_behind_the_last_of_several_signed_periods_and_once() -> None:
    then = booked_then()
    roll = as_signed(booked_now(), None, closing(then, 1), closing(then, 2), None)
    assert grid(roll) == [
        (0, -30_000, 150_000, 120_000),
        (120_000, 0, 0, 120_000),
        (120_000, 30_000, 0, 150_000),
    ]
    assert roll.months[1].movements[RESTATED] == ()


def test_the_period_before_them_all_is_what_the_first_one_opens_with() -> None:
    now = of(rolled(sides(a_line(1, date(2025, 12, 1))), Accounting(), None, QUARTER),
             Measured.BOOKINGS)  # fmt: skip
    roll = as_signed(now, Signed(closing=0), None, None, None)
    assert grid(roll)[0] == (0, 120_000, 0, 120_000)
    assert [one.minor for one in roll.months[0].movements[RESTATED]] == [120_000]


def test_what_is_signed_again_restates_nothing_more() -> None:
    now = booked_now()
    roll = as_signed(now, None, closing(now, 1), None, None)
    assert grid(roll) == [(0, 0, 150_000, 150_000), *[(150_000, 0, 0, 150_000)] * 2]


def test_a_period_that_was_signed_too_late_gives_back_what_the_one_before_has_taken() -> None:
    """February was signed with 1,200.00, January then opened again and never signed again."""
    roll = as_signed(booked_now(), None, None, closing(booked_then(), 2), None)
    assert grid(roll) == [
        (0, 0, 150_000, 150_000),
        (150_000, -30_000, 0, 120_000),
        (120_000, 30_000, 0, 150_000),
    ]


def test_what_nobody_has_is_told_beside_who_has_it() -> None:
    """The signed closing has 5.00 that no line of it had."""
    then = closing(booked_then(), 1)
    roll = as_signed(booked_now(), None, replace(then, closing=120_500), None, None)
    found = {one.name: one.minor for one in roll.months[1].movements[RESTATED]}
    assert found == {"L1": -30_000, "L3": 60_000, "what no line has": -500}


def test_openings_and_closings_have_their_lines_as_they_were_signed() -> None:
    roll = as_signed(booked_now(), None, closing(booked_then(), 1), None, None)
    assert {one.name: one.minor for one in roll.parts(1)} == {"L1": 120_000}
    assert {one.name: one.minor for one in roll.parts(2)} == {"L1": 90_000, "L3": 60_000}
    assert list(roll.parts(0)) == []


def test_a_signed_closing_is_tied_with_what_came_since_beside_it() -> None:
    """The account of deferred revenue had 20.00 when January was signed, and has 27.00 now."""
    deferral = frozenset({"2500"})
    moves = (Balance("2500", "2026-01", "CustInvc", USD, 2_700),)
    told = Accounting(balances=moves, deferral=deferral)
    roll = of(rolled(sides(), told, None, QUARTER), Measured.DEFERRED)
    roll = replace(roll, months=tuple(replace(one, closing=2_700) for one in roll.months))
    roll = replace(roll, ties=tuple(replace(one, ours=2_700) for one in roll.ties))
    found = as_signed(roll, None, Signed(closing=2_000), None, None).ties
    assert [(one.ours, one.named[SINCE_SIGNED], one.difference) for one in found] == [
        (2_000, 700, 0),
        (2_700, 0, 0),
        (2_700, 0, 0),
    ]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Line, ...]:
    """Lines of one number each in dollars or euros: two worlds may share lines, changed or not."""
    return tuple(
        in_currency(
            a_line(
                number,
                add_months(date(2025, 10, 1), draw(st.integers(0, 8))),
                draw(st.integers(1, 12)),
                draw(st.integers(1, 9_999)),
            ),
            EUR if number % 2 else USD,
        )
        for number in draw(st.sets(st.integers(1, 4), min_size=1))
    )


def in_currency(line: Line, currency: Currency) -> Line:
    whole = money(line.total, currency)
    rebook(line, base=currency, sold=(terms(line, amount=whole),))
    element = an_element(line, line.by_month(line.monthly), sales=whole, allocated=whole)
    rehold(line, base=currency, terms=terms(line, amount=whole), elements=(element,))
    return line


@settings(max_examples=40)
@given(worlds(), worlds(), st.sets(st.integers(0, 6)))
def test_openings_are_closings_and_movements_lead_from_one_to_the_other_whatever_is_signed(
    before: Sequence[Line], after: Sequence[Line], signed: set[int]
) -> None:
    then, now = (rolled(sides(*lines), Accounting(), ARR, HALF) for lines in (before, after))
    for told in now.rolls:
        kept = then.of(told.measure, told.currency)
        if told.measure is Measured.BILLINGS:
            continue
        for at in range(7):
            total = told.months[at - 1].closing if at else told.months[0].opening
            assert sum(one.at[at] for one in told.holdings) == total, "somebody has all of it"
        each = [closing(kept, at) if kept else Signed(closing=0) for at in range(7)]
        roll = as_signed(told, *(one if at in signed else None for at, one in enumerate(each)))
        closings = [roll.months[0].opening, *(one.closing for one in roll.months)]
        assert [one.opening for one in roll.months] == closings[:-1]
        moved = sum(one.moved(name) for one in roll.months for name in roll.movements)
        assert closings[0] + moved == closings[-1], "a gap is none of a restatement"
        for at, minor in enumerate(closings):
            wanted = each[at].closing if at in signed else told.months[at - 1].closing
            assert minor == wanted or (at == 0 and at not in signed)
            assert sum(one.minor for one in roll.parts(at)) == minor
