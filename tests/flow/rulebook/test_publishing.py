"""Publishing against a store: what is kept, what is written into the ledger, and what holds."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from bridge.adapters.store.tables import RulebookRow
from bridge.errors import Misconfigured
from bridge.flow.rulebook import publishing
from bridge.flow.rulebook.editions import edition
from bridge.flow.rulebook.publishing import Publishing
from bridge.model.ids import RulebookVersion, digest
from bridge.rulebooks import road
from bridge.rulebooks.road import Publication, Road, Wish
from bridge.rules.diagnostics import RulebookInvalid
from tests.databases import postgres_server, postgres_template, store_url

__all__ = ["postgres_server", "postgres_template", "store_url"]

SHIPPED = edition(Path("config/rules")).files
#: The same rules for another reason: another version.
CHANGED = {**SHIPPED, "scope.yaml": SHIPPED["scope.yaml"].replace("RR-1", "RR-1b")}


class Hours:
    """A clock that goes on by an hour whenever it is asked."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 15, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(hours=1)
        return self.now


@pytest.fixture
def clock() -> Hours:
    return Hours()


@pytest.fixture
def store(store_url: str, clock: Hours) -> Iterator[Store]:
    with Store(store_url, clock=clock, database_clock=clock) as opened:
        yield opened


def test_the_published_version_holds_byte_by_byte_and_the_ledger_says_who(
    store: Store, clock: Hours
) -> None:
    assert publishing.in_force(store, clock.now) is None
    ann, bob = Publishing(store, clock, "ann"), Publishing(store, clock, "bob")
    draft = ann.draft(SHIPPED, "the first rules")
    bob.approve(str(draft.number), "read and agreed")
    done = ann.publish(draft.version[:8])
    held = publishing.in_force(store, done.in_force_from)
    assert held is not None
    assert held.files == SHIPPED
    assert held.rulebook.version == draft.version
    with store.reading() as view:
        told = [(one.kind, one.actor, one.payload["reason"]) for one in view.ledger.entries()]
    assert told == [
        ("RULES_DRAFTED", "ann", "the first rules"),
        ("RULES_APPROVED", "bob", "read and agreed"),
        ("RULES_PUBLISHED", "ann", "the first rules"),
    ]
    assert store.verify() == ()


def test_drafting_the_same_rules_again_is_one_draft(store: Store, clock: Hours) -> None:
    ann = Publishing(store, clock, "ann")
    first, again = ann.draft(SHIPPED, "once"), ann.draft(SHIPPED, "twice")
    assert first == again
    assert Publishing(store, clock, "bob").draft(CHANGED, "another").number == 2


def test_what_was_published_last_is_not_drafted_again(store: Store, clock: Hours) -> None:
    ann, bob = Publishing(store, clock, "ann"), Publishing(store, clock, "bob")
    bob.approve(str(ann.draft(SHIPPED, "first").number), "agreed")
    ann.publish("1")
    with pytest.raises(Misconfigured, match="these rules were published last, as number 1"):
        ann.draft(SHIPPED, "again")


def test_an_earlier_version_comes_back_by_the_same_road(store: Store, clock: Hours) -> None:
    ann, bob = Publishing(store, clock, "ann"), Publishing(store, clock, "bob")
    for files in (SHIPPED, CHANGED):
        draft = ann.draft(files, "a policy")
        bob.approve(str(draft.number), "agreed")
        ann.publish(str(draft.number))
    back = ann.revert(1, "the policy was withdrawn")
    assert (back.number, back.reverts_to) == (3, 1)
    with pytest.raises(Misconfigured, match="nobody has approved it"):
        ann.publish("3")
    bob.approve("3", "agreed")
    assert ann.publish("3").number == 3
    restored = publishing.in_force(store, clock.now)
    assert restored is not None
    assert restored.files == SHIPPED
    with pytest.raises(Misconfigured, match="no rules were published under that number"):
        ann.revert(4, "a mistake")


