"""Callers over HTTP that cost next to nothing: many connections, kept alive, in one thread."""

import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

_AT_ONCE_BYTES = 1 << 18
_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


@dataclass(frozen=True, slots=True)
class Waited:
    """How long each call waited, and what all of them took of the processors, in milliseconds."""

    each_ms: list[float]
    cpu_ms: float = 0  #: of the callers, where they are a process of their own


@dataclass(slots=True)
class Caller:
    """One connection, and what it waits for."""

    line: socket.socket
    status: bytes  #: that every answer is to have
    began: float = 0
    read: bytes = b""

    def ask(self, request: bytes) -> None:
        """Send a request."""
        self.read = b""
        self.began = time.perf_counter()
        self.line.sendall(request)

    def is_answered(self) -> bool:
        """Read on; say whether the answer is whole. RuntimeError if it has another status."""
        part = self.line.recv(_AT_ONCE_BYTES)
        if not part:
            raise RuntimeError("the server hung up")
        self.read += part
        head, end, body = self.read.partition(_END)
        if not end:
            return False
        if not head.startswith(b"HTTP/1.1 " + self.status):
            raise RuntimeError(f"the server answers {head[:40]!r}")
        return len(body) >= int(head.lower().partition(_LENGTH)[2].split(b"\r\n", 1)[0])


def request(address: str, method: str, path: str, body: bytes = b"") -> bytes:
    """Return a request as it is sent."""
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: {address.removeprefix('http://')}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def waits(address: str, requests: Sequence[bytes], callers: int, status: int = 200) -> Waited:
    """
    Ask each once over so many connections, each of which asks again as soon as it is answered.

    RuntimeError if one answers another status.
    """
    host, _, port = address.removeprefix("http://").partition(":")
    found: list[float] = []
    spent = time.process_time()
    left = iter(requests)
    with selectors.DefaultSelector() as looking:
        for first in islice(left, callers):
            line = socket.create_connection((host, int(port)))
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            caller = Caller(line, str(status).encode())
            looking.register(line, selectors.EVENT_READ, caller)
            caller.ask(first)
        while looking.get_map():
            found.extend(_answered(looking, left))
    return Waited(found, 1000 * (time.process_time() - spent))


def _answered(looking: selectors.BaseSelector, left: Iterator[bytes]) -> Iterator[float]:
    for chosen, _ in looking.select():
        caller: Caller = chosen.data
        if not caller.is_answered():
            continue
        yield 1000 * (time.perf_counter() - caller.began)
        following = next(left, None)
        if following is None:
            looking.unregister(caller.line)
            caller.line.close()
        else:
            caller.ask(following)
