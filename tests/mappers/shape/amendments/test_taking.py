"""What is given up of earlier orders: from which lines it is taken, or why it cannot be."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bridge.model.deal import Action, Line
from bridge.model.document import Kind
from bridge.model.ids import LineId
from tests.mappers.scenarios import planned
from tests.mappers.shape.amending import YEAR, Contract, a_step, sold, taken
from tests.mappers.shape.amendments.seats import (
    FROM_AUGUST,
    FROM_OCTOBER,
    of_a_hundred,
    twenty_less,
)


def added(name: str, units: str, amount: str, days: tuple[str, str]) -> Line:
    line = sold(a_step(name, units, amount, days), action=Action.INCREASE)
    return replace(line, revises=LineId("L0"))


def test_two_reductions_in_one_deal_take_one_after_the_other() -> None:
    contract = of_a_hundred()
    later = taken("L0", a_step("L2", "-30", "-9000.00", FROM_OCTOBER))
    (document,) = contract.books(twenty_less(), later).documents
    assert document.amount.text() == "-19000.00"
    assert planned(contract.schedules) == {
        **dict.fromkeys([f"2026-{month:02}" for month in range(1, 8)], Decimal(10000)),
        **dict.fromkeys(["2026-08", "2026-09"], Decimal(8000)),
        **dict.fromkeys(["2026-10", "2026-11", "2026-12"], Decimal(5000)),
    }


def test_a_reduction_takes_from_several_orders_by_a_document_for_each() -> None:
    contract = of_a_hundred("latest")
    contract.books(added("L1", "30", "18000.00", ("2026-07-01", "2026-12-31")))
    found = contract.books(taken("L0", a_step("L2", "-50", "-15000.00", FROM_OCTOBER)))
    by_order = {one.target: one.amount.text() for one in found.documents}
    assert by_order == {"bridge-deal1-so-1": "-6000.00", "bridge-deal2-so-1": "-9000.00"}


def test_lots_bought_at_prices_that_differ_are_credited_at_their_own() -> None:
    contract = of_a_hundred("latest")
    contract.books(added("L1", "30", "7200.00", YEAR))  # 240.00 a seat instead of 1,200.00
    found = contract.books(taken("L0", a_step("L2", "-130", "-31800.00", FROM_OCTOBER)))
    # a quarter of 120,000.00 and of 7,200.00; by seats alone it would be 24,461.54 and 7,338.46
    amounts = sorted(document.amount.decimal() for document in found.documents)
    assert amounts == [Decimal("-30000.00"), Decimal("-1800.00")]


def test_prices_that_differ_a_little_are_told_apart_where_the_term_is_one() -> None:
    contract = of_a_hundred("latest")
    contract.books(added("L1", "100", "114000.00", YEAR))  # 1,140.00 a seat instead of 1,200.00
    found = contract.books(taken("L0", a_step("L2", "-200", "-58500.00", FROM_OCTOBER)))
    # a quarter of each; by seats alone it would be 29,250.00 of both
    amounts = sorted(document.amount.decimal() for document in found.documents)
    assert amounts == [Decimal("-30000.00"), Decimal("-28500.00")]


def test_seats_that_were_free_give_no_money_back() -> None:
    contract = of_a_hundred("latest")
    contract.books(added("L1", "30", "0.00", YEAR))
    found = contract.books(taken("L0", a_step("L2", "-50", "-6000.00", FROM_OCTOBER)))
    by_order = {one.target: one.amount.text() for one in found.documents}
    assert by_order == {"bridge-deal1-so-1": "-6000.00", "bridge-deal2-so-1": "0.00"}


def test_free_seats_alone_go_without_money() -> None:
    contract = Contract()
    contract.books(sold(a_step("L0", "10", "0.00")))
    contract.books(taken("L0", a_step("L1", "-4", "0.00", FROM_OCTOBER)))
    assert [line.units for line in contract.stands.lines] == [10, 6]


def test_each_step_of_a_ramp_takes_from_the_step_that_it_names() -> None:
    contract = Contract()
    second = ("2027-01-01", "2027-12-31")
    contract.books(sold(a_step("S1", "100", "100000.00"), a_step("S2", "150", "150000.00", second)))
    steps = (
        replace(a_step("T1", "-10", "-2500.00", FROM_OCTOBER), revises=LineId("S1")),
        replace(a_step("T2", "-20", "-20000.00", second), revises=LineId("S2")),
    )
    contract.books(taken("S1", *steps))
    held = {line.key: (line.units, line.amount.text()) for line in contract.stands.lines}
    assert held == {
        1: (Decimal(100), "75000.00"),
        2: (Decimal(130), "130000.00"),
        3: (Decimal(90), "22500.00"),
    }


def test_what_amends_a_reduction_belongs_to_the_chain_that_was_reduced() -> None:
    contract = of_a_hundred("latest")
    contract.invoices()  # so that the reduction is a return, and no order line bears its name
    contract.books(twenty_less("L1"))
    again = ("2026-09-01", "2026-12-31")
    contract.books(replace(added("L2", "10", "3000.00", again), revises=LineId("L1")))
    (line,) = contract.orders[1].lines
    assert line.root == "L0"
    found = contract.books(taken("L1", a_step("L3", "-4", "-900.00", FROM_OCTOBER)))
    # the seats that were bought last, at 75.00 a month
    assert [(one.target, one.amount.text()) for one in found.documents] == [
        ("bridge-deal3-so-1", "-900.00")
    ]


def test_what_goes_on_of_a_lot_is_of_that_lot_though_an_order_holds_two_of_its_chain() -> None:
    contract = Contract()
    contract.books(sold(a_step("L0", "10", "12000.00")))
    from_april = ("2026-04-01", "2026-12-31")
    contract.books(
        added("L1", "10", "9000.00", from_april), added("L2", "4", "3600.00", from_april)
    )
    from_july, december = ("2026-07-01", "2026-12-31"), ("2026-12-01", "2026-12-31")
    contract.books(taken("L0", a_step("L3", "-1", "-600.00", from_july)))
    contract.books(taken("L0", a_step("L4", "-4", "-400.00", december)))
    # the last four seats lose one and then three, and the ten before them one
    held = [one for one in contract.stands.lines if one.serves_after(date(2026, 12, 1))]
    assert sorted((one.place, one.left) for one in held) == [
        (0, Decimal(10)),
        (1, Decimal(9)),
    ]


REFUSED = {
    "AMENDED_ORDER_UNKNOWN": taken("elsewhere", a_step("L1", "-20", "-10000.00", FROM_AUGUST)),
    "NOTHING_LEFT_TO_TAKE": taken(
        "L0", a_step("L1", "-20", "-10000.00", ("2027-01-01", "2027-12-31"))
    ),
    "MORE_TAKEN_THAN_HELD": taken("L0", a_step("L1", "-101", "-50500.00", FROM_AUGUST)),
    "DECREASE_WITHOUT_DATES": taken("L0", a_step("L1", "-20", "-10000.00", None)),
    "DECREASE_ADDS": taken("L0", a_step("L1", "-20", "10000.00", FROM_AUGUST)),
    "DECREASE_ENDS_EARLY": taken(
        "L0", a_step("L1", "-20", "-8000.00", ("2026-08-01", "2026-11-30"))
    ),
    "CREDIT_EXCEEDS_ORDER": taken("L0", a_step("L1", "-100", "-120000.01")),
    "CREDIT_AT_ANOTHER_PRICE": taken("L0", a_step("L1", "-20", "-13000.00", FROM_AUGUST)),
    "CANCELLED_LINE_KEEPS_AMOUNT": taken("L0", a_step("L1", "-100", "-119999.99")),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_taken_says_why_with_its_line_and_its_amount(code: str) -> None:
    contract = of_a_hundred()
    line = REFUSED[code]
    (flag,) = contract.flags(line)
    assert flag.code == code
    assert flag.says.startswith("order product L1: ")
    assert flag.evidence[0] == "OrderItem L1"
    assert flag.amount == line.amount


def test_two_steps_of_one_line_take_one_after_the_other() -> None:
    contract = of_a_hundred()
    steps = (
        a_step("L1", "-20", "-10000.00", FROM_AUGUST),
        a_step("L2", "-10", "-3000.00", FROM_OCTOBER),
    )
    contract.books(taken("L0", *steps))
    found = {month: amount for month, amount in planned(contract.schedules).items() if amount}
    assert found == {
        **dict.fromkeys([f"2026-{month:02}" for month in range(1, 8)], Decimal(10000)),
        **dict.fromkeys(["2026-08", "2026-09"], Decimal(8000)),
        **dict.fromkeys(["2026-10", "2026-11", "2026-12"], Decimal(7000)),
    }


def test_every_step_that_cannot_be_taken_is_said_at_once() -> None:
    contract = of_a_hundred()
    found = contract.flags(REFUSED["DECREASE_ADDS"], REFUSED["AMENDED_ORDER_UNKNOWN"])
    assert [flag.code for flag in found] == ["DECREASE_ADDS", "AMENDED_ORDER_UNKNOWN"]


def test_a_reduction_of_nothing_is_refused() -> None:
    (flag,) = of_a_hundred().flags(taken("L0", a_step("L1", "0", "0.00", FROM_AUGUST)))
    assert flag.code == "DECREASE_ADDS"


def test_a_swap_needs_something_that_goes_out_on_its_day() -> None:
    comes = sold(a_step("L2", "20", "15000.00", FROM_AUGUST), product="ULT", action=Action.SWAP)
    contract = of_a_hundred()
    (flag,) = contract.flags(comes)
    assert (flag.code, flag.amount.text()) == ("SWAP_WITHOUT_COUNTERPART", "15000.00")
    assert flag.nearest is not None
    other_day = taken("L0", a_step("L1", "-20", "-6000.00", FROM_OCTOBER))
    assert [flag.code for flag in contract.flags(comes, other_day)] == ["SWAP_WITHOUT_COUNTERPART"]
    documents = contract.books(comes, twenty_less()).documents
    assert [one.kind for one in documents] == [Kind.SALES_ORDER, Kind.ORDER_CHANGE]
