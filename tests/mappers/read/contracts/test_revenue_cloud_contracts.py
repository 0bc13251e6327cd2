"""Amendments of what an amendment added belong to the contract of the first order."""

import pytest

from bridge.mappers.dossiers import contract_of, of_order
from bridge.mappers.read import revenue_cloud, whole
from bridge.mappers.read.contracts.revenue_cloud import BETWEEN_MAX
from bridge.rules.rulebook import Source
from tests.mappers.builders import Built, Rows, built
from tests.mappers.scenarios import key


def a_chain(*orders: str) -> Built:
    """
    Orders of one customer, each "NAME: ASSET ASSET ..."; the first to name an asset sells it.

    An order is new business if it only sells and is called N..., else an amendment.
    """
    rows: Rows = [{"type": "Account", "key": "ACME"}]
    sold: set[str] = set()
    for place, told in enumerate(orders, start=1):
        name, _, assets = told.partition(": ")
        action = "Add" if name.startswith("N") else "Amend"
        day = f"2026-{place:02}-01"
        rows.append({"type": "Order", "key": name, "OriginalActionType": action})
        rows[-1] |= {"AccountId": "@ACME", "EffectiveDate": day, "Status": "Activated"}
        for asset in assets.split():
            kind = "Change" if asset in sold else "Generate"
            rows += _touched(name, asset, kind)
            sold.add(asset)
    return built(orders[-1].partition(": ")[0], rows)


def _touched(order: str, asset: str, kind: str) -> Rows:
    one = f"{order}-{asset}"
    return [
        {"type": "OrderItem", "key": f"OI-{one}", "OrderId": f"@{order}", "TotalPrice": "1.00"},
        {"type": "Asset", "key": f"AS-{asset}"},
        {"type": "AssetAction", "key": f"AA-{one}", "AssetId": f"@AS-{asset}", "Type": kind},
        {
            "type": "AssetActionSource",
            "key": f"AAS-{one}",
            "AssetActionId": f"@AA-{one}",
            "ReferenceEntityItemId": f"@OI-{one}",
        },
    ]


def codes(deal: Built) -> set[str]:
    """What the reader objects to in the chain of a deal."""
    read = revenue_cloud.read(deal.dossier, Source("revenue_cloud"))
    assert isinstance(read, whole.Unreadable)
    of_chain = {"CHAIN_WITHOUT_ROOT", "CHAIN_TOO_LONG", "SEVERAL_CONTRACTS"}
    return {flag.code for flag in read.flags} & of_chain


@pytest.mark.parametrize(
    "orders",
    [
        ("N1: A",),
        ("N1: A", "2: A"),
        ("N1: A", "2: A X"),
        ("N1: A", "2: A X", "3: X"),
        ("N1: A", "2: A X", "3: A X"),
        ("N1: A", "2: A X", "3: X", "4: X"),
        ("N1: A", "2: A X", "3: X Y", "4: Y"),
        ("N1: A B", "2: A X", "3: B Y", "4: X Y"),
    ],
)
def test_a_chain_of_amendments_belongs_to_the_contract_of_its_first_order(
    orders: tuple[str, ...],
) -> None:
    deal = a_chain(*orders)
    assert contract_of(deal.dossier) == key("Order", "N1")
    assert codes(deal) == set()


def test_every_order_of_a_chain_finds_the_same_contract() -> None:
    deal = a_chain("N1: A", "2: A X", "3: X", "4: A")
    roots = [one for one in deal.records if one.type == "Order"]
    found = {contract_of(of_order(root, deal.records, (), deal.frame)) for root in roots}
    assert found == {key("Order", "N1")}


def test_an_order_that_amends_what_two_first_orders_sold_is_a_flag() -> None:
    assert codes(a_chain("N1: A", "N2: B", "3: A B")) == {"SEVERAL_CONTRACTS"}
    assert codes(a_chain("N1: A", "N2: B", "3: A X", "4: X B")) == {"SEVERAL_CONTRACTS"}


def test_an_amendment_of_what_an_order_without_a_first_one_added_is_a_flag() -> None:
    assert codes(a_chain("N1: A", "2: X", "3: X")) == {"CHAIN_WITHOUT_ROOT"}


def test_a_first_order_that_was_deleted_or_is_hidden_is_a_flag() -> None:
    deal = a_chain("N1: A", "2: A X", "3: X")
    assert codes(deal.with_fields("Order", "N1", IsDeleted=True)) == {"CHAIN_WITHOUT_ROOT"}
    assert codes(deal.without("Order", "N1")) == {"CHAIN_WITHOUT_ROOT"}


def test_a_chain_that_is_too_long_to_follow_is_a_flag() -> None:
    assert BETWEEN_MAX == 2
    deal = a_chain("N1: A", "2: A X", "3: X Y", "4: Y Z", "5: Z")
    assert codes(deal) == {"CHAIN_TOO_LONG"}
