"""The token and user endpoints, with credentials and signatures really verified."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import jwt

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.salesforce.credentials import Credentials
from bridge.sandbox.salesforce.org import ORG_ID, USER_ID, Org
from bridge.sandbox.salesforce.tokens import Tokens

JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LOGIN_HOSTS = ("https://login.salesforce.com", "https://test.salesforce.com")
LIFE_OF_ASSERTION = timedelta(minutes=3)


class Denied(Exception):
    """A token is refused; the form of the error is the vendor's own."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.status = status
        self.body = {"error": error, "error_description": description}


@dataclass(frozen=True, slots=True)
class Door:
    """Decides who gets a token."""

    credentials: Credentials
    tokens: Tokens
    clock: SimulatedClock

    def token(self, form: Mapping[str, str], url: str) -> Mapping[str, str]:
        """Answer a token request that reached the sandbox at `url`; raises Denied."""
        grants: Mapping[str, Callable[[Mapping[str, str], str], None]] = {
            "client_credentials": self._check_client,
            "refresh_token": self._check_refresh,
            JWT_GRANT: self._check_assertion,
        }
        check = grants.get(form.get("grant_type", ""))
        if check is None:
            raise Denied("unsupported_grant_type", "grant type not supported")
        check(form, url)
        identity = f"{url}/id/{ORG_ID}/{USER_ID}"
        issued_at = str(int(self.clock.now().timestamp() * 1000))
        signed = hmac.digest(
            self.credentials.client_secret.encode(), (identity + issued_at).encode(), hashlib.sha256
        )
        return {
            "access_token": self.tokens.issue(),
            "signature": base64.b64encode(signed).decode(),
            "scope": "api",
            "instance_url": url,
            "id": identity,
            "token_type": "Bearer",
            "issued_at": issued_at,
        }

    def user(self, org: Org) -> Mapping[str, object]:
        """Tell who the caller runs as."""
        name = self.credentials.username
        return {
            "sub": USER_ID,
            "user_id": USER_ID,
            "organization_id": ORG_ID,
            "preferred_username": name,
            "nickname": name,
            "name": name,
            "email": name,
            "active": True,
            "zoneinfo": org.time_zone,
            "locale": "en_US",
        }

    def _check_client(self, form: Mapping[str, str], _url: str) -> None:
        if not _same(form.get("client_id"), self.credentials.client_id):
            raise Denied("invalid_client_id", "client identifier invalid")
        if not _same(form.get("client_secret"), self.credentials.client_secret):
            raise Denied("invalid_client", "invalid client credentials")

    def _check_refresh(self, form: Mapping[str, str], url: str) -> None:
        self._check_client(form, url)
        known = self.credentials.refresh_token
        if known is None or not _same(form.get("refresh_token"), known):
            raise Denied("invalid_grant", "expired access/refresh token")

    def _check_assertion(self, form: Mapping[str, str], url: str) -> None:
        if self.credentials.public_key_pem is None:
            raise Denied("invalid_grant", "no certificate was uploaded for this app")
        try:
            claims = jwt.decode(
                form.get("assertion", ""),
                self.credentials.public_key_pem,
                algorithms=["RS256"],
                audience=[*LOGIN_HOSTS, url],
                # The times are checked against the sandbox's clock, which may not be today.
                options={
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                    "require": ["exp", "iss", "sub", "aud"],
                },
            )
        except jwt.InvalidAudienceError as error:
            raise Denied("invalid_grant", "audience is invalid") from error
        except jwt.InvalidTokenError as error:
            raise Denied("invalid_grant", "invalid assertion") from error
        self._check_claims(claims)

    def _check_claims(self, claims: Mapping[str, object]) -> None:
        if claims["iss"] != self.credentials.client_id:
            raise Denied("invalid_client_id", "client identifier invalid")
        if claims["sub"] != self.credentials.username:
            raise Denied("invalid_grant", "user hasn't approved this consumer")
        if not self._is_current(claims["exp"]):
            raise Denied("invalid_grant", "expired authorization code")

    def _is_current(self, expires: object) -> bool:
        if not isinstance(expires, int) or isinstance(expires, bool):
            return False
        now: datetime = self.clock.now()
        return 0 < expires - now.timestamp() <= LIFE_OF_ASSERTION.total_seconds() + 1


def _same(given: str | None, known: str) -> bool:
    return hmac.compare_digest((given or "").encode(), known.encode())
