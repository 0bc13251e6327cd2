"""
Tells people and programs: what was found goes into the outbox, and from there to each channel.

A delivery is claimed, sent and settled, each in a transaction of its own. Whoever dies in between
sends it again a few minutes later: at least once, under the same id. Channels take turns, and one
that does not take is left alone until the next turn: none keeps another waiting.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import chain, zip_longest

from bridge.adapters.notify.messages import Messenger
from bridge.adapters.notify.outlet import NotTaken
from bridge.adapters.notify.webhooks import Caller
from bridge.adapters.store.database import Store, Transaction
from bridge.adapters.store.notifying.rows import Delivery
from bridge.errors import Misconfigured
from bridge.flow.notifying import finding
from bridge.ledger.person import person
from bridge.model.calendar import Clock
from bridge.model.ids import canonical
from bridge.notices import signing
from bridge.notices.notice import Event, Interest, Notice
from bridge.notices.timing import next_digest
from bridge.notices.wording import message
from bridge.people.roles import Permission
from bridge.queue import words
from bridge.telemetry import log
from bridge.translate import OURS

#: Sends a delivery; raises NotTaken.
Send = Callable[[Delivery, datetime], None]
#: So many deliveries of a channel are looked at in one turn, and no turn begins one after so long.
_TURN, _TURN_LASTS = 200, timedelta(seconds=60)


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
    ends: Callable[[], bool] = lambda: (
        False
    )  #: whether the process is to end: nothing more is begun

    def run(self) -> int:
        """Find what is new, send what is due; return how many deliveries were taken."""
        if not self.channels:
            return 0
        with self.store.transaction("notices_found") as tx:
            found = finding.found(tx, self.passes, self.patience)
            for channel in self.channels.values():
                self._put(tx, channel, [one for one in found if channel.interest.takes(one)])
        return self._turn()

    def test(self, name: str, who: str) -> Delivery:
        """
        Send a test message through one channel now, in the name of an operator.

        Returns how that went: what does not arrive now is never tried again. Raises Misconfigured
        if there is no such channel, NotPermitted for who is no operator.
        """
        now, by = self.clock(), person(who)
        self._channel(name)
        notice = Notice(
            event=Event.TEST,
            key=f"test:{name}:{now.isoformat()}",
            at=now,
            says=f"{by} tries whether messages arrive here",
            page="/settings/notifications",
        )
        with self.store.transaction("notice_tested", actor=by) as tx:
            tx.people.accounts.permit(Permission.RUN)
            number = tx.deliveries.add(name, notice)
        self._send(number)
        return self._known(number)

    def again(self, number: str, who: str) -> Delivery:
        """
        Send a delivery once more, under its id, in the name of an operator.

        Raises Misconfigured if there is none, NotPermitted for who is no operator.
        """
        with self.store.transaction("redelivered", actor=person(who)) as tx:
            tx.people.accounts.permit(Permission.RUN)
            if tx.deliveries.again(number) is None:
                raise _no_delivery(number)
        self._send(number)
        return self._known(number)

    def give_up(self, number: str, who: str, reason: str) -> Delivery:
        """
        Let a delivery rest that nobody takes, in the name of an operator, and keep why.

        Raises Misconfigured where none is to be sent under that id, or no reason is given.
        """
        why, by = words.said(reason, of="the reason"), person(who)
        with self.store.transaction("delivery_given_up", actor=by) as tx:
            tx.people.accounts.permit(Permission.RUN)
            if not tx.deliveries.give_up(number, f"given up by {by}: {why}"):
                raise _no_delivery(number)
        return self._known(number)

    def _known(self, number: str) -> Delivery:
        with self.store.reading() as view:
            found = view.deliveries.one(number)
        if found is None:
            raise _no_delivery(number)
        return found

    def _put(self, tx: Transaction, channel: Channel, found: Sequence[Notice]) -> None:
        if channel.is_digest:
            tx.deliveries.gather(channel.name, found, next_digest(self.digest_at, self.clock()))
            return
        for one in found:
            tx.deliveries.add(channel.name, one)

    def _turn(self) -> int:
        """Send what is due, a delivery of each channel in turn; return how many were taken."""
        with self.store.reading() as view:
            due = view.deliveries.due(_TURN)
        until, taken = self.clock() + _TURN_LASTS, 0
        silent: set[str] = set()
        for channel, number in _in_turn(due):
            if self.ends() or self.clock() >= until:
                break
            if channel in silent:
                continue
            is_taken = self._send(number)
            taken += is_taken is True
            if is_taken is False:
                silent.add(channel)
        return taken

    def _send(self, number: str) -> bool | None:
        """Send a delivery and note what came of it; None where somebody else has it."""
        with self.store.transaction("delivery_claimed") as tx:
            one = tx.deliveries.claim(number)
        if one is None:
            return None
        refusal = self._refusal(one)
        if refusal is None:
            with self.store.transaction("delivery_sent") as tx:
                tx.deliveries.sent(number)
            return True
        log().warning("notice.not_taken", channel=one.channel, delivery=number, says=refusal)
        with self.store.transaction("delivery_failed") as tx:
            tx.deliveries.failed(number, refusal)
        return False

    def _refusal(self, one: Delivery) -> str | None:
        """Send; return why it was not taken, in our words."""
        channel = self.channels.get(one.channel)
        if channel is None:
            return "the settings name no such channel any more"
        try:
            channel.send(one, self.clock())
        except NotTaken as error:
            return str(error)
        except OURS:
            # It must not keep what is behind it waiting.
            log().exception("notice.defect", channel=one.channel, delivery=one.id)
            return "a defect of the bridge; its log says more"
        return None

    def _channel(self, name: str) -> Channel:
        if name not in self.channels:
            raise Misconfigured(
                f"there is no such channel; there are {', '.join(self.channels) or 'none'}",
                where=f"channel {name}",
                act="name one of [[notify.rules]] or [[notify.webhooks]]",
            )
        return self.channels[name]


def _in_turn(due: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield channel and id, one of each channel before the next of any."""
    rounds = zip_longest(*([(name, one) for one in ids] for name, ids in due.items()))
    return (one for one in chain.from_iterable(rounds) if one is not None)


def _no_delivery(number: str) -> Misconfigured:
    return Misconfigured(
        "there is no such delivery that could be sent",
        where=f"delivery {number}",
        act="take its id from `bridge notify log`",
    )


def to_people(messenger: Messenger, base_url: str) -> Send:
    """Return what sends a delivery as a message, with links into the console at `base_url`."""

    def send(one: Delivery, _now: datetime) -> None:
        messenger.send(message(one.notices, base_url))

    return send


def to_program(caller: Caller, key: bytes, base_url: str) -> Send:
    """
    Return what sends signed calls: `type`, `timestamp` and `data` of a notice.

    A digest, gathered when the channel was one of people, goes notice by notice.
    """

    def send(one: Delivery, now: datetime) -> None:
        for place, notice in enumerate(one.notices):
            number = f"{one.id}_{place}" if len(one.notices) > 1 else one.id
            body = canonical(
                {
                    "type": notice.event.value,
                    "timestamp": notice.at.isoformat(),
                    "data": {**notice.form(), "url": f"{base_url}{notice.page}"},
                }
            )
            caller.post(body, signing.headers(key, number, now, body))

    return send
