"""Lists of records: filtered, page by page, as links or in full."""

from __future__ import annotations

from aiohttp import web

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.errors import Pointer, Refusal, invalid_parameter
from bridge.sandbox.netsuite.paging import Page
from bridge.sandbox.netsuite.platform.batches import ids_of
from bridge.sandbox.netsuite.platform.filters.grammar import FilterInvalid
from bridge.sandbox.netsuite.platform.filters.matching import compiled
from bridge.sandbox.netsuite.records.store import Record
from bridge.sandbox.netsuite.records.views import View, listing
from bridge.sandbox.netsuite.schema.fields import RecordType

_BY_EXTERNAL_ID = "eid:"
_FILTER_CHARACTERS_MAX = 20_000


def collection(
    request: web.Request, record_type: RecordType, page: Page, view: View, account: Account
) -> dict[str, object]:
    """
    Return a page of the records of a type, as `q`, `ids` and `expandRecords` ask.

    Raises:
        Refusal: a filter that cannot be read or does not fit, or too many ids.
    """
    records = _asked(request, record_type, account)
    expanded = request.query.get("expandRecords") == "true"
    items = [view.singular(one) if expanded else _link(one, view) for one in page.of(records)]
    total = len(records)
    return {"links": page.links(total), **listing(items, total=total, offset=page.offset)}


def _asked(request: web.Request, record_type: RecordType, account: Account) -> list[Record]:
    if "ids" in request.query:
        found = (_found(ref, record_type, account) for ref in ids_of(request))
        return [record for record in found if record is not None]
    family = account.store.of_family(record_type.family)
    records = [record for record in family if record.type.name == record_type.name]
    written = request.query.get("q", "")
    if not written.strip():
        return records
    if len(written) > _FILTER_CHARACTERS_MAX:
        raise invalid_parameter("The query is too long.", "q")
    try:
        passes = compiled(written, record_type, account.settings.filter_dates)
    except FilterInvalid as error:
        raise _search_error(str(error)) from error
    return [record for record in records if passes(record)]


def _found(ref: str, record_type: RecordType, account: Account) -> Record | None:
    if ref.startswith(_BY_EXTERNAL_ID):
        wanted = ref.removeprefix(_BY_EXTERNAL_ID)
        record = account.store.by_external_id(record_type.family, wanted)
    else:
        record = account.store.get(record_type.family, ref)
    return record if record is not None and record.type.name == record_type.name else None


def _link(record: Record, view: View) -> dict[str, object]:
    return {"links": [{"rel": "self", "href": view.href(record)}], "id": record.id}


def _search_error(says: str) -> Refusal:
    return Refusal(
        400,
        "INVALID_PARAMETER",
        f"Invalid query parameter 'q'. {says}",
        at=Pointer("o:errorQueryParam", "q"),
    )
