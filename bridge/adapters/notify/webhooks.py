"""
Signed calls of other programs: HTTPS, no redirects, and no addresses of the own network.

The name is looked up once, each address is checked, and the call goes to the address that was
checked: what a name says a moment later does not count (DNS rebinding).
"""

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from threading import Event, Timer
from urllib.parse import urlsplit

from bridge.adapters.notify.outlet import NotTaken

_OK = range(200, 300)
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Caller:
    """
    Calls one address; with `private` also one of the own network or of this machine.

    A call takes `within_s` at most, once the name was looked up and the receiver answers there.
    """

    url: str
    private: bool = False
    within_s: float = 15.0

    def post(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Send a body as JSON; raises NotTaken for any answer but 2xx, and for none."""
        line = {"Content-Type": "application/json", "User-Agent": "revenue-bridge", **headers}
        try:
            status = self._answer(body, line)
        except ssl.SSLError as error:
            raise NotTaken("its certificate does not hold, or it speaks no TLS") from error
        except TimeoutError as error:
            raise NotTaken(f"no answer within {self.within_s:g} s") from error
        except (OSError, HTTPException, ValueError) as error:
            raise NotTaken(f"it cannot be reached: {type(error).__name__}") from error
        if status not in _OK:
            raise NotTaken(f"it answered {status}")

    def _answer(self, body: bytes, headers: Mapping[str, str]) -> int:
        parts = urlsplit(self.url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        address = self._address(host, port)
        bare = socket.create_connection((address, port), timeout=self.within_s)
        connected = _secured(bare, host) if parts.scheme == "https" else bare
        with closing(connected), _cut_off(connected, self.within_s):
            if isinstance(connected, ssl.SSLSocket):
                connected.do_handshake()
            connection = HTTPConnection(host, port)
            connection.sock = connected
            connection.request("POST", path, body, {"Host": parts.netloc, **headers})
            return connection.getresponse().status

    def _address(self, host: str, port: int) -> str:
        """Return an address of a host to which a call may go; NotTaken if it has another."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(one[4][0]) for one in found]
        closed = [one for one in addresses if not ip_address(one.partition("%")[0]).is_global]
        if closed and not self.private:
            raise NotTaken(
                "its name leads to an address that is not public; notify.private_addresses "
                "allows that"
            )
        return addresses[0]


def _secured(bare: socket.socket, host: str) -> ssl.SSLSocket:
    """Return a connection on which nothing was said yet."""
    context = ssl.create_default_context()
    return context.wrap_socket(bare, server_hostname=host, do_handshake_on_connect=False)


@contextmanager
def _cut_off(connected: socket.socket, after_s: float) -> Iterator[None]:
    """Cut a connection off after a time, however busily it drips; then it is a TimeoutError."""
    is_over = Event()

    def cut() -> None:
        is_over.set()
        with suppress(OSError):  # it is gone already
            # Of the socket below TLS: whoever reads there is woken, and nothing else is touched.
            socket.socket.shutdown(connected, socket.SHUT_RDWR)

    timer = Timer(after_s, cut)
    timer.start()
    try:
        yield
    except (OSError, HTTPException, ValueError) as error:
        if is_over.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()
