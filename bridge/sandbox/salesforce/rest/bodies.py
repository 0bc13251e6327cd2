"""The body of a request: JSON, the CSV of an ingest job, or both in one."""

import re
from dataclasses import dataclass

from aiohttp import web

from bridge.sandbox.salesforce.errors import ApiError, bad
from bridge.sandbox.salesforce.wire import decoded

_BOUNDARY = re.compile(r'boundary="?([^";]{1,70})"?', re.IGNORECASE)
_NAME = re.compile(rb'^content-disposition:[^\r\n]*\bname="?(\w+)"?', re.IGNORECASE | re.MULTILINE)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True)
class Csv:
    """A body that is CSV."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Multipart:
    """A job and its data in one body."""

    job: object
    content: bytes


async def body_of(request: web.Request) -> object:
    """
    Return the body: decoded JSON, Csv or Multipart; None where a method has none.

    Raises:
        ApiError: it cannot be read, or is of another type; CSV is for jobs only.
    """
    if request.method not in ("POST", "PATCH", "PUT"):
        return None
    kind = request.content_type
    for_jobs = "/jobs/ingest" in request.path
    if for_jobs and kind == "text/csv":
        return Csv(await request.read())
    if for_jobs and kind == "multipart/form-data":
        return _multipart(request.headers.get("Content-Type", ""), await request.read())
    if kind != "application/json":
        message = f"MediaType of '{kind}' is not supported by this resource"
        raise ApiError(415, "UNSUPPORTED_MEDIA_TYPE", message)
    return _json(await request.read())


def _json(body: bytes) -> object:
    try:
        return decoded(body.decode())
    except ValueError as error:
        raise bad("JSON_PARSER_ERROR", f"The HTTP entity body cannot be read: {error}") from error


def _multipart(content_type: str, body: bytes) -> Multipart:
    """Read the parts `job` and `content`; the vendor's own examples end lines with LF alone."""
    boundary = _BOUNDARY.search(content_type)
    if boundary is None:
        raise bad("INVALIDJOB", "The multipart request names no boundary")
    parts: dict[bytes, bytes] = {}
    for part in body.split(b"--" + boundary[1].encode())[1:]:
        head, *rest = _BLANK_LINE.split(part, maxsplit=1)
        name = _NAME.search(head)
        if name is not None and rest:
            parts[name[1]] = rest[0].removesuffix(b"\n").removesuffix(b"\r")
    if set(parts) != {b"job", b"content"}:
        raise bad("INVALIDJOB", "A multipart request has the parts `job` and `content`")
    return Multipart(_json(parts[b"job"]), parts[b"content"])
