"""OAuth 2.0 client credentials: an assertion signed with the certificate's key buys a token."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt

from bridge.sandbox.netsuite.credentials import Credentials

TOKEN_PATH = "/services/rest/auth/oauth2/v1/token"  # noqa: S105 - a path, not a secret
#: PKCS#1 v1.5 (RS256) is not among them: NetSuite refuses it.
ALGORITHMS = ("PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_LIFE_S = 60 * 60
_SKEW_S = 5 * 60
_SCOPES = frozenset({"restlets", "rest_webservices", "suite_analytics"})
_REQUIRED = ("grant_type", "client_assertion_type", "client_assertion")


class TokenRefused(Exception):
    """No token is given; `error` is the code of RFC 6749."""

    def __init__(self, error: str, status: int = 400) -> None:
        super().__init__(error)
        self.error = error
        self.status = status


@dataclass(frozen=True, slots=True)
class _Token:
    ends: datetime
    scopes: frozenset[str]


class OAuth2:
    """Give tokens for assertions, and know the tokens given until they end."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._tokens: dict[str, _Token] = {}

    def grant(self, form: Mapping[str, str], token_url: str, now: datetime) -> dict[str, str]:
        """
        Answer a token request; `token_url` is the address at which it arrived.

        Raises:
            TokenRefused: a field is missing, or the assertion does not hold.
        """
        if any(not form.get(name) for name in _REQUIRED):
            raise TokenRefused("invalid_request")
        if form["grant_type"] != "client_credentials":
            raise TokenRefused("unsupported_grant_type")
        if form["client_assertion_type"] != ASSERTION_TYPE:
            raise TokenRefused("invalid_request")
        claims = self._claims(form["client_assertion"], token_url)
        _check_times(claims, now)
        scopes = _scopes(claims.get("scope"))
        token = secrets.token_urlsafe(48)
        self._forget_ended(now)
        self._tokens[token] = _Token(now + timedelta(seconds=_LIFE_S), scopes)
        return {"access_token": token, "expires_in": str(_LIFE_S), "token_type": "Bearer"}

    def accepts(self, token: str, now: datetime) -> bool:
        """Tell whether the token opens the REST services at this moment."""
        known = self._tokens.get(token)
        return known is not None and now < known.ends and "rest_webservices" in known.scopes

    def _forget_ended(self, now: datetime) -> None:
        """All live equally long: the first of them end first."""
        while self._tokens and now >= self._tokens[first := next(iter(self._tokens))].ends:
            del self._tokens[first]

    def expire_tokens(self) -> None:
        """End every token that was given."""
        self._tokens.clear()

    def _claims(self, assertion: str, token_url: str) -> dict[str, Any]:
        """Verify signature, key id, issuer and audience; times are checked by our own clock."""
        ours = self._credentials
        try:
            header = jwt.get_unverified_header(assertion)
            claims: dict[str, Any] = jwt.decode(
                assertion,
                ours.public_key_pem,
                algorithms=list(ALGORITHMS),
                audience=[token_url, f"https://{ours.host}{TOKEN_PATH}"],
                options={
                    "require": ["iss", "aud", "iat", "exp", "scope"],
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                },
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise TokenRefused("invalid_grant") from error
        if header.get("kid") != ours.certificate_id:
            raise TokenRefused("invalid_grant")
        if claims["iss"] != ours.client_id:
            raise TokenRefused("invalid_client", 401)
        return claims


def _check_times(claims: Mapping[str, Any], now: datetime) -> None:
    issued, ends = claims["iat"], claims["exp"]
    if not all(isinstance(moment, int | float) for moment in (issued, ends)):
        raise TokenRefused("invalid_grant")
    now_s = int(now.timestamp())
    if not now_s < ends <= issued + _LIFE_S or issued > now_s + _SKEW_S:
        raise TokenRefused("invalid_grant")


def _scopes(claimed: object) -> frozenset[str]:
    """Read scopes: a list, or text with commas or blanks between them."""
    match claimed:
        case str(text):
            scopes = frozenset(text.replace(",", " ").split())
        case [*names]:
            scopes = frozenset(map(str, names))
        case _:
            raise TokenRefused("invalid_grant")
    if not scopes or scopes - _SCOPES:
        raise TokenRefused("invalid_scope")
    return scopes
