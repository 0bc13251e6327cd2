"""How the account turns a request down when a fault says so, and loses a record in mid-run."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aiohttp import web

from bridge.sandbox.failures.kinds import Fault
from bridge.sandbox.failures.scope import Asked
from bridge.sandbox.netsuite import jsontext
from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.errors import (
    LOCKED,
    Refusal,
    answer,
    by_status,
    invalid_value,
    too_many_requests,
    user_error,
)
from bridge.sandbox.netsuite.revenue.restlet import RESTLET_PATH

_BY_EXTERNAL_ID = "eid:"
_CHANGED = "Record has been changed"
#: Of NetSuite's list of error codes.
_PERIOD = "This transaction is in a period that has been closed. You may not edit it."


class Failures:
    """What the account answers under a fault."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def answer(self, status: int) -> web.Response:
        """Answer an error of a status in NetSuite's shape."""
        return answer(by_status(status))

    def refuse(self, asked: Asked, fault: Fault) -> web.Response:
        """Turn a request down in NetSuite's words for a fault."""
        if asked.path.startswith(RESTLET_PATH) and fault is Fault.CONCURRENT_LIMIT:
            return _restlet_limit()
        return answer(self.refusal(asked, fault))

    def refusal(self, asked: Asked, fault: Fault) -> Refusal:
        """Return what a fault means, whatever the protocol."""
        if fault is Fault.RECORD_CHANGED:
            return self._changed()
        if fault is Fault.INACTIVE_ITEM:
            return invalid_value(_first_item(asked), "item", "item.items[0].item")
        return _REFUSALS[fault]()

    def delete(self, record: str) -> None:
        """
        Delete a record that is named `salesOrder/5001` or `salesOrder/eid:A`.

        One that is not there, or that others refer to, is left alone.
        """
        type_name, _, ref = record.partition("/")
        found = next(
            (one for one in self._account.types.values() if one.name.lower() == type_name.lower()),
            None,
        )
        if found is None:
            return
        store, external = self._account.store, ref.removeprefix(_BY_EXTERNAL_ID)
        known = store.by_external_id(found.family, external) if external != ref else None
        known = known or store.get(found.family, ref)
        if known is not None and not store.refers_to(found.family, known.id):
            store.remove(found.family, known.id)

    def undelete(self, record: str) -> None:
        """
        Bring nothing back: NetSuite keeps no deleted records.

        Raises:
            LookupError: always; `failures.kinds` lets no rule ask for it.
        """
        raise LookupError(f"NetSuite cannot bring {record} back")

    def _changed(self) -> Refusal:
        if self._account.settings.changed_record == "conflict":
            return Refusal(409, "RCRD_HAS_BEEN_CHANGED", _CHANGED)
        return user_error(f"{_CHANGED}.")


_REFUSALS: Mapping[Fault, Callable[[], Refusal]] = {
    Fault.DAILY_LIMIT: lambda: Refusal(
        429, "REQUEST_LIMIT_EXCEEDED", "Request limit exceeded. Request blocked."
    ),
    Fault.CONCURRENT_LIMIT: too_many_requests,
    Fault.RECORD_LOCKED: lambda: user_error(LOCKED),
    Fault.CLOSED_PERIOD: lambda: user_error(_PERIOD),
    Fault.NO_PERMISSION: lambda: by_status(403),
}


def _restlet_limit() -> web.Response:
    says = {"code": "SSS_REQUEST_LIMIT_EXCEEDED", "message": "SuiteScript Request Limit Exceeded"}
    return web.json_response({"error": says}, status=400)


def _first_item(asked: Asked) -> str:
    """Return how the body names the item of its first line; empty if it does not."""
    try:
        written = jsontext.read(asked.body)
    except jsontext.JsonInvalid:
        return ""
    match written:
        case {"item": {"items": [{"item": {"id": named} | {"externalId": named}}, *_]}}:
            return str(named)[:80]
    return ""
