"""Amendments and renewals belong to the contract of the first order, however many came between."""

import pytest

from bridge.mappers.dossiers import contract_of, of_order
from bridge.mappers.read import cpq, whole
from bridge.mappers.read.contracts.cpq import BETWEEN_MAX
from bridge.rules.rulebook import Source
from tests.mappers.builders import Built, Rows, built
from tests.mappers.scenarios import key


def a_chain(*kinds: str) -> Built:
    """
    Orders O1, O2, ..., each of a quote of this type, each made into a contract of its own.

    Each quote but the first continues the contract that the order before it made.
    """
    rows: Rows = [{"type": "Account", "key": "ACME"}]
    for place, kind in enumerate(kinds, start=1):
        before = f"@C{place - 1}" if place > 1 else None
        rows += [
            {"type": "SBQQ__Quote__c", "key": f"Q{place}", "SBQQ__Type__c": kind},
            {"type": "Order", "key": f"O{place}", "SBQQ__Quote__c": f"@Q{place}"},
            {"type": "Contract", "key": f"C{place}", "SBQQ__Order__c": f"@O{place}"},
        ]
        rows[-3]["SBQQ__MasterContract__c"] = before
        rows[-2] |= {"AccountId": "@ACME", "EffectiveDate": "2026-01-01", "Status": "Activated"}
        rows[-2] |= {"SBQQ__Contracted__c": True, "SBQQ__PriceCalcStatus__c": "Completed"}
        rows.append({"type": "OrderItem", "key": f"OI{place}", "OrderId": f"@O{place}"})
        rows[-1] |= {"TotalPrice": "1.00", "SBQQ__Activated__c": True}
    return built(f"O{len(kinds)}", rows)


def codes(deal: Built) -> set[str]:
    """What the reader objects to in the chain of a deal."""
    read = cpq.read(deal.dossier, Source("cpq"))
    assert isinstance(read, whole.Unreadable)
    of_chain = {"CHAIN_WITHOUT_ROOT", "CHAIN_TOO_LONG", "REFERENCE_UNREADABLE"}
    return {flag.code for flag in read.flags} & of_chain


@pytest.mark.parametrize(
    "kinds",
    [
        ("Quote",),
        ("Quote", "Amendment"),
        ("Re-Quote", "Amendment"),
        ("Quote", "Amendment", "Amendment"),
        ("Quote", "Renewal", "Amendment"),
        ("Quote", *["Renewal"] * BETWEEN_MAX, "Amendment"),
    ],
)
def test_a_chain_belongs_to_the_contract_of_its_first_order(kinds: tuple[str, ...]) -> None:
    deal = a_chain(*kinds)
    assert contract_of(deal.dossier) == key("Order", "O1")
    assert codes(deal) == set()


def test_every_order_of_a_chain_finds_the_same_contract() -> None:
    deal = a_chain("Quote", "Amendment", "Renewal", "Amendment")
    roots = [one for one in deal.records if one.type == "Order"]
    found = {contract_of(of_order(root, deal.records, (), deal.frame)) for root in roots}
    assert found == {key("Order", "O1")}


def test_an_order_without_a_quote_is_the_first_of_its_contract() -> None:
    deal = a_chain("Quote", "Amendment").with_fields("Order", "O1", SBQQ__Quote__c=None)
    assert contract_of(deal.dossier) == key("Order", "O1")
    assert codes(deal) == set()


def test_a_first_order_that_was_deleted_or_is_hidden_is_a_flag() -> None:
    deal = a_chain("Quote", "Amendment", "Amendment")
    assert codes(deal.with_fields("Order", "O1", IsDeleted=True)) == {"CHAIN_WITHOUT_ROOT"}
    assert codes(deal.without("Order", "O2")) == {"CHAIN_WITHOUT_ROOT"}
    assert codes(deal.without("SBQQ__Quote__c", "Q2")) == {"REFERENCE_UNREADABLE"}


def test_a_chain_that_is_too_long_to_follow_is_a_flag() -> None:
    deal = a_chain("Quote", *["Renewal"] * (BETWEEN_MAX + 1), "Amendment")
    assert codes(deal) == {"CHAIN_TOO_LONG"}
