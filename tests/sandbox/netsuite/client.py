"""A plain HTTP client of the NetSuite stand-in, and a way to open one for a test."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import jwt
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.faults import Faults, parse_rules
from bridge.sandbox.journal import Journal
from bridge.sandbox.netsuite.credentials import Credentials
from bridge.sandbox.netsuite.seeds import Seed, default
from bridge.sandbox.netsuite.server import build
from bridge.sandbox.serving import serve_in_thread

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
TOKEN = "/services/rest/auth/oauth2/v1/token"
RECORDS = "/services/rest/record/v1"
SUITEQL = "/services/rest/query/v1/suiteql"
ACME = "SFA-0013000000abcDEFGH"
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
STRICT = {"X-NetSuite-PropertyNameValidation": "Error"}


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_pem(key: PrivateKey) -> str:
    return (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def credentials(key: PrivateKey | None = None) -> Credentials:
    return Credentials(
        account="1234567_SB1",
        client_id="client",
        certificate_id="certificate",
        public_key_pem=public_pem(key or rsa_key()),
        consumer_key="consumer",
        consumer_secret="consumer secret & more",
        token_id="token",
        token_secret="token-secret",
    )


@dataclass
class NetSuite:
    """A running stand-in, and a caller that is signed in to it."""

    url: str
    clock: SimulatedClock
    faults: Faults
    journal: Journal
    session: requests.Session = field(default_factory=requests.Session)

    def assertion(
        self, key: PrivateKey | None = None, header: dict[str, Any] | None = None, **claims: Any
    ) -> str:
        """Sign a right assertion, but for the given claims and headers; None leaves one out."""
        now = int(self.clock.now().timestamp())
        whole = {
            "iss": "client",
            "scope": ["rest_webservices"],
            "aud": self.url + TOKEN,
            "iat": now,
            "exp": now + 3600,
            **claims,
        }
        kept = {name: claim for name, claim in whole.items() if claim is not None}
        head = {"kid": "certificate", "alg": "PS256", **(header or {})}
        return jwt.encode(kept, key or rsa_key(), algorithm=head["alg"], headers=head)

    def token(self, assertion: str, **form: str) -> requests.Response:
        whole = {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": assertion,
            **form,
        }
        return requests.post(self.url + TOKEN, data=whole, timeout=5)

    def sign_in(self) -> None:
        token = self.token(self.assertion()).json()["access_token"]
        self.session.headers["Authorization"] = f"Bearer {token}"

    def call(self, method: str, path: str, **rest: Any) -> requests.Response:
        """Call a path of the record service; `json` may hold Decimals."""
        body = rest.pop("json", None)
        if body is not None:
            rest["data"] = json.dumps(body, default=float)
        url = path if path.startswith("http") else f"{self.url}{RECORDS}{path}"
        return self.session.request(method, url, timeout=5, **rest)

    def put(self, external_id: str, body: object, **rest: Any) -> requests.Response:
        return self.call("PUT", f"/salesOrder/eid:{external_id}", json=body, **rest)

    def order(self, external_id: str) -> Any:
        """Return an order with its lines, with exact numbers."""
        answer = self.call("GET", f"/salesOrder/eid:{external_id}?expandSubResources=true")
        assert answer.status_code == 200, answer.text
        return exact(answer)

    def lines(self, external_id: str) -> list[tuple[int, str]]:
        """Return key and description of each line of an order."""
        items = self.order(external_id)["item"]["items"]
        return [(line["line"], line["description"]) for line in items]

    def ask(self, query: str, *params: object, page: str = "") -> requests.Response:
        return self.session.post(
            f"{self.url}{SUITEQL}{page}",
            json={"q": query, "params": list(params)},
            headers={"Prefer": "transient"},
            timeout=5,
        )

    def rows(self, query: str, *params: object) -> list[dict[str, Any]]:
        """Return the rows of a query without their links."""
        answer = self.ask(query, *params)
        assert answer.status_code == 200, answer.text
        return [
            {name: cell for name, cell in row.items() if name != "links"}
            for row in answer.json()["items"]
        ]

    def strike(self, **rule: object) -> None:
        self.faults.add(parse_rules({"rules": [rule]}, "test"))

    def change(self, *records: dict[str, object]) -> None:
        """Change records as their owner would, without the record service."""
        answer = requests.post(f"{self.url}/_sandbox/records", json={"records": records}, timeout=5)
        assert answer.status_code == 204, answer.text


def exact(answer: requests.Response) -> Any:
    return json.loads(answer.text, parse_float=Decimal)


def detail(answer: requests.Response) -> dict[str, Any]:
    """Return the one error detail of an answer that has NetSuite's shape of errors."""
    assert answer.headers["Content-Type"] == "application/vnd.oracle.resource+json; type=error"
    body = answer.json()
    assert body["type"].startswith("https://www.w3.org/Protocols/rfc2616/rfc2616-sec10.html")
    assert body["status"] == answer.status_code
    (only,) = body["o:errorDetails"]
    return dict(only)


