"""What rules read of prices, and the page that lists every fact."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from bridge.mappers import facts
from bridge.model.calendar import Term
from bridge.model.deal import Action, Charge, Line, Segment, Shape
from bridge.model.ids import LineId
from bridge.model.money import Currency, Money
from bridge.rules.check import check
from bridge.rules.compile import compile_all
from bridge.rules.diagnostics import Problem
from bridge.rules.files.reading import Schema

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
YEAR = Term.inclusive(date(2026, 1, 1), date(2026, 12, 31))


def a_line(price: str, term: Term | None, charge: Charge = Charge.RECURRING) -> Line:
    """One unit at a price."""
    amount = Money.parse("100.00", Currency("USD"))
    step = Segment(
        id=LineId("a"), quantity=Decimal(1), unit_price=Decimal(price), amount=amount, term=term
    )
    return Line(
        product="ENT",
        product_name="Enterprise",
        action=Action.ADD,
        charge=charge,
        segments=(step,),
        billing_frequency=None,
        billing_type=None,
        revises=None,
    )


def priced(line: Line) -> tuple[object, object]:
    known = facts.of_line(line, Shape.FLAT, {})
    return known["price_days"], known["annual_price"]


@pytest.mark.parametrize(
    ("price", "last", "days", "annual"),
    [
        ("1200", date(2026, 12, 31), 365, Fraction(1200)),
        ("100", date(2026, 3, 31), 90, Fraction(400)),
        ("100", date(2026, 7, 31), 212, Fraction(1200, 7)),  # 171.428571... has no last digit
        ("100", date(2028, 12, 31), 1096, Fraction(100, 3)),
        ("100.123456", date(2026, 1, 31), 31, Fraction("1201.481472")),
    ],
)
def test_the_price_of_a_year_is_exact(price: str, last: date, days: int, annual: Fraction) -> None:
    assert priced(a_line(price, Term.inclusive(date(2026, 1, 1), last))) == (days, annual)


def test_a_price_for_no_whole_months_has_no_price_of_a_year() -> None:
    assert priced(a_line("100", Term.inclusive(date(2026, 1, 1), date(2026, 1, 20)))) == (20, None)


@pytest.mark.parametrize(
    ("term", "charge"),
    [(None, Charge.RECURRING), (YEAR, Charge.ONE_TIME), (YEAR, Charge.USAGE)],
)
def test_a_price_that_is_not_charged_by_time_is_for_no_days(
    term: Term | None, charge: Charge
) -> None:
    assert priced(a_line("100", term, charge)) == (None, None)


def test_of_a_ramp_the_first_step_says_the_price() -> None:
    line = a_line("100", YEAR)
    half = Term.inclusive(date(2027, 1, 1), date(2027, 6, 30))
    second = replace(line.segments[0], id=LineId("b"), unit_price=Decimal(700), term=half)
    assert priced(replace(line, segments=(line.segments[0], second))) == (365, Fraction(100))


@pytest.mark.parametrize(
    ("first", "second", "trial", "free"),
    [
        (("10", "0.00"), ("10", "500.00"), False, True),
        (("10", "0.00"), ("10", "500.00"), True, False),
        (("0", "0.00"), ("10", "500.00"), False, False),  # nothing is given yet
        (("-10", "0.00"), ("-10", "-500.00"), False, False),  # it takes away
        (("10", "0.00"), ("10", "0.00"), False, False),
        (("10", "400.00"), ("10", "500.00"), False, False),
    ],
)
def test_a_step_is_free_that_gives_something_for_nothing_beside_what_is_paid(
    first: tuple[str, str],
    second: tuple[str, str],
    *,
    trial: bool,
    free: bool,
) -> None:
    line = a_line("100", YEAR)
    steps = [
        replace(
            line.segments[0],
            quantity=Decimal(units),
            amount=Money.parse(amount, Currency("USD")),
        )
        for units, amount in (first, second)
    ]
    ramp = replace(line, segments=(replace(steps[0], trial=trial), steps[1]))
    assert facts.of_line(ramp, Shape.RAMP, {})["has_free_steps"] is free


SCOPE = Schema(facts.vocabulary({}, ())).facts("Line")
STAND_ALONE = (
    'annual_price <> BLANK AND deal.currency = "USD" AND annual_price >= MONEY(1080, "USD")'
)


@pytest.mark.parametrize(
    ("price", "currency", "truth"),
    [("90", "USD", True), ("89.999999", "USD", False), ("90", "EUR", False)],
)
def test_a_stand_alone_price_is_compared_by_the_year(
    price: str, currency: str, *, truth: bool
) -> None:
    assert f"`{STAND_ALONE}`" in PAGE
    month = a_line(price, Term.inclusive(date(2026, 1, 1), date(2026, 1, 31)))
    known = facts.of_line(month, Shape.FLAT, {"currency": currency})
    assert compile_all({"x": check(STAND_ALONE, SCOPE)})(known) == {"x": truth}


def test_the_price_of_a_month_is_not_compared_with_that_of_a_year() -> None:
    source = STAND_ALONE.replace("annual_price", "unit_price")
    with pytest.raises(Problem) as refused:
        check(source, SCOPE)
    assert refused.value.message.startswith("cannot compare a price for a time")
    assert source[refused.value.start : refused.value.end] == "unit_price"


def listed(record: str) -> dict[str, str]:
    """Return the facts that the page lists for a record, with their types."""
    table = PAGE.partition(f"| of a {record} |")[2].partition("\n\n")[0]
    return dict(re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", table, re.MULTILINE))


def test_the_page_lists_every_fact_with_its_type() -> None:
    assert listed("deal") == facts.DEAL
    assert listed("line") == facts.LINE
