"""
Documents in the form that NetSuite's REST record service reads, each by the writer of its kind.

The digest of all this stands in the record itself: by it, and by the amounts of the lines, a
look-up tells our record from one that somebody made or changed.
"""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal

from bridge.mappers.write import (
    merge_request,
    order_change,
    proposed_journal,
    return_authorization,
    sales_order,
    usage,
)
from bridge.mappers.write.sales_order import DIGEST_FIELD
from bridge.model.document import Document, Kind
from bridge.model.ids import Digest, canonical, digest

#: The writer of each kind.
WRITERS: Mapping[Kind, Callable[[Document], dict[str, object]]] = {
    Kind.SALES_ORDER: sales_order.content,
    Kind.ORDER_CHANGE: order_change.content,
    Kind.RETURN_AUTHORIZATION: return_authorization.content,
    Kind.MERGE_REQUEST: merge_request.content,
    Kind.USAGE: usage.content,
    Kind.PROPOSED_JOURNAL: proposed_journal.content,
}
#: NetSuite's name of the record that a kind is written to.
RECORDS: Mapping[Kind, str] = {
    Kind.SALES_ORDER: sales_order.RECORD,
    Kind.ORDER_CHANGE: sales_order.RECORD,
    Kind.RETURN_AUTHORIZATION: return_authorization.RECORD,
    Kind.MERGE_REQUEST: merge_request.RECORD,
    Kind.USAGE: usage.RECORD,
    Kind.PROPOSED_JOURNAL: proposed_journal.RECORD,
}


def body(document: Document) -> dict[str, object]:
    """Return the body with its digest; decimals are exact, dates are days."""
    content = WRITERS[document.kind](document)
    return {**content, DIGEST_FIELD: digest(content)}


def sealed(document: Document) -> tuple[bytes, Digest]:
    """
    Return the bytes that are sent, and the digest that stands in them.

    They are canonical JSON, so that one document has one form.
    """
    written = body(document)
    return canonical(written), Digest(str(written[DIGEST_FIELD]))


def amounts(sent: bytes) -> dict[int, Decimal]:
    """
    Return the amount of each line of a body that was sent, by line key.

    The lines of a return have the key of the order line of which they give back; a merge request
    has none, and a line of which only words are told no amount.
    """
    lines = json.loads(sent, parse_float=Decimal).get("item", {"items": []})["items"]
    return {
        line.get("line", line.get("orderLine")): Decimal(line["amount"])
        for line in lines
        if "amount" in line
    }


def header_fields(sent: bytes) -> frozenset[str]:
    """Return the fields of the header that the body of a change of an order tells."""
    told = json.loads(sent, parse_float=Decimal)
    return frozenset(told) - {"item", order_change.NAME_FIELD, DIGEST_FIELD}
