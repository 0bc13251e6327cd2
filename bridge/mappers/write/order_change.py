"""
Changes of a sales order: some of its lines with new values, in the form of its record.

A body names only the lines that change, each by its key, with all that they become in absolute
values: sending it again changes nothing. Lines that it does not name stay as they are.
"""

from bridge.mappers.write import sales_order
from bridge.model.document import Becomes, Document, DocumentLine


def content(document: Document) -> dict[str, object]:
    """Return the changed lines; where one changes twice, as it stands in the end."""
    lines = {line.key: line for line in document.lines}
    return {
        "custbody_bridge_change": document.external_id,
        "item": {"items": [_line(line) for line in lines.values()]},
    }


def _line(line: DocumentLine) -> dict[str, object]:
    becomes = line.becomes
    if becomes is None:
        raise ValueError(f"order line {line.key} does not say what it becomes")
    return {
        "line": line.key,
        **({} if _stands(line, becomes) else sales_order.new_line(line)),
        "quantity": becomes.quantity,
        "amount": becomes.amount.decimal(),
        "price": sales_order.CUSTOM_PRICE,
        **sales_order.service_days(becomes.service),
        **({"isClosed": True} if becomes.closed else {}),
    }


def _stands(line: DocumentLine, becomes: Becomes) -> bool:
    """Say whether the order has the line already: a new one gains all that it becomes."""
    return line.amount != becomes.amount or line.units != becomes.units
