"""The REST end points of the record service."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace

from aiohttp import web

from bridge.sandbox.journal import Change, Effect, note
from bridge.sandbox.netsuite import jsontext
from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.errors import (
    Refusal,
    invalid_content,
    invalid_header,
    invalid_parameter,
    method_not_allowed,
    nonexistent,
    resource,
    user_error,
)
from bridge.sandbox.netsuite.lifecycle import rules
from bridge.sandbox.netsuite.lifecycle.transforms import transform
from bridge.sandbox.netsuite.paging import page_of
from bridge.sandbox.netsuite.platform.collections import collection
from bridge.sandbox.netsuite.records.bodies import Options, Validation
from bridge.sandbox.netsuite.records.store import Record
from bridge.sandbox.netsuite.records.views import RECORD_PATH, View, listing
from bridge.sandbox.netsuite.records.writing import Outcome, write
from bridge.sandbox.netsuite.schema.fields import RecordType

_BY_EXTERNAL_ID = "eid:"
_WARNINGS_MAX = 500
#: The addresses in samples of Oracle's pages end in a slash (section_0210111448).
_MAYBE_SLASH = "{slash:/?}"


class Records:
    """Answer reads and writes; writes to one record come one after the other."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._locks: dict[tuple[str, str], asyncio.Lock] = {}

    def add_routes(self, app: web.Application) -> None:
        """Add the end points to an application."""
        every, one = f"{RECORD_PATH}/{{type}}", f"{RECORD_PATH}/{{type}}/{{ref}}"
        listed, single = every + _MAYBE_SLASH, one + _MAYBE_SLASH
        app.router.add_get(listed, self.show_list, allow_head=False)
        app.router.add_post(listed, self.create)
        app.router.add_get(single, self.show, allow_head=False)
        app.router.add_patch(single, self.update)
        app.router.add_put(single, self.upsert)
        app.router.add_delete(single, self.delete)
        app.router.add_post(f"{one}/!transform/{{target}}", self.transform)
        app.router.add_get(f"{one}/{{sublist}}", self.show_sublist, allow_head=False)
        app.router.add_get(f"{one}/{{sublist}}/{{line}}", self.show_line, allow_head=False)

    async def show_list(self, request: web.Request) -> web.Response:
        """Answer a page of the records of a type."""
        record_type, page = self._type(request), page_of(request)
        shown = collection(request, record_type, page, self._view(request), self._account)
        return resource(shown, "collection")

    async def show(self, request: web.Request) -> web.Response:
        """Answer one record."""
        record = self._find(request)
        self._note(request, record, Change.READ)
        if record is None:
            raise nonexistent()
        return resource(self._view(request).singular(record), "singular")

    async def show_sublist(self, request: web.Request) -> web.Response:
        """Answer the lines of a record."""
        record, name = self._sublist(request)
        expand = request.query.get("expandSubResources") == "true"
        view = self._view(request)
        if expand:
            return resource(view.sublist(record, name, expand=True), "collection")
        lines = [{"links": view.line(record, name, line)["links"]} for line in record.lines[name]]
        body = {"links": [{"rel": "self", "href": view.href(record, name)}]}
        return resource(body | listing(lines, total=len(lines), offset=0), "collection")

    async def show_line(self, request: web.Request) -> web.Response:
        """Answer one line, by its key."""
        record, name = self._sublist(request)
        key = record.type.sublists[name.lower()].key
        for line in record.lines[name]:
            if key is not None and str(line[key]) == request.match_info["line"]:
                return resource(self._view(request).line(record, name, line), "singular")
        raise nonexistent()

    async def create(self, request: web.Request) -> web.Response:
        """Create a record: 204, with its address."""
        record_type = self._writable(request)
        body = await _body(request)
        return await self._write(request, record_type, body, f"eid:{body.get('externalId')}")

    async def update(self, request: web.Request) -> web.Response:
        """Update the given fields of a record."""
        record_type = self._writable(request)
        body = await _body(request)
        if self._find(request) is None:
            raise nonexistent()
        return await self._write(request, record_type, body, request.match_info["ref"])

    async def upsert(self, request: web.Request) -> web.Response:
        """Create or update the record with an external id."""
        record_type = self._writable(request)
        external_id = _external_id(request)
        if external_id is None:
            raise invalid_content("Upsert is supported with an external ID only: use eid:.")
        body = await _body(request)
        if body.get("externalId", external_id) != external_id:
            raise user_error("The externalId of the body differs from that of the URL.")
        body = {**body, "externalId": external_id}
        return await self._write(request, record_type, body, request.match_info["ref"])

    async def delete(self, request: web.Request) -> web.Response:
        """Delete a record that no other refers to."""
        self._writable(request)
        record = self._find(request)
        if record is None:
            raise nonexistent()
        rules.delete(record, self._account)
        self._note(request, record, Change.DELETED)
        return web.Response(status=204)

    async def transform(self, request: web.Request) -> web.Response:
        """Make a record of another type from a stored one: 204, with its address."""
        source, wanted = self._find(request), request.match_info["target"]
        if source is None:
            raise nonexistent()
        record_type = self._named(wanted)
        body, options = await _body(request), _options(request, record_type)
        lock = self._locks.setdefault((source.type.family, source.id), asyncio.Lock())
        async with lock:
            if self._account.settings.write_takes_s:
                await asyncio.sleep(self._account.settings.write_takes_s)
            done = transform(self._account, source, record_type, body, options)
            self._note(request, done.record, done.change)
        return self._written(request, done)

    async def _write(
        self, request: web.Request, record_type: RecordType, body: object, lock_on: str
    ) -> web.Response:
        """Hold the record while it is written, for as long as writes take in this account."""
        options = _options(request, record_type)
        lock = self._locks.setdefault((record_type.family, lock_on.lower()), asyncio.Lock())
        async with lock:
            if self._account.settings.write_takes_s:
                await asyncio.sleep(self._account.settings.write_takes_s)
            existing = self._find(request) if "ref" in request.match_info else None
            done = write(self._account, record_type, body, existing, options)
            self._note(request, done.record, done.change)
        return self._written(request, done)

    def _written(self, request: web.Request, done: Outcome) -> web.Response:
        headers = {"Location": self._view(request).href(done.record)}
        if done.warnings:
            headers["X-NetSuite-Warnings"] = json.dumps("; ".join(done.warnings)[:_WARNINGS_MAX])
        return web.Response(status=204, headers=headers)

    def _type(self, request: web.Request) -> RecordType:
        return self._named(request.match_info["type"])

    def _named(self, wanted: str) -> RecordType:
        name = wanted.lower()
        for record_type in self._account.types.values():
            if record_type.name.lower() == name and record_type.served:
                return record_type
        raise Refusal(404, "NONEXISTENT_ID", f"Record type '{name[:80]}' does not exist.")

    def _writable(self, request: web.Request) -> RecordType:
        record_type = self._type(request)
        if not record_type.writable:
            raise method_not_allowed(request.method)
        return record_type

    def _find(self, request: web.Request) -> Record | None:
        """Find the record that the path names, among those of its type."""
        record_type, store = self._type(request), self._account.store
        external_id = _external_id(request)
        if external_id is not None:
            found = store.by_external_id(record_type.family, external_id)
        else:
            found = store.get(record_type.family, request.match_info["ref"])
        return found if found is not None and found.type.name == record_type.name else None

    def _sublist(self, request: web.Request) -> tuple[Record, str]:
        record = self._find(request)
        if record is None:
            raise nonexistent()
        sublist = record.type.sublists.get(request.match_info["sublist"].lower())
        if sublist is None:
            raise nonexistent()
        return record, sublist.name

    def _view(self, request: web.Request) -> View:
        chosen = request.query.get("fields")
        return View(
            origin=f"{request.scheme}://{request.host}",
            store=self._account.store,
            types=self._account.types,
            expand=request.query.get("expandSubResources") == "true",
            only=frozenset(chosen.lower().split(",")) if chosen else None,
            plain_enums=request.query.get("simpleEnumFormat") == "true",
        )

    def _note(self, request: web.Request, record: Record | None, change: Change) -> None:
        if record is not None:
            effect = Effect(record.type.name, record.external_id, record.id, change)
        else:
            effect = Effect(self._type(request).name, _external_id(request), None, change)
        note(request, effect)


