"""Examples that must not be answered are refused, with a reason."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest

from bridge.model.calendar import term_of_months
from bridge.model.money import Money
from bridge.model.schedule import spread
from bridge.model.schedules.allocation import NoFairValue, Share, allocated
from bridge.model.schedules.merges import Element, NotMergeable, prospective
from bridge.model.schedules.rule import Obligation, Rule, planned
from tests.mappers.builders import Built, Sold, a_cpq_order, a_revenue_cloud_order
from tests.oracles.cases import CASES, USD, Case
from tests.oracles.schedules import EVEN, MONTHS, YEAR, closed_before


def merged_after_posting(_case: Case) -> None:
    amount = Money.parse("1200", USD)
    element = Element(
        share=Share(sold=amount, fair_value=Fraction(1)),
        obligation=Obligation(amount=amount, term=YEAR, rule=Rule(spreading=EVEN)),
        recognised=spread(EVEN, amount, YEAR, MONTHS)[:4],
    )
    on = date(2026, 4, 1)  # the first day of the first open period; April is posted
    prospective([element], on, closed_before(on))


def offset_too_far(case: Case) -> None:
    rule = Rule(spreading=EVEN, start_offset=case.inputs["start_offset"])
    term = term_of_months(YEAR.start, case.inputs["periods"])
    planned(Obligation(amount=Money(100, USD), term=term, rule=rule), MONTHS)


def without_prices(case: Case) -> None:
    price = Money.parse(case.inputs["price"], USD)
    first, *others = case.inputs["items"]
    assert first == "licence"
    shares = [Share(sold=price, fair_value=None)]
    allocated([*shares, *(Share(sold=Money(0, USD), fair_value=None) for _ in others)])


#: Case -> what asks for it, and how it is refused.
REFUSED: dict[str, tuple[Callable[[Case], None], type[ValueError], str]] = {
    "NS-FLAG-MERGE-POSTED": (merged_after_posting, NotMergeable, "posted on or after 2026-04-01"),
    "NS-FLAG-START-OFFSET": (offset_too_far, ValueError, "leaves none of 3 periods"),
    "MISC-UNPRICED": (without_prices, NoFairValue, "has no fair value"),
}
#: Shown below, on records.
ON_RECORDS = {"KB-FLAG-DATES", "FASB-09"}


@pytest.mark.parametrize("case", [pytest.param(CASES[one], id=one) for one in REFUSED])
def test_an_example_without_an_answer_is_refused(case: Case) -> None:
    ask, refusal, says = REFUSED[case.id]
    with pytest.raises(refusal, match=says):
        ask(case)


BUILDERS = pytest.mark.parametrize("build", [a_cpq_order, a_revenue_cloud_order])


@BUILDERS
def test_kb_flag_dates_a_line_that_ends_before_it_starts_is_flagged(
    build: Callable[..., Built],
) -> None:
    for stated in CASES["KB-FLAG-DATES"].inputs["cases"]:
        line = Sold(first=stated["start"], last=stated.get("end", stated["target"]))
        assert "END_BEFORE_START" in build(line).codes()


@BUILDERS
def test_fasb_09_a_line_whose_price_is_not_agreed_is_flagged(build: Callable[..., Built]) -> None:
    deal = build(Sold()).with_fields("OrderItem", "OI-O-1-1", TotalPrice=None, UnitPrice=None)
    assert "FIELD_BLANK" in deal.codes()
