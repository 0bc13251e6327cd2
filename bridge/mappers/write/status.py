"""What Salesforce is told of a deal: two fields where it began, as absolute values."""

from collections.abc import Mapping, Sequence
from typing import Any

from bridge.model.flags import PLAN_DIFFERS

#: The fields of orders, and of opportunities that book, that carry the status; orgs must have them.
STATUS_FIELD = "Bridge_Status__c"
IDS_FIELD = "Bridge_NetSuite_Ids__c"
#: The length of the status field, in characters.
STATUS_SIZE = 40
#: What to do where the org does not let them be written.
NEEDED = (
    f"see that the record has the fields {STATUS_FIELD} (text, {STATUS_SIZE}) and {IDS_FIELD} "
    "(text, 255), and that the integration user may see and edit them: create what is missing"
)


def row(deal: str, desired: Mapping[str, Any]) -> dict[str, str | None]:
    """
    Return the fields of the record at which a deal began.

    `desired` holds `state`, `codes` of open exceptions and `documents` with their internal ids.

    >>> row("801", {"state": "FLAGGED", "codes": ["ITEM_UNMAPPED"], "documents": []})
    {'Id': '801', 'Bridge_Status__c': 'Flagged: ITEM_UNMAPPED', 'Bridge_NetSuite_Ids__c': None}
    """
    documents: Sequence[Mapping[str, Any]] = desired["documents"]
    told = (str(one["internal_id"]) for one in documents if one["internal_id"])
    ids = ", ".join(dict.fromkeys(told))  # a change of an order has the id of that order
    return {"Id": deal, STATUS_FIELD: _status(desired, documents), IDS_FIELD: ids or None}


def _status(desired: Mapping[str, Any], documents: Sequence[Mapping[str, Any]]) -> str:
    codes = [one for one in desired["codes"] if one != PLAN_DIFFERS]
    if codes:
        return _flagged(codes)
    if documents and all(one["state"] == "ACKNOWLEDGED" for one in documents):
        # All of it is ordered, and nothing of it is held: only NetSuite's plan is another.
        return "Ordered, plan differs" if PLAN_DIFFERS in desired["codes"] else "Ordered"
    return {"WAITING": "Waiting", "EXCLUDED": "Excluded"}.get(desired["state"], "Pending")


def _flagged(codes: Sequence[str]) -> str:
    """Name the first reason where that fits the field, else count them: no word is ever cut."""
    more = f" and {len(codes) - 1} more" if len(codes) > 1 else ""
    named = f"Flagged: {codes[0]}{more}"
    counted = f"Flagged for {len(codes)} reason{'s' if len(codes) > 1 else ''}"
    return named if len(named) <= STATUS_SIZE else counted
