"""What is charged once: the day it is delivered on is never dropped, and never guessed."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from bridge.model.calendar import Term
from tests.mappers import rules
from tests.mappers.builders import Built, Sold, a_cpq_order, a_revenue_cloud_order
from tests.mappers.scenarios import planned

Builder = Callable[..., Built]
both = pytest.mark.parametrize("build", [a_cpq_order, a_revenue_cloud_order])


def onboarding(build: Builder, first: str | None, last: str | None) -> Built:
    """One onboarding of 500.00, ordered with effect from 1 February 2026."""
    sold = Sold(product="ONBOARDING", quantity="1", unit_price="500.00", first=first, last=last)
    return build(sold).with_fields("Order", "O-1", EffectiveDate="2026-02-01")


@both
def test_what_is_delivered_later_is_recognised_when_it_is_delivered(build: Builder) -> None:
    result = onboarding(build, "2026-09-01", None).translated()
    (line,) = result.documents[0].lines
    assert line.service == Term.inclusive(date(2026, 9, 1), date(2026, 9, 1))
    assert planned(result.schedules) == {"2026-09": Decimal(500)}


@both
@pytest.mark.parametrize("first", ["2026-02-01", None])
def test_what_is_delivered_with_the_order_is_recognised_with_the_order(
    build: Builder, first: str | None
) -> None:
    result = onboarding(build, first, None).translated()
    assert result.documents[0].lines[0].service is None
    assert planned(result.schedules) == {"2026-02": Decimal(500)}


@both
def test_an_end_without_a_start_is_a_flag_with_the_amount_of_its_line(build: Builder) -> None:
    says, evidence, amount = onboarding(build, None, "2026-09-30").flag("START_MISSING")
    assert "ends on 2026-09-30" in says
    assert any("EndDate = 2026-09-30" in one for one in evidence)
    assert amount == "500.00"


@both
def test_a_single_day_of_delivery_is_no_time_to_spread_revenue_over(build: Builder) -> None:
    spread = rules.changed("items.yaml", "ONBOARDING, AT_ONCE", "ONBOARDING, STRAIGHT_LINE_EVEN")
    result = onboarding(build, "2026-09-01", None).result(spread)
    says = [flag.says for flag in getattr(result, "flags", ()) if flag.code == "METHOD_NEEDS_TERM"]
    assert len(says) == 1
    assert "delivered on 2026-09-01" in says[0]
