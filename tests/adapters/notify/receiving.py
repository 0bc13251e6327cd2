"""A receiver on this machine: it keeps what it was sent, and answers as it is told to."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


@dataclass(slots=True)
class Receiver:
    """What came, path by path, and what is answered."""

    port: int = 0
    status: int = 204
    #: Held up: it begins to answer, drips, and never comes to an end.
    drips: bool = False
    never: Event = field(default_factory=Event)
    came: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)


@contextmanager
def receiver() -> Iterator[Receiver]:
    told = Receiver()

    class Handler(BaseHTTPRequestHandler):
        """Keeps a call and answers."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.came.append((self.path, dict(self.headers), body))
            with suppress(OSError):  # whoever called has hung up
                while told.drips:
                    self.wfile.write(b"H")
                    told.never.wait(0.02)
            self.send_response(told.status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        told.port = server.server_port
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield told
        server.shutdown()
