"""Signatures of token-based authentication (OAuth 1.0a, HMAC-SHA256): pure functions."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPair:
    """An integration's consumer key and a user's token for it, each with its secret."""

    account: str
    consumer_key: str
    consumer_secret: str = field(repr=False)
    token_id: str
    token_secret: str = field(repr=False)


def authorization(pair: TokenPair, method: str, url: str, nonce: str, timestamp: int) -> str:
    """
    Return the Authorization header of one request; `url` is the whole one, with its query.

    `nonce` is never to be used again; `timestamp` counts seconds since 1970. A body is not signed.
    Source: Oracle help, section_1534941088; the method is RFC 5849 §3.4.
    """
    signed = {
        **_protocol(pair, nonce, timestamp),
        "oauth_signature": signature(pair, method, url, nonce, timestamp),
    }
    # The realm is the account as NetSuite writes it; it is not part of what is signed.
    parts = [f'realm="{pair.account.upper().replace("-", "_")}"']
    return "OAuth " + ", ".join([*parts, *(f'{key}="{_enc(signed[key])}"' for key in signed)])


def signature(pair: TokenPair, method: str, url: str, nonce: str, timestamp: int) -> str:
    """Return the signature of a REST or RESTlet request, in base64."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    pairs = sorted(
        (_enc(key), _enc(value))
        for key, value in [*_protocol(pair, nonce, timestamp).items(), *query]
    )
    parameters = "&".join(f"{key}={value}" for key, value in pairs)
    address = f"{parts.scheme.lower()}://{parts.netloc.lower()}{parts.path}"
    return _mac(pair, "&".join((method.upper(), _enc(address), _enc(parameters))), encoded=True)


def passport(pair: TokenPair, nonce: str, timestamp: int) -> str:
    """
    Return the signature of a SOAP `tokenPassport`, in base64.

    Source: Oracle help, section_4395630653: the parts are joined as they are.
    """
    text = "&".join((pair.account, pair.consumer_key, pair.token_id, nonce, str(timestamp)))
    return _mac(pair, text, encoded=False)


def _protocol(pair: TokenPair, nonce: str, timestamp: int) -> dict[str, str]:
    return {
        "oauth_consumer_key": pair.consumer_key,
        "oauth_nonce": nonce,
        "oauth_signature_method": "HMAC-SHA256",
        "oauth_timestamp": str(timestamp),
        "oauth_token": pair.token_id,
        "oauth_version": "1.0",
    }


def _mac(pair: TokenPair, text: str, *, encoded: bool) -> str:
    secrets = (pair.consumer_secret, pair.token_secret)
    key = "&".join(_enc(secret) if encoded else secret for secret in secrets)
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def _enc(text: str) -> str:
    """Percent-encode all but letters, digits and `-._~` (RFC 5849 §3.6)."""
    return quote(text, safe="")
