"""How the total of an arrangement is shared, with the figures that NetSuite prints."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.money import Currency, Money, total
from bridge.model.schedules.allocation import Allocation, NoFairValue, Share, allocated

USD = Currency("USD")


def a_share(sold: str, fair: str | None) -> Share:
    value = None if fair is None else Fraction(fair)
    return Share(sold=Money.parse(sold, USD), fair_value=value)


def revenue(*shares: Share) -> list[str]:
    return [amount.text() for amount in allocated(shares)]


def test_the_difference_goes_to_the_greatest_and_to_the_last_of_equals() -> None:
    # Section 4381033932: 300.00 over fair values of 100, 100, 100 and 60.
    shares = [a_share(sold, "100") for sold in ("120", "60", "30")]
    printed = ["83.33", "83.33", "83.34", "50.00"]
    assert revenue(*shares, a_share("90", "60")) == printed


def test_an_excluded_element_keeps_its_amount() -> None:
    excluded = replace(a_share("50", None), allocation=Allocation.EXCLUDE)
    assert revenue(a_share("60", "100"), excluded, a_share("40", "100")) == [
        *("50.00", "50.00"),
        "50.00",
    ]


def test_excluded_elements_alone_keep_their_amounts() -> None:
    excluded = replace(a_share("50", None), allocation=Allocation.EXCLUDE)
    assert revenue(excluded, excluded) == ["50.00", "50.00"]


def test_the_parts_of_a_kit_share_its_amount() -> None:
    kit = replace(a_share("90", None), heads_a_kit=True)
    assert revenue(kit, a_share("0", "60"), a_share("0", "30")) == ["0.00", "60.00", "30.00"]


def test_a_kit_without_parts_that_take_part_is_refused() -> None:
    with pytest.raises(NoFairValue, match="a kit has no part"):
        allocated([replace(a_share("90", None), heads_a_kit=True)])


def test_what_permits_no_discount_gets_its_fair_value_first() -> None:
    firm = replace(a_share("100", "100"), permits_discount=False)
    assert revenue(firm, a_share("50", "60"), a_share("30", "60")) == ["100.00", "40.00", "40.00"]


def test_where_nothing_permits_a_discount_all_share() -> None:
    firm = replace(a_share("50", "100"), permits_discount=False)
    assert revenue(firm, firm) == ["50.00", "50.00"]


def test_software_with_evidence_gets_its_price_and_the_rest_shares_the_residual() -> None:
    # Section 4370766951: 960.00 sold, 900.00 have evidence; 60.00 go by sales of 360 to 280.
    software = replace(a_share("200", "360"), allocation=Allocation.SOFTWARE, objective=True)
    support = replace(software, sold=Money.parse("120", USD), fair_value=Fraction(540))
    licence = replace(a_share("360", "346"), allocation=Allocation.SOFTWARE, delivered=True)
    hosting = replace(licence, sold=Money.parse("280", USD), fair_value=Fraction(269))
    printed = ["360.00", "540.00", "33.75", "26.25"]
    assert revenue(software, support, licence, hosting) == printed


def test_a_residual_goes_by_fair_values_where_nothing_was_sold_for_anything() -> None:
    licences = [
        replace(a_share("0", fair), allocation=Allocation.SOFTWARE, delivered=True)
        for fair in ("10", "30")
    ]
    support = replace(a_share("100", "60"), allocation=Allocation.SOFTWARE, objective=True)
    assert revenue(*licences, support) == ["10.00", "30.00", "60.00"]


def test_a_missing_fair_value_is_refused() -> None:
    with pytest.raises(NoFairValue, match=r"sold for 40\.00 USD has no fair value"):
        allocated([a_share("60", "1"), a_share("40", None)])


def test_fair_values_that_add_up_to_zero_are_refused() -> None:
    with pytest.raises(NoFairValue, match="add up to zero"):
        allocated([a_share("60", "1"), a_share("40", "-1")])


@given(
    st.lists(
        st.tuples(st.integers(-(10**9), 10**9), st.integers(1, 10**6), st.sampled_from(Allocation)),
        min_size=1,
        max_size=8,
    )
)
def test_what_is_allocated_is_what_was_sold(lines: list[tuple[int, int, Allocation]]) -> None:
    shares = [
        Share(sold=Money(sold, USD), fair_value=Fraction(fair, 7), allocation=how)
        for sold, fair, how in lines
    ]
    sold = total((one.sold for one in shares), USD)
    assert total(allocated(shares), USD) == sold
