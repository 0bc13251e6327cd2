"""
Changes of a sales order: some of its lines with new values, in the form of its record.

A body names only the lines that change, each by its key, with all that they become in absolute
values: sending it again changes nothing. Lines that it does not name stay as they are.
"""

from bridge.mappers.write import sales_order
from bridge.model.document import Becomes, Document, DocumentLine


def content(document: Document) -> dict[str, object]:
    """
    Return the changed lines; where one changes twice, as it stands in the end.

    A change without lines is one of words: the fields of the header that it names.

    A line that the same change adds and closes is none that the order ever needs.
    """
    if not document.lines:
        return {"custbody_bridge_change": document.external_id, **document.fields}
    first: dict[int, DocumentLine] = {}
    last: dict[int, DocumentLine] = {}
    for line in document.lines:
        first.setdefault(line.key, line)
        last[line.key] = line
    written = [_line(line, first[key]) for key, line in last.items()]
    return {
        "custbody_bridge_change": document.external_id,
        "item": {"items": [line for line in written if line]},
    }


def _line(line: DocumentLine, first: DocumentLine) -> dict[str, object]:
    becomes, is_new = _becomes(line), first.is_added
    if is_new and becomes.closed:
        return {}
    return {
        "line": line.key,
        **(sales_order.new_line(first) if is_new else {}),
        "quantity": becomes.quantity,
        "amount": becomes.amount.decimal(),
        "price": sales_order.CUSTOM_PRICE,
        **sales_order.service_days(becomes.service),
        **sales_order.fair_value(line),
        **({"isClosed": True} if becomes.closed else {}),
    }


def _becomes(line: DocumentLine) -> Becomes:
    if line.becomes is None:
        raise ValueError(f"order line {line.key} does not say what it becomes")
    return line.becomes
