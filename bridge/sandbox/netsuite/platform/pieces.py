"""Requests that the account makes of itself, when a job does what a caller asked for earlier."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from aiohttp import StreamReader, web
from aiohttp.http import RawRequestMessage
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

#: These belong to the request that was answered with a job, and not to the work of the job.
_OF_THE_CALL = ("Prefer", "X-NetSuite-Idempotency-Key", "Content-Type", "Content-Length")
_BUFFER_BYTES = 2**16


class Piece(web.Request):
    """A request without a caller: nobody waits for its answer, and no line can be cut."""

    @property
    def transport(self) -> None:
        """There is no connection."""
        return


def piece(call: web.Request, method: str, address: str, body: bytes) -> Piece:
    """
    Return a request for one piece of the work that a call asked for.

    It comes with the headers of the call, at the host that was called, and needs no signature.

    Args:
        call: what the caller sent.
        method: of the piece.
        address: its path and query, encoded.
        body: of the piece.
    """
    headers = CIMultiDict(call.headers)
    for name in _OF_THE_CALL:
        headers.popall(name, None)
    message = RawRequestMessage(
        method=method,
        path=address,
        version=call.version,
        headers=CIMultiDictProxy(headers),
        raw_headers=tuple((name.encode(), text.encode()) for name, text in headers.items()),
        should_close=False,
        compression=None,
        upgrade=False,
        chunked=False,
        url=URL(address, encoded=True),
    )
    loop = asyncio.get_running_loop()
    payload = StreamReader(call.protocol, _BUFFER_BYTES, loop=loop)
    payload.feed_data(body)
    payload.feed_eof()
    return Piece(
        message,
        payload,
        call.protocol,
        call.writer,
        call.task,
        loop,
        client_max_size=call.client_max_size,
        scheme=call.scheme,
    )


async def do(app: web.Application, wanted: Piece) -> web.StreamResponse:
    """Answer a piece as any request is answered, with journal and faults."""
    # aiohttp has no public way in for a request that it did not read from a socket.
    return await app._handle(wanted)  # noqa: SLF001 - see above


def address(path: str, query: Mapping[str, str]) -> str:
    """
    Return path and query as a request has them.

    >>> address("/record/v1/customer/eid:A", {"replace": "a,b"})
    '/record/v1/customer/eid:A?replace=a,b'
    """
    return str(URL.build(path=path, query=query))
