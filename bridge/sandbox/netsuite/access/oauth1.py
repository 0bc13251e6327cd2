"""Token-based authentication: OAuth 1.0a signatures with HMAC-SHA256, verified by RFC 5849."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from bridge.sandbox.netsuite.access.nonces import Nonces
from bridge.sandbox.netsuite.credentials import Credentials

_PARAMETER = re.compile(r'\s*([A-Za-z0-9_]+)="([^"]*)"\s*')
_TOLERANCE_S = 300
_NONCE = re.compile(r"[A-Za-z0-9]{6,64}")
_REQUIRED = frozenset(
    {
        "realm",
        "oauth_consumer_key",
        "oauth_token",
        "oauth_nonce",
        "oauth_timestamp",
        "oauth_signature",
        "oauth_signature_method",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRequest:
    """What a signature covers; `url` is whole, with its query, as the caller wrote it."""

    method: str
    url: str
    authorization: str
    body: bytes = b""


class OAuth1:
    """Verify signed requests of one integration, each nonce once."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._nonces = Nonces(_TOLERANCE_S)

    def accepts(self, request: SignedRequest, now_s: float) -> bool:
        """Tell whether the caller may come in; `now_s` is the time in seconds since 1970."""
        given = parameters(request.authorization)
        return (
            given is not None
            and _is_address(request.url)
            and given.keys() >= _REQUIRED
            and self._is_ours(given)
            and _is_signed_as_asked(given, request.body)
            and self._is_signed_by_us(given, request)
            and self._is_fresh(given, now_s)
        )

    def _is_ours(self, given: Mapping[str, str]) -> bool:
        ours = self._credentials
        return (
            given["realm"] == ours.account
            and given["oauth_consumer_key"] == ours.consumer_key
            and given["oauth_token"] == ours.token_id
        )

    def _is_signed_by_us(self, given: Mapping[str, str], request: SignedRequest) -> bool:
        expected = signature(base_string(request.method, request.url, given), self._credentials)
        return hmac.compare_digest(expected.encode(), given["oauth_signature"].encode())

    def _is_fresh(self, given: Mapping[str, str], now_s: float) -> bool:
        """A nonce counts as used only when all else is right, so that it is checked last."""
        written = given["oauth_timestamp"]
        if not re.fullmatch(r"[0-9]{1,12}", written) or not _NONCE.fullmatch(given["oauth_nonce"]):
            return False
        return self._nonces.use(given["oauth_nonce"], int(written), now_s)


def parameters(authorization: str) -> dict[str, str] | None:
    """Read the header `OAuth key="value", ...`; None if it is none, or names a key twice."""
    scheme, _, rest = authorization.partition(" ")
    matches = [_PARAMETER.fullmatch(part) for part in rest.split(",")]
    if scheme.lower() != "oauth" or not all(matches):
        return None
    pairs = [(match[1], unquote(match[2])) for match in matches if match]
    return dict(pairs) if len(dict(pairs)) == len(pairs) else None


def base_string(method: str, url: str, given: Mapping[str, str]) -> str:
    """
    Return the text that is signed: RFC 5849 section 3.4.1.

    `given` holds the parameters of the header; realm and signature are left out here.
    """
    parts = urlsplit(url)
    default_port = {"http": 80, "https": 443}.get(parts.scheme)
    host = (parts.hostname or "").lower()
    port = "" if parts.port in {None, default_port} else f":{parts.port}"
    signed = [(k, v) for k, v in given.items() if k not in {"realm", "oauth_signature"}]
    signed += parse_qsl(parts.query, keep_blank_values=True)
    encoded = sorted((_encode(key), _encode(value)) for key, value in signed)
    flat = "&".join(f"{key}={value}" for key, value in encoded)
    bare = f"{parts.scheme.lower()}://{host}{port}{parts.path or '/'}"
    return "&".join([method.upper(), _encode(bare), _encode(flat)])


def signature(base: str, credentials: Credentials) -> str:
    """Sign a base string with both secrets; base64, not percent-encoded."""
    key = f"{_encode(credentials.consumer_secret)}&{_encode(credentials.token_secret)}"
    digest = hmac.new(key.encode(), base.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def _is_signed_as_asked(given: Mapping[str, str], body: bytes) -> bool:
    return (
        given["oauth_signature_method"] == "HMAC-SHA256"
        and given.get("oauth_version", "1.0") == "1.0"
        and given.get("oauth_body_hash") in {None, *_body_hashes(body)}
    )


def _body_hashes(body: bytes) -> tuple[str, str]:
    """SHA-256 as the method says, and SHA-1: a widespread client always sends that one."""
    digests = (hashlib.sha256(body), hashlib.sha1(body, usedforsecurity=False))
    first, second = (base64.b64encode(one.digest()).decode() for one in digests)
    return first, second


def _is_address(url: str) -> bool:
    """Tell whether the address has the parts that are signed: its host comes from the caller."""
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def _encode(text: str) -> str:
    return quote(text, safe="~")
