"""What SOAP calls a refusal of the record service: a code of the schema, and its own sentence."""

from __future__ import annotations

import re
from collections.abc import Callable

from bridge.sandbox.netsuite.errors import Refusal
from bridge.sandbox.netsuite.soap.faults import RecordError

_WRAPPED = re.compile(r"Error while accessing (?:a )?resource[.:] ")
_CUSTOMER_TAKEN = (
    "A customer record with this ID already exists. You must enter a unique customer ID for each "
    "record you create."
)
_ITEM_TAKEN = "Uniqueness error - there is already an item with that name or external id."

#: How a sentence reads -> the code, and the sentence of SOAP; None: the sentence itself.
_TABLE: tuple[tuple[str, str, Callable[[re.Match[str]], str] | None], ...] = (
    (r"This record already exists\.", "DUP_RCRD", lambda _: "This record already exists"),
    (r"This entity already exists\.", "UNIQUE_CUST_ID_REQD", lambda _: _CUSTOMER_TAKEN),
    (r"This item already exists\.", "DUP_ITEM", lambda _: _ITEM_TAKEN),
    (
        r"You must enter a value for (.*)\.",
        "USER_ERROR",
        lambda found: f"Please enter value(s) for: {found[1]}",
    ),
    (
        r"You have entered an Invalid Field Value (.*) for the following field: (.*)",
        "INVALID_KEY_OR_REF",
        lambda found: f"Invalid {found[2]} reference key {found[1]}.",
    ),
    (r".*in a period that has been closed\..*", "CLOSED_TRAN_PRD", None),
    (r"There is no accounting period .*", "UNDEFINED_ACCTNG_PRD", None),
    (r".*locked by a user defined workflow\.", "RCRD_LOCKED_BY_WF", None),
    (r"Record has been changed\.?", "RCRD_HAS_BEEN_CHANGED", None),
    (r".*dependent records\.", "CANT_DELETE_CHILD_RCRDS_EXIST", None),
    (r"Invalid (?:value|reference|externalId).*", "INVALID_FLD_VALUE", None),
)
_BY_CODE = {
    "NONEXISTENT_ID": "RCRD_DSNT_EXIST",
    "INSUFFICIENT_PERMISSION": "INSUFFICIENT_PERMISSION",
}
_MISSING = "That record does not exist."


def record_error(refusal: Refusal) -> RecordError:
    """
    Return what SOAP says of a refusal.

    >>> record_error(Refusal(404, "NONEXISTENT_ID", "Record does not exist.")).code
    'RCRD_DSNT_EXIST'
    """
    says = _WRAPPED.sub("", refusal.detail)
    for pattern, code, shown in _TABLE:
        found = re.fullmatch(pattern, says, re.DOTALL)
        if found is not None:
            return RecordError(code, shown(found) if shown else says)
    if refusal.code == "NONEXISTENT_ID":
        return RecordError("RCRD_DSNT_EXIST", _MISSING)
    return RecordError(_BY_CODE.get(refusal.code, "USER_ERROR"), says)


def missing() -> RecordError:
    """Refuse to find a record that is not there."""
    return RecordError("RCRD_DSNT_EXIST", _MISSING)
