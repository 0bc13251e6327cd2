"""
Changes of a sales order: some of its lines with new values, in the form of its record.

A body names only the lines that change, each by its key, with all that they become in absolute
values: sending it again changes nothing. Lines that it does not name stay as they are. A change of
an order of the deal itself says what of the header becomes otherwise, too.
"""

from bridge.mappers.write import sales_order
from bridge.model.document import Becomes, Document, DocumentLine

#: The name of the change that an order was told last.
NAME_FIELD = "custbody_bridge_change"


def content(document: Document) -> dict[str, object]:
    """
    Return the changed lines; where one changes twice, as it stands in the end.

    A line that the same change adds and closes is none that the order ever needs.
    """
    first: dict[int, DocumentLine] = {}
    last: dict[int, DocumentLine] = {}
    for line in document.lines:
        first.setdefault(line.key, line)
        last[line.key] = line
    written = [_line(line, first[key]) for key, line in last.items()]
    return {
        NAME_FIELD: document.external_id,
        **(sales_order.rewritten(document.fields) if document.corrects else {}),
        **({"item": {"items": [line for line in written if line]}} if written else {}),
    }


def _line(line: DocumentLine, first: DocumentLine) -> dict[str, object]:
    becomes, is_new = line.becomes, first.is_added
    if becomes is None and line.amount:
        raise ValueError(f"order line {line.key} does not say what it becomes")
    if becomes is None:  # words alone
        return {"line": line.key, **sales_order.rewritten(line.fields)}
    if is_new and becomes.closed:
        return {}
    return {
        "line": line.key,
        **(sales_order.new_line(first) if is_new else sales_order.rewritten(becomes.fields or {})),
        "quantity": becomes.quantity,
        "amount": becomes.amount.decimal(),
        "price": sales_order.CUSTOM_PRICE,
        **_days(becomes),
        **sales_order.fair_value(line),
        **({"isClosed": True} if becomes.closed else {}),
    }


def _days(becomes: Becomes) -> dict[str, object]:
    """Return the days of service; a line of which a correction takes them loses them."""
    if becomes.service is None and becomes.fields is not None:
        return dict.fromkeys(sales_order.SERVICE_DAYS)
    return sales_order.service_days(becomes.service)
