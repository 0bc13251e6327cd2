"""What sales is asked about an order: a task on it, once for each exception."""

from collections.abc import Mapping
from typing import Any

#: The record, the field that makes it exist once, and the object on which it stands.
RECORD = "Task"
KEY_FIELD = "Bridge_Key__c"
STATUS = "Status"
OWNER = "OwnerId"
SAVED = "SystemModstamp"
#: What a closed task says. Source: the standard values of the field, object reference of Task.
DONE = "Completed"
#: Ids of users begin so; a queue may own an order, and not every org lets it own a task.
_USER = "005"
#: What to do where the org does not let them be written.
NEEDED = (
    f"see that activities have the field {KEY_FIELD} (text, 80, external id), that orders allow "
    "activities, and that the integration user may see and edit tasks"
)


def key(number: int, again: int | None = None) -> str:
    """
    Return what makes a task of an exception exist once.

    `again` is the number of the ledger entry by which sales was asked once more.

    >>> key(12), key(12, 871)
    ('bridge-exception-12', 'bridge-exception-12-871')
    """
    return f"bridge-exception-{number}" + (f"-{again}" if again is not None else "")


def opened(deal: str, told: Mapping[str, Any], owner: str | None) -> dict[str, str | None]:
    """
    Return the task of an order; who owns the order is to do it, where that is a person.

    `told` holds the `number` of the exception, the `text`, and `again` where it is not the first.
    """
    row: dict[str, str | None] = {
        KEY_FIELD: key(told["number"], told.get("again")),
        "Subject": f"Bridge: exception {told['number']} needs a change of this order",
        "Description": str(told["text"]),
        "WhatId": deal,
    }
    return row | ({OWNER: owner} if owner and owner.startswith(_USER) else {})


def closed(named: str) -> dict[str, str | None]:
    """Return what closes the task of a key, and nothing that people changed of it."""
    return {KEY_FIELD: named, STATUS: DONE}
