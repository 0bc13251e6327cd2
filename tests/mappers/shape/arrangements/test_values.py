"""What lines are worth alone reaches NetSuite with them, and follows what becomes of them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bridge.mappers.write import bodies
from bridge.model.document import Document, Kind
from bridge.model.schedules.allocation import Allocation
from tests.mappers.shape.amending import Contract, a_step, lines_of, sold, taken
from tests.mappers.shape.arrangements.merged import FROM_JULY, FROM_OCTOBER, a_year, more, worth

ENT: Mapping[str, Any] = {"ENT": worth("1500")}


def carried(document: Document) -> list[Decimal | None]:
    """The fair values in the body of a document."""
    items: Any = bodies.body(document)["item"]
    return [one.get("custcol_bridge_fair_value") for one in items["items"]]


def test_an_order_line_carries_what_its_units_are_worth_for_its_own_time() -> None:
    contract = Contract(alone=ENT)
    (order,) = contract.books(
        sold(a_step("L0", "10", "12000.00")), sold(a_step("L1", "4", "2000.00", FROM_JULY))
    ).documents
    # 10 x 1,500.00 for a year, and 4 for half of one
    assert carried(order) == [Decimal(15000), Decimal(3000)]


def test_a_ramp_that_is_levelled_is_worth_the_time_of_each_step() -> None:
    ramp = sold(
        a_step("L0", "10", "6000.00", ("2026-01-01", "2026-06-30")),
        a_step("L1", "10", "3000.00", FROM_JULY),
    )
    contract = Contract(alone=ENT)
    (order,) = contract.books(ramp).documents
    assert carried(order) == [Decimal(7500), Decimal(7500)]


def test_what_a_change_leaves_of_a_line_keeps_the_ratio_of_amount_and_worth() -> None:
    contract = a_year(alone=ENT)
    (change,) = contract.books(taken("L0", a_step("L1", "-4", "-2400.00", FROM_JULY))).documents
    assert change.kind is Kind.ORDER_CHANGE
    # of 12,000.00, worth 15,000, stay 6,000.00 until June and 3,600.00 from July on
    assert carried(change) == [Decimal(7500), Decimal(4500)]
    assert [one.alone.fair_value for one in contract.stands.lines if one.alone] == carried(change)


def test_what_goes_on_keeps_the_ratio_of_its_own_line_though_an_order_holds_two_of_its_chain() -> (
    None
):
    contract = Contract(alone={"ENT": (Allocation.EXCLUDE, "1500")})
    contract.books(sold(a_step("L0", "10", "12000.00")))
    contract.books(more("L1", "10", "6000.00"), more("L2", "4", "1200.00"))
    (change,) = contract.books(
        taken("L0", a_step("L3", "-1", "-150.00", FROM_OCTOBER)),
        taken("L0", a_step("L4", "-1", "-50.00", ("2026-12-01", "2026-12-31"))),
    ).documents
    # four seats for 50.00 a month, worth 125.00, until September; three until November; then two
    assert {one.key: one.alone.fair_value for one in change.lines if one.alone} == {
        2: Decimal(1500),
        3: Decimal(750),
        4: Decimal(250),
    }


def test_what_is_given_back_is_worth_its_part_of_the_quantity() -> None:
    contract = a_year(alone=ENT)
    contract.invoices()
    made = contract.books(taken("L0", a_step("L1", "-4", "-2400.00", FROM_JULY)))
    (line,) = lines_of(made.documents, Kind.RETURN_AUTHORIZATION)
    # 2 of 10: four seats for half of the year
    assert line.alone is not None
    assert (line.quantity, line.alone.fair_value) == (Decimal(-2), Decimal(-3000))


def test_where_rules_say_nothing_nothing_is_carried() -> None:
    (order,) = Contract().books(sold(a_step("L0", "10", "12000.00"))).documents
    assert carried(order) == [None]
    assert order.lines[0].alone is None
