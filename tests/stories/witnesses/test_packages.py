"""Two witnesses of a package: the bridge predicts, the stand-in of NetSuite plans."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bridge.mappers import dossiers
from bridge.mappers.graph import Index
from bridge.model.document import Kind
from bridge.model.record import Scalar
from bridge.rulebooks.telling import Told
from bridge.translate import Translation, translate
from tests.mappers.scenarios import key, seed, translated, with_fields
from tests.stories.witnesses.test_merges import planned_by_netsuite
from tests.translate.merging.contracts import JANUARY, by_element, merge_of, periods
from tests.translate.merging.packages import DISCOUNTED, book, in_month, of_package

MARCH, MAY = date(2026, 3, 1), date(2026, 5, 1)
OPENED = (JANUARY, MARCH, MAY)


def upsold(amended: str) -> list[Translation]:
    """Two contracts are combined in March, and in May more seats are added to the first."""
    known, rulebook = seed("b-upsell-mid-term.cpq"), book("combine", amended)
    first: dict[str, Scalar] = {"Package__c": "P-7", "Package_Contracts__c": 2}
    index = Index(with_fields(known.records, key("Order", "O-B0"), first))
    b0, b1 = index.roots([key("Order", "O-B0"), key("Order", "O-B1")])
    second = of_package("O-2", DISCOUNTED, day="2026-03-02")
    frames = [replace(known.frame, periods=periods(since)) for since in OPENED]
    alone = [
        dossiers.of_order(b0, index, (), frames[0]),
        in_month(second, MARCH),
        dossiers.of_order(b1, index, (), frames[2]),
    ]
    told = Told()
    for dossier in alone:
        told.add(translate(told.before(dossier, rulebook), rulebook))
    return told.done


def orders(found: Sequence[Translation]) -> tuple[str, ...]:
    return tuple(
        document.external_id
        for one in map(translated, found)
        for document in one.documents
        if document.kind is Kind.SALES_ORDER
    )


@pytest.mark.parametrize("amended", ["separate_contract", "prospective", "cumulative_catch_up"])
def test_the_account_plans_a_package_and_its_change_as_they_were_predicted(amended: str) -> None:
    found = upsold(amended)
    assert planned_by_netsuite(found, OPENED, invoiced=False) == by_element(found)


def test_a_change_that_is_merged_is_merged_with_the_whole_package() -> None:
    found = upsold("prospective")
    request = merge_of(found[2])
    assert request.merging is not None
    assert request.merging.sources == orders(found)


def test_a_change_that_is_a_contract_of_its_own_leaves_the_package_as_it_is() -> None:
    found = upsold("separate_contract")
    assert [one.kind for one in translated(found[2]).documents] == [Kind.SALES_ORDER]
