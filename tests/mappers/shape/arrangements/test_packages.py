"""Packages: who asks for the merge of which documents, and what keeps contracts apart."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bridge.mappers.shape.arrangements import packages
from bridge.mappers.shape.arrangements.packages import Sold, Waits, Whole
from bridge.model.deal import Deal, DealKind
from bridge.model.document import Kind
from bridge.model.dossier import EarlierDocument, Package
from bridge.model.ids import ContractId, DealId, ExternalId
from bridge.model.money import Currency, Money
from bridge.model.packages.package import Member
from tests.mappers.shape.amending import a_step, sold

USD = Currency("USD")
SIDES = {"customer": "ACME", "subsidiary": "US-INC"}


def a_deal(number: int = 2, kind: DealKind = DealKind.NEW, **facts: str | int | None) -> Deal:
    """A deal of the year 2026, the second of a package of two."""
    return Deal(
        id=DealId(f"deal{number}"),
        name=f"0010{number}",
        kind=kind,
        contract=ContractId(f"deal{number}"),
        account="ACME",
        account_name="ACME",
        booked=Money.parse("120.00", USD),
        booked_on=date(2026, 1, number),
        lines=(sold(a_step("L0", "1", "120.00")),),
        facts={"package": "P-7", "package_contracts": 2, **facts},
    )


def a_sold(deal: Deal | None = None) -> Sold:
    return Sold(deal=deal or a_deal(), **SIDES, new=())


def other(number: int = 1, **parts: Any) -> Member:
    """A contract whose order NetSuite has."""
    known = replace(a_sold(a_deal(number)).member, settled=True)
    return replace(known, **parts)


def an_order(
    number: int, kind: Kind = Kind.SALES_ORDER, target: int | None = None
) -> EarlierDocument:
    return EarlierDocument(
        deal=DealId(f"deal{number}"),
        kind=kind,
        external_id=ExternalId(f"{kind}-{number}"),
        dated=date(2026, 1, number),
        target=ExternalId(f"sales_order-{target}") if target else None,
        lines=(),
        schedules=(),
    )


def package(*members: Member, documents: tuple[EarlierDocument, ...] = ()) -> Package:
    return Package(name="P-7", members=members, documents=documents)


def codes(found: object) -> list[str]:
    assert isinstance(found, tuple), found
    return [flag.code for flag in found]


def test_the_last_contract_merges_the_orders_of_all() -> None:
    known = package(other(), documents=(an_order(1),))
    assert packages.combined(a_sold(), known) == Whole((an_order(1),))


def test_of_two_of_one_day_the_last_by_its_id_asks() -> None:
    known = package(other(3, booked_on=date(2026, 1, 2)))
    says = ("its contracts are merged by 00103, the last of them",)
    assert packages.combined(a_sold(), known) == Waits(says)


def test_the_merge_waits_for_an_order_that_netsuite_does_not_have() -> None:
    known = package(other(settled=False))
    assert packages.combined(a_sold(), known) == Waits(
        ("NetSuite does not have the order of 00101 yet",)
    )


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"customer": "OTHER"}, "customer ACME and OTHER"),
        ({"subsidiary": "DE-GMBH"}, "subsidiary US-INC and DE-GMBH"),
        ({"currency": Currency("EUR")}, "currency USD and EUR"),
    ],
)
def test_contracts_that_netsuite_would_not_merge_are_flagged_with_what_would_do(
    parts: dict[str, Any], says: str
) -> None:
    found = packages.combined(a_sold(), package(other(**parts)))
    assert isinstance(found, tuple)
    (flag,) = found
    assert (flag.code, flag.amount.text()) == ("PACKAGE_APART", "120.00")
    assert f"have {says}: " in flag.says
    assert flag.nearest is not None


def test_of_a_contract_without_an_order_the_customer_is_not_known_and_not_held_against_it() -> None:
    known = other(settled=False, customer=None, subsidiary=None)
    assert isinstance(packages.combined(a_sold(), package(known)), Waits)


def test_contracts_that_contradict_each_other_or_are_too_many_are_flagged_once() -> None:
    disagreeing = package(other(contracts=3))
    assert codes(packages.combined(a_sold(), disagreeing)) == ["PACKAGE_CONTRADICTED"]
    too_many = package(other(), other(1, deal=DealId("deal0")))
    assert codes(packages.combined(a_sold(), too_many)) == ["PACKAGE_CONTRADICTED"]
    first = packages.combined(a_sold(a_deal(1)), package(other(2, contracts=3)))
    assert isinstance(first, Waits), "the last of them is flagged, and no other"


def test_a_change_names_no_package_but_that_of_its_contract() -> None:
    change = a_deal(kind=DealKind.AMENDMENT)
    assert codes(packages.of_a_change(change, None)) == ["PACKAGE_OF_A_CHANGE"]
    other_one = replace(package(), name="P-8")
    assert codes(packages.of_a_change(change, other_one)) == ["PACKAGE_OF_A_CHANGE"]
    assert packages.of_a_change(change, package()) == ()
    assert packages.of_a_change(a_deal(kind=DealKind.AMENDMENT, package=None), None) == ()
    assert packages.of_a_change(a_deal(), None) == ()


def test_what_changes_an_order_goes_with_it_and_what_stands_apart_does_not() -> None:
    change = an_order(3, Kind.ORDER_CHANGE, target=1)
    apart = an_order(4)
    given_back = an_order(5, Kind.RETURN_AUTHORIZATION, target=1)
    documents = (an_order(1), an_order(2), change, apart, given_back)
    found = packages.together(documents, {ExternalId("sales_order-1")})
    assert found == (an_order(1), change)


def test_without_a_merge_nothing_of_other_contracts_is_linked() -> None:
    earlier = (an_order(1),)
    assert packages.linked(earlier, package(documents=(an_order(1), an_order(2)))) == earlier
    assert packages.linked(earlier, None) == earlier
