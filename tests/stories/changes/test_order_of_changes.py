"""Amendments that NetSuite acknowledges in another order than that of their contract."""

from itertools import permutations
from pathlib import Path

import pytest

from bridge.mappers.shape import standing
from bridge.model.calendar import Term
from bridge.model.ids import ContractId, DealId
from tests.stories.changes.decreases import fewer
from tests.stories.stand import UPSELL, Stand, a_stand, order

#: Name -> seats that go, and from which month of 2026 on; 25 of the 30 that were bought last.
AMENDMENTS = {"X7": (5, 7), "X8": (10, 8), "X9": (10, 9)}
ORDERS = list(permutations(AMENDMENTS))


def books(stand: Stand) -> dict[tuple[str, int], tuple[object, ...]]:
    """What the books believe of each order line of the contract."""
    contract = ContractId(order("O-B0"))
    with stand.ends.store.reading() as view:
        earlier = view.dossiers.earlier_documents(contract, than=DealId("none of them"))
    return {
        (one.order, one.key): (one.amount.decimal(), one.quantity, *days(one.service))
        for one in standing.of(earlier).lines
    }


def days(service: Term | None) -> tuple[object, object]:
    return (service.start, service.last) if service else (None, None)


def account(stand: Stand) -> dict[tuple[str, int], tuple[object, ...]]:
    """What NetSuite holds of each order line."""
    return {
        (name, line.key): (line.amount, line.quantity, line.first, line.last)
        for name in stand.orders()
        if (found := stand.ends.netsuite.find("salesOrder", name))
        for line in found.lines or ()
    }


@pytest.mark.parametrize(
    "names",
    [
        ("X9", "X7", "X8"),
        *(
            pytest.param(names, marks=pytest.mark.on_demand)
            for names in ORDERS
            if names != ("X9", "X7", "X8")
        ),
    ],
)
def test_the_books_hold_what_netsuite_holds_in_whatever_order_changes_came(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    with a_stand(tmp_path, UPSELL) as stand:
        stand.sync()
        for name in names:
            stand.arrive(*fewer(name, *AMENDMENTS[name]))
            assert stand.sync().posted_now == 1
            assert books(stand) == account(stand)
        assert stand.codes() == []
        # 142,479.60 less 5 seats for 6 months, 10 for 5, and 10 for 4, at 100.00
        assert stand.position()["ordered"] == "130479.60"
