"""The section of notifications: who is told of what, where, and when."""

from datetime import time
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr
from pydantic.functional_validators import model_validator

from bridge.notices.notice import Event, Interest
from bridge.notices.signing import key_of
from bridge.settings.close import amount
from bridge.settings.sections import LOOPBACK, Section

#: What a channel is called in the log; it never changes, or what is under way is sent anew.
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


def _secret(held: SecretStr) -> SecretStr:
    key_of(held.get_secret_value())
    return held


def _https(url: str) -> str:
    """Return where a webhook goes; the message never repeats an address."""
    parts = urlsplit(url)
    if parts.username is not None or parts.password is not None or not parts.hostname:
        raise ValueError("an address has a host, no user and no password")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ValueError("must begin with https:// (http:// is for loopback only)")
    return url


class _Channel(Section):
    """Who is told of what; nothing named means everything."""

    name: Name
    events: frozenset[Event] = frozenset()
    codes: frozenset[str] = frozenset()
    #: Smaller amounts are not told: "1000.00 USD", one for each currency.
    amounts_from: tuple[str, ...] = ()

    @property
    def interest(self) -> Interest:
        """What is wanted."""
        amounts = {one.currency: one for one in map(amount, self.amounts_from)}
        return Interest(events=self.events, codes=self.codes, amounts_from=amounts)

    @model_validator(mode="after")
    def _readable(self) -> Self:
        for text in self.amounts_from:
            amount(text)
        return self


class NotifyRule(_Channel):
    """A message to people, through any service that Apprise knows."""

    #: As Apprise has it: "mailto://...", "slack://...". It holds passwords: a secret.
    url: SecretStr
    #: One by one, as they happen; else together once a day.
    immediate: bool = False


class Webhook(_Channel):
    """A signed call of another program, for each notice, as it happens."""

    url: Annotated[str, AfterValidator(_https)]
    #: As Standard Webhooks has it: whsec_ and base64.
    secret: Annotated[SecretStr, AfterValidator(_secret)]


class NotifySettings(Section):
    """Who is told of what happens."""

    #: When digests are sent, in UTC: before people come to work.
    digest_at: time = time(7, 0)
    #: Whether webhooks may go to addresses of the own network; nobody outside should choose that.
    private_addresses: bool = False
    rules: tuple[NotifyRule, ...] = ()
    webhooks: tuple[Webhook, ...] = ()

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be logged or shown."""
        return (
            *(one.url.get_secret_value() for one in self.rules),
            *(one.secret.get_secret_value() for one in self.webhooks),
        )

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [one.name for one in (*self.rules, *self.webhooks)]
        if len(set(names)) < len(names):
            raise ValueError("two channels have one name")
        return self
