"""Split a call into pieces of work: one for each record of a batch, or else the call itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from aiohttp import web

from bridge.sandbox.faults import Fault
from bridge.sandbox.netsuite import jsontext
from bridge.sandbox.netsuite.errors import (
    LOCKED,
    answer,
    invalid_content,
    invalid_header,
    invalid_parameter,
    user_error,
)
from bridge.sandbox.netsuite.platform.jobs import Task
from bridge.sandbox.netsuite.platform.pieces import address, piece
from bridge.sandbox.netsuite.records.views import RECORD_PATH
from bridge.sandbox.strikes import fault_of

BATCH_MAX = 100
_COLLECTION_DEPTH = 1  # names in the path behind the service: the type alone
_WITH_BODY = frozenset({"POST", "PATCH", "PUT"})
_BY_ID = frozenset({"GET", "DELETE"})


def is_batch(call: web.Request) -> bool:
    """Tell whether a call names several records: by a body that is a collection, or by `ids`."""
    if not _is_collection(call.path):
        return False
    if call.method in _WITH_BODY:
        return _is_collection_type(call.headers.get("Content-Type", ""))
    return call.method in _BY_ID and "ids" in call.query


async def tasks_of(call: web.Request) -> list[Task]:
    """
    Return the tasks that a call asks for, in order.

    Raises:
        Refusal: a batch that is no collection of records, or one of more than 100.
    """
    body = await call.read()
    if not is_batch(call):
        return [Task(id="1", work=piece(call, call.method, call.raw_path, body))]
    if call.method in _BY_ID:
        tasks = list(_by_ids(call))
    else:
        tasks = [_by_item(call, n, item) for n, item in enumerate(_items(body), 1)]
    rows_fail = fault_of(call) is Fault.FAIL_ROWS
    return [_locked(task) if rows_fail and n % 2 else task for n, task in enumerate(tasks)]


def check_answered_later(call: web.Request) -> None:
    """
    Refuse a batch of writes whose caller waits for its end.

    Raises:
        Refusal: the header `Prefer: respond-async` is missing.
    """
    if is_batch(call) and call.method != "GET":
        raise invalid_header(
            "Batch operations are asynchronous. Provide the header 'Prefer: respond-async'.",
            "Prefer",
        )


def _locked(task: Task) -> Task:
    """Turn a task down before it begins: every second one meets this under `fail_rows`."""
    return Task(id=task.id, work=None, answer=answer(user_error(LOCKED)))


def _is_collection(path: str) -> bool:
    inside = path.removeprefix(f"{RECORD_PATH}/")
    return inside != path and len(inside.rstrip("/").split("/")) == _COLLECTION_DEPTH


def _is_collection_type(written: str) -> bool:
    kind, *parameters = (part.strip().lower() for part in written.split(";"))
    return kind == "application/vnd.oracle.resource+json" and "type=collection" in parameters


def ids_of(call: web.Request) -> list[str]:
    """
    Return the references that `ids` names.

    Raises:
        Refusal: none, or more than 100.
    """
    named = [name.strip() for name in call.query.get("ids", "").split(",") if name.strip()]
    if not 1 <= len(named) <= BATCH_MAX:
        raise invalid_parameter(f"Provide from 1 to {BATCH_MAX} records in ids.", "ids")
    return named


def _by_ids(call: web.Request) -> Iterator[Task]:
    query = {name: text for name, text in call.query.items() if name not in _OF_THE_LIST}
    for number, ref in enumerate(ids_of(call), 1):
        where = address(f"{call.path.rstrip('/')}/{ref}", query)
        yield Task(id=str(number), work=piece(call, call.method, where, b""))


_OF_THE_LIST = frozenset({"ids", "expandRecords", "limit", "offset"})


def _items(body: bytes) -> Sequence[Mapping[str, object]]:
    try:
        written = jsontext.read(body)
    except jsontext.JsonInvalid as error:
        raise invalid_content(str(error)) from error
    items = written.get("items") if isinstance(written, Mapping) else None
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        raise invalid_content("Provide an object with the records of the batch in items.", "items")
    if not 1 <= len(items) <= BATCH_MAX:
        raise invalid_content(f"Provide from 1 to {BATCH_MAX} records in a batch.", "items")
    return items


def _by_item(call: web.Request, number: int, item: Mapping[str, object]) -> Task:
    path = call.path.rstrip("/")
    if call.method != "POST":
        ref = _ref(item, by_id=call.method == "PATCH")
        if ref is None:
            says = "Provide an id or an externalId for each record of the batch."
            refusal = invalid_content(says, f"items[{number - 1}]")
            return Task(id=str(number), work=None, answer=answer(refusal))
        path = f"{path}/{ref}"
    where = address(path, call.query)
    return Task(id=str(number), work=piece(call, call.method, where, jsontext.write(item).encode()))


def _ref(item: Mapping[str, object], *, by_id: bool) -> str | None:
    """Tell which record an item means; the id wins over the external id."""
    match item:
        case {"id": str() | int() as known} if by_id:
            return str(known)
        case {"externalId": str(known)} if known:
            return f"eid:{known}"
    return None
