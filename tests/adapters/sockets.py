"""Servers on loopback that log a client in and then behave badly on purpose."""

import re
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Behaviour = Callable[[socket.socket], None]

_TOKEN = b'{"access_token": "token-1"}'
_ANSWER = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"


@contextmanager
def a_server(behave: Behaviour, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """Listen on a free port; yields the address. Whoever is logged in gets the behaviour."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_accept, args=(listening, behave, tls))
        thread.start()
        scheme = "https" if tls else "http"
        yield f"{scheme}://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def _accept(listening: socket.socket, behave: Behaviour, tls: ssl.SSLContext | None) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:  # the listening socket was shut down: the test is over
            return
        connection.settimeout(5)
        with connection:
            _serve(connection, behave, tls)


def _serve(connection: socket.socket, behave: Behaviour, tls: ssl.SSLContext | None) -> None:
    if tls is not None:
        try:
            tls.wrap_socket(connection, server_side=True).close()
        except OSError:  # the client does not trust the certificate and hangs up
            return
    elif b"/services/oauth2/token" in _request(connection):
        connection.sendall(_ANSWER % len(_TOKEN) + _TOKEN)
    else:
        behave(connection)


def _request(connection: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    while length and len(body) < int(length[1]):
        body += connection.recv(65536)
    return head


def hangs(connection: socket.socket) -> None:
    """Wait until the caller gives up, and never answer."""
    while connection.recv(65536):
        pass


def resets(connection: socket.socket) -> None:
    """End the connection by a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def breaks_off(connection: socket.socket) -> None:
    """Begin an answer and end it early."""
    connection.sendall(_ANSWER % 500 + b"{")


def closed_port() -> str:
    """Return an address on loopback where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return f"http://127.0.0.1:{listening.getsockname()[1]}"
