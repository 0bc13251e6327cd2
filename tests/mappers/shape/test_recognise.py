"""Shapes: what a line is economically; treatments: what rules may choose for it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bridge.mappers import facts
from bridge.mappers.shape import ramps, recognise
from bridge.mappers.shape.parts import Part, Treatment
from bridge.mappers.shape.standing import Standing
from bridge.model.calendar import Term
from bridge.model.deal import Action, Charge, Deal, DealKind, Line, Segment, Shape
from bridge.model.ids import ContractId, DealId, LineId
from bridge.model.money import Currency, Money, total

USD = Currency("USD")


def a_step(name: str, amount: str, year: int) -> Segment:
    return Segment(
        id=LineId(name),
        quantity=Decimal(10),
        unit_price=Decimal(12),
        amount=Money.parse(amount, USD),
        term=Term.inclusive(date(year, 1, 1), date(year, 12, 31)),
    )


def a_line(*steps: Segment) -> Line:
    return Line(
        product="ENT",
        product_name="Enterprise seat",
        action=Action.ADD,
        charge=Charge.RECURRING,
        segments=steps or (a_step("a", "120.00", 2026),),
        billing_frequency="Annual",
        billing_type=None,
        revises=None,
    )


def a_deal(*lines: Line) -> Deal:
    return Deal(
        id=DealId("deal"),
        name="00001",
        kind=DealKind.AMENDMENT,
        contract=ContractId("first"),
        account="001",
        account_name="Acme",
        booked=total((line.amount for line in lines), USD),
        booked_on=date(2026, 1, 1),
        lines=lines,
    )


NOTHING = Standing(())
RAMP = a_line(a_step("a", "100.00", 2026), a_step("b", "200.00", 2027))


@pytest.mark.parametrize(
    ("line", "shape"),
    [
        (a_line(), Shape.FLAT),
        (RAMP, Shape.RAMP),
        (replace(a_line(), charge=Charge.ONE_TIME), Shape.ONE_TIME),
        (replace(RAMP, charge=Charge.ONE_TIME), Shape.ONE_TIME),
        (replace(a_line(), charge=Charge.USAGE), Shape.USAGE),
        (replace(a_line(), action=Action.INCREASE), Shape.INCREASE),
        (replace(RAMP, action=Action.INCREASE), Shape.INCREASE),
        (replace(a_line(), action=Action.DECREASE), Shape.DECREASE),
        (replace(a_line(), action=Action.CANCEL), Shape.CANCEL),
        (replace(a_line(), action=Action.SWAP), Shape.SWAP),
        (replace(a_line(), action=Action.RENEW), Shape.RENEWAL),
        (replace(a_line(), action=Action.CHANGE), Shape.PRICE_CHANGE),
    ],
)
def test_every_line_has_one_shape(line: Line, shape: Shape) -> None:
    assert recognise.shape_of(line, a_deal(line)) is shape


def test_a_line_that_comes_back_for_the_same_days_is_another_price() -> None:
    gone = a_line(replace(a_step("a", "-120.00", 2026), quantity=Decimal(-10)))
    gone = replace(gone, action=Action.CANCEL)
    deal = a_deal(gone, a_line(a_step("b", "150.00", 2026)))
    assert [recognise.shape_of(line, deal) for line in deal.lines] == [Shape.PRICE_CHANGE] * 2
    other_days = a_deal(gone, a_line(a_step("b", "150.00", 2027)))
    assert [recognise.shape_of(line, other_days) for line in other_days.lines] == [
        Shape.CANCEL,
        Shape.FLAT,
    ]


def test_a_line_that_is_given_up_for_another_product_is_one_half_of_a_swap() -> None:
    gone = a_line(replace(a_step("a", "-120.00", 2026), quantity=Decimal(-10)))
    gone = replace(gone, action=Action.DECREASE)
    comes = replace(a_line(a_step("b", "150.00", 2026)), product="ULT", action=Action.SWAP)
    deal = a_deal(gone, comes)
    assert [recognise.shape_of(line, deal) for line in deal.lines] == [Shape.SWAP] * 2


#: What is used is sold by the term that was rated, and is no part of an order.
SELLING = [
    one
    for one in recognise.TREATMENTS
    if not one[1].startswith("take_") and one[0] is not Shape.USAGE
]


@pytest.mark.parametrize(("shape", "name", "function"), SELLING)
def test_every_treatment_that_sells_keeps_the_amount_of_each_step(
    shape: Shape, name: str, function: Treatment
) -> None:
    assert recognise.treatment(shape, name) is function
    parts = [part for part in function(RAMP, NOTHING) if isinstance(part, Part)]
    assert [(part.source, part.amount.text()) for part in parts] == [
        ("a", "100.00"),
        ("b", "200.00"),
    ]


def test_segments_keep_their_own_days_and_a_level_ramp_has_those_of_the_whole() -> None:
    own = list(ramps.as_segments(RAMP, NOTHING))
    assert [part.service for part in own] == [step.term for step in RAMP.segments]
    level = list(ramps.straight_line_total(RAMP, NOTHING))
    whole = Term.inclusive(date(2026, 1, 1), date(2027, 12, 31))
    assert [part.service for part in level] == [whole, whole]


def test_rules_can_name_the_treatments_that_there_are() -> None:
    named = recognise.names()
    assert named["RAMP"] == (
        "as_segments",
        "separate_contracts",
        "straight_line_total",
        "by_unit_months",
    )
    assert named["CANCEL"] == ("take_latest_first", "take_earliest_first")
    assert named["USAGE"] == ("as_rated", "as_order")
    assert named["CREDIT_GRANT"] == ("drawn_down",)
    assert set(recognise.names()) == {shape.value for shape in Shape}


def test_rules_can_ask_whether_the_steps_of_a_ramp_differ() -> None:
    known = facts.of_line(RAMP, Shape.RAMP, {})
    assert (known["price_changes"], known["quantity_changes"], known["steps"]) == (False, False, 2)
    assert (known["starts_on"], known["ends_on"]) == (date(2026, 1, 1), date(2027, 12, 31))
    assert (known["term_months"], known["amount"]) == (24, Decimal("300.00"))
    dearer = replace(a_step("b", "200.00", 2027), unit_price=Decimal(13), quantity=Decimal(11))
    other = facts.of_line(a_line(RAMP.segments[0], dearer), Shape.RAMP, {})
    assert (other["price_changes"], other["quantity_changes"]) == (True, True)


def test_a_line_that_is_handed_over_at_once_has_no_days() -> None:
    at_once = a_line(replace(a_step("a", "5.00", 2026), term=None))
    known = facts.of_line(at_once, Shape.ONE_TIME, {})
    assert {known[name] for name in ("starts_on", "ends_on", "term_months")} == {None}


def test_every_fact_that_rules_may_read_has_a_value() -> None:
    assert set(facts.of_line(RAMP, Shape.RAMP, {})) == set(facts.LINE)
