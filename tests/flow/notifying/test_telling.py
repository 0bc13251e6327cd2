"""What is found in the books, who is told of it, and what becomes of what nobody takes."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bridge.adapters.notify.outlet import NotTaken
from bridge.adapters.store.database import Store
from bridge.adapters.store.notifying.rows import Delivered, Delivery
from bridge.errors import Misconfigured
from bridge.flow.notifying.telling import Channel, Telling
from bridge.ledger.judgement import Flagged, Translated
from bridge.model.flags import Flag
from bridge.model.ids import RulebookVersion
from bridge.notices.notice import Event, Interest
from bridge.queue.acts import Comment, Escalate
from bridge.queue.deciding import Propose
from bridge.queue.decision import Outcome, Proposal
from bridge.rulebooks import road
from tests.adapters.store.opening import judge, opened
from tests.ledger.building import a_deal, a_document, usd

START = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)
EVERYTHING = Interest(amounts_from={})


class World:
    """Books, a clock, and channels that keep what they are sent, or do not take it."""

    def __init__(self, store: Store, now: list[datetime]) -> None:
        self.store, self.now = store, now
        self.takes = True
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
        )

    def _channel(self, name: str, *, is_digest: bool = False) -> Channel:
        return Channel(name=name, interest=EVERYTHING, send=self._send, is_digest=is_digest)

    def by_digest(self) -> None:
        self.telling = self._telling(self._channel("all", is_digest=True))

    def without(self) -> None:
        self.telling = self._telling(self._channel("other"))

    def _send(self, one: Delivery, _now: datetime) -> None:
        self.came.append(one)
        if not self.takes:
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


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    now = [START]
    with opened(f"sqlite:///{tmp_path}/bridge.sqlite", lambda: now[0]) as store:
        made = World(store, now)
        assert made.told() == []
        yield made


def test_what_was_there_before_anybody_asked_is_no_news(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path}/bridge.sqlite") as store:
        world = World(store, [START])
        world.flag()
        assert world.told() == []
        world.flag("801000000000002AAA")
        assert world.told() == [Event.EXCEPTION_OPENED]


def test_an_exception_is_told_once_and_again_when_it_comes_back(world: World) -> None:
    world.flag()
    assert world.told() == [Event.EXCEPTION_OPENED]
    (one,) = world.came[0].notices
    assert (one.says, str(one.amount), one.page) == (
        "ITEM_UNMAPPED, Acme: no item for 'SEAT'",
        "1,200.00 USD",
        "/exceptions/1",
    )
    assert world.told() == []
    judge(world.store, Translated(deal=a_deal(), documents=(a_document(usd("1200.00")),)))
    assert world.told() == []
    world.flag()
    assert world.told() == [Event.EXCEPTION_REGRESSED]


def test_acts_that_ask_for_somebody_are_told_and_others_are_not(world: World) -> None:
    world.flag()
    world.told()
    with world.store.transaction("acts", actor="Ana") as tx:
        tx.lives.act(1, Comment("hm"))
        tx.lives.act(1, Escalate("nobody answered in 3 working days"))
        proposal = Proposal(
            outcome=Outcome.REJECTED, by="Ana", reason="a trial", basis=tx.lives.basis(1)
        )
        tx.lives.act(1, Propose(proposal))
        version = RulebookVersion("a" * 64)
        tx.ledger.append(road.drafted(road.Road(), version, "sales sells seats"))
    assert world.told() == [Event.EXCEPTION_OVERDUE, Event.APPROVAL_ASKED, Event.APPROVAL_ASKED]
    said = [one.says for delivery in world.came[1:] for one in delivery.notices]
    assert said[1] == "Ana proposes for exception 1: rejected: a trial"
    assert said[2] == "Ana asks for approval of draft 1 of the rules: sales sells seats"


def test_passes_that_are_not_finished_are_told_once_of_each_time(world: World) -> None:
    with world.store.transaction("tick") as tx:
        tx.turns.take_tick("sync", START)
        tx.turns.finish_tick("sync", START)
    world.later(minutes=4)
    assert world.told() == []
    world.later(minutes=1)
    assert world.told() == [Event.STALLED]
    world.later(minutes=1)
    assert world.told() == []


def test_what_is_not_taken_is_tried_again_under_its_id_until_a_day_is_over(world: World) -> None:
    world.takes = False
    world.flag()
    world.told()
    (held,) = world.log()
    assert (held.state, held.attempts, held.error) == (Delivered.DUE, 1, "it answered 500")
    world.later(seconds=29)
    assert world.told() == []
    world.later(seconds=1)
    world.told()
    world.later(hours=25)
    world.told()
    assert world.log()[0].state is Delivered.GIVEN_UP
    assert len({one.id for one in world.came}) == 1
    world.later(hours=25)
    assert world.told() == []
    world.takes = True
    world.telling.again(held.id)
    assert (world.log()[0].state, world.came[-1].id) == (Delivered.SENT, held.id)


def test_whoever_dies_between_sending_and_noting_it_sends_again(world: World) -> None:
    world.flag()
    world.takes = False
    world.told()
    world.later(minutes=1)
    with world.store.transaction("claimed") as tx:
        (claimed,) = tx.deliveries.claim()
    world.takes = True
    assert world.told() == []
    world.later(minutes=5)
    assert world.told() == [Event.EXCEPTION_OPENED]
    assert world.came[-1].id == claimed.id


def test_a_digest_grows_until_its_hour_and_is_one_message(world: World) -> None:
    world.by_digest()
    world.flag()
    world.later(hours=1)
    assert world.told() == []
    world.flag("801000000000002AAA")
    assert world.told() == []
    assert world.log()[0].due_at == datetime(2026, 10, 1, 7, 0, tzinfo=UTC)
    world.later(hours=18)
    assert world.told() == [Event.EXCEPTION_OPENED, Event.EXCEPTION_OPENED]
    assert len(world.came) == 1
    world.flag("801000000000003AAA")
    assert world.told() == []
    assert [one.state for one in world.log()] == [Delivered.GATHERING, Delivered.SENT]


def test_what_the_settings_name_no_more_is_not_lost(world: World) -> None:
    world.takes = False
    world.flag()
    world.told()
    world.without()
    world.later(minutes=1)
    world.told()
    assert world.log()[0].error == "the settings name no such channel any more"


def test_a_test_message_goes_to_one_channel_at_once(world: World) -> None:
    sent = world.telling.test("all", "Ana")
    assert (sent.state, sent.notices[0].says) == (
        Delivered.SENT,
        "Ana tries whether messages arrive here",
    )
    with pytest.raises(Misconfigured, match="there is no such channel; there are all"):
        world.telling.test("none", "Ana")
    with pytest.raises(Misconfigured, match="there is no such delivery"):
        world.telling.again("msg_0")
