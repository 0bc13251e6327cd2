"""
Return authorisations: what is invoiced of an order and given back, in the form of their record.

NetSuite makes them from the order: customer, subsidiary, currency and exchange rate are those of
the order, and each line names by `orderLine` the line of which it gives back. Quantities and
amounts of a return have no sign. The credit memo is made from the return by a person in NetSuite,
who decides whether money goes back, and when.
"""

from bridge.mappers.write import sales_order
from bridge.model.document import Document, DocumentLine

#: NetSuite's name of the record.
RECORD = "returnAuthorization"
#: What a return takes over of what the order mapping decided.
_HEADER = ("memo", "class", "department", "location")


def content(document: Document) -> dict[str, object]:
    """Return the return's body without its digest."""
    header = {name: value for name, value in document.fields.items() if name in _HEADER}
    return {
        "externalId": document.external_id,
        "tranDate": document.dated,
        "custbody_bridge_deal": document.deal,
        **sales_order.written(header),
        "item": {"items": [_line(line) for line in document.lines]},
    }


def _line(line: DocumentLine) -> dict[str, object]:
    return {
        "orderLine": line.fields["orderLine"],
        "quantity": -line.quantity,
        "amount": (-line.amount).decimal(),
        "price": sales_order.CUSTOM_PRICE,
        "custcol_bridge_line": line.source,
        **sales_order.service_days(line.service),
    }
