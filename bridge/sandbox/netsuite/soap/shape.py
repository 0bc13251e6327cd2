"""What the other parts of the server refuse, in the shape of SOAP: faults, or failed statuses."""

from __future__ import annotations

import json
from decimal import Decimal

from aiohttp import web
from aiohttp.typedefs import Handler

from bridge.sandbox.netsuite.errors import Refusal
from bridge.sandbox.netsuite.soap import faults
from bridge.sandbox.netsuite.soap.envelope import Message, answer, fault_answer, message
from bridge.sandbox.netsuite.soap.faults import SoapFault
from bridge.sandbox.netsuite.soap.operations.answers import failed, succeeded
from bridge.sandbox.netsuite.soap.records.refusals import record_error
from bridge.sandbox.netsuite.soap.versions import NEWEST, PORT_PREFIX, is_served
from bridge.sandbox.netsuite.soap.xmlwrite import Tag

_OF_A_RECORD = frozenset({400, 409})
_ONE = {
    **dict.fromkeys(("add", "update", "upsert", "delete"), "writeResponse"),
    "get": "readResponse",
}


@web.middleware
async def faults_in_shape(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Write a refusal on the address of the port as SOAP does; HTML pages stay what they are."""
    response = await handler(request)
    refused = "type=error" in response.headers.get("Content-Type", "")
    own = request.path.startswith(PORT_PREFIX)
    if not (refused and own and isinstance(response, web.Response)):
        return response
    version = request.path.removeprefix(PORT_PREFIX)
    if not is_served(version):
        version = NEWEST
    refusal = _refusal(response)
    if refusal.status in _OF_A_RECORD:
        shown = _statuses(refusal, await request.read(), version)
        if shown is not None:
            return shown
    return fault_answer(_fault(refusal), version)


def _refusal(response: web.Response) -> Refusal:
    written = json.loads(str(response.text), parse_float=Decimal)
    detail = written["o:errorDetails"][0]
    return Refusal(response.status, detail["o:errorCode"], detail["detail"])


def _fault(refusal: Refusal) -> SoapFault:
    match refusal.status:
        case 401:
            return faults.invalid_login()
        case 403:
            return faults.not_permitted(refusal.detail)
        case 429:
            return faults.too_many_requests()
    return faults.unexpected(refusal.detail)


def _statuses(refusal: Refusal, text: bytes, version: str) -> web.Response | None:
    """Answer that each record of a request fails; None if the request is not about records."""
    try:
        asked: Message = message(text, version)
    except SoapFault as fault:
        return fault_answer(fault, version)
    name = asked.operation.name
    one = _ONE.get(name.removesuffix("List"))
    if one is None:
        return None
    status = failed(record_error(refusal))
    if not name.endswith("List"):
        return answer(name, Tag(one, {}, [status]), version, "")
    each = [Tag(one, {}, [status]) for _ in asked.operation.children]
    return answer(name, Tag(f"{one}List", {}, [succeeded(), *each]), version, "")
