"""
Sales orders in the form that NetSuite's REST record service reads.

References are by external id. Amounts go with the custom price level, so that NetSuite keeps the
amount and derives the rate. The digest of all this stands in the order itself: by it, and by the
amounts of the lines, a look-up tells our order from one that somebody made or changed.
"""

import json
from collections.abc import Mapping
from decimal import Decimal

from bridge.model.deal import FactValue
from bridge.model.document import Document, DocumentLine
from bridge.model.ids import Digest, canonical, digest

#: NetSuite's name of the record.
RECORD = "salesOrder"
DIGEST_FIELD = "custbody_bridge_digest"
_REFERENCES = (
    *("entity", "subsidiary", "terms", "billingSchedule"),
    *("class", "department", "location"),
)
_ENUMS = ("orderStatus",)
#: The price level "custom": the amount is ours and not that of a price list.
_CUSTOM_PRICE = {"id": "-1"}


def body(document: Document) -> dict[str, object]:
    """Return the order's body with its digest; decimals are exact, dates are days."""
    content = _content(document)
    return {**content, DIGEST_FIELD: digest(content)}


def encoded(document: Document) -> bytes:
    """Return the bytes that are sent: canonical JSON, so that one document has one form."""
    return canonical(body(document))


def body_digest(document: Document) -> Digest:
    """Return the digest that stands in the order."""
    return digest(_content(document))


def amounts(sent: bytes) -> dict[int, Decimal]:
    """Return the amount of each line of a body that was sent, by line key."""
    lines = json.loads(sent, parse_float=Decimal)["item"]["items"]
    return {line["line"]: Decimal(line["amount"]) for line in lines}


def _content(document: Document) -> dict[str, object]:
    return {
        "externalId": document.external_id,
        "tranDate": document.dated,
        "currency": {"externalId": document.currency.code},
        "custbody_bridge_deal": document.deal,
        **_written(document.fields),
        "item": {"items": [_line(line) for line in document.lines]},
    }


def _line(line: DocumentLine) -> dict[str, object]:
    service = (
        {"revRecStartDate": line.service.start, "revRecEndDate": line.service.last}
        if line.service
        else {}
    )
    return {
        "line": line.key,
        "item": {"externalId": line.item},
        "quantity": line.quantity,
        "amount": line.amount.decimal(),
        "price": _CUSTOM_PRICE,
        "custcol_bridge_line": line.source,
        **service,
        **_written(line.fields),
    }


def _written(fields: Mapping[str, FactValue]) -> dict[str, object]:
    """Give each decided field NetSuite's form; what a rule decided to leave blank is absent."""
    return {name: _form(name, value) for name, value in fields.items() if value is not None}


def _form(name: str, value: FactValue) -> object:
    if name in _REFERENCES:
        return {"externalId": value}
    return {"id": value} if name in _ENUMS else value
