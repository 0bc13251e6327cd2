"""What the last step of a result spares where it is proved, and what it still stops."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from bridge.rules.check import check
from bridge.rules.compile import NotComputable, compile_all
from bridge.rules.types import DATE, INTEGER, Type, decimal

PLACE = decimal(9, 2)
SCOPE: dict[str, Type] = {"price": PLACE, "pieces": PLACE, "term": INTEGER, "day": DATE}


def results(fields: Mapping[str, tuple[str, Type]], **facts: object) -> Mapping[str, str]:
    """Compute the fields together and write their values."""
    checked = {name: check(source, SCOPE, target) for name, (source, target) in fields.items()}
    return {name: str(value) for name, value in compile_all(checked)(facts).items()}


def test_a_zero_has_no_sign_where_its_facts_are_known_to_be_numbers() -> None:
    fields = {"amount": ("price * 1", PLACE), "again": ("price", PLACE), "less": ("-price", PLACE)}
    found = results(fields, price=Decimal("-0.00"))
    assert found == {"amount": "0.00", "again": "0.00", "less": "0.00"}


def test_what_is_no_number_is_stopped_though_a_branch_that_was_not_taken_reads_it() -> None:
    fields = {"maybe": ("IF(term = 0, price, 0)", PLACE), "plain": ("price", PLACE)}
    with pytest.raises(NotComputable) as caught:
        results(fields, price=Decimal("NaN"), term=1)
    assert caught.value.field == "plain"


def test_what_is_no_number_is_stopped_though_a_fact_beside_it_is_one() -> None:
    fields = {"pieces": ("pieces", PLACE), "amount": ("price + pieces", PLACE)}
    with pytest.raises(NotComputable) as caught:
        results(fields, price=Decimal("NaN"), pieces=Decimal(1))
    assert caught.value.field == "amount"


def test_what_is_rounded_part_by_part_needs_no_rounding_and_must_still_fit() -> None:
    rounded = "ROUND(price * pieces, 2) - ROUND(price / 3, 2)"
    facts = {"price": Decimal("100.00"), "pieces": Decimal("3.00")}
    assert results({"less": (rounded, decimal(5, 2))}, **facts) == {"less": "266.67"}
    with pytest.raises(NotComputable, match="more than 2 digits before the point"):
        results({"less": (rounded, decimal(4, 2))}, **facts)


def test_whole_numbers_are_given_up_to_their_last_digit() -> None:
    for number in (0, 2**30 - 1, 2**30, 10**10 - 1, -(2**30), 1 - 10**10):
        assert results({"term": ("term", INTEGER)}, term=number) == {"term": str(number)}
    with pytest.raises(NotComputable):
        results({"term": ("term", INTEGER)}, term=-(10**10))


@pytest.mark.parametrize(
    ("source", "day", "reason"),
    [
        ("day + 1", date.max, "outside the years 1 to 9999"),
        ("day - 1", date.min, "outside the years 1 to 9999"),
        ("EDATE(day, term)", date(9999, 12, 1), "outside the years 1 to 9999"),
        ("ADDMONTHS(day, term)", date(9999, 12, 1), "outside the years 1 to 9999"),
    ],
)
def test_a_day_behind_the_calendar_is_told_in_words(source: str, day: date, reason: str) -> None:
    with pytest.raises(NotComputable, match=reason):
        results({"day": (source, DATE)}, day=day, term=1)
