"""How deliveries are sent, turn by turn, and what becomes of what nobody takes."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from structlog.testing import capture_logs

from bridge.adapters.notify.outlet import NotTaken
from bridge.adapters.store.notifying.rows import Delivered, Delivery
from bridge.flow.notifying.telling import Channel
from bridge.notices.notice import Event
from tests.adapters.notify.receiving import Receiver, receiver
from tests.flow.notifying.books import EVERYTHING, World, a_world


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as told:
        yield told


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with a_world(tmp_path) as made:
        yield made


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
    world.telling.again(held.id, "Olga Operator")
    assert (world.log()[0].state, world.came[-1].id) == (Delivered.SENT, held.id)


def test_whoever_dies_between_sending_and_noting_it_sends_again(world: World) -> None:
    world.flag()
    world.takes = False
    world.told()
    world.later(minutes=1)
    with world.store.transaction("claimed") as tx:
        claimed = tx.deliveries.claim(world.log()[0].id)
    assert claimed is not None
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
    world.later(seconds=1)
    world.flag("801000000000003AAA")
    assert world.told() == []
    assert [one.state for one in world.log()] == [Delivered.GATHERING, Delivered.SENT]


def test_a_digest_is_written_once_however_much_was_found(world: World) -> None:
    world.by_digest()
    world.flag()
    world.told()
    for deal in "234":
        world.flag(f"80100000000000{deal}AAA")
    written: list[str] = []

    @event.listens_for(Engine, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("UPDATE delivery"):
            written.append(statement)

    world.told()
    event.remove(Engine, "before_cursor_execute", note)
    assert len(written) == 1
    assert len(world.log()[0].notices) == 4


def test_a_digest_is_tried_for_a_day_from_its_hour_and_not_from_its_first_notice(
    world: World,
) -> None:
    world.by_digest()
    world.flag()
    world.told()
    world.takes = False
    world.later(hours=19)
    assert world.told() == [Event.EXCEPTION_OPENED]
    world.later(hours=23)
    assert world.told() == [Event.EXCEPTION_OPENED]
    assert world.log()[0].state is Delivered.DUE
    world.later(hours=2)
    world.told()
    assert world.log()[0].state is Delivered.GIVEN_UP


def test_a_channel_that_takes_nothing_is_asked_once_in_a_turn_and_keeps_no_other_waiting(
    world: World,
) -> None:
    world.with_one_that_takes_nothing()
    for deal in "123":
        world.flag(f"80100000000000{deal}AAA")
    world.told()
    world.later(seconds=29)
    world.told()
    assert [one.channel for one in world.came] == ["dead", "well", "well", "well", "dead"]
    assert len({one.id for one in world.came}) == 5


def test_no_turn_lasts_longer_than_a_minute_and_none_goes_on_when_the_bridge_ends(
    world: World,
) -> None:
    for deal in "1234":
        world.flag(f"80100000000000{deal}AAA")
    world.lasts = timedelta(seconds=25)
    assert len(world.told()) == 3
    world.ends = True
    assert world.told() == []
    world.ends = False
    assert len(world.told()) == 1


def test_what_a_channel_cannot_send_keeps_nothing_behind_it_waiting(world: World) -> None:
    world.flag()
    world.breaks = True
    with capture_logs() as logged:
        world.told()
    assert [one["event"] for one in logged] == ["notice.defect", "notice.not_taken"]
    (held,) = world.log()
    assert (held.state, held.error) == (Delivered.DUE, "a defect of the bridge; its log says more")


def test_a_digest_goes_to_a_program_notice_by_notice(there: Receiver, world: World) -> None:
    world.by_digest()
    for deal in "12":
        world.flag(f"80100000000000{deal}AAA")
    world.told()
    world.by_program(f"http://127.0.0.1:{there.port}/")
    world.later(hours=19)
    world.told()
    keys = [json.loads(body, parse_float=Decimal)["data"]["key"] for _, _, body in there.came]
    ids = [headers["webhook-id"] for _, headers, _ in there.came]
    (sent,) = world.log()
    assert (keys, ids) == (["exception:1", "exception:2"], [f"{sent.id}_0", f"{sent.id}_1"])
    assert sent.state is Delivered.SENT


def test_what_the_settings_name_no_more_is_not_lost(world: World) -> None:
    world.takes = False
    world.flag()
    world.told()
    world.without()
    world.later(minutes=1)
    world.told()
    assert world.log()[0].error == "the settings name no such channel any more"


def test_what_is_given_up_while_it_is_on_its_way_is_not_tried_again(world: World) -> None:
    def slow(one: Delivery, _now: datetime) -> None:
        world.telling.give_up(one.id, "Olga Operator", "the address is gone")
        raise NotTaken("it answered 500")

    pager = Channel(name="all", interest=EVERYTHING, send=slow)
    world.telling = replace(world.telling, channels={"all": pager})
    world.flag()
    world.told()
    (found,) = world.log()
    why = "given up by Olga Operator: the address is gone"
    assert (found.state, found.error) == (Delivered.GIVEN_UP, why)
