"""Working copies: kept as typed, checked, drafted once, and never approved by who wrote them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from bridge.errors import ActedMeanwhile, Misconfigured, NotPermitted
from bridge.flow.rulebook import publishing
from bridge.flow.rulebook.editions import edition
from bridge.flow.rulebook.publishing import Publishing
from bridge.flow.rulebook.workbench import Checking, Workbench
from bridge.flow.waking import wake
from bridge.queue.acts import Ask, Reopen
from bridge.queue.life import CaseState, WaitsFor
from bridge.rulebooks.sheets import EditedRow, as_edited, sheet_of
from bridge.rules.diagnostics import RulebookInvalid
from tests.adapters.store.opening import judge
from tests.databases import with_tables
from tests.ledger.building import a_deal, flagged

SHIPPED = edition(Path("config/rules"))
MORE = EditedRow(None, None, ("GPU-SPOT", "SUB-GPU", "STRAIGHT_LINE_EVEN"))


def clock() -> datetime:
    return datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(
        with_tables(f"sqlite:///{tmp_path / 'b.sqlite'}"), clock=clock, database_clock=clock
    ) as found:
        yield found


@pytest.fixture
def ana(store: Store) -> Workbench:
    return Workbench(store, clock, "Ana Example")


def items_with(row: EditedRow) -> list[EditedRow]:
    sheet = sheet_of("items.yaml", SHIPPED.files["items.yaml"])
    assert sheet is not None
    return [*as_edited(sheet), row]


def test_a_row_is_added_sent_for_approval_and_published_by_others(
    ana: Workbench, store: Store
) -> None:
    copy = ana.begin("sell GPU time", SHIPPED, [7])
    saved = ana.save_rows(copy.number, 1, "items.yaml", items_with(MORE))
    drafted = ana.draft(copy.number, saved.revision, "sold since March")
    with pytest.raises(NotPermitted):
        Publishing(store, clock, "ana example").approve(str(drafted.number), "mine")
    Publishing(store, clock, "Bob Example").approve(str(drafted.number), "agreed")
    Publishing(store, clock, "Bob Example").publish(str(drafted.number))
    held = publishing.in_force(store, clock())
    assert held is not None
    before, after = (SHIPPED.files["items.yaml"].split("\n"), held.files["items.yaml"].split("\n"))
    assert set(after) - set(before) == {"  - [GPU-SPOT, SUB-GPU, STRAIGHT_LINE_EVEN]"}
    with store.reading() as view:
        (became,) = view.copies.of_draft(drafted.number)
        assert view.copies.open() == ()
    assert became.exceptions == (7,)


def test_whoever_edited_a_copy_cannot_approve_what_another_sent(
    ana: Workbench, store: Store
) -> None:
    copy = ana.begin("sell GPU time", SHIPPED)
    bob = Workbench(store, clock, "Bob Example")
    saved = bob.save_rows(copy.number, 1, "items.yaml", items_with(MORE))
    drafted = ana.draft(copy.number, saved.revision, "sold since March")
    with pytest.raises(NotPermitted, match="Bob Example worked on it"):
        Publishing(store, clock, "Bob Example").approve(str(drafted.number), "agreed")


def test_what_another_saved_meanwhile_is_not_sent_in_ones_own_name(
    ana: Workbench, store: Store
) -> None:
    copy = ana.begin("sell GPU time", SHIPPED)
    bob = Workbench(store, clock, "Bob Example")
    bob.save_rows(copy.number, 1, "items.yaml", items_with(MORE))
    with pytest.raises(ActedMeanwhile):
        ana.draft(copy.number, 1, "as I have seen it")
    with store.reading() as view:
        assert publishing.road_of(view).drafts == {}


def test_of_two_copies_of_one_content_no_editor_approves_their_draft(
    ana: Workbench, store: Store
) -> None:
    bob = Workbench(store, clock, "Bob Example")
    for bench in (ana, bob):
        copy = bench.begin("sell GPU time", SHIPPED)
        saved = bench.save_rows(copy.number, 1, "items.yaml", items_with(MORE))
        assert bench.draft(copy.number, saved.revision, "sold now").number == 1
    with pytest.raises(NotPermitted, match="Bob Example worked on it"):
        Publishing(store, clock, "Bob Example").approve("1", "agreed")


def test_what_is_wrong_is_kept_as_it_was_typed_and_cannot_be_sent(
    ana: Workbench, store: Store
) -> None:
    copy = ana.begin("try something", SHIPPED)
    saved = ana.save_text(copy.number, 1, "items.yaml", "lookup: [\r\n")
    assert saved.files["items.yaml"] == "lookup: [\n"
    with store.reading() as view:
        report = Checking().of(view, saved)
    assert report.errors[0].file == "items.yaml"
    with pytest.raises(RulebookInvalid):
        ana.draft(copy.number, saved.revision, "no reason")


def test_a_stale_save_says_who_was_there_first_and_changes_nothing(
    ana: Workbench, store: Store
) -> None:
    copy = ana.begin("sell GPU time", SHIPPED)
    ana.save_rows(copy.number, 1, "items.yaml", items_with(MORE))
    bob = Workbench(store, clock, "Bob Example")
    with pytest.raises(ActedMeanwhile, match="Ana Example saved it since you opened it"):
        bob.save_text(copy.number, 1, "items.yaml", "mine\n")
    with store.reading() as view:
        held = view.copies.one(copy.number)
    assert held is not None
    assert "GPU-SPOT" in held.files["items.yaml"]


def test_what_became_a_draft_or_was_discarded_changes_no_more(ana: Workbench) -> None:
    copy = ana.begin("sell GPU time", SHIPPED)
    saved = ana.save_rows(copy.number, 1, "items.yaml", items_with(MORE))
    ana.draft(copy.number, saved.revision, "sold since March")
    with pytest.raises(Misconfigured, match="it became draft 1"):
        ana.save_text(copy.number, 3, "items.yaml", "late\n")
    other = ana.begin("try something", SHIPPED)
    ana.discard(other.number, 1)
    with pytest.raises(Misconfigured, match="no such working copy"):
        ana.discard(other.number, 2)


@pytest.mark.parametrize("file", ["../scope.yaml", "nothing.yaml", "", "/etc/passwd"])
def test_no_file_is_made_or_read_but_those_of_the_rulebook(ana: Workbench, file: str) -> None:
    copy = ana.begin("try something", SHIPPED)
    with pytest.raises(Misconfigured, match="no such file"):
        ana.save_text(copy.number, 1, file, "x\n")


def test_what_waits_for_a_copy_that_is_discarded_is_open_again(
    ana: Workbench, store: Store
) -> None:
    judge(store, *(flagged(a_deal("1.00", deal=f"801{n:012d}AAA")) for n in (1, 2, 3, 4)))
    copy = ana.begin("sell GPU time", SHIPPED, [1, 2, 3])
    other = ana.begin("sell less", SHIPPED, [4])
    with store.transaction("triage", actor="Ana Example") as tx:
        tx.lives.act(1, Ask(WaitsFor.RULE, "a row", copy.number))
        tx.lives.act(2, Ask(WaitsFor.RULE, "a row", copy.number))
        tx.lives.act(2, Ask(WaitsFor.RULE, "whatever they write"))
        tx.lives.act(4, Ask(WaitsFor.RULE, "a row", other.number))
    ana.discard(copy.number, 1)
    with store.reading() as view:
        states = [view.cases.known(number).state for number in (1, 2, 3, 4)]
        last = view.lives.story(1)[-1]
        head = view.ledger.head().seq
    waiting = CaseState.WAITING
    assert states == [CaseState.OPEN, waiting, CaseState.OPEN, waiting]
    says = Reopen("Ana Example discarded working copy 1 of the rules")
    assert (last.by, last.act) == ("bridge", says)
    assert store.verify() == ()
    wake(store, clock, 0)
    with store.reading() as view:
        assert view.ledger.head().seq == head
