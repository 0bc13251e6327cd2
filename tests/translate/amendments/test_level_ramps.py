"""
What is given up of a ramp whose revenue is level over its whole term.

The ramp of scenario A: 108,000.00, 189,000.00 and 264,600.00 are 15,600.00 in each of 36 months.
"""

from decimal import Decimal

import pytest

from bridge.mappers.shape import recognise
from bridge.mappers.shape.order_line import LEVELLED
from bridge.model.deal import Shape
from tests.mappers import rules
from tests.mappers.scenarios import planned
from tests.translate.amendments.chains import (
    MODELS,
    Change,
    Order,
    a_contract,
    all_translated,
    codes,
    translations,
)
from tests.translate.spans import Spans, spelled_out

LEVEL = rules.changed("ramps.yaml", "as_segments]", "straight_line_total]")
YEARS = tuple((f"{year}-01-01", f"{year}-12-31") for year in (2026, 2027, 2028))
AUGUST = ("2026-08-01", "2026-12-31")
REST = (AUGUST, *YEARS[1:])


def an_order(
    name: str,
    does: str,
    quantities: tuple[int, ...],
    prices: tuple[str, ...],
    days: tuple[tuple[str, str], ...],
) -> Order:
    """An order of all steps; an amendment takes from the steps of the first."""
    lines = [
        Change(
            does=does,
            name=f"{name}-{place}",
            quantity=str(quantity),
            unit_price=price,
            first=first,
            last=last,
            of=None if does == "new" else f"O-1-{place}",
            ramp=name,
            step=place,
        )
        for place, (quantity, price, (first, last)) in enumerate(
            zip(quantities, prices, days, strict=True), start=1
        )
    ]
    return Order(name=name, lines=tuple(lines))


FIRST = an_order("O-1", "new", (100, 150, 200), ("1080.00", "1260.00", "1323.00"), YEARS)


def less(*quantities: int) -> Order:
    """Fewer seats from August on, at 450.00 for five months and the price of each later year."""
    return an_order("O-2", "fewer", quantities, ("450.00", "1260.00", "1323.00"), REST)


def revenue(model: str, *orders: Order) -> dict[str, Decimal]:
    found = all_translated(a_contract(model, *orders), LEVEL)
    months = planned([one for each in found for one in each.schedules])
    return {month: amount for month, amount in months.items() if amount}


def test_the_levelled_treatment_is_one_of_ramps() -> None:
    assert LEVELLED in recognise.names()[Shape.RAMP]


@pytest.mark.parametrize("model", MODELS)
def test_fewer_seats_of_every_year_leave_one_level_for_the_rest(model: str) -> None:
    # 4,500.00 + 12,600.00 + 13,230.00 go; of 561,600.00, 7 x 15,600.00 are recognised before, and
    # 422,070.00 are left for 29 months: 82,500.00, 139,650.00 and 199,920.00 by their lines, which
    # are 2,844.83, 4,815.52 and 6,893.79, and at last 2,844.76, 4,815.44 and 6,893.88
    spans: Spans = (
        ("2026-01", "2026-07", "15600.00"),
        ("2026-08", "2028-11", "14554.14"),
        ("2028-12", "2028-12", "14554.08"),
    )
    assert revenue(model, FIRST, less(-10, -10, -10)) == spelled_out(spans)


@pytest.mark.parametrize("model", MODELS)
def test_when_all_of_it_is_given_up_what_was_sold_until_then_is_what_is_left(model: str) -> None:
    cancelled = an_order(
        "O-2", "cancel", (-100, -150, -200), ("450.00", "1260.00", "1323.00"), REST
    )
    spans: Spans = (("2026-01", "2026-07", "9000.00"),)
    assert revenue(model, FIRST, cancelled) == spelled_out(spans)


@pytest.mark.parametrize("model", MODELS)
def test_what_leaves_less_than_is_recognised_waits_for_a_person(model: str) -> None:
    found = translations(a_contract(model, FIRST, less(-99, -149, -199)), LEVEL)
    assert set(codes(found)) == {"CREDIT_EXCEEDS_ORDER"}


def test_seats_that_were_added_and_seats_of_the_ramp_are_given_up_apart() -> None:
    added = an_order("O-2", "more", (5, 5, 5), ("450.00", "1260.00", "1323.00"), REST)
    fewer = an_order("O-3", "fewer", (-8,), ("300.00",), (("2026-09-01", "2026-12-31"),))
    found = translations(a_contract("cpq", FIRST, added, fewer), LEVEL)
    assert codes(found) == ["LEVEL_LINE_REDUCED"]
