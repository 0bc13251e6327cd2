"""Predicted schedules where accounting periods are closed: what falls there is posted in May."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bridge.mappers.shape.assembling import Assembled
from bridge.model.calendar import months
from bridge.model.deal import Line
from bridge.model.schedule import Schedule
from tests.mappers.scenarios import planned
from tests.mappers.shape.amending import YEAR, Contract, a_step, sold, taken

OPEN = months(date(2026, 1, 1), date(2026, 12, 31))
#: January to April are closed.
CLOSED = tuple(replace(one, closed=one.term.start < date(2026, 5, 1)) for one in OPEN)
FROM_FEBRUARY = ("2026-02-01", "2026-12-31")
LATER = [f"2026-{month:02}" for month in range(6, 13)]
A_HUNDRED = sold(a_step("L0", "100", "120000.00"))
TWENTY_LESS = taken("L0", a_step("L1", "-20", "-22000.00", FROM_FEBRUARY))


def of_a_hundred(*, invoiced: bool = False) -> Contract:
    """A hundred seats that were sold while all was open, and of which four months are closed."""
    contract = Contract(periods=OPEN)
    contract.books(A_HUNDRED)
    if invoiced:
        contract.invoices()
    contract.periods = CLOSED
    return contract


def by_month(schedules: list[Schedule] | tuple[Schedule, ...]) -> dict[str, Decimal]:
    return {month: amount for month, amount in planned(schedules).items() if amount}


def test_what_is_sold_for_closed_months_is_recognised_in_the_first_open_one() -> None:
    found = Contract(periods=CLOSED).books(A_HUNDRED)
    assert by_month(found.schedules) == {
        "2026-05": Decimal(50000),
        **dict.fromkeys(LATER, Decimal(10000)),
    }


def test_what_is_handed_over_in_a_closed_month_is_recognised_in_the_first_open_one() -> None:
    found = Contract(periods=CLOSED).books(sold(a_step("L0", "1", "500.00", None)))
    assert by_month(found.schedules) == {"2026-05": Decimal(500)}


@pytest.mark.parametrize("invoiced", [False, True])
def test_what_is_given_up_for_closed_months_is_caught_up_in_the_first_open_one(
    *, invoiced: bool
) -> None:
    contract = of_a_hundred(invoiced=invoiced)
    found = contract.books(TWENTY_LESS)
    # twenty seats of February to May; then 2,000.00 a month
    assert by_month(found.schedules) == {
        "2026-05": Decimal(-8000),
        **dict.fromkeys(LATER, Decimal(-2000)),
    }
    assert by_month(contract.schedules)["2026-05"] == Decimal(2000)


def test_what_is_sold_and_given_up_again_for_closed_months_leaves_what_was_recognised() -> None:
    contract = of_a_hundred()
    contract.books(TWENTY_LESS)
    contract.books(sold(a_step("L2", "20", "22000.00", FROM_FEBRUARY)))
    assert by_month(contract.schedules) == dict.fromkeys(
        [period.name for period in OPEN], Decimal(10000)
    )


@pytest.mark.parametrize("line", [A_HUNDRED, sold(a_step("L0", "1", "500.00", None))])
def test_without_an_open_period_nothing_is_predicted(line: Line) -> None:
    shut = tuple(replace(one, closed=True) for one in OPEN)
    (flag,) = Contract(periods=shut).flags(line)
    assert flag.code == "NO_ACCOUNTING_PERIOD"
    assert "behind 2026-01 is open" in flag.says


def test_what_was_recognised_of_a_cancelled_line_is_taken_back_over_the_months_left() -> None:
    contract = of_a_hundred()
    found = contract.found(taken("L0", a_step("L1", "-100", "-120000.00", YEAR)))
    assert isinstance(found, Assembled)
    # 40,000.00 over eight months, beside the 10,000.00 that are not recognised any more
    assert by_month(found.schedules) == dict.fromkeys(["2026-05", *LATER], Decimal(-15000))
