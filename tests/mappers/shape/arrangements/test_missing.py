"""Packages of which a contract will hardly come: somebody is told, at the last one in the books."""

from dataclasses import replace

import pytest

from bridge.mappers.shape.arrangements import packages
from bridge.mappers.shape.arrangements.packages import Waits, Whole
from bridge.model.packages.package import Member
from tests.mappers.shape.arrangements.test_packages import (
    a_deal,
    a_sold,
    an_order,
    codes,
    other,
    package,
)

OUT = "60,000.00 USD, rejected: sold twice"


def left_out(number: int) -> Member:
    return other(number, settled=False, out=OUT)


@pytest.mark.parametrize("number", [1, 3])
def test_a_contract_that_was_left_out_is_told_with_its_amount_wherever_it_stands(
    number: int,
) -> None:
    found = packages.combined(a_sold(), package(left_out(number)))
    assert codes(found) == ["PACKAGE_INCOMPLETE"]
    assert isinstance(found, tuple)
    (flag,) = found
    assert f"1 of 2 contracts in the books, and 0010{number} is not among them ({OUT})" in flag.says
    assert (flag.amount.text(), flag.evidence) == ("120.00", ("deal deal2", f"deal deal{number}"))


def test_only_the_last_contract_that_is_in_the_books_tells_of_one_that_is_not() -> None:
    three = a_deal(1, package_contracts=3)
    known = package(other(2, contracts=3), replace(left_out(3), contracts=3))
    assert isinstance(packages.combined(a_sold(three), known), Waits)


def test_what_was_left_out_is_not_missed_where_the_others_are_as_many_as_they_say() -> None:
    known = package(other(1), left_out(3), documents=(an_order(1),))
    assert packages.combined(a_sold(), known) == Whole((an_order(1),))


def test_a_package_that_waits_for_too_long_is_told_and_one_that_is_there_is_not() -> None:
    alone = replace(package(), overdue_after_days=90)
    (flag,) = packages.combined(a_sold(), alone)  # type: ignore[misc]  # a tuple of flags
    assert flag.says == (
        "the package P-7 has 1 of 2 contracts in the books, and for 90 days no other has come: "
        "they are not merged"
    )
    whole = replace(package(other(), documents=(an_order(1),)), overdue_after_days=90)
    assert packages.combined(a_sold(), whole) == Whole((an_order(1),))
