"""What NetSuite says is recognised goes before what the books would assume."""

from collections.abc import Mapping
from datetime import date

from bridge.mappers.shape.arrangements import elements
from bridge.model.ids import ExternalId
from bridge.model.money import Money
from bridge.model.schedule import PlannedRevenue, Recognised
from tests.mappers.shape.amending import USD
from tests.mappers.shape.arrangements.merged import a_year, closed_before

ORDER = ExternalId("bridge-deal1-so-1")
JULY = date(2026, 7, 1)


def done(recognised: Recognised) -> Mapping[str, str]:
    """What counts as recognised of the one element of a contract in July, by month."""
    (one,) = elements.of(a_year().earlier, (), recognised)
    parts = one.element(JULY, closed_before(7)).recognised
    return {part.period: part.amount.text() for part in parts}


def test_where_nobody_asked_what_is_planned_for_closed_months_counts_as_recognised() -> None:
    assert done({}) == {f"2026-0{month}": "1000.00" for month in range(1, 7)}


def test_what_was_posted_late_counts_where_it_was_posted() -> None:
    posted = PlannedRevenue("2026-06", Money.parse("6000.00", USD))
    assert done({ORDER: {1: (posted,)}}) == {"2026-06": "6000.00"}


def test_an_order_of_which_nothing_was_posted_has_nothing_recognised() -> None:
    assert done({ORDER: {}}) == {}
