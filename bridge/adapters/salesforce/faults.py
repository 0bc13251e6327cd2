"""
What an answer of Salesforce, or its silence, means: one table from (status, error code) to errors.

Salesforce answers an error as `[{"errorCode": ..., "message": ..., "fields": [...]}]`; its edge may
answer HTML, its login `{"error": ..., "error_description": ...}`. A remote text never enters our
messages: codes pass only if they look like codes.
"""

import json
import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import requests
from urllib3.exceptions import HTTPError, NewConnectionError

from bridge.errors import (
    BridgeError,
    Misconfigured,
    OutcomeUnknown,
    Refused,
    Throttled,
    Unavailable,
)

SYSTEM = "salesforce"

#: What no answer means: nothing was done (reads, logins), or nobody knows (writes).
Silence = type[Unavailable] | type[OutcomeUnknown]

#: Concurrent calls end within seconds; the edge asks for patience without saying how much.
SHORT_WAIT_S = 10.0
#: The daily limit is a rolling window of 24 hours: an hour frees a part of it.
LONG_WAIT_S = 3600.0

_CODE = re.compile(r"[A-Za-z][A-Za-z_]{0,79}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """An error answer, as far as we may repeat it."""

    status: int
    code: str  #: Salesforce's own, or HTTP_503 where the body has none
    retry_after_s: float | None = None  #: None where the answer does not say
    concurrent: bool = False  #: the limit on concurrent calls, not the daily one


def complaint(response: requests.Response) -> Complaint:
    """Read an error answer of any shape."""
    error, says = _first_error(response)
    return Complaint(
        status=response.status_code,
        code=code_of(error, f"HTTP_{response.status_code}"),
        retry_after_s=_seconds(response.headers.get("Retry-After", "")),
        # One code stands for both limits, only the text tells them apart. It decides on nothing
        # but the length of the wait; where it is not understood, the long one is the safe one.
        concurrent="concurrent" in says.lower(),
    )


def code_of(written: object, otherwise: str) -> str:
    """Return an error code, `otherwise` where a remote system wrote something else there."""
    return written if isinstance(written, str) and _CODE.fullmatch(written) else otherwise


def _first_error(response: requests.Response) -> tuple[str, str]:
    body = body_of(response)
    first = body[0] if isinstance(body, list) and body else body
    if not isinstance(first, Mapping):
        return "", ""
    code = first.get("errorCode") or first.get("error") or ""
    return str(code), str(first.get("message") or first.get("error_description") or "")


def body_of(response: requests.Response) -> object:
    """Return the JSON of an answer, None where it is no JSON, as an edge's HTML is not."""
    try:
        return exact_json(response.content)
    except ValueError:
        return None


def exact_json(content: bytes) -> object:
    """Read JSON with exact numbers; raises ValueError, also for NaN and Infinity."""
    return json.loads(content, parse_float=Decimal, parse_constant=_no_number)


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _seconds(written: str) -> float | None:
    return float(written) if written.isascii() and written.isdigit() else None


Judgement = Callable[[Complaint, str, Silence], BridgeError]


def fault(said: Complaint, operation: str, silence: Silence) -> BridgeError:
    """
    Return the error that an answer means; `silence` is what no answer would have meant.

    A known code is judged first, then the status; an unknown 4xx is refused, never repeated.
    """
    judge = _BY_CODE.get(said.code) if said.status < _SERVER_ERROR else None
    return (judge or _by_status(said.status))(said, operation, silence)


_SERVER_ERROR = 500


def _by_status(status: int) -> Judgement:
    if status >= _SERVER_ERROR:
        return _server_failed
    return _BY_STATUS.get(status, _refused)


def _refused(said: Complaint, operation: str, _: Silence) -> BridgeError:
    return Refused(SYSTEM, operation, said.code, f"the request was turned down ({said.status})")


def _server_failed(said: Complaint, operation: str, silence: Silence) -> BridgeError:
    return silence(SYSTEM, operation, said.code, f"the server failed ({said.status})")


def _busy(said: Complaint, operation: str, _: Silence) -> BridgeError:
    return Unavailable(
        SYSTEM, operation, said.code, "other work in the org held this up, nothing was done"
    )


def _throttled(said: Complaint, operation: str, _: Silence) -> BridgeError:
    wait_s = SHORT_WAIT_S if said.retry_after_s is None else said.retry_after_s
    return Throttled(SYSTEM, operation, said.code, "too many calls at once", retry_after_s=wait_s)


def _limited(said: Complaint, operation: str, silence: Silence) -> BridgeError:
    if said.concurrent or said.status in _BY_STATUS:
        return _throttled(said, operation, silence)
    says = "the calls of the last 24 hours are used up"
    return Throttled(SYSTEM, operation, said.code, says, retry_after_s=LONG_WAIT_S)


def _setting(where: str, what: str, act: str) -> Judgement:
    def judged(said: Complaint, _operation: str, _silence: Silence) -> BridgeError:
        return Misconfigured(f"{what} ({said.code})", where=where, act=act)

    return judged


_no_session = _setting(
    "salesforce",
    "Salesforce gives a token and then does not accept it",
    "look at the login IP ranges and the session settings of the integration user",
)
_no_api = _setting(
    "salesforce",
    "the API is switched off for the org or its integration user",
    'give the integration user the permission "API Enabled"',
)
_no_version = _setting(
    "salesforce.api_version",
    "the org does not offer this version of the API any more",
    "set a version that it lists under /services/data",
)
_moved = _setting(
    "salesforce.url",
    "the org answers from another address",
    "set the org's My Domain address, https://NAME.my.salesforce.com",
)

_BY_CODE: Mapping[str, Judgement] = {
    "INVALID_SESSION_ID": _no_session,
    "INVALID_AUTH_HEADER": _no_session,
    "API_DISABLED_FOR_ORG": _no_api,
    "API_CURRENTLY_DISABLED": _no_api,
    "UNSUPPORTED_API_VERSION": _no_version,
    "REQUEST_LIMIT_EXCEEDED": _limited,
    "UNABLE_TO_LOCK_ROW": _busy,
    "QUERY_TIMEOUT": _busy,
}

_BY_STATUS: Mapping[int, Judgement] = {
    301: _moved,
    302: _moved,
    307: _moved,
    308: _moved,
    401: _no_session,
    410: _no_version,
    420: _throttled,
    429: _throttled,
}

#: Codes of one row of a collection that mean "later", not "never".
TEMPORARY_CODES = frozenset(code for code, judge in _BY_CODE.items() if judge is _busy)


def fault_for_exception(
    error: OSError | HTTPError, operation: str, silence: Silence
) -> BridgeError:
    """Refused at the door is safe to repeat; silence after the door is not."""
    causes = tuple(_causes(error))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return Misconfigured(
            "the certificate of this address is not trusted",
            where="salesforce.url",
            act="check the address, and the certificates that this machine trusts",
        )
    code = type(error).__name__
    if isinstance(error, requests.ConnectTimeout) or any(
        isinstance(cause, NewConnectionError) for cause in causes
    ):
        return Unavailable(SYSTEM, operation, code, "no connection could be made")
    return silence(SYSTEM, operation, code, "the connection ended without an answer")


def _causes(error: object) -> Iterator[object]:
    """Walk from an error of requests to the errors of urllib3 and ssl that it wraps."""
    for _ in range(8):
        yield error
        if not isinstance(error, BaseException):
            return
        inner = getattr(error, "reason", None)
        error = inner if isinstance(inner, BaseException) else next(iter(error.args), None)
