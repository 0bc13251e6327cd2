"""Envelopes: what a request holds, and how answers and faults are wrapped."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bridge.sandbox.netsuite.soap import xmlread
from bridge.sandbox.netsuite.soap.faults import (
    SoapFault,
    malformed,
    unreadable,
    wrong_version,
)
from bridge.sandbox.netsuite.soap.versions import HOMES, NEWEST, is_served, urn
from bridge.sandbox.netsuite.soap.xmlread import Node
from bridge.sandbox.netsuite.soap.xmlwrite import DECLARATION, Tag

_ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
_NAMES = {
    "xmlns:soapenv": _ENVELOPE,
    "xmlns:xsd": "http://www.w3.org/2001/XMLSchema",
    "xmlns:xsi": xmlread.XSI,
}


@dataclass(frozen=True, slots=True)
class Message:
    """What an envelope holds."""

    operation: Node
    header: Node | None


def message(text: bytes, version: str) -> Message:
    """
    Read the envelope of a request to the port of a version.

    Raises:
        SoapFault: no XML, no envelope, or a message of another version.
    """
    if not is_served(version):
        raise wrong_version(
            f"The endpoint version {version[:20]} is not supported.", "UNSUPPORTED_WS_VERSION"
        )
    try:
        root = xmlread.read(text)
    except xmlread.XmlInvalid as error:
        raise malformed(str(error)) from error
    if (root.space, root.name) != (_ENVELOPE, "Envelope"):
        raise SoapFault("Unknown envelope namespace or element.", at="VersionMismatch")
    body = root.child("Body")
    if body is None or not body.children:
        raise unreadable("Bad envelope: there is no operation in the body")
    operation = body.children[0]
    if operation.space != urn("platformMsgs", version):
        raise wrong_version(
            f"The namespace {operation.space[:200]} is not that of the endpoint {version}.",
            "INVALID_WS_VERSION",
        )
    return Message(operation, root.child("Header"))


def answer(operation: str, done: Tag, version: str, document_id: str) -> web.Response:
    """Wrap the answer to an operation."""
    messages = "platformMsgs"
    header = Tag(
        f"{messages}:documentInfo",
        {f"xmlns:{messages}": urn(messages, version)},
        [Tag(f"{messages}:nsId", text=document_id)],
    )
    response = Tag(f"{operation}Response", {"xmlns": urn(messages, version)}, [done])
    used = sorted(set(_prefixes(done)))
    response.attributes = {
        **response.attributes,
        **{f"xmlns:{prefix}": urn(prefix, version) for prefix in used},
    }
    return _written([Tag("soapenv:Header", {}, [header]), _body(response)], 200)


def fault_answer(fault: SoapFault, version: str) -> web.Response:
    """Wrap a fault, in the newest version if the asked one is not served."""
    known = version if is_served(version) else NEWEST
    return _written([_body(fault.tag(known))], 500)


def _body(inner: Tag) -> Tag:
    return Tag("soapenv:Body", {}, [inner])


def _written(parts: list[Tag], status: int) -> web.Response:
    text = DECLARATION + Tag("soapenv:Envelope", _NAMES, parts).written()
    return web.Response(status=status, text=text, content_type="text/xml", charset="utf-8")


def _prefixes(tag: Tag) -> list[str]:
    """Return the prefixes of schemas that an element and all below it use."""
    names = [tag.name, tag.attributes.get("xsi:type", "")]
    own = [name.partition(":")[0] for name in names if ":" in name]
    found = [prefix for prefix in own if prefix in HOMES]
    for child in tag.children:
        found += _prefixes(child)
    return found
