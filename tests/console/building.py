"""A console over a store, its address, and a browser without JavaScript."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from fastapi import FastAPI

from bridge.adapters.netsuite.client import NetSuite
from bridge.adapters.salesforce.client import Salesforce
from bridge.adapters.store.database import Store
from bridge.console.app import create_app
from bridge.console.parts import Console
from bridge.flow.sync.ends import Ends
from bridge.people.roles import Reader, Role
from bridge.settings import Settings
from tests.adapters.store.opening import moment
from tests.flow.people.peopling import PASSWORD
from tests.stories.stand import SHIPPED, edition_of

HOST = "bridge.test"
OURS = {"Sec-Fetch-Site": "same-origin"}
NOWHERE = {
    "salesforce": {"url": "http://127.0.0.1:9", "client_id": "id", "client_secret": "none at all"},
    "netsuite": {
        "account": "1234567_SB1",
        "url": "http://127.0.0.1:9",
        "consumer_key": "key",
        "consumer_secret": "none at all",
        "token_id": "id",
        "token_secret": "none at all",
    },
}


def a_reader(*roles: Role, name: str = "Ana Example") -> Reader:
    return Reader(name=name, roles=frozenset(roles or Role))


@contextmanager
def a_console(store: Store, guest: Reader | None = None) -> Iterator[Console]:
    """Give a console whose other ends are nowhere."""
    settings = Settings.model_validate(NOWHERE)
    salesforce = Salesforce(settings.salesforce, moment, lambda _: None)
    netsuite = NetSuite(settings.netsuite, moment, lambda _: None)
    ends = Ends(salesforce=salesforce, netsuite=netsuite, store=store, clock=moment)
    rules = edition_of(SHIPPED)
    try:
        yield Console(
            ends=ends,
            settings=settings,
            edition=lambda: rules,
            guest=guest,
            hosts=frozenset({HOST}),
        )
    finally:
        salesforce.close()
        netsuite.close()


@dataclass(frozen=True, slots=True)
class Browser:
    """Asks as a browser on the console's own pages does, and keeps cookies; no server runs."""

    app: FastAPI
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)
    headers: dict[str, str] = field(default_factory=lambda: dict(OURS))

    def get(self, path: str, **asked: Any) -> httpx.Response:
        return self._ask("GET", path, asked)

    def post(self, path: str, **asked: Any) -> httpx.Response:
        return self._ask("POST", path, asked)

    def part(self, path: str, target: str) -> httpx.Response:
        """Ask for one element, as htmx does."""
        return self.get(path, headers={"HX-Request": "true", "HX-Target": f"section#{target}"})

    def _ask(self, method: str, path: str, asked: dict[str, Any]) -> httpx.Response:
        headers = {**self.headers, **asked.pop("headers", {})}
        return asyncio.run(self._answer(method, path, {**asked, "headers": headers}))

    async def _answer(self, method: str, path: str, asked: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url=f"http://{HOST}", cookies=self.cookies
        ) as client:
            answer = await client.request(method, path, **asked)
        self.cookies.jar.clear()
        self.cookies.update(client.cookies)
        return answer


def browser(console: Console) -> Browser:
    """Return a browser before the first page."""
    return Browser(create_app(console))


def signed_in(console: Console, name: str) -> Browser:
    """Return the browser of somebody who signed in with the password of these tests."""
    visitor = browser(console)
    sent = visitor.post("/sign-in", data={"name": name, "password": PASSWORD})
    assert sent.status_code == 303
    return visitor
