"""
Every kind of amendment through the door, in the records of both models.

A hundred seats cost 120,000.00 for 2026; what each month recognises is worked out beside it.
"""

from decimal import Decimal

import pytest

from bridge.model.document import Kind
from bridge.translate import Flagged
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

JULY = ("2026-07-01", "2026-12-31")
OCTOBER = ("2026-10-01", "2026-12-31")


def change(does: str, name: str, quantity: str, unit_price: str, days: tuple[str, str]) -> Change:
    return Change(
        does=does,
        name=name,
        quantity=quantity,
        unit_price=unit_price,
        first=days[0],
        last=days[1],
        of=None if does == "new" else "1",
    )


FIRST = Order(
    name="O-1", lines=(change("new", "1", "100", "1200.00", ("2026-01-01", "2026-12-31")),)
)


def an_order(name: str, *lines: Change, kind: str = "Amendment", dated: str | None = None) -> Order:
    return Order(name=name, lines=lines, kind=kind, dated=dated)


def revenue(model: str, *orders: Order) -> dict[str, Decimal]:
    """What every month recognises that has any revenue."""
    found = all_translated(a_contract(model, *orders))
    months = planned([one for each in found for one in each.schedules])
    return {month: amount for month, amount in months.items() if amount}


def addition(name: str) -> Change:
    """Ten seats of another product until the end of the contract."""
    return Change(
        does="beside",
        name=name,
        quantity="10",
        unit_price="900.00",
        first="2026-07-01",
        last="2026-12-31",
        product="ULT",
    )


FLAT: Spans = (("2026-01", "2026-12", "10000.00"),)
#: What is amended, and what is recognised in the end.
KINDS: dict[str, tuple[tuple[Order, ...], Spans]] = {
    # ten seats at 900.00 for half a year, 1,500.00 a month; and twenty of the others go
    "a co-term add-on": (
        (an_order("O-2", addition("2"), change("fewer", "3", "-20", "600.00", JULY)),),
        (("2026-01", "2026-06", "10000.00"), ("2026-07", "2026-12", "9500.00")),
    ),
    # thirty come and twenty go on the first of July, at 600.00 for half a year
    "two amendments on one day": (
        (
            an_order("O-2", change("more", "2", "30", "600.00", JULY)),
            an_order("O-3", change("fewer", "3", "-20", "600.00", JULY)),
        ),
        (("2026-01", "2026-06", "10000.00"), ("2026-07", "2026-12", "11000.00")),
    ),
    # signed in March for October: 300.00 a seat for a quarter
    "an amendment of days to come": (
        (an_order("O-2", change("fewer", "2", "-20", "300.00", OCTOBER), dated="2026-03-01"),),
        (("2026-01", "2026-09", "10000.00"), ("2026-10", "2026-12", "8000.00")),
    ),
    # signed in November for July
    "an amendment of days that are over": (
        (an_order("O-2", change("fewer", "2", "-20", "600.00", JULY), dated="2026-11-05"),),
        (("2026-01", "2026-06", "10000.00"), ("2026-07", "2026-12", "8000.00")),
    ),
    "a cancellation with credit": (
        (an_order("O-2", change("cancel", "2", "-100", "300.00", OCTOBER), kind="Amendment"),),
        (("2026-01", "2026-09", "10000.00"),),
    ),
    "a cancellation of everything from the first day": (
        (an_order("O-2", change("cancel", "2", "-100", "1200.00", ("2026-01-01", "2026-12-31"))),),
        (),
    ),
    "an amendment and its reverse": (
        (
            an_order("O-2", change("fewer", "2", "-20", "600.00", JULY)),
            an_order("O-3", change("more", "3", "20", "600.00", JULY), dated="2026-07-02"),
        ),
        FLAT,
    ),
}


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("kind", KINDS)
def test_an_amendment_recognises_what_was_worked_out_by_hand(model: str, kind: str) -> None:
    orders, spans = KINDS[kind]
    assert revenue(model, FIRST, *orders) == spelled_out(spans)


@pytest.mark.parametrize("model", MODELS)
def test_what_is_cancelled_without_a_credit_waits_for_a_person(model: str) -> None:
    seed = a_contract(model, FIRST, an_order("O-2", change("cancel", "2", "-100", "0.00", OCTOBER)))
    assert codes(translations(seed)) == ["CANCELLED_WITHOUT_CREDIT"]


