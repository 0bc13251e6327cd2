"""What really happens on sockets: each way to get no answer, and whether anything was sent."""

import socket
import threading
from decimal import Decimal

import pytest

from bridge.adapters.netsuite.wire import Answer, Deadline, NoAnswer, Request, Wire, exact_json
from bridge.settings import HttpSettings
from tests.adapters.netsuite.scripted import (
    SetClock,
    answer,
    drip,
    hang_up,
    reset,
    scripted,
    silence,
)

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
BODY = b'{"amount":108000.10}'


def exchange(url: str, *, limit_s: float = 5, read_timeout_s: float = 5) -> Answer:
    wire = Wire(HttpSettings(connect_timeout_s=0.2, read_timeout_s=read_timeout_s))
    try:
        with Deadline(limit_s, SetClock()) as deadline:
            return wire.exchange(Request("PUT", url + "/a", {"X-Own": "1"}, BODY), deadline)
    finally:
        wire.close()


@pytest.fixture
def port() -> int:
    """A port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number: int = taken.getsockname()[1]
    return number


def test_an_answer_comes_back_whole_and_the_bytes_go_out_unchanged() -> None:
    with scripted(answer(OK)) as server:
        got = exchange(server.url)
    assert (got.status, got.body, got.headers["content-length"]) == (200, b"{}", "2")
    head, _, body = server.received[0].partition(b"\r\n\r\n")
    assert body == BODY
    assert head.startswith(b"PUT /a HTTP/1.1\r\n")
    assert b"\r\nX-Own: 1\r\n" in head


def test_a_refused_connection_sent_nothing(port: int) -> None:
    with pytest.raises(NoAnswer) as caught:
        exchange(f"http://127.0.0.1:{port}")
    assert not caught.value.sent


def test_a_host_that_does_not_exist_was_sent_nothing() -> None:
    with pytest.raises(NoAnswer) as caught:
        exchange("http://nobody.invalid")
    assert not caught.value.sent


def test_a_connection_that_is_not_accepted_in_time_was_sent_nothing() -> None:
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)  # room for one that waits; the system answers no further ones
        for waiting in (first, second):
            waiting.settimeout(0)
            waiting.connect_ex(full.getsockname())
        with pytest.raises(NoAnswer) as caught:
            exchange(f"http://127.0.0.1:{full.getsockname()[1]}")
    assert (caught.value.code, caught.value.sent) == ("ConnectTimeout", False)


def test_a_tls_handshake_that_is_not_answered_sent_nothing() -> None:
    with scripted(hang_up) as server, pytest.raises(NoAnswer) as caught:
        exchange(server.url.replace("http://", "https://"))
    assert not caught.value.sent


def test_a_server_that_speaks_no_tls_was_sent_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def speak_plainly() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.sendall(OK)
                connection.recv(65536)

        thread = threading.Thread(target=speak_plainly, daemon=True)
        thread.start()
        with pytest.raises(NoAnswer) as caught:
            exchange(f"https://127.0.0.1:{listening.getsockname()[1]}")
        thread.join(5)
    assert (caught.value.code, caught.value.sent) == ("SSLError", False)


@pytest.mark.parametrize(
    "script",
    [
        reset,
        hang_up,
        answer(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{half"),
        answer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{half\r\n"),
        answer(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}"),
        answer(b"no HTTP at all\r\n\r\n"),
    ],
    ids=["reset", "closed", "half a body", "half a chunk", "not the encoding", "not HTTP"],
)
def test_without_a_whole_answer_it_may_have_been_done(script: object) -> None:
    with scripted(script) as server, pytest.raises(NoAnswer) as caught:  # type: ignore[arg-type]  # parametrised
        exchange(server.url)
    assert caught.value.sent


def test_silence_ends_by_the_read_timeout() -> None:
    with scripted(silence) as server, pytest.raises(NoAnswer) as caught:
        exchange(server.url, read_timeout_s=0.1)
    assert (caught.value.code, caught.value.sent) == ("ReadTimeout", True)


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"X"),
        (b"HTTP/1.1 200 OK\r\n", b"X-A: 1\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", b" "),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        # The end of this one is the end of the connection: cut short it looks whole.
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}", b" "),
        (b"", b"H"),
    ],
    ids=["header", "headers", "body", "chunks", "body without length", "status"],
)
def test_a_dripping_server_does_not_outlive_the_deadline(head: bytes, drop: bytes) -> None:
    with scripted(drip(head, drop)) as server, pytest.raises(NoAnswer) as caught:
        exchange(server.url, limit_s=0.2, read_timeout_s=5)
    assert (caught.value.code, caught.value.sent) == ("DEADLINE", True)


def test_after_the_deadline_nothing_is_sent() -> None:
    with scripted(answer(OK), answer(OK)) as server:
        wire = Wire(HttpSettings())
        with Deadline(0.01, SetClock()) as deadline:
            deadline._timer.join(5)
            with pytest.raises(NoAnswer) as caught:
                wire.exchange(Request("GET", server.url, {}), deadline)
        wire.close()
    assert (caught.value.code, caught.value.sent) == ("DEADLINE", False)
    assert server.received in ([], [b""])


def test_after_a_pause_of_this_process_nothing_is_sent() -> None:
    clock = SetClock()
    with scripted(answer(OK)) as server:
        wire = Wire(HttpSettings())
        with Deadline(60, clock) as deadline:
            clock.advance(60)
            with pytest.raises(NoAnswer) as caught:
                wire.exchange(Request("PUT", server.url, {}, BODY), deadline)
        wire.close()
    assert (caught.value.code, caught.value.sent) == ("DEADLINE", False)
    assert server.received in ([], [b""])


@pytest.mark.parametrize("body", [b"", b"<html>", b"NaN", b"[" * 100_000, b"\xff", b"{'a': 1}"])
def test_what_is_no_json_has_no_value(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is the library's
        exact_json(body)


def test_numbers_are_read_exactly() -> None:
    assert exact_json(b"[0.1, 1234567890123456.10, 7]") == [
        Decimal("0.1"),
        Decimal("1234567890123456.10"),
        7,
    ]


def test_the_deadline_of_an_ended_call_cuts_no_other_call() -> None:
    kept = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

    def twice(connection: socket.socket, *_: object) -> None:
        connection.sendall(kept)
        connection.recv(65536)
        connection.sendall(kept)

    with scripted(twice) as server:
        wire = Wire(HttpSettings())
        request = Request("GET", server.url, {})
        with Deadline(60, SetClock()) as first:
            wire.exchange(request, first)
            first._end()  # as if its timer struck just now
        with Deadline(60, SetClock()) as second:
            assert wire.exchange(request, second).status == 200
        wire.close()


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    away = b"HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"
    with scripted(answer(away), answer(OK)) as server:
        assert exchange(server.url).status == 302
    assert len(server.received) == 1


def test_the_environment_decides_nothing(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
    with scripted(answer(OK)) as server:
        assert exchange(server.url).status == 200


def test_cookies_are_not_kept() -> None:
    baked = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    with scripted(answer(baked), answer(baked)) as server:
        wire = Wire(HttpSettings())
        with Deadline(5, SetClock()) as deadline:
            for _ in range(2):
                wire.exchange(Request("GET", server.url, {}), deadline)
        wire.close()
    assert b"cookie" not in server.received[1].lower()


def test_neither_headers_nor_body_show_in_a_printed_request() -> None:
    shown = repr(Request("GET", "http://127.0.0.1", {"Authorization": "secret"}, b"secret"))
    assert "secret" not in shown
    assert "secret" not in repr(Answer(200, {"Set-Cookie": "secret"}, b"secret"))
