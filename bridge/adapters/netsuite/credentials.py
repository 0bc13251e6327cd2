"""
Who we are to NetSuite: an access token for a signed assertion, or a signature on each request.

Source: facts of Oracle help, section_162755359851 (client credentials) and section_1534941088
(token-based authentication).
"""

import re
import secrets
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bridge.adapters.netsuite.signing import TokenPair, authorization
from bridge.adapters.netsuite.wire import Answer, Deadline, Request, exact_json
from bridge.errors import Misconfigured, Unavailable
from bridge.model.calendar import Clock
from bridge.settings import NetSuiteSettings

TOKEN_PATH = "/services/rest/auth/oauth2/v1/token"  # noqa: S105 - an address, no secret
_SCOPE, _SCOPE_OF_SCRIPTS = "rest_webservices", "restlets"
#: NetSuite takes up to 60 minutes; half of it forgives a clock that is a little slow.
_ASSERTION_LASTS = timedelta(minutes=30)
#: A token is given up this long before its end, so that it does not end on its way; one that
#: lasts less than ten minutes, a tenth of its life before.
_MARGIN = timedelta(seconds=60)
_RSA_BITS_MIN = 2048
_CURVES = {"secp256r1": "ES256", "secp384r1": "ES384", "secp521r1": "ES512"}

#: Sends a token request and returns its 2xx answer, or raises what stands for its failure.
Fetch = Callable[[Request, Deadline], Answer]


class Credential(Protocol):
    """Writes the Authorization header of a request."""

    def header(self, method: str, url: str, deadline: Deadline) -> str:
        """Return the header for this one request."""

    def turned_down(self, header: str) -> None:
        """Learn that NetSuite answered 401 to this header: do not use it again."""


class SignedRequests:
    """Token-based authentication: each request carries its own signature."""

    def __init__(self, pair: TokenPair, clock: Clock) -> None:
        self._pair = pair
        self._clock = clock

    def header(self, method: str, url: str, _deadline: Deadline) -> str:
        """Sign; the nonce is new each time."""
        timestamp = int(self._clock().timestamp())
        return authorization(self._pair, method, url, secrets.token_hex(16), timestamp)

    def turned_down(self, header: str) -> None:
        """Forget nothing: the next header has another nonce and time anyway."""


class AccessTokens:
    """
    OAuth 2.0 client credentials: one access token, shared by all threads until shortly before
    its end, renewed by one of them while the others wait for it.
    """

    def __init__(self, settings: NetSuiteSettings, clock: Clock, fetch: Fetch) -> None:
        self._settings = settings
        self._clock = clock
        self._fetch = fetch
        self._url = settings.address + TOKEN_PATH
        self._key, self._algorithm = _private_key(settings.private_key_file)
        self._lock = threading.Lock()
        self._header = ""
        self._good_until: datetime | None = None

    def header(self, _method: str, _url: str, deadline: Deadline) -> str:
        """
        Return the header with a token that is still good.

        Raises what `fetch` raises; nothing but the token request was sent by then.
        """
        with self._lock:
            now = self._clock()
            if self._good_until is None or now >= self._good_until:
                self._renew(now, deadline)
            return self._header

    def turned_down(self, header: str) -> None:
        """Give up this token, unless another thread has renewed it already."""
        with self._lock:
            if header == self._header:
                self._good_until = None

    def _renew(self, now: datetime, deadline: Deadline) -> None:
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": self._assertion(now),
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        request = Request("POST", self._url, headers, urlencode(form).encode())
        token, lasts = _granted(self._fetch(request, deadline))
        self._header = f"Bearer {token}"
        self._good_until = now + lasts - min(_MARGIN, lasts / 10)

    def _assertion(self, now: datetime) -> str:
        claims = {
            "iss": self._settings.client_id,
            # A scope that the integration record does not allow would be refused.
            "scope": [_SCOPE, *([_SCOPE_OF_SCRIPTS] if self._settings.merge_script else [])],
            "aud": self._url,
            "iat": int(now.timestamp()),
            "exp": int((now + _ASSERTION_LASTS).timestamp()),
            "jti": secrets.token_hex(16),
        }
        headers = {"kid": self._settings.certificate_id}
        return jwt.encode(claims, self._key, algorithm=self._algorithm, headers=headers)


def _granted(answer: Answer) -> tuple[str, timedelta]:
    """Read token and life; NetSuite writes the seconds as a number or as text."""
    try:
        granted = exact_json(answer.body)
        token, seconds = granted["access_token"], int(granted["expires_in"])
    except (ValueError, TypeError, KeyError) as error:
        raise Unavailable(
            "netsuite", "sign in", "UNREADABLE", "the answer to the sign-in holds no token"
        ) from error
    if not isinstance(token, str) or not re.fullmatch(r"[\x21-\x7e]+", token) or seconds <= 0:
        raise Unavailable(
            "netsuite", "sign in", "UNREADABLE", "the answer to the sign-in holds no usable token"
        )
    return token, timedelta(seconds=seconds)


def _private_key(file: Path | None) -> tuple[RSAPrivateKey | EllipticCurvePrivateKey, str]:
    """Load the key and choose the algorithm that its type allows; NetSuite refuses RS256."""
    if file is None:
        raise _bad_key(file, "no private key is named")
    try:
        key = _loaded(file.read_bytes())
    except OSError as error:
        raise _bad_key(file, "the private key cannot be read") from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _bad_key(file, "this is no private key in PEM form without a password") from error
    if isinstance(key, RSAPrivateKey) and key.key_size >= _RSA_BITS_MIN:
        return key, "PS256"
    if isinstance(key, EllipticCurvePrivateKey) and key.curve.name in _CURVES:
        return key, _CURVES[key.curve.name]
    raise _bad_key(file, "NetSuite takes RSA keys of 2048 bits or more and EC P-256, P-384, P-521")


@lru_cache(maxsize=2)
def _loaded(pem: bytes) -> PrivateKeyTypes:
    """Load a key once: to see that it is a sound one takes longer than a request."""
    return load_pem_private_key(pem, password=None)


def _bad_key(file: Path | None, what: str) -> Misconfigured:
    return Misconfigured(
        what,
        where=f"netsuite.private_key_file ({file})",
        act="name the key whose certificate was uploaded in NetSuite, readable for the bridge",
    )
