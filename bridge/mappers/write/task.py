"""What sales is asked about an order: a task on it, once for each exception."""

from collections.abc import Mapping
from typing import Any

#: The record, the field that makes it exist once, and the object on which it stands.
RECORD = "Task"
KEY_FIELD = "Bridge_Key__c"
STATUS = "Status"
OWNER = "OwnerId"
#: What a closed task says. Source: the standard values of the field, object reference of Task.
DONE = "Completed"
#: Ids of users begin so; a queue may own an order, and not every org lets it own a task.
_USER = "005"
#: What to do where the org does not let them be written.
NEEDED = (
    f"see that activities have the field {KEY_FIELD} (text, 80, external id), that orders allow "
    "activities, and that the integration user may see and edit tasks"
)


def key(number: int) -> str:
    """Return what makes the task of an exception exist once."""
    return f"bridge-exception-{number}"


def opened(deal: str, told: Mapping[str, Any], owner: str | None) -> dict[str, str | None]:
    """
    Return the task of an order; who owns the order is to do it, where that is a person.

    `told` holds the `number` of the exception and the `text`.
    """
    number = told["number"]
    row: dict[str, str | None] = {
        KEY_FIELD: key(number),
        "Subject": f"Bridge: exception {number} needs a change of this order",
        "Description": str(told["text"]),
        "WhatId": deal,
    }
    return row | ({OWNER: owner} if owner and owner.startswith(_USER) else {})


def closed(number: int) -> dict[str, str | None]:
    """Return what closes a task, and nothing that people changed of it."""
    return {KEY_FIELD: key(number), STATUS: DONE}
