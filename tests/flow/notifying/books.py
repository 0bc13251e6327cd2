"""Books with a clock, and channels that keep what they are sent, or do not take it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bridge.adapters.notify.outlet import NotTaken
from bridge.adapters.notify.webhooks import Caller
from bridge.adapters.store.database import Store
from bridge.adapters.store.notifying.rows import Delivery
from bridge.flow.notifying.telling import Channel, Telling, to_program
from bridge.ledger.judgement import Flagged
from bridge.model.flags import Flag
from bridge.notices.notice import Event, Interest
from tests.adapters.store.opening import judge, opened
from tests.ledger.building import a_deal, usd

START = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)
EVERYTHING = Interest(amounts_from={})


class World:
    """Books, a clock, and channels that keep what they are sent, or do not take it."""

    def __init__(self, store: Store, now: list[datetime]) -> None:
        self.store, self.now = store, now
        self.takes = True
        self.breaks = False
        self.ends = False
        self.lasts = timedelta()
        self.came: list[Delivery] = []
        self.telling = self._telling(self._channel("all"))

    def _telling(self, *channels: Channel) -> Telling:
        return Telling(
            store=self.store,
            channels={one.name: one for one in channels},
            clock=lambda: self.now[0],
            digest_at=time(7, 0),
            passes="sync",
            patience=timedelta(minutes=4),
            ends=lambda: self.ends,
        )

    def _channel(self, name: str, *, is_digest: bool = False) -> Channel:
        return Channel(name=name, interest=EVERYTHING, send=self._send, is_digest=is_digest)

    def by_digest(self) -> None:
        self.telling = self._telling(self._channel("all", is_digest=True))

    def without(self) -> None:
        self.telling = self._telling(self._channel("other"))

    def by_program(self, url: str) -> None:
        send = to_program(Caller(url, private=True), b"k" * 24, "http://console")
        self.telling = self._telling(Channel(name="all", interest=EVERYTHING, send=send))

    def with_one_that_takes_nothing(self) -> None:
        self.telling = self._telling(self._channel("dead"), self._channel("well"))

    def _send(self, one: Delivery, _now: datetime) -> None:
        self.came.append(one)
        self.now[0] += self.lasts
        if self.breaks:
            raise ValueError("too many values to unpack")
        if not self.takes or one.channel == "dead":
            raise NotTaken("it answered 500")

    def flag(self, deal: str = "801000000000001AAA") -> None:
        flag = Flag("ITEM_UNMAPPED", "no item for 'SEAT'", (), usd("1200.00"))
        judge(self.store, Flagged(deal=a_deal(deal=deal), flags=(flag,)))

    def later(self, **time: int) -> None:
        self.now[0] += timedelta(**time)

    def log(self) -> list[Delivery]:
        with self.store.reading() as view:
            return list(view.deliveries.last(10))

    def told(self) -> list[Event]:
        """Look for news, and return of what was told."""
        before = len(self.came)
        self.telling.run()
        return [one.event for delivery in self.came[before:] for one in delivery.notices]


@contextmanager
def a_world(folder: Path) -> Iterator[World]:
    """Books in a folder that were looked at before anything happened."""
    now = [START]
    with opened(f"sqlite:///{folder}/bridge.sqlite", lambda: now[0]) as store:
        made = World(store, now)
        made.telling.run()
        yield made
