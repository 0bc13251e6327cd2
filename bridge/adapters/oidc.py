"""
Sign-in at an identity provider by OpenID Connect, behind the door of authlib and joserfc.

The code flow with PKCE: OpenID Connect Core 1.0 §3.1, Discovery 1.0 §4, RFC 7636. The ID token
alone says who somebody is; the access token is thrown away. Keys are read at each sign-in, since
providers change them and people sign in rarely.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bridge.errors import Misconfigured, NotPermitted, Refused, Unavailable
from bridge.model.calendar import Clock
from bridge.people.accounts import Identity
from bridge.people.provided import Provided
from bridge.settings.provider import ProviderSettings
from bridge.settings.sections import LOOPBACK

SYSTEM = "identity provider"
#: Signatures by a key pair: with a shared secret (HS256), or none, anybody could sign.
ALGORITHMS = ("RS256", "PS256", "ES256")
_KINDS = frozenset({"RSA", "EC"})
#: By how much the clocks there and here may differ.
SKEW_S = 60
#: To connect, and between two bytes: a person waits for it.
_TIMEOUT_S = (5.0, 10.0)
#: What the provider says of itself hardly changes.
_KNOWN_FOR = timedelta(minutes=10)
_SCOPE = "openid profile email"
#: A subject is no longer (OpenID Connect Core 1.0 §2).
_SUBJECT_MAX = 255
_WHERE = "console.oidc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a sign-in was begun with: the answer must fit it."""

    redirect: str  #: our address to which the provider leads back
    nonce: str  #: stands in the ID token again
    verifier: str  #: whoever has it may have the code
    since: datetime | None = None  #: who was there already gives the password anew after this


@dataclass(frozen=True, slots=True, kw_only=True)
class _Described:
    """Where the provider is reached, as it says itself."""

    authorization: str
    token: str
    keys: str
    method: str  #: how a client proves there who it is


class IdentityProvider:
    """
    One identity provider, for any number of threads.

    Every method may raise Unavailable, and Misconfigured where the provider does not fit us.
    """

    def __init__(self, settings: ProviderSettings, clock: Clock) -> None:
        self.settings = settings
        self._clock = clock
        self._known: tuple[datetime, _Described] | None = None

    def address(self, state: str, asked: Asked) -> str:
        """Return where the browser is led, so that the person signs in there."""
        described = self._described()
        # OpenID Connect Core 1.0 §3.1.2.1: with max_age the ID token says when that was.
        anew = {} if asked.since is None else {"prompt": "login", "max_age": "0"}
        with self._client(described, asked) as client:
            address, _ = client.create_authorization_url(
                described.authorization,
                state=state,
                nonce=asked.nonce,
                code_verifier=asked.verifier,
                **anew,
            )
        return str(address)

    def provided(self, code: str, asked: Asked) -> Provided:
        """
        Return who it was that signed in there, for the code that the browser brought back.

        Raises Refused for a code that is not taken, or for a token that is not what it must be.
        """
        described = self._described()
        return self._read(self._claims(self._token(code, described, asked), described, asked))

    def _token(self, code: str, described: _Described, asked: Asked) -> Mapping[str, Any]:
        try:
            with self._client(described, asked) as client:
                token: Mapping[str, Any] = client.fetch_token(
                    described.token,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=asked.verifier,
                    timeout=_TIMEOUT_S,
                    # What is sent holds our secret, and goes to nobody else.
                    allow_redirects=False,
                )
        except requests.RequestException as error:
            raise _unavailable("POST token") from error
        except (AuthlibBaseError, ValueError) as error:
            raise _refused("CODE", "it did not take the code of this sign-in") from error
        return token

    def _claims(
        self, token: Mapping[str, Any], described: _Described, asked: Asked
    ) -> Mapping[str, Any]:
        settings = self.settings
        try:
            read = jwt.decode(str(token.get("id_token")), self._keys(described), ALGORITHMS)
            claims = CodeIDToken(
                read.claims,
                read.header,
                options={
                    "iss": {"essential": True, "value": settings.issuer},
                    "aud": {"essential": True, "value": settings.client_id},
                    "nonce": {"essential": True, "value": asked.nonce},
                },
                params={
                    "client_id": settings.client_id,
                    "nonce": asked.nonce,
                    "access_token": token.get("access_token"),
                },
            )
            claims.validate(now=int(self._clock().timestamp()), leeway=SKEW_S)
        except (JoseError, ValueError, TypeError) as error:
            raise _refused("ID_TOKEN", _wrong(error)) from error
        _require_since(claims, asked.since)
        return dict(claims)

    def _read(self, claims: Mapping[str, Any]) -> Provided:
        subject = claims["sub"]
        if not subject.isprintable() or not 0 < len(subject) <= _SUBJECT_MAX:
            raise _refused("ID_TOKEN", "its ID token names nobody")
        name = _text(claims, "name") or _text(claims, "preferred_username") or subject
        return Provided(
            identity=Identity(issuer=self.settings.issuer, subject=subject),
            name=name,
            email=_text(claims, "email") or None,
            groups=self._groups(claims),
        )

    def _groups(self, claims: Mapping[str, Any]) -> frozenset[str]:
        claim = self.settings.groups_claim
        elsewhere = claims.get("_claim_names")
        if isinstance(elsewhere, Mapping) and claim in elsewhere:
            # Microsoft Entra ID does so above 200 groups: who is in many is not who is in none.
            raise NotPermitted(
                "you are in more groups than the identity provider tells",
                where=_WHERE,
                act="let the provider put those groups into the token that the bridge needs",
            )
        told = claims.get(claim, ())
        groups = (told,) if isinstance(told, str) else told
        if not isinstance(groups, list | tuple):
            raise _refused("ID_TOKEN", f"its ID token has no groups in {claim}")
        return frozenset(one for one in groups if isinstance(one, str))

    def _keys(self, described: _Described) -> KeySet:
        told = _got(described.keys, "GET keys").get("keys")
        keys = told if isinstance(told, list) else []
        fit = [
            one
            for one in keys
            if isinstance(one, dict) and one.get("kty") in _KINDS and one.get("use") != "enc"
        ]
        return KeySet.import_key_set({"keys": fit})

    def _client(self, described: _Described, asked: Asked) -> Any:  # of authlib, which has no types
        secret = self.settings.client_secret
        return OAuth2Session(
            client_id=self.settings.client_id,
            client_secret=secret.get_secret_value() if secret else None,
            token_endpoint_auth_method=described.method if secret else "none",
            scope=_SCOPE,
            redirect_uri=asked.redirect,
            code_challenge_method="S256",
        )

    def _described(self) -> _Described:
        known, now = self._known, self._clock()
        if known is not None and now - known[0] < _KNOWN_FOR:
            return known[1]
        issuer = self.settings.issuer
        told = _got(f"{issuer.rstrip('/')}/.well-known/openid-configuration", "GET discovery")
        if told.get("issuer") != issuer:
            raise _unfit("it calls itself otherwise", "write the issuer to the letter")
        described = _Described(
            authorization=_endpoint(told, "authorization_endpoint"),
            token=_endpoint(told, "token_endpoint"),
            keys=_endpoint(told, "jwks_uri"),
            method=_method(told),
        )
        self._known = (now, described)
        return described


