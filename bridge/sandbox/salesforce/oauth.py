"""The token and user endpoints, with credentials and signatures really verified."""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import jwt

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.salesforce.credentials import Credentials
from bridge.sandbox.salesforce.org import ORG_ID, USER_ID, Org
from bridge.sandbox.salesforce.tokens import Tokens

JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LOGIN_HOSTS = ("https://login.salesforce.com", "https://test.salesforce.com")
_SECONDS = re.compile(r"[0-9]{1,12}")


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
    org: Org

    def token(self, form: Mapping[str, str], url: str) -> Mapping[str, str]:
        """Answer a token request that reached the sandbox at `url`; raises Denied."""
        grants: Mapping[str, Callable[[Mapping[str, str], str], None]] = {
            "client_credentials": self._check_client,
            "refresh_token": self._check_refresh,
            "password": self._check_password,
            JWT_GRANT: self._check_assertion,
        }
        check = grants.get(form.get("grant_type", ""))
        if check is None:
            raise Denied("unsupported_grant_type", "grant type not supported")
        check(form, url)
        identity = f"{url}/id/{ORG_ID}/{USER_ID}"
        instance = self.instance(url)
        issued_at = str(int(self.clock.now().timestamp() * 1000))
        signed = hmac.digest(
            self.credentials.client_secret.encode(), (identity + issued_at).encode(), hashlib.sha256
        )
        return {
            "access_token": self.tokens.issue(),
            "signature": base64.b64encode(signed).decode(),
            "scope": "api",
            "instance_url": instance,
            "id": identity,
            "token_type": "Bearer",
            "issued_at": issued_at,
        }

    def instance(self, url: str) -> str:
        """Return the address of the org for a caller who came to `url`, maybe a login host."""
        mine = f"https://{self.org.my_domain}.my.salesforce.com"
        return mine if url in LOGIN_HOSTS else url

    def check_client(self, form: Mapping[str, str]) -> None:
        """Let the app in by its id and secret; raises Denied."""
        if not _same(form.get("client_id"), self.credentials.client_id):
            raise Denied("invalid_client_id", "client identifier invalid")
        if not _same(form.get("client_secret"), self.credentials.client_secret):
            raise Denied("invalid_client", "invalid client credentials")

    def check_user(self, form: Mapping[str, str]) -> None:
        """Let the user in by name and password, the security token behind it; raises Denied."""
        password = self.credentials.password
        known = None if password is None else password + self.credentials.security_token
        named = form.get("username", "").lower() == self.credentials.username.lower()
        if known is None or not _same(form.get("password"), known) or not named:
            raise Denied("invalid_grant", "authentication failure")

    def revoke(self, token: str) -> None:
        """End an access token, or the refresh token and all that came of it; raises Denied."""
        known = self.credentials.refresh_token
        if known is not None and _same(token, known) and not self.tokens.no_refresh:
            self.tokens.no_refresh = True
            self.tokens.expire()
        elif not self.tokens.revoke(token):
            raise Denied("invalid_token", "invalid token")

    def _check_client(self, form: Mapping[str, str], url: str) -> None:
        if url in LOGIN_HOSTS:
            raise Denied("invalid_grant", "request not supported on this domain")
        self.check_client(form)

    def _check_password(self, form: Mapping[str, str], _url: str) -> None:
        self.check_client(form)
        if not self.org.password_flow:
            raise Denied("invalid_grant", "authentication failure")
        self.check_user(form)

    def _check_refresh(self, form: Mapping[str, str], _url: str) -> None:
        self.check_client(form)
        known = self.credentials.refresh_token
        if known is None or self.tokens.no_refresh or not _same(form.get("refresh_token"), known):
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
        """Tell whether an assertion is in force; clients write its end as a number or as text."""
        if isinstance(expires, bool) or not _SECONDS.fullmatch(str(expires)):
            return False
        left_s = int(str(expires)) - self.clock.now().timestamp()
        return 0 < left_s <= self.org.assertion_life_s + 1


def _same(given: str | None, known: str) -> bool:
    return hmac.compare_digest((given or "").encode(), known.encode())