def _external_id(request: web.Request) -> str | None:
    ref = request.match_info.get("ref", "")
    return ref.removeprefix(_BY_EXTERNAL_ID) if ref.startswith(_BY_EXTERNAL_ID) else None


async def _body(request: web.Request) -> Mapping[str, object]:
    text = await request.read()
    if not text and "target" in request.match_info:
        return {}  # a transform of all that is left needs no body
    try:
        body = jsontext.read(text)
    except jsontext.JsonInvalid as error:
        raise invalid_content(str(error)) from error
    if not isinstance(body, Mapping):
        raise invalid_content("Invalid content: the body must be a JSON object.")
    return body


def _options(request: web.Request, record_type: RecordType) -> Options:
    options = Options(replace=_replaced(request, record_type))
    names = _validation(request, "X-NetSuite-PropertyNameValidation")
    checked = _validation(request, "X-NetSuite-PropertyValueValidation")
    return replace(options, names=names or options.names, values=checked or options.values)


def _replaced(request: web.Request, record_type: RecordType) -> frozenset[str]:
    wanted = [name for name in request.query.get("replace", "").split(",") if name]
    for name in wanted:
        if name.lower() not in record_type.sublists:
            raise invalid_parameter(f"Invalid sublist '{name[:80]}' to replace.", "replace")
    return frozenset(record_type.sublists[name.lower()].name for name in wanted)


def _validation(request: web.Request, header: str) -> Validation | None:
    written = request.headers.get(header)
    if written is None:
        return None
    try:
        return Validation(written.strip().lower())
    except ValueError as error:
        raise invalid_header("Use Error, Warning or Ignore.", header) from error