def _got(url: str, operation: str) -> Mapping[str, Any]:
    try:
        answer = requests.get(url, timeout=_TIMEOUT_S, allow_redirects=False)
    except requests.RequestException as error:
        raise _unavailable(operation) from error
    try:
        told = json.loads(answer.content, parse_float=Decimal)
    except ValueError as error:
        raise _unavailable(operation) from error
    if answer.status_code != requests.codes.ok or not isinstance(told, Mapping):
        raise _unavailable(operation)
    return told


def _require_since(claims: Mapping[str, Any], since: datetime | None) -> None:
    """Raise Refused unless the person gave the password there after a time."""
    if since is None:
        return
    at = claims.get("auth_time")
    if not isinstance(at, int):
        raise _refused("ID_TOKEN", "its ID token does not say when you signed in (auth_time)")
    if at < since.timestamp() - SKEW_S:
        raise _refused("ID_TOKEN", "it did not ask you to sign in once more")


def _endpoint(told: Mapping[str, Any], name: str) -> str:
    url = told.get(name)
    parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not isinstance(url, str) or not parts.hostname or not is_safe:
        raise _unfit(f"it has no {name} behind TLS", "take a provider with the code flow")
    return url


def _method(told: Mapping[str, Any]) -> str:
    usual = "client_secret_basic"  # also where nothing is said (Discovery 1.0 §3)
    offered = told.get("token_endpoint_auth_methods_supported") or (usual,)
    return usual if usual in offered else "client_secret_post"


def _text(claims: Mapping[str, Any], claim: str) -> str:
    told = claims.get(claim)
    return " ".join(told.split()) if isinstance(told, str) else ""


def _wrong(error: Exception) -> str:
    claim = getattr(error, "claim", None)
    told = f"{claim} is wrong or missing" if claim else type(error).__name__
    return f"its ID token cannot be relied on: {told}"


def _unavailable(operation: str) -> Unavailable:
    return Unavailable(SYSTEM, operation, "NO_ANSWER", "it gives no answer that can be read")


def _refused(code: str, says: str) -> Refused:
    return Refused(SYSTEM, "sign-in", code, f"{says}; sign in anew")


def _unfit(what: str, act: str) -> Misconfigured:
    return Misconfigured(f"the identity provider does not fit: {what}", where=_WHERE, act=act)
