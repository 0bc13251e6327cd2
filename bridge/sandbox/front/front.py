"""Open the front before two sandboxes, and say what a client needs to come through it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from bridge.sandbox.front.authority import Authority
from bridge.sandbox.front.tunnel import Tunnels, listen
from bridge.sandbox.serving import HOST, LoopThread, Server

_PATIENCE_S = 10.0
_PROXY_NAMES = ("HTTPS_PROXY", "https_proxy")
_TRUST_NAMES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")


class Front:
    """The vendors' host names over TLS, until `close()`; also a context manager."""

    def __init__(self, ports: Mapping[str, int], trusted: Path, port: int) -> None:
        self._thread = LoopThread()
        self._open = True
        self._listener: asyncio.Server | None = None
        try:
            self._listener = self._thread.wait(listen(Tunnels(ports, _PATIENCE_S), port))
        except OSError:
            self.close()
            raise
        self.port = int(self._listener.sockets[0].getsockname()[1])
        self.url = f"http://{HOST}:{self.port}"
        self.trusted = trusted  #: the certificate that clients have to trust, in PEM

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables that lead a client here; its addresses stay the vendors'."""
        proxies = dict.fromkeys(_PROXY_NAMES, self.url)
        trusts = dict.fromkeys(_TRUST_NAMES, str(self.trusted.absolute()))
        # Node by itself takes no notice of a proxy unless it is told to.
        return {**proxies, **trusts, "NODE_USE_ENV_PROXY": "1"}

    def close(self) -> None:
        """Stop listening and cut the tunnels; repeating it is harmless."""
        if not self._open:
            return
        self._open = False
        self._thread.close(_stop(self._listener))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_front(servers: Mapping[str, Server], folder: Path, port: int = 0) -> Front:
    """
    Let the sandboxes speak TLS, and listen for clients; port 0 takes a free one.

    Writes `ca.pem`, the certificate of an authority made for this front alone, into the folder.

    Args:
        servers: the sandboxes by the names of `hosts.HOSTS`.
        folder: where `ca.pem` goes.
        port: where the proxy listens.

    Raises:
        OSError: the port is taken, or the folder cannot be written.
    """
    authority = Authority()
    trusted = folder / "ca.pem"
    authority.write(trusted)
    ports = {name: server.listen_tls(authority.context()) for name, server in servers.items()}
    return Front(ports, trusted, port)


async def _stop(listener: asyncio.Server | None) -> None:
    if listener is not None:
        listener.close()