def line(description: str, **fields: object) -> dict[str, object]:
    """Return a line that NetSuite takes, but for the given fields."""
    return {
        "item": {"externalId": "SUB-ENT"},
        "quantity": 1,
        "amount": 100,
        "price": {"id": "-1"},
        "description": description,
        **fields,
    }


def an_order(*lines: object, **fields: object) -> dict[str, object]:
    """Return an order that NetSuite takes, but for the given fields; None leaves one out."""
    whole: dict[str, object] = {
        "entity": {"externalId": ACME},
        "subsidiary": {"externalId": "US-INC"},
        "currency": {"externalId": "USD"},
        "tranDate": "2026-01-15",
        "item": {"items": list(lines) or [line("first")]},
        **fields,
    }
    return {name: value for name, value in whole.items() if value is not None}


def oauth1(method: str, url: str, body: bytes = b"", **parts: str) -> str:
    """
    Sign by RFC 5849, written here anew; `parts` replace parameters, "" leaves one out.

    `consumer_secret`, `token_secret` and `realm` can be replaced as well.
    """
    secrets_of = {
        "consumer_secret": parts.pop("consumer_secret", "consumer secret & more"),
        "token_secret": parts.pop("token_secret", "token-secret"),
    }
    realm, signed_as = parts.pop("realm", "1234567_SB1"), parts.pop("oauth_signature", None)
    given = {
        "oauth_consumer_key": "consumer",
        "oauth_token": "token",
        "oauth_nonce": secrets.token_hex(8),
        "oauth_timestamp": str(int(NOON.timestamp())),
        "oauth_signature_method": "HMAC-SHA256",
        "oauth_version": "1.0",
        **parts,
    }
    if given.get("oauth_body_hash") in {"sha256", "sha1"}:
        hashed = hashlib.new(given["oauth_body_hash"], body).digest()
        given["oauth_body_hash"] = base64.b64encode(hashed).decode()
    given = {name: value for name, value in given.items() if value}
    target = urlsplit(url)
    pairs = [*given.items(), *parse_qsl(target.query, keep_blank_values=True)]
    flat = "&".join(f"{k}={v}" for k, v in sorted((_pct(k), _pct(v)) for k, v in pairs))
    address = f"{target.scheme}://{target.netloc}{target.path}"
    text = f"{method}&{_pct(address)}&{_pct(flat)}"
    key = f"{_pct(secrets_of['consumer_secret'])}&{_pct(secrets_of['token_secret'])}"
    code = base64.b64encode(hmac.digest(key.encode(), text.encode(), "sha256")).decode()
    given["oauth_signature"] = code if signed_as is None else signed_as
    listed = ", ".join(f'{name}="{_pct(value)}"' for name, value in given.items())
    return f'OAuth realm="{realm}", {listed}'


def _pct(text: str) -> str:
    return quote(text, safe="-._~")


@contextmanager
def opened(seed: Seed | None = None, key: PrivateKey | None = None) -> Iterator[NetSuite]:
    """Serve an account with one customer, and sign in with the RSA key unless another is given."""
    contents = seed or default().add_customers({ACME: "ACME"})
    clock, faults, journal = SimulatedClock(NOON), Faults(), Journal()
    app = build(contents, clock=clock, faults=faults, journal=journal, credentials=credentials(key))
    with serve_in_thread(app) as server:
        netsuite = NetSuite(server.url, clock, faults, journal)
        with netsuite.session:
            if key is None:
                netsuite.sign_in()
                journal.clear()
            yield netsuite