def test_rules_that_fail_an_example_or_show_too_few_are_not_drafted(
    store: Store, clock: Hours
) -> None:
    ann = Publishing(store, clock, "ann")
    fewer = {name: text for name, text in SHIPPED.items() if "swap-" not in name}
    with pytest.raises(RulebookInvalid, match="no golden deal shows the treatment exchange_latest"):
        ann.draft(fewer, "fewer examples")
    name = "golden/upsell-cpq.json"
    wrong = {**SHIPPED, name: SHIPPED[name].replace('"total": "22479.60"', '"total": "22479.61"')}
    with pytest.raises(RulebookInvalid, match=r"golden/upsell-cpq\.json"):
        ann.draft(wrong, "a wrong example")
    with pytest.raises(RulebookInvalid, match=r"ramps\.yaml:"):
        ann.draft({**SHIPPED, "ramps.yaml": "language: 1"}, "half a file")
    with store.reading() as view:
        assert publishing.road_of(view).drafts == {}


@pytest.mark.parametrize(
    "nobody", ["", "  ", "...", "an\u200bn", "\u202enna", "a\x1b[2K", "\u3164"]
)
def test_a_step_needs_a_person(store: Store, clock: Hours, nobody: str) -> None:
    with pytest.raises(Misconfigured, match="nobody is named"):
        Publishing(store, clock, nobody)


def publish(store: Store, clock: Hours, texts: Mapping[str, str]) -> Publication:
    ann = Publishing(store, clock, "ann")
    draft = ann.draft(texts, "a reason")
    Publishing(store, clock, "bob").approve(str(draft.number), "agreed")
    return ann.publish(str(draft.number))


def test_a_clock_that_was_set_back_does_not_bring_the_folder_back(
    store: Store, clock: Hours
) -> None:
    done = publish(store, clock, SHIPPED)
    held = publishing.in_force(store, done.in_force_from - timedelta(days=400))
    assert held is not None
    assert held.rulebook.version == done.version


def test_files_that_were_changed_behind_the_ledger_do_not_hold(store: Store, clock: Hours) -> None:
    done = publish(store, clock, SHIPPED)
    with store.transaction("by_hand") as tx:
        row = tx.dossiers._session.get(RulebookRow, done.version)
        assert row is not None
        row.files = row.files.replace("SUB-ULT", "SUB-ENT")
    with pytest.raises(Misconfigured, match="the rules that the ledger names were altered since"):
        publishing.in_force(store, clock.now)


def test_a_published_version_that_this_bridge_cannot_read_says_what_to_do(
    store: Store, clock: Hours
) -> None:
    texts = {**SHIPPED, "more.yaml": "language: 9\n"}
    version = RulebookVersion(digest(texts))
    with store.transaction("by_another_bridge", actor="ann") as tx:
        tx.dossiers.keep_rulebook(version, texts)
        tx.ledger.append(road.drafted(Road(), version, "a reason"))
    with store.transaction("by_another_bridge", actor="bob") as tx:
        known = publishing.road_of(tx)
        tx.ledger.append(road.approved(known, known.drafts[1], "bob", "agreed"))
        known = publishing.road_of(tx)
        tx.ledger.append(road.published(known, known.drafts[1], clock.now))
    with pytest.raises(
        Misconfigured, match=r"cannot read the rules in force: more\.yaml:1"
    ) as told:
        publishing.in_force(store, clock.now)
    assert "bridge rules export 1 FOLDER" in told.value.act


def test_the_steps_leave_a_ledger_that_is_whole(store: Store, clock: Hours) -> None:
    publish(store, clock, SHIPPED)
    assert store.verify() == ()


def test_a_draft_is_approved_and_published_for_its_moment(store: Store, clock: Hours) -> None:
    ann, bob = Publishing(store, clock, "ann"), Publishing(store, clock, "bob")
    later = clock.now + timedelta(days=31)
    put_off = ann.draft(SHIPPED, "new policy", Wish(holds_from=later))
    at_once = ann.draft(SHIPPED, "new policy")
    assert (put_off.holds_from, at_once.holds_from) == (later, None)
    assert ann.draft(SHIPPED, "again", Wish(holds_from=later)) == put_off
    bob.approve(str(put_off.number), "agreed")
    # Without a moment the one that was agreed on serves, and no other.
    assert ann.draft(SHIPPED, "new policy").number == put_off.number
    assert ann.draft(SHIPPED, "x", Wish(holds_from=later + timedelta(days=1))).approved is None
    assert ann.publish(str(put_off.number)).in_force_from == later
    with pytest.raises(Misconfigured, match="rules do not hold backwards"):
        ann.draft(CHANGED, "too late", Wish(holds_from=clock.now - timedelta(days=1)))
