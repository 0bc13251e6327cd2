"""Credits without units, units without a credit, and lines that only last longer."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bridge.model.deal import Action, Line
from bridge.model.ids import LineId
from bridge.model.money import Money
from tests.mappers.shape.amending import USD, a_step, sold, taken
from tests.mappers.shape.amendments.seats import FROM_AUGUST, FROM_OCTOBER, of_a_hundred

NEXT_QUARTER = ("2027-01-01", "2027-03-31")


def longer(amount: str, days: tuple[str, str], units: str = "0") -> Line:
    """A change of the hundred seats that says an amount for other days."""
    line = sold(a_step("L1", units, amount, days), action=Action.CHANGE)
    return replace(line, revises=LineId("L0"))


def test_a_credit_that_takes_nothing_away_names_what_would_do() -> None:
    (flag,) = of_a_hundred().flags(taken("L0", a_step("L1", "0", "-500.00", FROM_AUGUST)))
    assert (flag.code, flag.amount.text()) == ("CONCESSION", "-500.00")
    assert flag.nearest is not None
    assert flag.nearest.startswith("give up the units that the credit is for")


def test_seats_that_are_given_up_for_nothing_wait_for_a_person() -> None:
    line = taken("L0", a_step("L1", "-100", "0.00", FROM_AUGUST), action=Action.CANCEL)
    (flag,) = of_a_hundred().flags(line)
    assert flag.code == "CANCELLED_WITHOUT_CREDIT"
    # 120,000.00 x 153/365
    assert flag.nearest == "credit what they hold, about 50301.37, or let them run to their end"


def test_a_line_that_lasts_longer_is_an_order_of_the_seats_that_it_then_has() -> None:
    contract = of_a_hundred()
    contract.books(taken("L0", a_step("L2", "-20", "-6000.00", FROM_OCTOBER)))
    (order,) = contract.books(longer("24000.00", NEXT_QUARTER)).documents
    (line,) = order.lines
    assert (line.units, line.quantity, line.root) == (Decimal(80), Decimal(80), "L0")
    assert line.amount == Money.parse("24000", USD)
    contract.books(taken("L0", a_step("L3", "-80", "-24000.00", NEXT_QUARTER)))
    (extended,) = [one for one in contract.stands.lines if one.order == order.external_id]
    assert extended.left == 0


def test_an_amount_for_days_that_are_sold_already_is_no_extension() -> None:
    (flag,) = of_a_hundred().flags(longer("500.00", FROM_AUGUST))
    assert (flag.code, flag.amount.text()) == ("AMOUNT_WITHOUT_QUANTITY", "500.00")
    assert flag.nearest is not None


@pytest.mark.parametrize(("seats", "credit"), [("-20", "-10000.00"), ("-100", "-50000.00")])
def test_an_amount_from_the_day_of_a_reduction_is_no_extension(seats: str, credit: str) -> None:
    contract = of_a_hundred()
    contract.books(taken("L0", a_step("L2", seats, credit, FROM_AUGUST)))
    (flag,) = contract.flags(longer("500.00", FROM_AUGUST))
    assert (flag.code, flag.amount.text()) == ("AMOUNT_WITHOUT_QUANTITY", "500.00")


def test_a_change_that_states_its_units_is_sold_as_it_is_stated() -> None:
    (order,) = of_a_hundred().books(longer("3000.00", NEXT_QUARTER, units="10")).documents
    assert order.lines[0].units == Decimal(10)
