"""What NetSuite has of a deal that cannot be read, and whether that tells what recurs."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bridge.flow.reconciling.between.booking import lines
from bridge.flow.reconciling.between.ruling import RuledLine
from bridge.model.document import DocumentLine
from bridge.model.measures.definition import Segment
from bridge.reconcile.measures.running import unknown
from bridge.reconcile.sides import Booked
from tests.flow.reconciling.between.test_booking import (
    YEARS,
    a_deal,
    a_step,
    around,
    by_rule,
    of_years,
    ordered,
    usd,
)


def unreadable(*there: RuledLine, booked_units: int) -> tuple[Booked, ...]:
    """The lines of a deal that cannot be read, neither as it is nor as it was ordered."""
    return tuple(lines(a_deal(booked_units), None, around(None, *there)))


@pytest.mark.parametrize(
    ("treatment", "is_read"),
    [("as_priced", True), ("as_segments", False), ("straight_line_total", False)],
)
def test_what_is_ordered_of_an_unreadable_deal_has_a_run_rate_only_where_it_was_one_step(
    treatment: str, *, is_read: bool
) -> None:
    [there] = unreadable(
        by_rule(of_root(ordered(a_step("A", 100, YEARS[0]), 100)), treatment), booked_units=100
    )
    assert there.is_read is is_read
    assert of_years([there], Segment.EXIT) == ([100, 0, 0] if is_read else [0, 0, 0])
    left = [one.amount for one in unknown(there, there.sold, date(2026, 6, 30))]
    assert left == ([] if is_read else [usd(100)])


def test_what_is_not_ordered_of_an_unreadable_deal_has_an_unknown_run_rate() -> None:
    priced = by_rule(of_root(ordered(a_step("A", 100, YEARS[0]), 100)), "as_priced")
    there, rest = unreadable(priced, booked_units=130)
    assert (there.is_read, rest.is_read) == (True, False)
    assert [one.amount for one in unknown(rest, rest.sold, date(2026, 6, 30))] == [usd(30)]
    [alone] = unreadable(booked_units=130)
    assert [one.amount for one in unknown(alone, alone.sold, date(2026, 6, 30))] == [usd(130)]
    assert not list(unknown(alone, alone.sold, date(2025, 12, 31))), "nobody had booked it then"


def of_root(one: RuledLine) -> RuledLine:
    """The same with the line of its document that says what chain it belongs to."""
    line = DocumentLine(
        source=one.source,
        root=one.source,
        key=1,
        item="SEAT",
        quantity=Decimal(1),
        units=Decimal(1),
        amount=one.amount,
        service=one.ruled.terms.term,
        method=one.ruled.terms.method,
        treatment=one.ruled.treatment,
        rule="r",
    )
    return replace(one, document=replace(one.document, lines=(line,)))
