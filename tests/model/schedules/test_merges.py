"""Merged arrangements: prospective, retrospective, and what cannot be merged."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.calendar import Period, Term, months
from bridge.model.money import Currency, Money, total
from bridge.model.schedule import Method, PlannedRevenue
from bridge.model.schedules.allocation import Allocation, Share
from bridge.model.schedules.merges import Element, NotMergeable, prospective, retrospective
from bridge.model.schedules.rule import Custom, Obligation, Percent, Rule, Step, planned

USD = Currency("USD")
EVEN = Rule(spreading=Method.STRAIGHT_LINE_EVEN)
YEAR = months(date(2026, 1, 1), date(2026, 12, 31))


def closed_to(number: int) -> tuple[Period, ...]:
    return tuple(replace(one, closed=at <= number) for at, one in enumerate(YEAR, start=1))


def an_element(
    amount: str, first: date, last: date, *, done: int = 0, fair: str | None = None
) -> Element:
    """An element of even periods of which so many are recognised; excluded without fair value."""
    money = Money.parse(amount, USD)
    obligation = Obligation(amount=money, term=Term.inclusive(first, last), rule=EVEN)
    value = None if fair is None else Fraction(fair)
    how = Allocation.EXCLUDE if fair is None else Allocation.NORMAL
    return Element(
        share=Share(sold=money, fair_value=value, allocation=how),
        obligation=obligation,
        recognised=planned(obligation, YEAR)[:done],
    )


def texts(plans: Sequence[Sequence[PlannedRevenue]]) -> list[str]:
    return [
        ", ".join(f"{part.period[-2:]} {part.amount.text()}" for part in plan) for plan in plans
    ]


def test_a_prospective_merge_shares_residuals_and_additions_anew() -> None:
    # 600 from January on, 200 recognised: 400 with two thirds of the fair value of 600 are left,
    # and 200 with a fair value of 400 are added from March on: 600 by 400 to 400.
    first = an_element("600", date(2026, 1, 1), date(2026, 6, 30), done=2, fair="600")
    added = an_element("200", date(2026, 3, 1), date(2026, 5, 31), fair="400")
    assert texts(prospective([first, added], date(2026, 3, 1), closed_to(2))) == [
        "01 100.00, 02 100.00, 03 75.00, 04 75.00, 05 75.00, 06 75.00",
        "03 100.00, 04 100.00, 05 100.00",
    ]


def test_what_begins_later_keeps_what_is_recognised_of_it_all_the_same() -> None:
    # 600 and 200 by 300 to 100: the first keeps its 600, and the 90 of February count towards it
    first = an_element("600", date(2026, 3, 1), date(2026, 5, 31), fair="300")
    early = PlannedRevenue("2026-02", Money.parse("90", USD))
    added = an_element("200", date(2026, 3, 1), date(2026, 4, 30), fair="100")
    merged = prospective(
        [replace(first, recognised=(early,)), added], date(2026, 3, 1), closed_to(2)
    )
    assert texts(merged) == ["02 90.00, 03 170.00, 04 170.00, 05 170.00", "03 100.00, 04 100.00"]


def test_what_is_recognised_in_full_has_no_residual() -> None:
    over = an_element("200", date(2026, 1, 1), date(2026, 2, 28), done=2, fair="10")
    added = an_element("30", date(2026, 3, 1), date(2026, 5, 31), fair="10")
    assert texts(prospective([over, added], date(2026, 3, 1), closed_to(2))) == [
        "01 100.00, 02 100.00",
        "03 10.00, 04 10.00, 05 10.00",
    ]


def test_a_merge_of_what_is_over_changes_nothing() -> None:
    over = an_element("200", date(2026, 1, 1), date(2026, 2, 28), done=2, fair="10")
    assert prospective([over], date(2026, 3, 1), closed_to(2)) == (over.recognised,)


def test_a_retrospective_merge_catches_up_in_the_next_period() -> None:
    # 900 by 600 to 300: 600 over six months are 100 a month, 100 of two months are recognised.
    first = an_element("300", date(2026, 1, 1), date(2026, 6, 30), done=2, fair="600")
    added = an_element("600", date(2026, 1, 1), date(2026, 3, 31), fair="300")
    assert texts(retrospective([first, added], closed_to(2))) == [
        "01 50.00, 02 50.00, 03 200.00, 04 100.00, 05 100.00, 06 100.00",
        "01 100.00, 02 100.00, 03 100.00",
    ]


def test_a_prospective_merge_begins_with_the_first_open_period() -> None:
    one = an_element("600", date(2026, 1, 1), date(2026, 6, 30), done=2)
    with pytest.raises(NotMergeable, match="open period on 2026-03-01, not 2026-04-01"):
        prospective([one], date(2026, 4, 1), closed_to(2))


def test_a_term_that_ended_with_revenue_left_is_not_merged() -> None:
    one = an_element("600", date(2026, 1, 1), date(2026, 2, 28), done=1)
    with pytest.raises(NotMergeable, match="has no term from 2026-03-01"):
        prospective([one], date(2026, 3, 1), closed_to(2))


def test_custom_percentages_do_not_go_on_from_a_merge() -> None:
    one = an_element("600", date(2026, 1, 1), date(2026, 6, 30), done=2)
    rule = Rule(spreading=Custom((Step(0, Percent(Decimal(100))),)))
    custom = replace(one, obligation=replace(one.obligation, rule=rule))
    with pytest.raises(NotMergeable, match="custom percentages"):
        prospective([custom], date(2026, 3, 1), closed_to(2))


elements = st.builds(
    lambda amount, first, length, done, fair: an_element(
        f"{amount}.00",
        date(2026, first, 1),
        date(2026, min(12, first + length), 28),
        done=max(0, min(done, 4 - first)),
        fair=fair,
    ),
    st.integers(1, 10**6),
    st.integers(1, 6),
    st.integers(4, 11),
    st.integers(0, 3),
    st.none() | st.integers(1, 10**4).map(str),
)


@given(st.lists(elements, min_size=1, max_size=5))
def test_merges_keep_what_is_recognised_and_what_was_sold(found: list[Element]) -> None:
    sold = total((one.share.sold for one in found), USD)
    for plans in (
        retrospective(found, closed_to(3)),
        prospective(found, date(2026, 4, 1), closed_to(3)),
    ):
        assert total((part.amount for plan in plans for part in plan), USD) == sold
        for one, plan in zip(found, plans, strict=True):
            assert plan[: len(one.recognised)] == one.recognised
