"""A caller of the SOAP port that writes its messages by hand, and reads answers by their names."""

from __future__ import annotations

import base64
import hmac
import secrets
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

import requests

from tests.sandbox.netsuite.client import ACME, NetSuite

VERSION = "2023_2"
ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SPACES = {
    "core": "core_{0}.platform",
    "msgs": "messages_{0}.platform",
    "common": "common_{0}.platform",
    "rel": "relationships_{0}.lists",
    "acct": "accounting_{0}.lists",
    "sales": "sales_{0}.transactions",
}


def names(version: str = VERSION) -> str:
    """Return the declarations of all prefixes that messages of tests use."""
    urns = {
        prefix: f"urn:{name.format(version)}.webservices.netsuite.com"
        for prefix, name in SPACES.items()
    }
    whole = {"s": ENVELOPE, "xsi": XSI, **urns}
    return " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in whole.items())


def signature(text: str, key: str = "consumer secret & more&token-secret") -> str:
    return base64.b64encode(hmac.digest(key.encode(), text.encode(), "sha256")).decode()


def passport(now_s: int, **parts: str) -> str:
    """Write a right token passport, but for the given parts; `signed_with` replaces the key."""
    algorithm = parts.pop("algorithm", "HMAC-SHA256")
    key = parts.pop("signed_with", "consumer secret & more&token-secret")
    given = {
        "account": "1234567_SB1",
        "consumerKey": "consumer",
        "token": "token",
        "nonce": secrets.token_hex(10),
        "timestamp": str(now_s),
        **{name: text for name, text in parts.items() if name != "signature"},
    }
    code = parts.get("signature", signature("&".join(given.values()), key))
    inner = "".join(f"<core:{name}>{text}</core:{name}>" for name, text in given.items())
    return (
        f'<msgs:tokenPassport>{inner}<core:signature algorithm="{algorithm}">{code}'
        "</core:signature></msgs:tokenPassport>"
    )


def envelope(operation: str, header: str = "", version: str = VERSION) -> str:
    return (
        f"<s:Envelope {names(version)}><s:Header>{header}</s:Header>"
        f"<s:Body>{operation}</s:Body></s:Envelope>"
    )


@dataclass(frozen=True)
class Answer:
    """An answer, read without its namespaces."""

    status: int
    text: str
    root: ET.Element = field(repr=False)

    def all(self, name: str) -> list[ET.Element]:
        return [one for one in self.root.iter() if one.tag.rpartition("}")[2] == name]

    def one(self, name: str) -> ET.Element:
        (only,) = self.all(name)
        return only

    def texts(self, name: str) -> list[str]:
        return [one.text or "" for one in self.all(name)]

    @property
    def succeeded(self) -> list[bool]:
        """Whether each status of the answer is a success."""
        return [one.get("isSuccess") == "true" for one in self.all("status") if one.attrib]

    @property
    def codes(self) -> list[str]:
        return self.texts("code")


@dataclass(frozen=True)
class Soap:
    """The port of a running stand-in, and a caller with its token."""

    netsuite: NetSuite

    def send(
        self, text: str | bytes, version: str = VERSION, headers: dict[str, str] | None = None
    ) -> Answer:
        content = text.encode() if isinstance(text, str) else text
        answer = requests.post(
            f"{self.netsuite.url}/services/NetSuitePort_{version}",
            data=content,
            headers={"Content-Type": "text/xml; charset=utf-8", **(headers or {})},
            timeout=5,
        )
        root = ET.fromstring(answer.text)
        assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
        return Answer(answer.status_code, answer.text, root)

    def ask(self, operation: str, header: str = "", **parts: str) -> Answer:
        """Call an operation that is written whole, as its element."""
        now = int(self.netsuite.clock.now().timestamp())
        return self.send(envelope(operation, passport(now, **parts) + header))

    def call(self, name: str, inner: str, header: str = "") -> Answer:
        """Call an operation and expect no fault."""
        answer = self.ask(f"<msgs:{name}>{inner}</msgs:{name}>", header)
        assert answer.status == 200, answer.text
        space = f"urn:messages_{VERSION}.platform.webservices.netsuite.com"
        assert answer.one(f"{name}Response").tag == f"{{{space}}}{name}Response"
        return answer

    def fault(self, operation: str) -> Answer:
        answer = self.ask(operation)
        assert answer.status == 500, answer.text
        return answer

    def search(self, kind: str, criteria: str, home: str = "rel", header: str = "") -> Answer:
        inner = (
            f'<msgs:searchRecord xsi:type="{home}:{kind}Search"><{home}:basic>{criteria}'
            f"</{home}:basic></msgs:searchRecord>"
        )
        return self.call("search", inner, header)


def customer(external_id: str, name: str = "Soap Ltd", rest: str = "") -> str:
    """Write a customer that NetSuite takes, but for what is in `rest`."""
    return (
        f'<msgs:record xsi:type="rel:Customer" externalId="{external_id}">'
        f"<rel:companyName>{name}</rel:companyName>"
        f'<rel:subsidiary externalId="US-INC"/>{rest}</msgs:record>'
    )


def order(external_id: str, lines: str = "", rest: str = "", keys: str = "") -> str:
    """Write an order that NetSuite takes, but for what is in `lines` and `rest`."""
    inner = lines or line("first")
    return (
        f'<msgs:record xsi:type="sales:SalesOrder" externalId="{external_id}">'
        f'<sales:entity externalId="{ACME}"/><sales:currency externalId="USD"/>'
        f"<sales:tranDate>2026-01-15T00:00:00.000Z</sales:tranDate>{rest}"
        f"<sales:itemList {keys}>{inner}</sales:itemList></msgs:record>"
    )


def line(description: str, amount: str = "100", rest: str = "") -> str:
    return (
        '<sales:item><sales:item externalId="SUB-ENT"/><sales:quantity>1</sales:quantity>'
        f"<sales:description>{description}</sales:description>"
        f"<sales:amount>{amount}</sales:amount>{rest}</sales:item>"
    )


def ref(record_type: str, external_id: str) -> str:
    return (
        f'<msgs:baseRef xsi:type="core:RecordRef" type="{record_type}" externalId="{external_id}"/>'
    )
