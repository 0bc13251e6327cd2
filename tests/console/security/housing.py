"""A console with an identity provider, and browsers that sign in there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi import FastAPI

from bridge.adapters.oidc import IdentityProvider
from bridge.console.app import create_app
from bridge.console.parts import Console
from bridge.people.register import Register
from bridge.settings.provider import ProviderSettings
from tests.adapters.issuing import CLIENT, SECRET, Issuer, an_issuer
from tests.console.building import Browser, a_console
from tests.flow.people.peopling import CHEAP, People

PAGE = "/settings/users?from=mail"


@dataclass(frozen=True, slots=True)
class House:
    """A console with an identity provider, and the people in its store."""

    people: People
    issuer: Issuer
    console: Console
    app: FastAPI

    def visitor(self) -> Browser:
        return Browser(self.app)

    def signs_in(self, visitor: Browser, **claims: Any) -> httpx.Response:
        """Let somebody sign in there and come back."""
        return visitor.get(self.back(visitor, **claims))

    def back(self, visitor: Browser, **claims: Any) -> str:
        """Let somebody sign in there; return where the browser is led back to."""
        away = visitor.get("/sign-in/provider", params={"next": PAGE})
        assert away.status_code == 303
        return path_of(self.issuer.signed_in(away.headers["location"], **claims))

    def register(self) -> Register:
        with self.people.store.reading() as view:
            assert list(view.people.accounts.findings()) == []
            return view.people.accounts.register()


def path_of(address: str) -> str:
    parts = urlsplit(address)
    assert f"{parts.scheme}://{parts.netloc}" == "http://bridge.test"
    return f"{parts.path}?{parts.query}"


@pytest.fixture
def house(people: People) -> Iterator[House]:
    with an_issuer(people.watch) as issuer, a_console(people.store) as built:
        settings = ProviderSettings.model_validate(
            {
                "issuer": issuer.url,
                "client_id": CLIENT,
                "client_secret": SECRET,
                "groups": {"finance": ["finance_reviewer"], "heads": ["approver", "viewer"]},
                "label": "Sign in with Example",
            }
        )
        provider = IdentityProvider(settings, people.watch)
        console = replace(built, passwords=CHEAP, provider=provider)
        yield House(people, issuer, console, create_app(console))
