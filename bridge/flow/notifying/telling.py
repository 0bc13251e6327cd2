"""
Tells people and programs: what was found goes into the outbox, and from there to each channel.

A delivery is claimed, sent and settled, each in a transaction of its own. Whoever dies in between
sends it again a few minutes later: at least once, under the same id.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bridge.adapters.notify.messages import Messenger
from bridge.adapters.notify.outlet import NotTaken
from bridge.adapters.notify.webhooks import Caller
from bridge.adapters.store.database import Store, Transaction
from bridge.adapters.store.notifying.rows import Delivery
from bridge.errors import Misconfigured
from bridge.flow.notifying import finding
from bridge.model.calendar import Clock
from bridge.model.ids import canonical
from bridge.notices import signing
from bridge.notices.notice import Event, Interest, Notice
from bridge.notices.timing import next_digest
from bridge.notices.wording import message
from bridge.telemetry import log

#: Sends a delivery; raises NotTaken.
Send = Callable[[Delivery, datetime], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where notices go that are of interest, and how; a digest gathers them for a day."""

    name: str
    interest: Interest
    send: Send
    is_digest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """The channels of a bridge, and the outbox between."""

    store: Store
    channels: Mapping[str, Channel]
    clock: Clock
    digest_at: time
    passes: str  #: the name of the passes in the timetable
    patience: timedelta  #: for so long no pass may be finished

    def run(self) -> int:
        """Find what is new, send what is due; return how many deliveries were taken."""
        if not self.channels:
            return 0
        with self.store.transaction("notices_found") as tx:
            for one in finding.found(tx, self.passes, self.patience):
                self._put(tx, one)
        return self._sent()

    def test(self, name: str, who: str) -> Delivery:
        """
        Send a test message through one channel now, and return how that went.

        Raises Misconfigured if there is no such channel.
        """
        now = self.clock()
        self._channel(name)
        notice = Notice(
            event=Event.TEST,
            key=f"test:{name}:{now.isoformat()}",
            at=now,
            says=f"{who} tries whether messages arrive here",
            page="/settings/notifications",
        )
        with self.store.transaction("notice_tested") as tx:
            number = tx.deliveries.add(name, notice)
        self._sent()
        with self.store.reading() as view:
            return next(one for one in view.deliveries.last(50) if one.id == number)

    def again(self, number: str) -> None:
        """Let a delivery be sent once more, under its id; Misconfigured if there is none."""
        with self.store.transaction("redelivered") as tx:
            if tx.deliveries.again(number) is None:
                raise Misconfigured(
                    "there is no such delivery, or it is a digest that is not due yet",
                    where=f"delivery {number}",
                    act="take its id from `bridge notify log`",
                )
        self._sent()

    def _put(self, tx: Transaction, one: Notice) -> None:
        for channel in self.channels.values():
            if not channel.interest.takes(one):
                continue
            if channel.is_digest:
                tx.deliveries.gather(channel.name, one, next_digest(self.digest_at, self.clock()))
            else:
                tx.deliveries.add(channel.name, one)

    def _sent(self) -> int:
        with self.store.transaction("deliveries_claimed") as tx:
            due = tx.deliveries.claim()
        return sum(map(self._send, due))

    def _send(self, one: Delivery) -> bool:
        channel = self.channels.get(one.channel)
        send = channel.send if channel is not None else _nowhere
        try:
            send(one, self.clock())
        except NotTaken as error:
            says = str(error)
            log().warning("notice.not_taken", channel=one.channel, delivery=one.id, says=says)
            with self.store.transaction("delivery_failed") as tx:
                tx.deliveries.failed(one.id, says)
            return False
        with self.store.transaction("delivery_sent") as tx:
            tx.deliveries.sent(one.id)
        return True

    def _channel(self, name: str) -> Channel:
        if name not in self.channels:
            raise Misconfigured(
                f"there is no such channel; there are {', '.join(self.channels) or 'none'}",
                where=f"channel {name}",
                act="name one of [[notify.rules]] or [[notify.webhooks]]",
            )
        return self.channels[name]


def _nowhere(_one: Delivery, _now: datetime) -> None:
    raise NotTaken("the settings name no such channel any more")


def to_people(messenger: Messenger, base_url: str) -> Send:
    """Return what sends a delivery as a message, with links into the console at `base_url`."""

    def send(one: Delivery, _now: datetime) -> None:
        messenger.send(message(one.notices, base_url))

    return send


def to_program(caller: Caller, key: bytes, base_url: str) -> Send:
    """Return what sends a delivery as a signed call: `type`, `timestamp` and `data` of a notice."""

    def send(one: Delivery, now: datetime) -> None:
        (notice,) = one.notices
        body = canonical(
            {
                "type": notice.event.value,
                "timestamp": notice.at.isoformat(),
                "data": {**notice.form(), "url": f"{base_url}{notice.page}"},
            }
        )
        caller.post(body, signing.headers(key, one.id, now, body))

    return send
