"""Write the WSDL: one port, its operations, their headers and faults."""

from __future__ import annotations

from bridge.sandbox.netsuite.soap.layout.core import FAULTS, element_of
from bridge.sandbox.netsuite.soap.layout.messages import OPERATIONS, Operation
from bridge.sandbox.netsuite.soap.versions import HOMES, PORT_PREFIX, urn
from bridge.sandbox.netsuite.soap.xmlwrite import DECLARATION, Tag
from bridge.sandbox.netsuite.soap.xsd import XSD, imported

_WSDL = "http://schemas.xmlsoap.org/wsdl/"
_SOAP = "http://schemas.xmlsoap.org/wsdl/soap/"
_HTTP = "http://schemas.xmlsoap.org/soap/http"
_HEADERS = (
    *("applicationInfo", "partnerInfo", "documentInfo", "preferences", "searchPreferences"),
    "tokenPassport",
)
#: The faults that an operation may answer with.
_THROWN = tuple(
    fault
    for fault in FAULTS
    if fault not in {"InvalidAccountFault", "InvalidVersionFault", "AsyncFault"}
)
_LITERAL = {"use": "literal"}


def port_path(version: str) -> str:
    """Return the address of the port below the host."""
    return PORT_PREFIX + version


def document(version: str, origin: str) -> str:
    """Return the WSDL of a version; `origin` is where it is served, "http://host:port"."""
    space = f"urn:platform_{version}.webservices.netsuite.com"
    names = {
        "xmlns": _WSDL,
        "xmlns:soap": _SOAP,
        "xmlns:tns": space,
        "xmlns:platformMsgs": urn("platformMsgs", version),
        "xmlns:platformFaults": urn("platformFaults", version),
        "targetNamespace": space,
    }
    imports = [imported(home, version, origin) for home in HOMES.values() if home.listed]
    schema = Tag("xsd:schema", {"xmlns:xsd": XSD, "elementFormDefault": "qualified"}, imports)
    operations = OPERATIONS.values()
    headers = [Tag("part", {"name": n, "element": f"platformMsgs:{n}"}) for n in _HEADERS]
    whole = Tag(
        "definitions",
        names,
        [
            Tag("types", {}, [schema]),
            Tag("message", {"name": "headers"}, headers),
            *(message for operation in operations for message in _messages(operation)),
            *map(_fault_message, FAULTS),
            Tag("portType", {"name": "NetSuitePortType"}, list(map(_offered, operations))),
            _binding(),
            _service(origin + port_path(version)),
        ],
    )
    return DECLARATION + whole.written()


def _messages(operation: Operation) -> list[Tag]:
    elements = {"Request": operation.name, "Response": f"{operation.name}Response"}
    return [
        Tag(
            "message",
            {"name": operation.name + end},
            [Tag("part", {"name": "parameters", "element": f"platformMsgs:{element}"})],
        )
        for end, element in elements.items()
    ]


def _fault_message(fault: str) -> Tag:
    part = Tag("part", {"name": "fault", "element": f"platformFaults:{element_of(fault)}"})
    return Tag("message", {"name": fault}, [part])


def _offered(operation: Operation) -> Tag:
    ends = {"input": f"{operation.name}Request", "output": f"{operation.name}Response"}
    inner = [Tag(end, {"name": n, "message": f"tns:{n}"}) for end, n in ends.items()]
    inner += [Tag("fault", {"name": fault, "message": f"tns:{fault}"}) for fault in _THROWN]
    return Tag("operation", {"name": operation.name}, inner)


def _binding() -> Tag:
    style = Tag("soap:binding", {"style": "document", "transport": _HTTP})
    bound = [style, *map(_bound, OPERATIONS.values())]
    return Tag("binding", {"name": "NetSuiteBinding", "type": "tns:NetSuitePortType"}, bound)


def _bound(operation: Operation) -> Tag:
    headers = ["tokenPassport", "applicationInfo", "partnerInfo", operation.preferences]
    body = Tag("soap:body", _LITERAL)
    asked = [*(_header(name) for name in headers if name), body]
    answered = [_header("documentInfo"), body]
    faults = [
        Tag("fault", {"name": fault}, [Tag("soap:fault", {"name": fault, **_LITERAL})])
        for fault in _THROWN
    ]
    return Tag(
        "operation",
        {"name": operation.name},
        [
            Tag("soap:operation", {"soapAction": operation.name}),
            Tag("input", {"name": f"{operation.name}Request"}, asked),
            Tag("output", {"name": f"{operation.name}Response"}, answered),
            *faults,
        ],
    )


def _header(part: str) -> Tag:
    return Tag("soap:header", {"message": "tns:headers", "part": part, **_LITERAL})


def _service(address: str) -> Tag:
    port = Tag(
        "port",
        {"name": "NetSuitePort", "binding": "tns:NetSuiteBinding"},
        [Tag("soap:address", {"location": address})],
    )
    return Tag("service", {"name": "NetSuiteService"}, [port])
