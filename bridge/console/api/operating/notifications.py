"""Notifications: the channels, what was sent, and operators who send again or give up."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Query

from bridge.adapters.store.notifying.rows import Delivered, Delivery
from bridge.console.api.forms import Form, MoneyForm, Named
from bridge.console.api.operating.streams import Why
from bridge.console.api.repeating import Once, named
from bridge.console.pages.settings.notifications import Way, sent_again, tested, told, ways
from bridge.console.problems import Missing
from bridge.console.visits import Visit, needs
from bridge.people.roles import Permission

router = APIRouter(prefix="/notifications", tags=["notifications"], route_class=Once)
Seeing = Annotated[Visit, needs(Permission.SEE)]
Running = Annotated[Visit, needs(Permission.RUN)]


class ChannelForm(Form):
    """Who is told of what; of the address no more than the host, for it may hold a secret."""

    name: str
    kind: str
    host: str
    events: tuple[str, ...]
    codes: tuple[str, ...]
    amounts_from: tuple[MoneyForm, ...]

    @classmethod
    def of(cls, one: Way) -> Self:
        """Return a channel."""
        return cls(
            name=one.name,
            kind=one.kind,
            host=one.host,
            events=one.events,
            codes=one.codes,
            amounts_from=MoneyForm.of_all(one.amounts_from),
        )


class DeliveryForm(Form):
    """Something for a channel, and how it stands."""

    id: str
    channel: str
    state: Delivered
    says: tuple[str, ...]
    made_at: datetime
    due_at: datetime
    attempts: int
    sent_at: datetime | None
    error: str | None

    @classmethod
    def of(cls, one: Delivery) -> Self:
        """Return a delivery."""
        return cls(
            id=one.id,
            channel=one.channel,
            state=one.state,
            says=tuple(notice.says for notice in one.notices),
            made_at=one.made_at,
            due_at=one.due_at,
            attempts=one.attempts,
            sent_at=one.sent_at,
            error=one.error,
        )


class NotificationForms(Form):
    """The channels, and the deliveries that were made last, the latest first."""

    channels: tuple[ChannelForm, ...]
    deliveries: tuple[DeliveryForm, ...]


@router.get("")
def list_notifications(
    visit: Seeing,
    state: Annotated[Delivered | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> NotificationForms:
    """List the channels of the settings, and what was sent."""
    with visit.console.store.reading() as view:
        found = view.deliveries.last(limit, state)
    return NotificationForms(
        channels=tuple(map(ChannelForm.of, ways(visit.console))),
        deliveries=tuple(map(DeliveryForm.of, found)),
    )


@router.post("/channels/{channel}/test", dependencies=[Depends(named)])
def test_channel(visit: Running, channel: Named) -> DeliveryForm:
    """Send a test message through a channel now."""
    if all(one.name != channel for one in ways(visit.console)):
        raise Missing("There is no such channel.")
    return DeliveryForm.of(tested(visit, channel))


@router.post("/deliveries/{delivery}/redeliver", dependencies=[Depends(named)])
def redeliver(visit: Running, delivery: Named) -> DeliveryForm:
    """Send a delivery once more, under its id."""
    _require(visit, delivery)
    return DeliveryForm.of(sent_again(visit, delivery))


@router.post("/deliveries/{delivery}/give-up", dependencies=[Depends(named)])
def give_up(visit: Running, delivery: Named, sent: Why) -> DeliveryForm:
    """Let a delivery rest that nobody takes."""
    _require(visit, delivery)
    return DeliveryForm.of(told(visit.console).give_up(delivery, visit.reader.name, sent.reason))


def _require(visit: Visit, delivery: str) -> None:
    with visit.console.store.reading() as view:
        if view.deliveries.one(delivery) is None:
            raise Missing("There is no such delivery.")
