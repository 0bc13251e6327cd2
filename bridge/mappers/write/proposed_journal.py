"""
Proposed journals: revenue of prepaid credits, in the form in which a person posts it.

It is never sent. Each line of the document is two of the journal: what is taken out of the
deferred account, and what is revenue; where more comes back than was drawn, the other way round.
"""

from collections.abc import Iterator
from decimal import Decimal

from bridge.mappers.write import sales_order
from bridge.model.document import Document, DocumentLine

#: NetSuite's name of the record that a person makes of it.
RECORD = "journalEntry"
_HEADER = ("subsidiary", "class", "department", "location")


def content(document: Document) -> dict[str, object]:
    """Return the journal's body without its digest."""
    header = {name: value for name, value in document.fields.items() if name in _HEADER}
    sides = [side for line in document.lines for side in _sides(line)]
    numbered = [{"line": number, **side} for number, side in enumerate(sides, start=1)]
    return {
        "externalId": document.external_id,
        "tranDate": document.dated,
        "currency": {"externalId": document.currency.code},
        "custbody_bridge_deal": document.deal,
        **sales_order.written(header),
        "line": {"items": numbered},
    }


def _sides(line: DocumentLine) -> Iterator[dict[str, object]]:
    used, breakage = (Decimal(str(line.fields[name])) for name in ("used", "breakage"))
    amount = used + breakage
    sides = ("debit", "credit") if amount >= 0 else ("credit", "debit")
    for side, account in zip(sides, ("debit", "credit"), strict=True):
        yield {
            "account": {"externalId": line.fields[account]},
            side: abs(amount),
            "memo": f"{line.item}: {line.units:f} drawn, {used:f} used, {breakage:f} breakage",
            "custcol_bridge_line": line.source,
        }
