"""Serve sandbox applications on loopback: in a thread of a test, or until Ctrl-C in a process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Sequence
from typing import Any, Self, TypeVar

from aiohttp import web

HOST = "127.0.0.1"
_START_S = 10.0
_STOP_S = 5.0
_GRACE_S = 0.05  # open requests are cut: a sandbox that stops owes nobody an answer

T = TypeVar("T")


class Server:
    """A sandbox that answers at `url` until `close()`; also a context manager."""

    def __init__(self, app: web.Application, port: int) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=_GRACE_S)
        self._open = True
        self._thread.start()
        try:
            self.port = self._wait(_start(self._runner, port), _START_S)
        except OSError:
            self.close()
            raise
        self.url = f"http://{HOST}:{self.port}"

    def close(self) -> None:
        """Stop answering and cut what is open; repeating it is harmless."""
        if not self._open:
            return
        self._open = False
        self._wait(_stop(self._runner), _STOP_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_STOP_S)
        self._loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _wait(self, work: Coroutine[Any, Any, T], limit_s: float) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(limit_s)


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
    await web.TCPSite(runner, HOST, port).start()
    bound = runner.addresses[0]
    return int(bound[1])


async def _stop(runner: web.AppRunner) -> None:
    await runner.cleanup()
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
