"""
Reduction orders: they take from the lines of one earlier order.

Each of their order products names the one that it reduces, and its quantity is negative. The chain
has one link: what reduces cannot be reduced. Our contract is named by the order that is reduced.
"""

from decimal import Decimal

from bridge.mappers.read.row import Reading, Row
from bridge.mappers.read.sales_cloud.telling import is_plain
from bridge.model.ids import ContractId, LineId


def contract(reading: Reading, order: Row) -> ContractId:
    """Name the contract: an order's own, or for a reduction that of the order that it reduces."""
    if not order.yes("IsReductionOrder"):
        return ContractId(order.id)
    original = order.to("Order", "OriginalOrderId")
    if original is None:
        reading.object(
            "CHAIN_WITHOUT_ROOT",
            "the order reduces another order, which is not named or cannot be seen",
            order.names("OriginalOrderId"),
        )
        return ContractId(order.id)
    if not is_plain(original.record):
        reading.object(
            "CHAIN_OF_ANOTHER_MODEL",
            "the order reduces an order of CPQ or Revenue Cloud, which are amended by quotes",
            order.names("OriginalOrderId"),
            nearest="amend the contract by a quote",
        )
    elif original.yes("IsReductionOrder") or original.text("AccountId") != order.text("AccountId"):
        reading.object(
            "REDUCTION_CONTRADICTED",
            "the order reduces a reduction, or an order of another customer",
            original.names("IsReductionOrder"),
            original.names("AccountId"),
            order.names("AccountId"),
        )
    return ContractId(original.id)


def revised(reading: Reading, item: Row, order: Row) -> LineId | None:
    """Return the line that an order product reduces; None, with an objection, where none is."""
    sold = item.to("OrderItem", "OriginalOrderItemId")
    if sold is None:
        reading.object(
            "CHAIN_WITHOUT_ROOT",
            "the order product reduces an earlier one, which is not named or cannot be seen",
            item.names("OriginalOrderItemId"),
            line=item.line,
        )
        return None
    for field, wanted in (
        ("OrderId", order.text("OriginalOrderId")),
        ("Product2Id", item.text("Product2Id")),
    ):
        if sold.text(field) != wanted:
            _object(item, sold, f"{field} of the order product that it reduces is another", field)
    _check_quantity(item, sold)
    return LineId(sold.id)


def _check_quantity(item: Row, sold: Row) -> None:
    taken, had = item.number("Quantity") or Decimal(0), sold.number("Quantity") or Decimal(0)
    if not -had <= taken < 0:
        _object(item, sold, f"it takes {-taken:f} of {had:f}", "Quantity")
    if (item.number("TotalPrice") or Decimal(0)) > 0:
        _object(item, sold, "its total is above zero", "TotalPrice")


def _object(item: Row, sold: Row, says: str, field: str) -> None:
    item.reading.object(
        "REDUCTION_CONTRADICTED",
        f"the order product is a reduction, and {says}",
        item.names(field),
        sold.names(field),
        line=item.line,
        nearest=f"take at most {sold.shown('Quantity')}, with quantity and total below zero",
    )
