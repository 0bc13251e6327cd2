"""
Which contract a Revenue Cloud order belongs to.

An amendment changes assets; each of them was first sold by an order. That order may have been an
amendment itself, which sold the asset beside others (a cross-sell): its own assets lead further
back. The contract is named by the order that amended nothing.
"""

from collections.abc import Iterable, Sequence

from bridge.mappers.graph import Step
from bridge.mappers.read import revenue_cloud_lines
from bridge.mappers.read.row import Reading, Row
from bridge.model.deal import DealKind
from bridge.model.ids import ContractId

#: From order products to those that first sold the assets which they change.
FIRST_SALES = (
    Step("OrderItemDetail", "OrderItemId", (("OrderItem", "Id"),)),
    Step(
        "AssetActionSource",
        "ReferenceEntityItemId",
        (("OrderItem", "Id"), ("OrderItemDetail", "Id")),
    ),
    Step("AssetAction", "Id", (("AssetActionSource", "AssetActionId"),)),
    Step("AssetAction", "AssetId", (("AssetAction", "AssetId"),)),
    Step("AssetActionSource", "AssetActionId", (("AssetAction", "Id"),)),
    Step("OrderItem", "Id", (("AssetActionSource", "ReferenceEntityItemId"),)),
)
_SOLD_BY = Step("Order", "Id", (("OrderItem", "OrderId"),))
#: How many amendments may stand between an order and the first one of its contract. Where all
#: assets were first sold together, none does; the steps then find nothing new and cost nothing.
BETWEEN_MAX = 2
#: The orders of first sales, and from each of them further back.
CHAIN = (
    *(
        _SOLD_BY,
        Step("OrderItem", "OrderId", (("Order", "Id"),)),
        *FIRST_SALES,
    )
    * BETWEEN_MAX,
    _SOLD_BY,
)


def contract(reading: Reading, order: Row, items: Sequence[Row], kind: DealKind) -> ContractId:
    """Name the contract: a new deal's own order, else the order that its assets lead back to."""
    if kind is DealKind.NEW:
        return ContractId(order.id)
    roots: set[str] = set()
    seen, wave = {order.id}, _first_sellers(reading, items) - {order.id}
    if items and not wave:
        _without_root(reading, "the order amends", items)
    for _ in range(BETWEEN_MAX):
        amended = _amendments(reading, wave)
        roots |= wave - set(amended)
        seen |= wave
        wave = _further_back(reading, amended) - seen
    too_far = _amendments(reading, wave)
    roots |= wave - set(too_far)
    if too_far:
        _too_long(reading, too_far)
    if len(roots) > 1:
        reading.object(
            "SEVERAL_CONTRACTS",
            f"the order amends assets of {len(roots)} contracts; one deal belongs to one",
            *[f"Order {root}" for root in sorted(roots)],
            nearest="amend each contract by an order of its own",
        )
    return ContractId(min(roots, default=order.id))


def _first_sellers(reading: Reading, items: Iterable[Row]) -> set[str]:
    """Return the orders that first sold the assets which these order products change."""
    return {
        first.needed("OrderId")
        for item in items
        if (first := revenue_cloud_lines.first_sale(reading, item)) and first.id != item.id
    }


def _amendments(reading: Reading, orders: Iterable[str]) -> dict[str, Row]:
    """Return those of the orders that amend others; object to an order that cannot be read."""
    known = {one: reading.one("Order", one) for one in sorted(orders)}
    hidden = [f"Order {one}" for one, row in known.items() if row is None]
    if hidden:
        reading.object(
            "CHAIN_WITHOUT_ROOT",
            "the order amends an asset whose first order was deleted or cannot be seen",
            *hidden,
        )
    return {
        one: row for one, row in known.items() if row and row.offered("OriginalActionType") != "Add"
    }


def _further_back(reading: Reading, amended: dict[str, Row]) -> set[str]:
    found: set[str] = set()
    for one in amended:
        items = reading.where("OrderItem", "OrderId", one)
        sellers = _first_sellers(reading, items) - {one}
        if not sellers:
            _without_root(reading, f"the order goes back to amendment {one}, which changed", items)
        found |= sellers
    return found


def _without_root(reading: Reading, where: str, items: Iterable[Row]) -> None:
    reading.object(
        "CHAIN_WITHOUT_ROOT",
        f"{where} an asset whose first sale cannot be found",
        *[f"OrderItem {item.id}" for item in items],
        nearest="sell what is new by an order of its own, or beside a change of what it adds to",
    )


def _too_long(reading: Reading, wave: Iterable[str]) -> None:
    reading.object(
        "CHAIN_TOO_LONG",
        f"more than {BETWEEN_MAX} amendments, each of what an earlier one added, stand between the "
        "order and the first one of its contract; which that is was not looked for",
        *[f"Order {one}" for one in sorted(wave)],
        nearest="sell it as a new contract",
    )
