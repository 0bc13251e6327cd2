"""
Logging in: client credentials, or an assertion signed with a private key (JWT bearer).

Our own, because simple-salesforce sends both without a time limit and to https alone, raises its
own errors with the remote body in their text, and cannot share one token between threads.
"""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime

import jwt
import requests

from bridge.adapters.salesforce.faults import SYSTEM, Complaint, body_of, complaint, fault
from bridge.errors import BridgeError, Misconfigured, Throttled, Unavailable
from bridge.settings import SalesforceSettings

PATH = "/services/oauth2/token"
OPERATION = f"POST {PATH}"

#: Salesforce takes an assertion of three minutes at most; one is left for clocks that differ.
_ASSERTION_LIFE_S = 120
_LOGIN_WAIT_S = 60.0
_MY_DOMAIN = "set the org's My Domain address, https://NAME.my.salesforce.com"


def grant(settings: SalesforceSettings, now: datetime) -> Mapping[str, str]:
    """
    Return the form that asks for a token.

    Raises Misconfigured where the private key cannot be read.
    """
    if settings.client_secret is not None:
        return {
            "grant_type": "client_credentials",
            "client_id": settings.client_id,
            "client_secret": settings.client_secret.get_secret_value(),
        }
    return {
        "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "assertion": _assertion(settings, now),
    }


def _assertion(settings: SalesforceSettings, now: datetime) -> str:
    claims = {
        "iss": settings.client_id,
        "sub": settings.username,
        "aud": settings.url,
        "exp": int(now.timestamp()) + _ASSERTION_LIFE_S,
    }
    try:
        key = settings.private_key_file.read_text("ascii") if settings.private_key_file else ""
        return jwt.encode(claims, key, algorithm="RS256")
    except (OSError, ValueError, TypeError, jwt.PyJWTError) as error:
        raise Misconfigured(
            f"{settings.private_key_file} holds no private key that can be read",
            where="salesforce.private_key_file",
            act="name a PEM file with an RSA key that is not protected by a password",
        ) from error


def token_of(response: requests.Response) -> str:
    """
    Return the token of the answer.

    Raises Misconfigured with the setting and the act where the org refuses the login; Unavailable
    or Throttled where it cannot answer now.
    """
    if response.status_code == requests.codes.ok:
        answer = body_of(response)
        token = answer.get("access_token") if isinstance(answer, Mapping) else None
        if isinstance(token, str) and token:
            return token
        raise Unavailable(SYSTEM, OPERATION, "NO_TOKEN", "the answer to the login holds no token")
    raise _refusal(complaint(response), _description(response))


def _description(response: requests.Response) -> str:
    """Return the text of the refusal; it is compared with what we know and never repeated."""
    answer = body_of(response)
    return str(answer.get("error_description", "")) if isinstance(answer, Mapping) else ""


@dataclass(frozen=True, slots=True)
class _Known:
    where: str
    what: str
    act: str


_BY_ERROR: Mapping[str, _Known] = {
    "invalid_client_id": _Known(
        "salesforce.client_id",
        "the org knows no application with this consumer key",
        "copy the consumer key of the External Client App",
    ),
    "invalid_client": _Known(
        "salesforce.client_secret",
        "the org does not accept the application's credentials",
        "copy the consumer key and the consumer secret of the External Client App",
    ),
    "invalid_app_access": _Known(
        "salesforce.username",
        "the integration user may not use the application",
        "assign the application to a permission set of that user",
    ),
    "inactive_user": _Known(
        "salesforce.username",
        "the integration user is inactive",
        "activate the user, or name another one",
    ),
    "inactive_org": _Known(
        "salesforce.url",
        "the org is closed or locked",
        "ask Salesforce, or name another org",
    ),
    "unsupported_grant_type": _Known(
        "salesforce.client_id",
        "the application does not allow this way of logging in",
        "enable the client credentials flow or the JWT bearer flow in its OAuth settings",
    ),
    "invalid_grant": _Known(
        "salesforce",
        "the org does not accept the login",
        "look at the login history of the integration user, it names the reason",
    ),
}

# invalid_grant stands for a dozen causes, which only its text tells apart. The text decides on
# the advice alone: whatever it says, a person must act and a retry is useless.
_BY_TEXT: Mapping[str, _Known] = {
    "approved this consumer": _Known(
        "salesforce.username",
        "the user has not approved this application",
        'set its policy to "admin approved users are pre-authorized" and assign it to the user',
    ),
    "client credentials user": _Known(
        "salesforce.client_id",
        "the application has no user to run as",
        'name one under "Client Credentials Flow" in the policies of the application',
    ),
    "expired": _Known(
        "salesforce.private_key_file",
        "the signed assertion had expired when it arrived",
        "set this machine's clock right",
    ),
    "assertion": _Known(
        "salesforce.private_key_file",
        "the org does not accept the signed assertion",
        "upload the certificate of this key to the application, and check this machine's clock",
    ),
    "audience": _Known("salesforce.url", "the org is not the one of this address", _MY_DOMAIN),
}


def _refusal(said: Complaint, description: str) -> BridgeError:
    says = description.lower()
    if "rate exceeded" in says:
        return Throttled(
            SYSTEM, OPERATION, said.code, "too many logins", retry_after_s=_LOGIN_WAIT_S
        )
    if said.status == requests.codes.not_found:
        return Misconfigured("this address offers no login", where="salesforce.url", act=_MY_DOMAIN)
    if said.status not in (requests.codes.bad_request, requests.codes.unauthorized):
        return fault(said, OPERATION, Unavailable)
    by_text = (known for part, known in _BY_TEXT.items() if part in says)
    known = next(by_text, None) or _BY_ERROR.get(said.code) or _BY_ERROR["invalid_grant"]
    return Misconfigured(f"{known.what} ({said.code})", where=known.where, act=known.act)


class SharedToken:
    """One token for all threads: however many find it ended, one of them logs in."""

    def __init__(self, log_in: Callable[[], str]) -> None:
        self._log_in = log_in
        self._lock = threading.Lock()
        self._token: str | None = None
        self._flight: Future[str] | None = None

    def other_than(self, ended: str | None) -> str:
        """
        Return a token that is not the ended one, logging in or waiting for who does so already.

        Who waits shares the outcome, its error too.
        """
        with self._lock:
            if self._token is not None and self._token != ended:
                return self._token
            flight, mine = self._flight or Future(), self._flight is None
            self._flight = flight
        if mine:
            self._fly(flight)
        return flight.result()

    def _fly(self, flight: "Future[str]") -> None:
        try:
            token = self._log_in()
            with self._lock:
                self._token = token
            flight.set_result(token)
        except BridgeError as error:
            flight.set_exception(error)
        finally:
            with self._lock:
                self._flight = None
            flight.cancel()  # after an error of our own nobody may wait for ever
