"""
Sales orders in the form that NetSuite's REST record service reads.

References are by external id. Amounts go with the custom price level, so that NetSuite keeps the
amount and derives the rate.
"""

import json
from collections.abc import Mapping
from decimal import Decimal

from bridge.model.calendar import Term
from bridge.model.deal import FactValue
from bridge.model.document import Document, DocumentLine

#: NetSuite's name of the record.
RECORD = "salesOrder"
DIGEST_FIELD = "custbody_bridge_digest"
#: What a line is worth on its own, where that is not its amount; the account's field map carries it
#: to the revenue element.
FAIR_VALUE_FIELD = "custcol_bridge_fair_value"
_REFERENCES = (
    *("entity", "subsidiary", "terms", "billingSchedule"),
    *("class", "department", "location"),
)
_ENUMS = ("orderStatus",)
#: The first and the last day of service of a line.
SERVICE_DAYS = ("revRecStartDate", "revRecEndDate")
#: The price level "custom": the amount is ours and not that of a price list.
CUSTOM_PRICE = {"id": "-1"}


def content(document: Document) -> dict[str, object]:
    """Return the order's body without its digest."""
    return {
        "externalId": document.external_id,
        "tranDate": document.dated,
        "currency": {"externalId": document.currency.code},
        "custbody_bridge_deal": document.deal,
        **written(document.fields),
        "item": {"items": [_line(line) for line in document.lines]},
    }


def sold_to(sent: bytes) -> tuple[str | None, str | None]:
    """Return the external ids of customer and subsidiary in a body; None for what it leaves out."""
    content = json.loads(sent, parse_float=Decimal)
    customer, subsidiary = (content.get(name) for name in ("entity", "subsidiary"))
    return (
        customer["externalId"] if customer else None,
        subsidiary["externalId"] if subsidiary else None,
    )


def new_line(line: DocumentLine) -> dict[str, object]:
    """Return what an order line says once and for all: item, origin, what the mapping decided."""
    return {
        "item": {"externalId": line.item},
        "custcol_bridge_line": line.source,
        **written(line.fields),
    }


def service_days(service: Term | None) -> dict[str, object]:
    """Return the days of service of a line; nothing for what is handed over at once."""
    if service is None:
        return {}
    return dict(zip(SERVICE_DAYS, (service.start, service.last), strict=True))


def fair_value(line: DocumentLine) -> dict[str, object]:
    """Return what a line is worth on its own; nothing where nobody has said."""
    if line.alone is not None and line.alone.fair_value is not None:
        return {FAIR_VALUE_FIELD: line.alone.fair_value}
    return {} if line.allocated is None else {FAIR_VALUE_FIELD: line.allocated.decimal()}


def _line(line: DocumentLine) -> dict[str, object]:
    return {
        "line": line.key,
        **new_line(line),
        "quantity": line.quantity,
        "amount": line.amount.decimal(),
        "price": CUSTOM_PRICE,
        **service_days(line.service),
        **fair_value(line),
    }


def written(fields: Mapping[str, FactValue]) -> dict[str, object]:
    """Give each decided field NetSuite's form; what a rule decided to leave blank is absent."""
    return {name: _form(name, value) for name, value in fields.items() if value is not None}


def rewritten(fields: Mapping[str, FactValue]) -> dict[str, object]:
    """Give fields of a record that is there already NetSuite's form; None takes one out of it."""
    return {name: None if value is None else _form(name, value) for name, value in fields.items()}


def _form(name: str, value: FactValue) -> object:
    if name in _REFERENCES:
        return {"externalId": value}
    return {"id": value} if name in _ENUMS else value
