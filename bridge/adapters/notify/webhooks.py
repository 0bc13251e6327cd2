"""
Signed calls of other programs: HTTPS, no redirects, and no addresses of the own network.

The name is looked up once, each address is checked, and the call goes to the address that was
checked: what a name says a moment later does not count (DNS rebinding).
"""

import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import urlsplit

from bridge.adapters.notify.outlet import NotTaken

_TIMEOUT_S = 15.0
_OK = range(200, 300)
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Caller:
    """Calls one address; with `private` also one of the own network or of this machine."""

    url: str
    private: bool = False

    def post(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Send a body as JSON; raises NotTaken for any answer but 2xx, and for none."""
        parts = urlsplit(self.url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        line = {"Content-Type": "application/json", "User-Agent": "revenue-bridge", **headers}
        try:
            connection = self._connected()
            try:
                connection.request("POST", path, body, line)
                status = connection.getresponse().status
            finally:
                connection.close()
        except ssl.SSLError as error:
            raise NotTaken("its certificate does not hold, or it speaks no TLS") from error
        except TimeoutError as error:
            raise NotTaken(f"no answer within {_TIMEOUT_S:g} s") from error
        except (OSError, HTTPException, ValueError) as error:
            raise NotTaken(f"it cannot be reached: {type(error).__name__}") from error
        if status not in _OK:
            raise NotTaken(f"it answered {status}")

    def _connected(self) -> HTTPConnection:
        parts = urlsplit(self.url)
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        address = self._address(host, port)
        connection = HTTPConnection(host, port, timeout=_TIMEOUT_S)
        bare = socket.create_connection((address, port), timeout=_TIMEOUT_S)
        if parts.scheme == "https":
            connection = HTTPSConnection(host, port, timeout=_TIMEOUT_S)
            connection.sock = ssl.create_default_context().wrap_socket(bare, server_hostname=host)
        else:
            connection.sock = bare
        return connection

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
