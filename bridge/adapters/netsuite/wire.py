"""
One HTTP exchange under a total deadline, which knows whether anything was sent.

The time-outs of `requests` are for each read of the socket: a server that drips one byte a minute
is never late for them. Here a timer cuts the connection when the time of the whole call is over.
And what may be repeated depends on one fact that no exception tells surely: whether a byte of the
request left this machine. So the connections write it down.
"""

import contextlib
import json
import socket
import threading
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from http.cookiejar import DefaultCookiePolicy
from typing import Any, NoReturn, Self

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from bridge.model.calendar import Clock
from bridge.settings import HttpSettings


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent: the whole address with its query, headers and the exact bytes of the body."""

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whole. The names of its headers are found in any case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class NoAnswer(Exception):
    """No whole answer came; `sent` says whether any byte of the request had left by then."""

    def __init__(self, code: str, *, sent: bool) -> None:
        self.code = code
        self.sent = sent
        super().__init__(code)


def exact_json(body: bytes) -> Any:
    """Return the JSON value of a body, its numbers exact; raises ValueError if it is none."""
    try:
        return json.loads(body, parse_float=Decimal, parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


class Deadline:
    """
    The end of a call, all its exchanges together: then its connection is cut.

    A timer cuts, so that it holds against a read that has begun, and under a clock that stands or
    jumps. Before anything is sent the clock is asked as well: after this process was paused, the
    timer may come second.
    """

    def __init__(self, limit_s: float, clock: Clock) -> None:
        self._clock = clock
        self._ends_at = clock() + timedelta(seconds=limit_s)
        self._timer = threading.Timer(limit_s, self._end)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self.over = False

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, connected: socket.socket) -> None:
        """Cut this one when the time is over; raises TimeoutError if it is over already."""
        with self._lock:
            if self.over or self._clock() >= self._ends_at:
                self.over = True
                raise TimeoutError("the time for the whole call is over")
            self._socket = connected

    def release(self) -> None:
        """Cut nothing any more: the connection may carry another call by then."""
        with self._lock:
            self._socket = None

    def _end(self) -> None:
        with self._lock:
            self.over = True
            if self._socket is not None:
                with contextlib.suppress(OSError):  # the other end was quicker
                    # Past the TLS layer, which the reading thread is in: it meets the end there.
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class Wire:
    """A pool of connections to one host. No proxy, no cookie, no redirect, no repeat."""

    def __init__(self, limits: HttpSettings) -> None:
        self._timeouts = (limits.connect_timeout_s, limits.read_timeout_s)
        self._session = requests.Session()
        # Proxies and credentials of the environment must not reach a financial system unseen.
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = HTTPAdapter(max_retries=0)
        adapter.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, adapter)

    def exchange(self, request: Request, deadline: Deadline) -> Answer:
        """
        Send once and read the whole answer.

        Raises:
            NoAnswer: it did not come, or not whole, or not by the deadline.
        """
        passage = _Passage(deadline)
        token = _PASSAGE.set(passage)
        try:
            response = self._session.request(
                request.method,
                request.url,
                data=request.body,
                headers=dict(request.headers),
                timeout=self._timeouts,
                allow_redirects=False,
            )
        except (OSError, urllib3.exceptions.HTTPError) as error:
            # The class of requests' errors is an OSError; a few of urllib3's pass it unchanged.
            code = "DEADLINE" if deadline.over else type(error).__name__
            raise NoAnswer(code, sent=passage.sent) from error
        finally:
            _PASSAGE.reset(token)
            deadline.release()
        if deadline.over:
            # An answer without a length ends where it is cut, and would pass for a whole one.
            raise NoAnswer("DEADLINE", sent=passage.sent)
        return Answer(response.status_code, response.headers, response.content)

    def close(self) -> None:
        """Close all connections."""
        self._session.close()


class _Passage:
    """What the connections must know of the exchange they carry, and what they report of it."""

    def __init__(self, deadline: Deadline) -> None:
        self.deadline = deadline
        self.sent = False


_PASSAGE: ContextVar[_Passage] = ContextVar("passage")


class _Connection(HTTPConnection):
    def send(self, some: Any) -> None:
        """Note that bytes leave, unless the time is over before the first of them."""
        if self.sock is None:
            self.connect()
        passage = _PASSAGE.get()
        passage.deadline.watch(self.sock)
        passage.sent = True
        super().send(some)


class _SecureConnection(_Connection, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection
