"""How the org turns a request down when a fault says so, and loses a record in mid-run."""

from collections.abc import Callable, Mapping

from bridge.sandbox.failures.kinds import Fault
from bridge.sandbox.salesforce.errors import ApiError, by_status, too_many_at_once
from bridge.sandbox.salesforce.store import Store

REFUSALS: Mapping[Fault, Callable[[], ApiError]] = {
    Fault.DAILY_LIMIT: lambda: by_status(403),
    Fault.CONCURRENT_LIMIT: too_many_at_once,
    Fault.RECORD_LOCKED: lambda: ApiError(
        400, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record"
    ),
    Fault.NO_PERMISSION: lambda: ApiError(
        403, "INSUFFICIENT_ACCESS", "insufficient access rights on object id"
    ),
}


def delete(store: Store, identifier: str) -> None:
    """Put a record into the recycle bin as somebody else would, if it is there."""
    name = store.type_of(identifier)
    row = store.find(name, identifier) if name else None
    if name and row is not None and not row["IsDeleted"]:
        store.delete(name, identifier)


def undelete(store: Store, identifier: str) -> None:
    """Take a record out of the recycle bin as somebody else would, if it is there."""
    if store.in_bin(identifier):
        store.undelete(identifier)
