"""Predicted schedules against printed figures, and the laws that hold for every schedule."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.calendar import Term, months
from bridge.model.money import Currency, Money, total
from bridge.model.schedule import Method, spread

USD = Currency("USD")


def by_period(amount: str, first: date, last: date, method: Method) -> dict[str, Decimal]:
    term = Term.inclusive(first, last)
    plan = spread(method, Money.parse(amount, USD), term, months(first, last))
    return {part.period: part.amount.decimal() for part in plan}


# Figures printed on NetSuite's page of straight-line methods (section 4362249596): 600.00 from
# 9 April to 8 October, and 400.00 from 20 August to 19 December.
PRINTED = [
    ("600", (4, 9), (10, 8), Method.STRAIGHT_LINE_EVEN, "85.71 " * 6 + "85.74"),
    (
        "600",
        (4, 9),
        (10, 8),
        Method.STRAIGHT_LINE_PRORATED,
        "72.13 " + "100.33 " * 4 + "100.32 26.23",
    ),
    (
        *("600", (4, 9), (10, 8), Method.STRAIGHT_LINE_DAYS),
        "72.13 101.64 98.36 101.64 101.64 98.36 26.23",
    ),
    (
        "400",
        (8, 20),
        (12, 19),
        Method.STRAIGHT_LINE_PERIOD_RATE,
        "38.71 100.00 100.00 100.00 61.29",
    ),
    ("400", (8, 20), (12, 19), Method.STRAIGHT_LINE_EVEN, "80.00 " * 5),
]


@pytest.mark.parametrize(("amount", "first", "last", "method", "printed"), PRINTED)
def test_the_four_methods_give_the_printed_figures(
    amount: str, first: tuple[int, int], last: tuple[int, int], method: Method, printed: str
) -> None:
    planned = by_period(amount, date(2018, *first), date(2018, *last), method)
    assert [f"{part:.2f}" for part in planned.values()] == printed.split()


def test_twelve_thousand_over_a_year_from_mid_january_touches_thirteen_periods() -> None:
    first, last = date(2025, 1, 15), date(2026, 1, 14)
    even = by_period("12000", first, last, Method.STRAIGHT_LINE_EVEN)
    prorated = by_period("12000", first, last, Method.STRAIGHT_LINE_PRORATED)
    rate = by_period("12000", first, last, Method.STRAIGHT_LINE_PERIOD_RATE)
    assert list(even.values()) == [Decimal("923.08")] * 12 + [Decimal("923.04")]
    assert list(prorated.values()) == [
        *(Decimal("558.90"), *[Decimal("998.26")] * 10, Decimal("998.23")),
        Decimal("460.27"),
    ]
    assert list(rate.values()) == [
        *(Decimal("548.39"), *[Decimal("1000.00")] * 11),
        Decimal("451.61"),
    ]


def test_a_term_inside_one_period_is_planned_whole() -> None:
    for method in Method:
        planned = by_period("99.99", date(2026, 2, 3), date(2026, 2, 20), method)
        assert planned == {"2026-02": Decimal("99.99")}


def test_periods_that_do_not_cover_the_term_are_refused() -> None:
    term = Term.inclusive(date(2026, 1, 1), date(2026, 3, 31))
    with pytest.raises(ValueError, match="cover 59 of the 90 days from 2026-01-01 to 2026-03-31"):
        spread(
            Method.STRAIGHT_LINE_EVEN,
            Money(100, USD),
            term,
            months(date(2026, 1, 1), date(2026, 2, 28)),
        )


terms = st.builds(
    lambda start, days: Term(start, start + timedelta(days=days)),
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    st.integers(1, 2000),
)


@given(method=st.sampled_from(Method), minor=st.integers(-(10**12), 10**12), term=terms)
def test_a_schedule_sums_to_its_amount_and_stays_inside_its_term(
    method: Method, minor: int, term: Term
) -> None:
    periods = months(term.start, term.last)
    plan = spread(method, Money(minor, USD), term, periods)
    assert total((part.amount for part in plan), USD) == Money(minor, USD)
    assert [part.period for part in plan] == [period.name for period in periods]


@given(method=st.sampled_from(Method), minor=st.integers(0, 10**9), term=terms)
def test_a_decrease_mirrors_the_increase_of_the_same_size(
    method: Method, minor: int, term: Term
) -> None:
    periods = months(term.start, term.last)
    up = spread(method, Money(minor, USD), term, periods)
    down = spread(method, Money(-minor, USD), term, periods)
    assert [-part.amount for part in down] == [part.amount for part in up]
