"""The section of the web console: where it listens, and how long a session lasts."""

from ipaddress import ip_network
from typing import Annotated, Self

from pydantic import AfterValidator, Field
from pydantic.functional_validators import model_validator

from bridge.settings.provider import ProviderSettings
from bridge.settings.sections import LOOPBACK, Address, Seconds, Section, Text


def _network(text: str) -> str:
    """Return an address or a network as it is written; ValueError for what is neither."""
    ip_network(text)
    return text


class ConsoleSettings(Section):
    """How people reach the console, and how long they stay signed in."""

    #: Nobody but this machine, unless a proxy that speaks TLS stands before it.
    bind: Text = "127.0.0.1"
    #: 0 takes a free one, which is told at the start.
    port: int = Field(default=8400, ge=0, le=65535)
    #: Addresses of the proxies before it, or their networks: what they say of whom they ask for
    #: is believed. Otherwise everybody who comes through one is one address for it.
    proxies: tuple[Annotated[str, AfterValidator(_network)], ...] = ()
    #: The address that people type, where it is not the one that is listened at.
    base_url: Address | None = None
    #: A screen that was left alone for half an hour may be anybody's.
    idle_s: Seconds = 1800.0
    #: A working day, with its breaks.
    session_s: Seconds = 43_200.0
    #: What counts most asks for the password again if it was given longer ago.
    proof_s: Seconds = 900.0
    #: Processes that judge what `POST /api/v1/check` is sent, each with the rules in its memory;
    #: None: as many as the machine has processors. 0: it is judged between pages and passes.
    check_processes: Annotated[int, Field(ge=0, le=64)] | None = None
    #: None: people sign in with passwords of the bridge alone.
    oidc: ProviderSettings | None = None

    @property
    def is_tls(self) -> bool:
        """Whether people reach it through TLS."""
        return (self.base_url or "").startswith("https://")

    @model_validator(mode="after")
    def _never_in_the_open(self) -> Self:
        if self.bind not in LOOPBACK and not self.is_tls:
            raise ValueError(
                "beyond this machine it is reached through TLS only: put a proxy before it, and "
                "name its address, which begins with https://, as base_url"
            )
        return self
