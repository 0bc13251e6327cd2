"""
The proxy itself: `CONNECT host:443` opens a tunnel to the sandbox that answers for the host.

It passes bytes on and reads none of them: TLS ends in the sandbox, so that a request arrives there
as it was sent, with the host name that the client called.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from http import HTTPStatus

from bridge.sandbox.front.hosts import listed, system_of
from bridge.sandbox.serving import HOST

_HEAD_BYTES_MAX = 16 * 1024
_CHUNK_BYTES = 64 * 1024
_HTTPS = 443
_REQUEST_LINE = re.compile(r"([A-Z]+) (\S+) HTTP/1\.[01]")
_TARGET = re.compile(r"([A-Za-z0-9._-]{1,253}):([0-9]{1,5})")
_TLS_HANDSHAKE = b"\x16"
_PLAIN = "TLS begins behind CONNECT: HTTPS_PROXY names this address with http://"
_USE = "Send CONNECT, as clients do when HTTPS_PROXY names this address."
_ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"


class Turned(Exception):
    """The proxy does not open a tunnel; `status` and the message are its answer."""

    def __init__(self, status: HTTPStatus, says: str) -> None:
        super().__init__(says)
        self.status = status


class Tunnels:
    """
    Open a tunnel for each connection.

    Args:
        ports: where the sandboxes speak TLS, by name.
        patience_s: how long a client may take to say where it wants to go.
    """

    def __init__(self, ports: Mapping[str, int], patience_s: float) -> None:
        self._ports = ports
        self._patience_s = patience_s
        # A loop holds its tasks weakly: those of a line that is half closed would be collected.
        self._open_lines: set[asyncio.Task[object] | None] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection to its end."""
        line = asyncio.current_task()
        self._open_lines.add(line)
        try:
            await self._tunnel(reader, writer)
        except Turned as turned:
            await self._refuse(reader, writer, turned)
        except OSError:
            writer.transport.abort()  # the client went before it had said what it wants
        except asyncio.CancelledError:
            # Only closing the front cancels; asyncio would log a cancelled line as an error.
            writer.transport.abort()
        finally:
            self._open_lines.discard(line)
            writer.close()

    async def _tunnel(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers, questions = await self._open(reader)
        try:
            writer.write(_ESTABLISHED)
            async with asyncio.TaskGroup() as both:
                both.create_task(_pass_on(reader, questions))
                both.create_task(_pass_on(answers, writer))
        finally:
            questions.close()

    async def _refuse(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, turned: Turned
    ) -> None:
        """Answer, and hear the client out: a close with unread bytes would take the answer back."""
        try:
            writer.write(_answer(turned))
            await writer.drain()
            writer.write_eof()
            async with asyncio.timeout(self._patience_s):
                while await reader.read(_CHUNK_BYTES):
                    pass
        except OSError:
            writer.transport.abort()

    async def _open(
        self, reader: asyncio.StreamReader
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        system = target(await self._head(reader))
        try:
            return await asyncio.open_connection(HOST, self._ports[system])
        except OSError as error:
            says = f"the stand-in of {system} does not answer any more"
            raise Turned(HTTPStatus.BAD_GATEWAY, says) from error

    async def _head(self, reader: asyncio.StreamReader) -> str:
        try:
            async with asyncio.timeout(self._patience_s):
                first = await reader.readexactly(1)
                if first == _TLS_HANDSHAKE:
                    raise Turned(HTTPStatus.BAD_REQUEST, _PLAIN)
                rest = await reader.readuntil(b"\r\n\r\n")
        except TimeoutError as error:
            says = "the request did not end in time"
            raise Turned(HTTPStatus.REQUEST_TIMEOUT, says) from error
        except asyncio.LimitOverrunError as error:
            says = f"a request to a proxy has at most {_HEAD_BYTES_MAX} bytes"
            raise Turned(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, says) from error
        except asyncio.IncompleteReadError as error:
            says = "the request broke off before its end"
            raise Turned(HTTPStatus.BAD_REQUEST, says) from error
        return (first + rest).decode("latin-1")


async def listen(tunnels: Tunnels, port: int) -> asyncio.Server:
    """
    Listen on loopback; port 0 takes a free one.

    Raises:
        OSError: the port is taken.
    """
    return await asyncio.start_server(tunnels.serve, HOST, port, limit=_HEAD_BYTES_MAX)


def target(head: str) -> str:
    """
    Read the request for a tunnel, and return the sandbox it leads to.

    Raises:
        Turned: no request, another method than CONNECT, or a host that no sandbox answers for.
    """
    line = _REQUEST_LINE.fullmatch(head.partition("\r\n")[0])
    if line is None:
        raise Turned(HTTPStatus.BAD_REQUEST, f"this is no request to a proxy. {_USE}")
    if line[1] != "CONNECT":
        raise Turned(HTTPStatus.METHOD_NOT_ALLOWED, f"{line[1]} is not for a proxy of TLS. {_USE}")
    wanted = _TARGET.fullmatch(line[2])
    if wanted is None:
        raise Turned(HTTPStatus.BAD_REQUEST, f"CONNECT names a host and a port. {_USE}")
    system = system_of(wanted[1]) if int(wanted[2]) == _HTTPS else None
    if system is None:
        says = f"no stand-in answers for {line[2]}. Known are, on port 443: {listed()}"
        raise Turned(HTTPStatus.FORBIDDEN, says)
    return system


def _answer(turned: Turned) -> bytes:
    body = f"{turned}\n".encode()
    allow = "Allow: CONNECT\r\n" if turned.status is HTTPStatus.METHOD_NOT_ALLOWED else ""
    head = (
        f"HTTP/1.1 {turned.status} {turned.status.phrase}\r\n{allow}"
        "Content-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass bytes on until there are no more; a connection that is cut is cut on the other side."""
    try:
        while chunk := await reader.read(_CHUNK_BYTES):
            writer.write(chunk)
            await writer.drain()
        writer.write_eof()
    except OSError:
        writer.transport.abort()
