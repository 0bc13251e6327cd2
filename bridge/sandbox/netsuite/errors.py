"""NetSuite's error answers: what is refused, with status, code, sentence and pointer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler

from bridge.sandbox.journal import ADMIN_PREFIX
from bridge.sandbox.netsuite import jsontext

_RFC = "https://www.w3.org/Protocols/rfc2616/rfc2616-sec10.html"
_SECTIONS = {400: "10.4.1", 401: "10.4.2", 403: "10.4.4", 404: "10.4.5", 405: "10.4.6"}
_SECTIONS |= {409: "10.4.10", 500: "10.5.1", 502: "10.5.3", 503: "10.5.4", 504: "10.5.5"}
_TITLES = {429: "Bad Request"}  # the documented sample of a 429 has this title
INVALID_LOGIN = (
    "Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI at "
    "Setup > Users/Roles > User Management > View Login Audit Trail."
)
#: A sentence of NetSuite's list of error codes; REST wraps it in USER_ERROR.
LOCKED = "This record has been locked by a user defined workflow."
_TOO_MANY = "Concurrent request limit exceeded. Request blocked."


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the fault lies: `o:errorPath`, `o:errorQueryParam`, `o:errorHeader` or `o:errorUrl`."""

    kind: str
    value: str


class Refusal(Exception):
    """A request is turned down; the middleware writes it in NetSuite's shape."""

    def __init__(
        self, status: int, code: str, detail: str, *, at: Pointer | None = None, title: str = ""
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.at = at
        self.title = title or _TITLES.get(status) or HTTPStatus(status).phrase


def invalid_content(detail: str, path: str | None = None) -> Refusal:
    """Refuse a body whose text or values cannot be taken."""
    return Refusal(400, "INVALID_CONTENT", detail, at=_path(path))


def invalid_value(shown: object, field: str, path: str) -> Refusal:
    """Refuse a value of a field in NetSuite's words for it."""
    return invalid_content(
        f"Error while accessing resource: You have entered an Invalid Field Value {shown} "
        f"for the following field: {field}",
        path,
    )


def user_error(sentence: str, path: str | None = None) -> Refusal:
    """Refuse what a business rule forbids: REST wraps them all in this one code."""
    return Refusal(
        400, "USER_ERROR", f"Error while accessing a resource. {sentence}", at=_path(path)
    )


def invalid_parameter(detail: str, name: str) -> Refusal:
    """Refuse a query parameter."""
    return Refusal(400, "INVALID_PARAMETER", detail, at=Pointer("o:errorQueryParam", name))


def invalid_header(detail: str, name: str) -> Refusal:
    """Refuse a request header."""
    return Refusal(400, "INVALID_REQUEST", detail, at=Pointer("o:errorHeader", name))


def nonexistent() -> Refusal:
    """Refuse to find a record that is not there."""
    return Refusal(404, "NONEXISTENT_ID", "Record does not exist.")


def invalid_login() -> Refusal:
    """Refuse a caller; NetSuite never says why."""
    return Refusal(401, "INVALID_LOGIN", INVALID_LOGIN)


def method_not_allowed(method: str) -> Refusal:
    """Refuse a method that this resource does not know."""
    return Refusal(405, "METHOD_NOT_ALLOWED", f"Method {method} is not allowed for this resource.")


def too_many_requests() -> Refusal:
    """Refuse a request beyond the account's concurrency."""
    return Refusal(429, "CONCURRENCY_LIMIT_EXCEEDED", _TOO_MANY)


def by_status(status: int) -> Refusal:
    """Return the refusal that stands for a status when nothing more is known."""
    known = {401: invalid_login(), 404: nonexistent(), 429: too_many_requests()}
    if status in known:
        return known[status]
    if status == HTTPStatus.FORBIDDEN:
        return Refusal(
            status, "INSUFFICIENT_PERMISSION", "You do not have permission to perform this action."
        )
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Refusal(
            status, "UNEXPECTED_ERROR", f"An unexpected error occurred. Error ID: {uuid.uuid4()}"
        )
    return Refusal(status, "USER_ERROR", "Error while accessing a resource.")


def answer(refusal: Refusal, section_of: int | None = None) -> web.Response:
    """Write a refusal as NetSuite does; `section_of` is the status whose section it points to."""
    section = _SECTIONS.get(section_of or refusal.status)
    detail = {"detail": refusal.detail, "o:errorCode": refusal.code}
    if refusal.at is not None:
        detail[refusal.at.kind] = refusal.at.value
    body: dict[str, object] = {
        "type": f"{_RFC}#sec{section}" if section else _RFC,
        "title": refusal.title,
        "status": refusal.status,
    }
    if refusal.status == HTTPStatus.TOO_MANY_REQUESTS:
        body["o:errorCode"] = "USER_ERROR"
    return resource({**body, "o:errorDetails": [detail]}, "error", refusal.status)


def resource(body: Mapping[str, object], kind: str, status: int = 200) -> web.Response:
    """Answer with a resource; `kind` is singular, collection or error."""
    return web.Response(
        status=status,
        body=jsontext.write(body).encode(),
        headers={"Content-Type": f"application/vnd.oracle.resource+json; type={kind}"},
    )


def _path(path: str | None) -> Pointer | None:
    return None if path is None else Pointer("o:errorPath", path)


@web.middleware
async def errors_in_shape(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer every refusal, and every path or method that no route knows, in NetSuite's shape."""
    if request.path.startswith(ADMIN_PREFIX):
        return await handler(request)
    try:
        return await handler(request)
    except Refusal as refusal:
        return answer(refusal)
    except web.HTTPNotFound:
        return answer(Refusal(404, "INVALID_REQUEST", "The requested resource does not exist."))
    except web.HTTPMethodNotAllowed:
        return answer(method_not_allowed(request.method))
