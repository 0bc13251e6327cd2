"""What keeps a whole request from being done, and how it is written; and what fails one record."""

from __future__ import annotations

from bridge.sandbox.netsuite.soap.layout.core import element_of
from bridge.sandbox.netsuite.soap.versions import urn
from bridge.sandbox.netsuite.soap.xmlwrite import Tag

_INVALID_LOGIN = "Invalid login attempt."
_TOO_MANY = "SuiteTalk concurrent request limit exceeded. Request blocked."
_AXIS = "http://xml.apache.org/axis/"
_HOSTNAME = "sandbox"


class SoapFault(Exception):
    """A request is turned down as a whole."""

    def __init__(
        self, says: str, *, name: str = "", code: str = "", at: str = "Server.userException"
    ) -> None:
        super().__init__(says)
        self.says = says
        self.name = name  #: of the fault in the schema; empty: the toolkit below refuses
        self.code = code
        self.at = at  #: whose fault it is, as the fault code says

    def tag(self, version: str) -> Tag:
        """Return the body's element."""
        host = Tag("ns1:hostname", {"xmlns:ns1": _AXIS}, text=_HOSTNAME)
        details = [host]
        if self.name:
            prefix = "platformFaults"
            details.insert(
                0,
                Tag(
                    f"{prefix}:{element_of(self.name)}",
                    {f"xmlns:{prefix}": urn(prefix, version)},
                    [
                        Tag(f"{prefix}:code", text=self.code),
                        Tag(f"{prefix}:message", text=self.says),
                    ],
                ),
            )
        return Tag(
            "soapenv:Fault",
            {},
            [
                Tag("faultcode", text=f"soapenv:{self.at}"),
                Tag("faultstring", text=self.says),
                Tag("detail", {}, details),
            ],
        )


def malformed(says: str) -> SoapFault:
    """Refuse a text that is no message."""
    return SoapFault(f"org.xml.sax.SAXParseException: {says}")


def unreadable(says: str) -> SoapFault:
    """Refuse a message that does not follow the schema."""
    return SoapFault(f"org.xml.sax.SAXException: {says}")


def no_such_type(space: str, name: str, part: str) -> SoapFault:
    """Refuse an element of a type that the schemas do not know."""
    return unreadable(
        f"Deserializing parameter '{part}': could not find deserializer for type {{{space}}}{name}"
    )


def no_such_field(name: str, space: str, owner: str) -> SoapFault:
    """Refuse an element that its type does not have."""
    return SoapFault(
        "com.netledger.common.schemabean.NLSchemaBeanException: "
        f"<<{name}>> not found on {{{space}}}{owner}"
    )


def invalid_login() -> SoapFault:
    """Refuse a caller, without saying why."""
    return SoapFault(_INVALID_LOGIN, name="InvalidCredentialsFault", code="USER_ERROR")


def not_logged_in() -> SoapFault:
    """Refuse a request that brings no token."""
    return SoapFault(
        "You must log in before performing a web service operation.",
        name="InvalidSessionFault",
        code="WS_LOG_IN_REQD",
    )


def too_many_requests() -> SoapFault:
    """Refuse a request beyond the account's concurrency."""
    return SoapFault(
        _TOO_MANY, name="ExceededConcurrentRequestLimitFault", code="WS_REQUEST_BLOCKED"
    )


def wrong_version(says: str, code: str) -> SoapFault:
    """Refuse a version that the account does not serve, or a message of another one."""
    return SoapFault(says, name="InvalidVersionFault", code=code)


def too_many_records(most: int, given: int) -> SoapFault:
    """Refuse a list that is too long."""
    return SoapFault(
        f"The maximum number of records ({most}) allowed for this operation has been exceeded: "
        f"{given}.",
        name="ExceededRecordCountFault",
        code="MAX_RCRDS_EXCEEDED",
    )


def not_permitted(says: str) -> SoapFault:
    """Refuse what the role may not do."""
    return SoapFault(says, name="InsufficientPermissionFault", code="INSUFFICIENT_PERMISSION")


def unexpected(says: str) -> SoapFault:
    """Fail for a reason of the server's own."""
    return SoapFault(says, name="UnexpectedErrorFault", code="UNEXPECTED_ERROR")


class RecordError(Exception):
    """One record, or one search, is turned down; the rest of the request goes on."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code = code
        self.says = says
