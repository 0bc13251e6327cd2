"""A server on loopback that plays its part byte by byte: what well-made servers never do."""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

#: Plays one connection; the event is set when the test is over.
Script = Callable[[socket.socket, bytes, threading.Event], None]


class SetClock:
    """A clock that stands until it is told to go on."""

    def __init__(self, at: datetime = datetime(2026, 3, 1, 12, tzinfo=UTC)) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class Scripted:
    """Answers each connection by the next script; keeps what it received."""

    def __init__(self, scripts: tuple[Script, ...]) -> None:
        self.received: list[bytes] = []
        self._over = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._accept, args=(scripts,), daemon=True)]
        self._threads[0].start()

    def close(self) -> None:
        self._over.set()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self, scripts: tuple[Script, ...]) -> None:
        for script in scripts:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._play, args=(connection, script), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _play(self, connection: socket.socket, script: Script) -> None:
        with connection, contextlib.suppress(OSError):
            request = _whole_request(connection)
            self.received.append(request)
            if request:
                script(connection, request, self._over)


@contextlib.contextmanager
def scripted(*scripts: Script) -> Iterator[Scripted]:
    server = Scripted(scripts)
    try:
        yield server
    finally:
        server.close()


def answer(raw: bytes) -> Script:
    """Send these bytes and hang up."""

    def script(connection: socket.socket, _request: bytes, _over: threading.Event) -> None:
        connection.sendall(raw)

    return script


def reset(connection: socket.socket, _request: bytes, _over: threading.Event) -> None:
    """Drop the connection at once, with a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def hang_up(_connection: socket.socket, _request: bytes, _over: threading.Event) -> None:
    """Close without a word."""


def silence(_connection: socket.socket, _request: bytes, over: threading.Event) -> None:
    """Say nothing until the test is over."""
    over.wait(10)


def drip(head: bytes, drop: bytes) -> Script:
    """Send the head, then one drop every 20 ms as long as anybody listens."""

    def script(connection: socket.socket, _request: bytes, over: threading.Event) -> None:
        connection.sendall(head)
        while not over.wait(0.02):
            connection.sendall(drop)

    return script


def _whole_request(connection: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received:
        if not (some := connection.recv(65536)):
            return received
        received += some
    head, _, body = received.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    wanted = int(lengths[0].split(b":")[1]) if lengths else 0
    while len(body) < wanted and (some := connection.recv(65536)):
        body += some
    return head + b"\r\n\r\n" + body
