"""The metadata catalogue: which record types the account has, and what they are made of."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from aiohttp import web

from bridge.sandbox.netsuite import jsontext
from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.errors import Refusal
from bridge.sandbox.netsuite.platform.openapi import document
from bridge.sandbox.netsuite.platform.schemas import Schema, Schemas
from bridge.sandbox.netsuite.records.views import RECORD_PATH
from bridge.sandbox.netsuite.schema.fields import RecordType

CATALOGUE_PATH = f"{RECORD_PATH}/metadata-catalog"
_PLAIN, _OPENAPI = "application/json", "application/swagger+json"
_SCHEMA = "application/schema+json"
_DIALECT = "http://json-schema.org/draft-06/hyper-schema#"


class Catalogue:
    """Answer what the record service is made of, generated from the account's own schema."""

    def __init__(self, account: Account) -> None:
        self._types = account.types

    def add_routes(self, app: web.Application) -> None:
        """Add the end points to an application, before those of the records themselves."""
        app.router.add_get(CATALOGUE_PATH, self.show_all, allow_head=False)
        app.router.add_get(f"{CATALOGUE_PATH}/", self.show_all, allow_head=False)
        app.router.add_get(f"{CATALOGUE_PATH}/{{name}}", self.show_one, allow_head=False)

    async def show_all(self, request: web.Request) -> web.Response:
        """Answer the record types of the account, or those that `select` names."""
        chosen = self._selected(request.query.get("select", ""))
        if _wants(request, _OPENAPI):
            return _json(document(chosen, self._types, _origin(request)), _OPENAPI)
        items = [_entry(one.name, _origin(request)) for one in chosen]
        return _json({"items": items}, _PLAIN)

    async def show_one(self, request: web.Request) -> web.Response:
        """Answer one record type, or one schema that others refer to."""
        name = request.match_info["name"]
        if _wants(request, _SCHEMA):
            return _json(self._schema(name), _SCHEMA)
        (record_type,) = self._selected(name)
        if _wants(request, _OPENAPI):
            return _json(document([record_type], self._types, _origin(request)), _OPENAPI)
        return _json(_entry(record_type.name, _origin(request)), _PLAIN)

    def _selected(self, names: str) -> Sequence[RecordType]:
        served = {one.name.lower(): one for one in self._types.values() if one.served}
        wanted = [name.strip() for name in names.split(",") if name.strip()]
        for name in wanted:
            if name.lower() not in served:
                raise _unknown(name)
        return [served[name.lower()] for name in wanted] or list(served.values())

    def _schema(self, wanted: str) -> Schema:
        written = Schemas(self._types, lambda name: f"{CATALOGUE_PATH}/{quote(name)}")
        known = dict(written.shared())
        for record_type in self._types.values():
            if record_type.served and wanted.lower().startswith(record_type.name.lower()):
                known |= dict(written.of(record_type))
        for name, schema in known.items():
            if name.lower() == wanted.lower():
                return {**schema, "$schema": _DIALECT}
        raise _unknown(wanted)


def _entry(name: str, origin: str) -> Schema:
    href = f"{origin}{CATALOGUE_PATH}/{name}"
    links = [
        {"rel": rel, "href": href, "mediaType": kind}
        for rel, kind in (("canonical", _PLAIN), ("alternate", _OPENAPI), ("alternate", _SCHEMA))
    ]
    return {"name": name, "links": links}


def _wants(request: web.Request, kind: str) -> bool:
    return kind in request.headers.get("Accept", "").lower()


def _origin(request: web.Request) -> str:
    return f"{request.scheme}://{request.host}"


def _json(body: Schema, kind: str) -> web.Response:
    return web.Response(body=jsontext.write(body).encode(), content_type=kind)


def _unknown(name: str) -> Refusal:
    return Refusal(404, "NONEXISTENT_ID", f"Record type '{name[:80]}' does not exist.")