@pytest.mark.parametrize("model", MODELS)
def test_a_decrease_of_nothing_waits_for_a_person(model: str) -> None:
    seed = a_contract(model, FIRST, an_order("O-2", change("fewer", "2", "0", "0.00", OCTOBER)))
    assert codes(translations(seed)) == ["DECREASE_ADDS"]


def test_an_add_on_alone_belongs_to_its_contract_by_the_quote_in_cpq() -> None:
    first, added = all_translated(a_contract("cpq", FIRST, an_order("O-2", addition("2"))))
    assert added.heading.contract == first.heading.contract


def test_an_add_on_alone_names_no_asset_of_its_contract_in_revenue_cloud() -> None:
    seed = a_contract("revenue-cloud", FIRST, an_order("O-2", addition("2")))
    _, found = translations(seed)
    assert isinstance(found, Flagged)
    (flag,) = found.flags
    assert flag.code == "CHAIN_WITHOUT_ROOT"
    assert flag.nearest is not None
    assert flag.nearest.startswith("sell what is new by an order of its own")


def test_a_longer_term_is_an_order_of_the_seats_that_are_held() -> None:
    """Revenue Cloud says a change of terms without a quantity; CPQ has no such amendment."""
    quarter = ("2027-01-01", "2027-03-31")
    line = Change(
        does="terms",
        name="2",
        quantity="100",
        unit_price="300.00",
        first=quarter[0],
        last=quarter[1],
        of="1",
    )
    seed = a_contract("revenue-cloud", FIRST, an_order("O-2", line))
    _, longer = all_translated(seed)
    (order,) = longer.documents
    assert (order.kind, order.amount.text()) == (Kind.SALES_ORDER, "30000.00")


#: 10 seats for 1,200.00 in 2026, 20 for 2,640.00 in 2027: 1,200.00 and 2,640.00 a month.
YEARS = (("2026-01-01", "2026-12-31"), ("2027-01-01", "2027-12-31"))
REST = (JULY, YEARS[1])


def a_ramp(does: str, *steps: tuple[str, str, tuple[str, str]], order: str) -> Order:
    """An order of both steps; an amendment has the names of those that it changes."""
    lines = [
        Change(
            does=does,
            name=f"{order}-{place}",
            quantity=quantity,
            unit_price=price,
            first=days[0],
            last=days[1],
            of=None if does == "new" else f"O-1-{place}",
            ramp=order,
            step=place,
        )
        for place, (quantity, price, days) in enumerate(steps, start=1)
    ]
    return Order(name=order, lines=tuple(lines))


RAMP = a_ramp("new", ("10", "1440.00", YEARS[0]), ("20", "1584.00", YEARS[1]), order="O-1")
RAMPS: dict[str, tuple[Order, Spans]] = {
    # five more at 720.00 for half a year and at 1,584.00 for 2027: 600.00 and 660.00 a month
    "more of every step": (
        a_ramp("more", ("5", "720.00", JULY), ("5", "1584.00", YEARS[1]), order="O-2"),
        (
            ("2026-01", "2026-06", "1200.00"),
            ("2026-07", "2026-12", "1800.00"),
            ("2027-01", "2027-12", "3300.00"),
        ),
    ),
    "fewer of every step": (
        a_ramp("fewer", ("-5", "720.00", JULY), ("-5", "1584.00", YEARS[1]), order="O-2"),
        (
            ("2026-01", "2026-06", "1200.00"),
            ("2026-07", "2026-12", "600.00"),
            ("2027-01", "2027-12", "1980.00"),
        ),
    ),
    "all that is left of it": (
        a_ramp("cancel", ("-10", "720.00", JULY), ("-20", "1584.00", YEARS[1]), order="O-2"),
        (("2026-01", "2026-06", "1200.00"),),
    ),
}


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("kind", RAMPS)
def test_a_ramp_is_amended_step_by_step(model: str, kind: str) -> None:
    order, spans = RAMPS[kind]
    assert revenue(model, RAMP, order) == spelled_out(spans)


@pytest.mark.parametrize("model", MODELS)
def test_one_step_of_a_ramp_alone_is_amended(model: str) -> None:
    line = Change(
        does="fewer",
        name="2",
        quantity="-5",
        unit_price="1584.00",
        first=YEARS[1][0],
        last=YEARS[1][1],
        of="O-1-2",
    )
    assert revenue(model, RAMP, an_order("O-2", line)) == spelled_out(
        (("2026-01", "2026-12", "1200.00"), ("2027-01", "2027-12", "1980.00"))
    )
