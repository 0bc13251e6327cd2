"""
Usage: what was used in a rated term beyond what was paid for ahead, in the form of its record.

NetSuite's usage record says how much was used and when; the price plan of the subscription line
rates it. NetSuite takes no such record without the line of a subscription, which a script of the
account finds from customer and item; the amount that Salesforce rated stands beside it, so that a
different one is seen.
"""

from bridge.mappers.write import sales_order
from bridge.model.document import Document

#: NetSuite's name of the record.
RECORD = "usage"
_HEADER = ("memo",)


def content(document: Document) -> dict[str, object]:
    """Return the body of the one line of a usage document, without its digest."""
    (line,) = document.lines
    header = {name: value for name, value in document.fields.items() if name in _HEADER}
    return {
        "externalId": document.external_id,
        "customer": {"externalId": document.fields["entity"]},
        "item": {"externalId": line.item},
        "usageDate": document.dated,
        "usageQuantity": line.quantity,
        "custrecord_bridge_deal": document.deal,
        "custrecord_bridge_line": line.source,
        "custrecord_bridge_amount": line.amount.decimal(),
        **sales_order.written(header),
    }
