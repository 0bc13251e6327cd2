"""What is found in the books, and who is told of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.notifying.rows import Delivered
from bridge.errors import Misconfigured, NotPermitted
from bridge.ledger.judgement import Translated
from bridge.model.ids import RulebookVersion
from bridge.notices.notice import Event
from bridge.people.accounts import Account, Origin
from bridge.people.roles import Role
from bridge.queue.acts import Comment, Escalate
from bridge.queue.deciding import Propose
from bridge.queue.decision import Outcome, Proposal
from bridge.rulebooks import road
from tests.adapters.store.opening import judge, opened
from tests.flow.notifying.books import START, World, a_world
from tests.ledger.building import a_deal, a_document, usd


def _known(tx: Transaction, name: str) -> Account:
    found = tx.people.accounts.named(name)
    assert found is not None
    return found


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with a_world(tmp_path) as made:
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


def test_a_comment_that_names_people_with_accounts_is_told_but_not_of_its_writer(
    world: World,
) -> None:
    world.flag()
    with world.store.transaction("accounts", actor="Ana") as tx:
        for name in ("Ana", "Ben Example", "Cara"):
            tx.people.accounts.make(name, "joins")
        tx.people.accounts.disable(_known(tx, "Cara"), "leaves")
        tx.people.accounts.grant(_known(tx, "Ana"), Role.FINANCE_REVIEWER, "hers", Origin.PERSON)
    world.told()
    with world.store.transaction("acts", actor="Ana") as tx:
        tx.lives.act(1, Comment("@Ana @cara and x@ben example: nobody is asked"))
        tx.lives.act(1, Comment("@ben example, is <b>this</b> yours?"))
    assert world.told() == [Event.PERSON_MENTIONED]
    (one,) = world.came[-1].notices
    assert (one.says, one.page) == (
        "Ana mentions Ben Example at exception 1: @ben example, is <b>this</b> yours?",
        "/exceptions/1",
    )


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


def test_a_test_message_goes_to_one_channel_at_once(world: World) -> None:
    sent = world.telling.test("all", "Ana")
    assert (sent.state, sent.notices[0].says) == (
        Delivered.SENT,
        "Ana tries whether messages arrive here",
    )
    with pytest.raises(Misconfigured, match="there is no such channel; there are all"):
        world.telling.test("none", "Ana")
    with pytest.raises(Misconfigured, match="there is no such delivery"):
        world.telling.again("msg_0", "Ana")


def test_a_test_that_does_not_arrive_now_never_arrives(world: World) -> None:
    world.takes = False
    failed = world.telling.test("all", "Ana")
    assert (failed.state, failed.error) == (Delivered.GIVEN_UP, "it answered 500")
    world.takes = True
    world.later(hours=1)
    assert world.told() == []
    assert world.telling.again(failed.id, "Ana").state is Delivered.SENT


def test_only_an_operator_tries_channels_and_sends_again(world: World) -> None:
    sent = world.telling.test("all", "Olga Operator")
    with world.store.transaction("accounts", actor="Ada Admin") as tx:
        tx.people.accounts.make("Vera Viewer", "joins")
    for act, name in ((world.telling.test, "all"), (world.telling.again, sent.id)):
        with pytest.raises(NotPermitted):
            act(name, "Vera Viewer")
    assert len(world.came) == 1
