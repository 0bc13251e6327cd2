"""Answers that arrive broken: cut off in the middle, garbled, of a wrong length, drop by drop."""

from __future__ import annotations

import asyncio
import socket
import struct
from http import HTTPStatus

from aiohttp import web

_DROPS = 20
#: Close at once, with RST instead of FIN.
_NO_LINGER = struct.pack("ii", 1, 0)
#: What the server goes on with, and nobody sees: the connection is gone.
_UNSEEN = 499


def cut(request: web.Request, *, reset: bool = False) -> web.Response:
    """Drop the connection without an answer: closed, or reset."""
    transport = request.transport
    if transport is not None:
        wire = transport.get_extra_info("socket")
        if reset and wire is not None:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        transport.abort()
    return web.Response(status=_UNSEEN)


def truncated(request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
    """Promise the whole body, send half of it, and close."""
    body = _body(answer)
    return _raw(request, answer, body[: len(body) // 2], length=len(body))


def of_wrong_length(request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
    """Promise half of the body and send all of it: the rest is no answer to anything."""
    body = _body(answer)
    return _raw(request, answer, body, length=len(body) // 2)


def garbled(answer: web.StreamResponse) -> web.StreamResponse:
    """Leave the last byte of the body out, with a length that fits: JSON or XML does not end."""
    body = _body(answer)
    if isinstance(answer, web.Response) and body:
        answer.body = body[:-1]
    return answer


async def dripped(
    request: web.Request, answer: web.StreamResponse, seconds: float
) -> web.StreamResponse:
    """Send the body in small pieces that take so many seconds together."""
    body = _body(answer)
    slow = web.StreamResponse(status=answer.status, reason=answer.reason, headers=answer.headers)
    slow.content_length = len(body)
    await slow.prepare(request)
    size = max(1, -(-len(body) // _DROPS))
    for start in range(0, len(body), size):
        await asyncio.sleep(seconds / _DROPS)
        await slow.write(body[start : start + size])
    await slow.write_eof()
    return slow


def _body(answer: web.StreamResponse) -> bytes:
    """Return the bytes of an answer; none of one that is already on its way."""
    body = answer.body if isinstance(answer, web.Response) else None
    return bytes(body) if isinstance(body, bytes | bytearray) else b""


def _raw(
    request: web.Request, answer: web.StreamResponse, body: bytes, *, length: int
) -> web.StreamResponse:
    """Write an answer past the server, which would put its length right, and close."""
    transport = request.transport
    if transport is None or not length:
        return answer
    fields = {**answer.headers, "Content-Length": str(length), "Connection": "keep-alive"}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    phrase = HTTPStatus(answer.status).phrase
    transport.write(f"HTTP/1.1 {answer.status} {phrase}\r\n{head}\r\n".encode() + body)
    transport.close()
    return web.Response(status=answer.status)
