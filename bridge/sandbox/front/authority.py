"""A certificate authority of our own, which vouches for any host name when it is asked for."""

from __future__ import annotations

import ssl
import threading
from pathlib import Path

import trustme


class Authority:
    """Certificates of host names, each made when a client first asks; no key is written down."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._own = trustme.CA(organization_name="Stand-ins on this machine")
        self._contexts: dict[str, ssl.SSLContext] = {}

    def write(self, path: Path) -> None:
        """Write the certificate that a client has to trust, in PEM."""
        path.write_bytes(self._own.cert_pem.bytes())

    def context(self) -> ssl.SSLContext:
        """Return what a server needs for TLS, with a certificate for whatever name it is called."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        # Shown only to a client that names no host, and wrong for each that checks the name.
        self._own.issue_cert("nameless.invalid").configure_cert(context)
        context.set_servername_callback(self._show)
        return context

    def _show(
        self, connection: ssl.SSLSocket | ssl.SSLObject, name: str | None, _: object
    ) -> int | None:
        if name is not None:
            connection.context = self._context_of(name.lower())
        return None

    def _context_of(self, name: str) -> ssl.SSLContext:
        with self._lock:
            if name not in self._contexts:
                made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                self._own.issue_cert(name).configure_cert(made)
                self._contexts[name] = made
            return self._contexts[name]
