"""The server answers at once, and believes what a proxy that it knows says of whom it asks for."""

import socket
import time
from dataclasses import replace
from urllib.parse import urlsplit

import httpx
import pytest

from bridge.console import errors
from bridge.console.api import answering
from bridge.console.serving.server import listening, served
from bridge.people.sessions import Limits
from tests.console.building import a_console, a_reader
from tests.flow.people.conftest import empty, nobody, people
from tests.flow.people.peopling import ADMIN, CHEAP, PASSWORD, People

__all__ = ["empty", "nobody", "people"]


@pytest.mark.parametrize(
    ("proxies", "address"),
    [((), "127.0.0.1"), (("10.0.0.0/28",), "127.0.0.1"), (("127.0.0.0/8",), "203.0.113.9")],
)
def test_an_address_that_is_told_counts_where_a_known_proxy_tells_it(
    people: People, proxies: tuple[str, ...], address: str
) -> None:
    with a_console(people.store) as built:
        section = built.settings.console.model_copy(update={"port": 0, "proxies": proxies})
        settings = built.settings.model_copy(update={"console": section})
        with served(replace(built, passwords=CHEAP, settings=settings)) as at:
            httpx.post(
                f"{at}/sign-in",
                data={"name": ADMIN, "password": PASSWORD},
                headers={"X-Forwarded-For": "203.0.113.9"},
            )
    with people.store.reading() as view:
        (session,) = view.people.sessions.of(people.account(ADMIN), Limits())
    assert session.visit.address == address


def test_no_part_of_an_answer_waits_for_an_acknowledgement() -> None:
    with listening("127.0.0.1", 0) as listener:
        caller = socket.create_connection(listener.getsockname())
        accepted, _ = listener.accept()
        with caller, accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize("path", ["/api/v1/check", "/exceptions/bulk"])
def test_whoever_goes_away_within_a_request_is_no_mistake_of_ours(
    people: People, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    for module in (errors, answering):
        monkeypatch.setattr(module, "log", lambda: told.append(path))
    with a_console(people.store, a_reader()) as built:
        section = built.settings.console.model_copy(update={"port": 0})
        settings = built.settings.model_copy(update={"console": section})
        with served(replace(built, settings=settings)) as at:
            host = urlsplit(at)
            head = (
                f"POST {path} HTTP/1.1\r\nHost: {host.netloc}\r\nSec-Fetch-Site: same-origin\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\n{"
            )
            with socket.create_connection((host.hostname or "", host.port or 0)) as caller:
                caller.sendall(head.encode())
                time.sleep(0.3)  # until its first part is read
    assert told == []
