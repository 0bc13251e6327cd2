"""How order lines are cut where something is taken from them, invoiced or not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bridge.model.calendar import Term
from bridge.model.document import Becomes, Kind
from bridge.model.money import Money
from bridge.model.schedule import Method
from tests.mappers.scenarios import planned
from tests.mappers.shape.amending import USD, Contract, a_step, lines_of, sold, taken
from tests.mappers.shape.amendments.seats import (
    FROM_AUGUST,
    FROM_OCTOBER,
    of_a_hundred,
    twenty_less,
)


def test_quantities_go_with_the_amounts_for_the_months_that_are_left() -> None:
    contract = of_a_hundred()
    first, going_on = lines_of(contract.books(twenty_less()).documents, Kind.ORDER_CHANGE)
    assert first.quantity + going_on.quantity == Decimal("-8.3333")  # 20 seats x 5 of 12 months
    assert first.becomes is not None
    assert going_on.becomes is not None
    kept = (first.becomes.quantity, first.becomes.units, first.becomes.amount.text())
    assert kept == (Decimal("58.3334"), Decimal(100), "70000.00")
    rest = (going_on.becomes.quantity, going_on.becomes.units, going_on.becomes.amount.text())
    assert rest == (Decimal("33.3333"), Decimal(80), "40000.00")
    assert (first.key, going_on.key) == (1, 2)


def test_what_is_invoiced_is_given_back_and_the_order_stays_as_it_is() -> None:
    contract = of_a_hundred()
    contract.invoices()
    found = contract.books(twenty_less())
    (document,) = found.documents
    (line,) = document.lines
    assert (document.kind, document.target) == (Kind.RETURN_AUTHORIZATION, "bridge-deal1-so-1")
    assert (line.quantity, line.units, line.amount.text()) == (
        Decimal("-8.3333"),
        Decimal(-20),
        "-10000.00",
    )
    assert line.fields == {"orderLine": 1}
    assert {part.amount.text() for part in found.schedules[0].planned} == {"-2000.00"}
    assert found.schedules[0].planned[0].period == "2026-08"


def test_what_is_invoiced_for_days_that_were_served_does_not_stand_in_the_way() -> None:
    contract = of_a_hundred()
    contract.invoices("0.5")
    (document,) = contract.books(twenty_less()).documents
    assert document.kind is Kind.ORDER_CHANGE


def test_what_is_invoiced_ahead_is_given_back_and_the_rest_is_never_invoiced() -> None:
    contract = of_a_hundred()
    contract.invoices("0.75")  # January to September
    change, back = contract.books(twenty_less()).documents
    kept, going_on = change.lines
    assert (change.kind, change.amount.text()) == (Kind.ORDER_CHANGE, "-6000.00")
    assert kept.becomes == Becomes(
        quantity=Decimal(75),
        units=Decimal(100),
        amount=Money.parse("90000", USD),
        service=Term(date(2026, 1, 1), date(2026, 10, 1)),
        closed=False,
    )
    assert going_on.becomes == Becomes(
        quantity=Decimal(20),  # 80 seats for a quarter of the year
        units=Decimal(80),
        amount=Money.parse("24000", USD),
        service=Term(date(2026, 10, 1), date(2027, 1, 1)),
        closed=False,
    )
    (line,) = back.lines
    assert (back.kind, line.amount.text()) == (Kind.RETURN_AUTHORIZATION, "-4000.00")
    assert (line.units, line.quantity) == (Decimal(-20), Decimal("-3.3333"))
    assert line.service == Term(date(2026, 8, 1), date(2026, 10, 1))
    assert planned(contract.schedules) == {
        **dict.fromkeys([f"2026-{month:02}" for month in range(1, 8)], Decimal(10000)),
        **dict.fromkeys([f"2026-{month:02}" for month in range(8, 13)], Decimal(8000)),
    }


def test_all_that_is_cancelled_ahead_of_its_invoices_leaves_what_was_served() -> None:
    contract = of_a_hundred()
    contract.invoices("0.75")
    contract.books(taken("L0", a_step("L1", "-100", "-50000.00", FROM_AUGUST)))
    (line,) = contract.stands.lines
    assert (line.quantity, line.amount.text(), line.returned.text(), line.left) == (
        Decimal(75),
        "90000.00",
        "20000.00",
        Decimal(0),
    )
    assert {month: amount for month, amount in planned(contract.schedules).items() if amount} == (
        dict.fromkeys([f"2026-{month:02}" for month in range(1, 8)], Decimal(10000))
    )


def test_what_was_invoiced_by_months_and_given_up_by_days_stays_as_it_was_invoiced() -> None:
    contract = of_a_hundred()
    contract.invoices("0.5833")  # seven of twelve months, as NetSuite counts in four decimals
    line = taken("L0", a_step("L1", "-20", "-10060.27", FROM_AUGUST))
    (change,) = contract.books(line).documents
    kept, going_on = (one.becomes for one in change.lines)
    assert kept is not None
    assert going_on is not None
    assert (kept.quantity, kept.amount.text()) == (Decimal("58.33"), "69996.00")
    assert going_on.amount.text() == "39943.73"  # 120,000.00 - 10,060.27 - 69,996.00


@pytest.mark.parametrize("share", ["0.7", "0.7123"])
def test_invoices_that_end_within_a_month_and_a_day_wait_for_a_person(share: str) -> None:
    contract = of_a_hundred()
    contract.invoices(share)
    (flag,) = contract.flags(twenty_less())
    assert flag.code == "PARTLY_INVOICED"
    assert "of line 1 of bridge-deal1-so-1 are invoiced" in flag.says
    assert "the 70,000.00 USD that are served until 2026-08-01" in flag.says


def test_a_line_that_is_invoiced_to_its_end_is_given_back_though_quantities_are_rounded() -> None:
    contract = Contract()
    contract.books(sold(a_step("L0", "26", "31200.00")))
    eight_months = {1: Decimal("17.3333")}  # 26 x 8/12, as NetSuite counts in four decimals
    contract.earlier = tuple(replace(one, invoiced=eight_months) for one in contract.earlier)
    first = taken("L0", a_step("L1", "-19", "-7600.00", ("2026-09-01", "2026-12-31")))
    second = taken("L0", a_step("L2", "-6", "-4200.00", ("2026-06-01", "2026-12-31")))
    change, back = contract.books(first, second).documents
    # 31,200.00 - 7,600.00 by the first, 6 x 100.00 x 4 months by the second, and 3 are paid
    assert (change.amount.text(), back.amount.text()) == ("-10000.00", "-1800.00")
    served, going_on = contract.stands.lines
    assert (served.quantity, served.amount.text()) == (Decimal("17.3334"), "20800.00")
    assert (going_on.units, going_on.amount.text()) == (Decimal(1), "400.00")
    third = taken("L0", a_step("L3", "-1", "-600.00", ("2026-07-01", "2026-12-31")))
    assert [one.amount.text() for one in contract.books(third).documents] == ["-400.00", "-200.00"]


def test_two_lines_that_give_back_from_one_order_line_are_two_returns() -> None:
    contract = of_a_hundred()
    contract.invoices()
    later = taken("L0", a_step("L2", "-10", "-3000.00", FROM_OCTOBER))
    found = contract.books(twenty_less(), later).documents
    assert [(one.external_id, one.amount.text()) for one in found] == [
        ("bridge-deal2-ra-1", "-10000.00"),
        ("bridge-deal2-ra-2", "-3000.00"),
    ]
    (line,) = contract.stands.lines
    assert (line.left, line.returned.text()) == (Decimal(70), "13000.00")


def test_free_seats_go_with_their_share_of_the_quantity() -> None:
    contract = Contract()
    contract.books(sold(a_step("L0", "10", "0.00")))
    contract.books(taken("L0", a_step("L1", "-4", "0.00", FROM_OCTOBER)))
    # 273 of 365 days for ten seats, 92 for six of them
    assert [line.quantity for line in contract.stands.lines] == [
        Decimal("7.4795"),
        Decimal("1.5123"),
    ]


def test_free_seats_that_are_invoiced_are_given_back() -> None:
    contract = Contract()
    contract.books(sold(a_step("L0", "10", "0.00")))
    contract.invoices()
    (document,) = contract.books(taken("L0", a_step("L1", "-4", "0.00", FROM_OCTOBER))).documents
    (line,) = document.lines
    assert (document.kind, line.units) == (Kind.RETURN_AUTHORIZATION, Decimal(-4))
    assert line.quantity == Decimal("-1.0082")  # 4 x 92/365


def test_what_is_recognised_at_once_is_reduced_as_one_line() -> None:
    contract = Contract(method=Method.AT_ONCE)
    contract.books(sold(a_step("L0", "100", "120000.00")))
    (document,) = contract.books(twenty_less()).documents
    (line,) = document.lines
    assert line.becomes is not None
    assert (line.becomes.units, line.becomes.amount.text()) == (Decimal(80), "110000.00")
    assert planned(contract.schedules) == {
        "2026-01": Decimal(110000),
        **dict.fromkeys([f"2026-{month:02}" for month in range(2, 13)], Decimal(0)),
    }


def test_what_was_given_back_of_an_invoice_that_is_taken_back_waits_for_a_person() -> None:
    contract = of_a_hundred()
    contract.invoices()
    contract.books(twenty_less())
    contract.earlier = tuple(replace(one, invoiced={}) for one in contract.earlier)
    (flag,) = contract.flags(taken("L0", a_step("L2", "-10", "-3000.00", FROM_OCTOBER)))
    assert flag.code == "PARTLY_INVOICED"


def test_a_line_that_goes_on_has_nothing_of_what_was_given_back_before() -> None:
    contract = of_a_hundred()
    contract.invoices("0.75")
    contract.books(twenty_less())
    contract.books(taken("L0", a_step("L2", "-10", "-1000.00", ("2026-12-01", "2026-12-31"))))
    held = {line.key: (line.left, line.returned.text()) for line in contract.stands.lines}
    assert held == {
        1: (Decimal(80), "4000.00"),  # of 100 seats until September, 20 from August on
        2: (Decimal(80), "0.00"),
        3: (Decimal(70), "0.00"),
    }
