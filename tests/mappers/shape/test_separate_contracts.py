"""Ramps that the customer may leave at each step: each step is an order of its own."""

from collections.abc import Callable

import pytest

from bridge.translate import Translated
from tests.mappers import rules
from tests.mappers.builders import Built, Sold, a_cpq_order, a_revenue_cloud_order

Build = Callable[..., Built]
of_both = pytest.mark.parametrize("build", [a_cpq_order, a_revenue_cloud_order])
APART = ("ramps.yaml", "[yes, '-', no, no, as_segments]", "[yes, '-', no, no, separate_contracts]")
YEARS = (
    Sold(ramp="R"),
    Sold(ramp="R", quantity="20", first="2027-01-01", last="2027-12-31"),
    Sold(ramp="R", quantity="30", first="2028-01-01", last="2028-12-31"),
)


def orders(deal: Built) -> list[tuple[str, list[str]]]:
    """The end of each order's external id, and the amounts of its lines, sorted."""
    result = deal.result(rules.changed(*APART))
    assert isinstance(result, Translated), result
    assert {one.dated.isoformat() for one in result.documents} == {"2026-01-01"}
    return [
        (one.external_id[-4:], sorted(line.amount.text() for line in one.lines))
        for one in result.documents
    ]


@of_both
def test_each_step_is_an_order_of_its_own(build: Build) -> None:
    assert orders(build(*YEARS)) == [
        ("so-1", ["1200.00"]),
        ("so-2", ["2400.00"]),
        ("so-3", ["3600.00"]),
    ]


@of_both
def test_steps_of_one_day_are_in_one_order_and_all_else_is_in_the_first(build: Build) -> None:
    other = (
        Sold(product="ULT", ramp="S"),
        Sold(product="ULT", ramp="S", quantity="5", first="2027-01-01", last="2027-12-31"),
    )
    assert orders(build(*YEARS, *other, Sold(product="ULT", quantity="1"))) == [
        ("so-1", ["120.00", "1200.00", "1200.00"]),
        ("so-2", ["2400.00", "600.00"]),
        ("so-3", ["3600.00"]),
    ]
