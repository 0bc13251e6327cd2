"""The front before the sandboxes: the vendors' names lead in, and nothing else does."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import requests
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bridge.sandbox.front.front import Front, open_front
from bridge.sandbox.front.hosts import system_of
from bridge.sandbox.front.tunnel import Tunnels, Turned, listen, target
from bridge.sandbox.serving import Server, serve_in_thread

NETSUITE = "1234567-sb1.suitetalk.api.netsuite.com"


async def _echo(name: str, request: web.Request) -> web.Response:
    body = await request.read()
    told = f"{name} {request.method} {request.url} {request.scheme} {len(body)}"
    return web.Response(text=told, headers={"X-Told": request.headers.get("X-Forwarded-Proto", "")})


async def _cut(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


def _app(name: str) -> web.Application:
    app = web.Application(client_max_size=10_000_000)
    app.router.add_route("*", "/cut", _cut)
    app.router.add_route("*", "/{rest:.*}", partial(_echo, name))
    return app


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, Server]]:
    with serve_in_thread(_app("netsuite")) as one, serve_in_thread(_app("salesforce")) as two:
        yield {"netsuite": one, "salesforce": two}


@pytest.fixture(scope="module")
def front(servers: dict[str, Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with open_front(servers, tmp_path_factory.mktemp("front")) as opened:
        yield opened


@pytest.fixture
def session(front: Front, monkeypatch: pytest.MonkeyPatch) -> Iterator[requests.Session]:
    for name, value in front.environment.items():
        monkeypatch.setenv(name, value)
    with requests.Session() as opened:
        yield opened


def _say(front: Front, *sent: bytes, end: bool = False) -> bytes:
    """Send bytes to the proxy and return all that it answers until it closes."""
    with socket.create_connection(("127.0.0.1", front.port), timeout=5) as line:
        for part in sent:
            line.sendall(part)
        if end:
            line.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := line.recv(4096):
            answer += chunk
    return answer


def _head(answer: bytes) -> str:
    return answer.decode().partition("\r\n")[0]


@pytest.mark.parametrize(
    ("host", "system"),
    [
        (NETSUITE, "netsuite"),
        ("1234567.restlets.api.netsuite.com", "netsuite"),
        ("1234567.app.netsuite.com", "netsuite"),
        ("acme.my.salesforce.com", "salesforce"),
        ("acme--uat.sandbox.my.salesforce.com", "salesforce"),
        ("login.salesforce.com", "salesforce"),
        ("test.salesforce.com", "salesforce"),
    ],
)
def test_the_vendors_names_lead_to_their_stand_in_over_tls(
    host: str, system: str, session: requests.Session
) -> None:
    answer = session.get(f"https://{host}/a/path?with=query", timeout=5)
    assert answer.text == f"{system} GET https://{host}/a/path?with=query https 0"


def test_one_connection_carries_many_requests_and_large_bodies(session: requests.Session) -> None:
    for size in (3, 0, 4_000_000):
        answer = session.post(f"https://{NETSUITE}/x", data=b"x" * size, timeout=10)
        assert answer.text.endswith(f" https {size}")


def test_nothing_is_added_to_a_request(session: requests.Session) -> None:
    assert session.get(f"https://{NETSUITE}/", timeout=5).headers["X-Told"] == ""


def test_a_connection_that_the_stand_in_cuts_is_cut_for_the_client(
    session: requests.Session,
) -> None:
    with pytest.raises(requests.ConnectionError):
        session.get(f"https://{NETSUITE}/cut", timeout=5)
    assert session.get(f"https://{NETSUITE}/", timeout=5).status_code == 200


def test_a_client_that_does_not_trust_the_authority_stays_outside(
    session: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    monkeypatch.delenv("CURL_CA_BUNDLE")
    with pytest.raises(requests.exceptions.SSLError):
        session.get(f"https://{NETSUITE}/", timeout=5)


def test_a_client_that_says_no_name_gets_no_name_it_could_trust(front: Front) -> None:
    line = socket.create_connection(("127.0.0.1", front.port), timeout=5)
    line.sendall(f"CONNECT {NETSUITE}:443 HTTP/1.1\r\n\r\n".encode())
    assert line.recv(4096).startswith(b"HTTP/1.1 200")
    context = ssl.create_default_context(cafile=str(front.trusted))
    context.check_hostname = False
    with context.wrap_socket(line) as wrapped:
        shown = wrapped.getpeercert()
    assert shown is not None
    assert shown["subjectAltName"] == (("DNS", "nameless.invalid"),)


@pytest.mark.parametrize("target", ["example.com:443", f"{NETSUITE}:80", "netsuite.com:443"])
def test_any_other_host_is_refused_by_name_with_those_that_are_known(
    target: str, front: Front
) -> None:
    answer = _say(front, f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode())
    assert _head(answer) == "HTTP/1.1 403 Forbidden"
    assert f"no stand-in answers for {target}".encode() in answer
    assert b"*.suitetalk.api.netsuite.com" in answer
    assert b"*.my.salesforce.com" in answer


@pytest.mark.parametrize("sent", ["GET / HTTP/1.1", f"POST http://{NETSUITE}/x HTTP/1.0"])
def test_plain_http_is_told_what_this_is(sent: str, front: Front) -> None:
    answer = _say(front, f"{sent}\r\nHost: x\r\n\r\n".encode())
    assert _head(answer) == "HTTP/1.1 405 Method Not Allowed"
    assert b"\r\nAllow: CONNECT\r\n" in answer
    assert b"HTTPS_PROXY" in answer


@pytest.mark.parametrize(
    "sent",
    [
        b"\0\r\n\r\n",
        b"hello\r\n\r\n",
        b"CONNECT\r\n\r\n",
        b"CONNECT here HTTP/1.1\r\n\r\n",
        b"CONNECT host:99999999 HTTP/1.1\r\n\r\n",
        b"CONNECT [::1]:443 HTTP/1.1\r\n\r\n",
        b"CONNECT \xff\xfe:443 HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
    ],
)
def test_what_is_no_request_to_a_proxy_is_refused(sent: bytes, front: Front) -> None:
    assert _head(_say(front, sent)) == "HTTP/1.1 400 Bad Request"


def test_a_request_that_breaks_off_is_answered(front: Front) -> None:
    answer = _say(front, b"CONNECT exam", end=True)
    assert _head(answer) == "HTTP/1.1 400 Bad Request"
    assert b"broke off" in answer


def test_an_endless_request_is_refused(front: Front) -> None:
    answer = _say(front, b"CONNECT a:443 HTTP/1.1\r\n", b"X: " + b"x" * 40_000)
    assert _head(answer) == "HTTP/1.1 431 Request Header Fields Too Large"


def test_a_client_that_does_not_say_what_it_wants_is_not_waited_for() -> None:
    async def hesitate() -> bytes:
        listener = await listen(Tunnels({}, 0.05), 0)
        async with listener:
            port = listener.sockets[0].getsockname()[1]
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"CONNECT")
            answer = await reader.read()
            writer.close()
            await writer.wait_closed()
        return answer

    assert _head(asyncio.run(hesitate())) == "HTTP/1.1 408 Request Timeout"


def test_who_connects_and_leaves_harms_nobody(front: Front, session: requests.Session) -> None:
    for sent in (b"", b"C", f"CONNECT {NETSUITE}:443 HTTP/1.1\r\n\r\n".encode()):
        line = socket.create_connection(("127.0.0.1", front.port), timeout=5)
        line.sendall(sent)
        line.close()
    assert session.get(f"https://{NETSUITE}/", timeout=5).status_code == 200


def test_a_stand_in_that_is_gone_is_told(tmp_path: Path) -> None:
    server = serve_in_thread(_app("netsuite"))
    with open_front({"netsuite": server}, tmp_path) as front:
        server.close()
        answer = _say(front, f"CONNECT {NETSUITE}:443 HTTP/1.1\r\n\r\n".encode())
    assert _head(answer) == "HTTP/1.1 502 Bad Gateway"


def test_close_leaves_no_thread_and_no_open_line(
    servers: dict[str, Server], tmp_path: Path
) -> None:
    before = set(threading.enumerate())
    front = open_front(servers, tmp_path)
    idle = socket.create_connection(("127.0.0.1", front.port), timeout=5)
    open_line = socket.create_connection(("127.0.0.1", front.port), timeout=5)
    open_line.sendall(f"CONNECT {NETSUITE}:443 HTTP/1.1\r\n\r\n".encode())
    assert open_line.recv(4096).startswith(b"HTTP/1.1 200")
    front.close()
    front.close()
    assert set(threading.enumerate()) == before
    for line in (idle, open_line):
        with line, contextlib.suppress(ConnectionResetError):
            assert line.recv(1) == b""


def test_a_taken_port_is_an_error_and_leaves_no_thread(front: Front, tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with pytest.raises(OSError, match="address already in use"):
        open_front({}, tmp_path, front.port)
    assert set(threading.enumerate()) == before


@given(st.text(max_size=80))
def test_any_head_leads_to_a_known_stand_in_or_is_turned_down(head: str) -> None:
    with contextlib.suppress(Turned):
        assert target(head) in {"netsuite", "salesforce"}


@given(st.from_regex(r"[a-z0-9-]{1,20}\.[a-z]{2,5}", fullmatch=True))
def test_a_name_outside_the_vendors_domains_leads_nowhere(host: str) -> None:
    assert system_of(host) is None
