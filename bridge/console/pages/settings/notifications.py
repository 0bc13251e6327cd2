"""Notifications: who is told of what, what was sent, and what nobody took."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter
from starlette.responses import Response

from bridge.adapters.store.notifying.rows import Delivered, Delivery
from bridge.console.forms import Form
from bridge.console.pages.leafing import chosen
from bridge.console.pages.settings.places import TABS, Tab
from bridge.console.parts import Console
from bridge.console.saying import Said
from bridge.console.visits import Visit, needs
from bridge.errors import Misconfigured
from bridge.flow.notifying.channels import telling
from bridge.flow.notifying.telling import Telling
from bridge.flow.watching.health import PASSES
from bridge.model.money import Money
from bridge.people.roles import Permission

PATH = "/settings/notifications"
router = APIRouter(prefix=PATH)
Running = Annotated[Visit, needs(Permission.RUN)]
#: Deliveries that are shown, the latest first.
_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A channel of the settings; of an address, which may hold a secret, no more than the host."""

    name: str
    kind: str
    host: str
    events: tuple[str, ...]  #: nothing named: all of them
    codes: tuple[str, ...]
    amounts_from: tuple[Money, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The channels, and the deliveries that were made last."""

    ways: tuple[Way, ...]
    deliveries: tuple[Delivery, ...]
    most: int  #: deliveries that are shown
    states: tuple[Delivered, ...]
    state: Delivered | None
    tabs: tuple[Tab, ...] = TABS


@router.get("")
def notifications(visit: Annotated[Visit, needs(Permission.SEE)]) -> Response:
    """Show the channels, and what was sent."""
    state = _state(chosen(visit.request, "state"))
    with visit.console.store.reading() as view:
        found = view.deliveries.last(_SHOWN, state)
    page = Page(
        ways=tuple(ways(visit.console)),
        deliveries=found,
        most=_SHOWN,
        states=tuple(Delivered),
        state=state,
    )
    return visit.shows("settings/notifications.html", page)


@router.post("/channels/{name}/test")
def test(visit: Running, name: str) -> Response:
    """Send a test message through a channel now."""
    return _told(visit, tested(visit, name))


@router.post("/deliveries/{number}/redeliver")
def redeliver(visit: Running, number: str) -> Response:
    """Send a delivery once more, under its id."""
    return _told(visit, sent_again(visit, number))


@router.post("/deliveries/{number}/give-up")
def give_up(visit: Running, number: str, sent: Form) -> Response:
    """Let a delivery rest that nobody takes."""
    told(visit.console).give_up(number, visit.reader.name, sent["reason"])
    return visit.goes_to(PATH, Said("It is not tried any more."))


def tested(visit: Visit, channel: str) -> Delivery:
    """Send a test message in turn: a channel may hang, and so would every page."""
    with visit.console.asking.take():
        return told(visit.console).test(channel, visit.reader.name)


def sent_again(visit: Visit, number: str) -> Delivery:
    """Send a delivery once more, in turn."""
    with visit.console.asking.take():
        return told(visit.console).again(number, visit.reader.name)


def told(console: Console) -> Telling:
    """Return what sends messages for a console."""
    return telling(console.store, console.settings, console.clock, PASSES)


def ways(console: Console) -> Iterator[Way]:
    """Yield the channels of the settings."""
    settings = console.settings.notify
    for rule in settings.rules:
        kind = (
            "message, at once" if rule.immediate else f"message, daily at {settings.digest_at} UTC"
        )
        yield Way(
            name=rule.name,
            kind=kind,
            host=_scheme(rule.url.get_secret_value()),
            events=tuple(sorted(rule.events)),
            codes=tuple(sorted(rule.codes)),
            amounts_from=tuple(rule.interest.amounts_from.values()),
        )
    for webhook in settings.webhooks:
        yield Way(
            name=webhook.name,
            kind="signed call",
            host=urlsplit(webhook.url).hostname or "",
            events=tuple(sorted(webhook.events)),
            codes=tuple(sorted(webhook.codes)),
            amounts_from=tuple(webhook.interest.amounts_from.values()),
        )


def _scheme(address: str) -> str:
    """Return the way of an address of Apprise; what names none may be a secret from end to end."""
    found, between, _ = address.partition("://")
    return found if between else ""


def _told(visit: Visit, one: Delivery) -> Response:
    says = "arrived" if one.state is Delivered.SENT else f"did not arrive: {one.error}"
    return visit.goes_to(PATH, Said(f"The message to {one.channel} {says}."))


def _state(typed: str) -> Delivered | None:
    if typed and typed not in tuple(Delivered):
        act = f"choose {', '.join(Delivered)}"
        raise Misconfigured(f"no delivery is {typed[:40]!r}", where="state", act=act)
    return Delivered(typed) if typed else None
