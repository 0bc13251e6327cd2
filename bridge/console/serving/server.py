"""Serves the console from a thread of the daemon's process, on one port."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import urlsplit

import uvicorn

from bridge.console.app import create_app
from bridge.console.live.pulse import Pulse
from bridge.console.parts import Console
from bridge.errors import Misconfigured

#: Nobody waits longer for what a browser still wants when the daemon ends.
_GRACE_S = 3
#: More than a browser opens, and fewer than would starve the daemon.
_CONNECTIONS = 200


@contextmanager
def served(console: Console) -> Iterator[str]:
    """
    Serve a console, and give the address under which people reach it.

    Raises Misconfigured if its port cannot be had.
    """
    settings = console.settings.console
    with listening(settings.bind, settings.port) as listener:
        port = listener.getsockname()[1]
        own = f"http://{_spelt(settings.bind)}:{port}"
        address = settings.base_url or own
        hosts = {urlsplit(one).netloc for one in (address, own, f"http://localhost:{port}")}
        app = create_app(replace(console, hosts=frozenset(hosts)))
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            # Anybody may write such a header; only a proxy that is known is believed.
            proxy_headers=bool(settings.proxies),
            forwarded_allow_ips=list(settings.proxies),
            limit_concurrency=_CONNECTIONS,
            timeout_graceful_shutdown=_GRACE_S,
        )
        server = _Server(config, app.state.pulse)
        thread = threading.Thread(target=server.run, args=([listener],), name="console")
        thread.start()
        try:
            server.is_up.wait()
            yield address
        finally:
            server.should_exit = True
            thread.join()


class _Server(uvicorn.Server):
    """Says when it answers; signals are the daemon's, which runs in the main thread."""

    def __init__(self, config: uvicorn.Config, pulse: Pulse) -> None:
        super().__init__(config)
        self.is_up = threading.Event()
        self._pulse = pulse

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        finally:
            self.is_up.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Nobody waits for those who only listen.
        self._pulse.end()
        await super().shutdown(sockets)


@contextmanager
def listening(bind: str, port: int) -> Iterator[socket.socket]:
    """
    Give a socket that listens, and sends to whoever comes without waiting.

    Raises Misconfigured if the port cannot be had.
    """
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    try:
        listener = socket.create_server((bind, port), family=family)
    except OSError as error:
        raise Misconfigured(
            f"the console cannot listen at {bind}:{port}: {error.strerror}",
            where="console.bind, console.port",
            act="stop what listens there, or choose another port (0 takes a free one)",
        ) from error
    with listener:
        # Head and body of an answer go out apart, and the second would wait 40 ms for the caller's
        # delayed acknowledgement. asyncio sees to it only for sockets that were made by the name
        # of TCP, which create_server does not do. What is accepted inherits it.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield listener


def _spelt(bind: str) -> str:
    return f"[{bind}]" if ":" in bind else bind
