"""
SOAP messages, as far as signing in needs them: what a caller asks, and answers and faults.

A message is read event by event, so that neither depth nor entities can do harm: a document type
is refused, and with it every entity but the five of XML itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_DEPTH_MAX = 50
_BODY_DEPTH = 3  # envelope, body, operation


class Unreadable(ValueError):
    """A message is not XML, or no SOAP envelope; its text is for the caller."""


@dataclass(slots=True)
class Message:
    """What a caller asks: an operation with arguments by name, and the session of the header."""

    namespace: str = ""
    operation: str = ""
    arguments: dict[str, str] = field(default_factory=dict)
    session: str | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A refusal: `kind` is the type of its detail, None where the message itself is at fault."""

    code: str
    says: str
    kind: str | None = None


def read(body: bytes) -> Message:
    """Read a message; raises Unreadable."""
    reader = _Reader()
    try:
        reader.parser.Parse(body, True)  # noqa: FBT003 - expat takes its arguments by place only
    except expat.ExpatError as error:
        raise Unreadable(f"not well-formed XML: {error}") from error
    except (LookupError, UnicodeError) as error:
        raise Unreadable("the encoding of the document is not supported") from error
    if not reader.message.operation:
        raise Unreadable("the envelope has no body with an operation")
    return reader.message


def answer(operation: str, edition: str, result: Mapping[str, object]) -> str:
    """Write the answer to an operation; an empty result means that there is nothing to say."""
    inner = _tag("result", result) if result else ""
    return _enveloped(f"<{operation}Response>{inner}</{operation}Response>", edition, own=True)


def fault(refusal: Fault, edition: str) -> str:
    """Write a refusal."""
    says = escape(refusal.says, quote=False)
    if refusal.kind is None:
        inner = f"<faultcode>soapenv:Client</faultcode><faultstring>{says}</faultstring>"
        return _enveloped(f"<soapenv:Fault>{inner}</soapenv:Fault>", edition, own=False)
    detail = (
        f'<sf:{refusal.kind} xsi:type="sf:{refusal.kind}">'
        f"<sf:exceptionCode>{refusal.code}</sf:exceptionCode>"
        f"<sf:exceptionMessage>{says}</sf:exceptionMessage></sf:{refusal.kind}>"
    )
    return _enveloped(
        f"<soapenv:Fault><faultcode>sf:{refusal.code}</faultcode>"
        f"<faultstring>{refusal.code}: {says}</faultstring>"
        f"<detail>{detail}</detail></soapenv:Fault>",
        edition,
        own=False,
    )


def _enveloped(inner: str, edition: str, *, own: bool) -> str:
    name = f"urn:{edition}.soap.sforce.com" if own else f"urn:fault.{edition}.soap.sforce.com"
    space = f'xmlns="{name}"' if own else f'xmlns:sf="{name}"'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="{ENVELOPE}"'
        f' {space} xmlns:xsi="{_XSI}"><soapenv:Body>{inner}</soapenv:Body></soapenv:Envelope>'
    )


def _tag(name: str, value: object) -> str:
    match value:
        case None:
            return f'<{name} xsi:nil="true"/>'
        case bool():
            return f"<{name}>{str(value).lower()}</{name}>"
        case Mapping():
            return f"<{name}>{''.join(_tag(*item) for item in value.items())}</{name}>"
    return f"<{name}>{escape(str(value), quote=False)}</{name}>"


class _Reader:
    """Follows the parser, and keeps what a message is made of."""

    def __init__(self) -> None:
        self.message = Message()
        self._path: list[tuple[str, str]] = []
        self._text: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text.append

    def _refuse(self, *_: object) -> None:
        raise Unreadable("a document type is not allowed in a SOAP message")

    def _begin(self, tag: str, _attributes: object) -> None:
        space, _, name = tag.rpartition(" ")
        self._path.append((space, name))
        self._text.clear()
        if len(self._path) > _DEPTH_MAX:
            raise Unreadable("the document is nested too deeply")
        if len(self._path) == 1 and (space, name) != (ENVELOPE, "Envelope"):
            raise Unreadable("the document is no SOAP envelope")
        if self._inside("Body") and len(self._path) == _BODY_DEPTH:
            self.message.namespace, self.message.operation = space, name

    def _end(self, _tag: str) -> None:
        name = self._path[-1][1]
        if self._inside("Body") and len(self._path) == _BODY_DEPTH + 1:
            self.message.arguments[name] = "".join(self._text)
        if self._inside("Header") and name == "sessionId":
            self.message.session = "".join(self._text).strip()
        self._path.pop()
        self._text.clear()

    def _inside(self, part: str) -> bool:
        return len(self._path) > 1 and self._path[1] == (ENVELOPE, part)
