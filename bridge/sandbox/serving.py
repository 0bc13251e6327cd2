"""Serve sandbox applications on loopback: in a thread of a test, or until Ctrl-C in a process."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Coroutine, Sequence
from typing import Any, Self, TypeVar

from aiohttp import web

HOST = "127.0.0.1"
_START_S = 10.0
_STOP_S = 5.0
_LINE_BYTES_MAX = 64 * 1024  # queries stand in addresses; both vendors take long ones, and headers
_GRACE_S = 0.05  # open requests are cut: a sandbox that stops owes nobody an answer

T = TypeVar("T")


class LoopThread:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def wait(self, work: Coroutine[Any, Any, T], limit_s: float = _START_S) -> T:
        """Do the work in the loop and return what came of it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(limit_s)

    def close(self, last: Coroutine[Any, Any, None]) -> None:
        """Do a last piece of work, cancel what is still under way, and end the thread."""
        self.wait(_end(last), _STOP_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_STOP_S)
        self._loop.close()


class Server:
    """A sandbox that answers at `url` until `close()`; also a context manager."""

    def __init__(self, app: web.Application, port: int) -> None:
        self._thread = LoopThread()
        self._runner = web.AppRunner(
            app,
            access_log=None,
            shutdown_timeout=_GRACE_S,
            max_line_size=_LINE_BYTES_MAX,
            max_field_size=_LINE_BYTES_MAX,
        )
        self._open = True
        try:
            self.port = self._thread.wait(_start(self._runner, port))
        except OSError:
            self.close()
            raise
        self.url = f"http://{HOST}:{self.port}"

    def listen_tls(self, context: ssl.SSLContext) -> int:
        """Answer over TLS as well, on a free port, which is returned."""
        return self._thread.wait(_listen(self._runner, 0, context))

    def close(self) -> None:
        """Stop answering and cut what is open; repeating it is harmless."""
        if not self._open:
            return
        self._open = False
        self._thread.close(self._runner.cleanup())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def serve_in_thread(app: web.Application, port: int = 0) -> Server:
    """
    Serve on loopback from a thread; port 0 takes a free one.

    Raises:
        OSError: the port is taken.
    """
    return Server(app, port)


def run_forever(servers: Sequence[Server]) -> None:
    """Wait for Ctrl-C, then close the servers."""
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        return
    finally:
        for server in servers:
            server.close()


async def _start(runner: web.AppRunner, port: int) -> int:
    await runner.setup()
    return await _listen(runner, port)


async def _listen(runner: web.AppRunner, port: int, context: ssl.SSLContext | None = None) -> int:
    site = web.TCPSite(runner, HOST, port, ssl_context=context)
    await site.start()
    return site.port


async def _end(last: Coroutine[Any, Any, None]) -> None:
    await last
    await asyncio.sleep(0)  # a line that was accepted a moment ago becomes a task only now
    while rest := asyncio.all_tasks() - {asyncio.current_task()}:
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
