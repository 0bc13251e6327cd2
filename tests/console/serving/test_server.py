"""The server answers at once, and believes what a proxy that it knows says of whom it asks for."""

import socket
from dataclasses import replace

import httpx
import pytest

from bridge.console.serving.server import listening, served
from bridge.people.sessions import Limits
from tests.console.building import a_console
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
