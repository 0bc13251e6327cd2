"""
Return authorisations: what is invoiced of an order and given back, in the form of their record.

NetSuite wants quantities and amounts of a return without a sign. Each line names the order line
from which it gives back; the order's exchange rate holds for the return, too.
"""

from bridge.mappers.write import sales_order
from bridge.model.document import Document, DocumentLine

#: NetSuite's name of the record.
RECORD = "returnAuthorization"
#: What a return takes over of what the order mapping decided.
_HEADER = ("entity", "subsidiary", "memo", "class", "department", "location")


def content(document: Document) -> dict[str, object]:
    """Return the return's body without its digest."""
    header = {name: value for name, value in document.fields.items() if name in _HEADER}
    return {
        "externalId": document.external_id,
        "tranDate": document.dated,
        "createdFrom": {"externalId": document.target},
        "currency": {"externalId": document.currency.code},
        "custbody_bridge_deal": document.deal,
        **sales_order.written(header),
        "item": {"items": [_line(line) for line in document.lines]},
    }


def _line(line: DocumentLine) -> dict[str, object]:
    return {
        "line": line.key,
        "orderLine": line.fields["orderLine"],
        "item": {"externalId": line.item},
        "quantity": -line.quantity,
        "amount": (-line.amount).decimal(),
        "price": sales_order.CUSTOM_PRICE,
        "custcol_bridge_line": line.source,
        **sales_order.service_days(line.service),
    }
