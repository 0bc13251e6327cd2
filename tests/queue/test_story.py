from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import Misconfigured
from bridge.ledger.chain import Head, append
from bridge.model.ids import DealId
from bridge.queue.acts import Act, Ask, Assign, Comment, Reopen, Snooze, Tag, Undo
from bridge.queue.life import CaseState, Life, Until, WaitsFor
from bridge.queue.story import Done, entry, lived, read, standing, to_undo
from tests.queue.telling import ANA, BEN, MORNING, acts, story

DEAL = DealId("801000000000001AAA")
ASKED = Ask(WaitsFor.ORIGIN, "please enter the start date")


def test_a_story_comes_to_what_its_acts_make_of_it_one_after_the_other() -> None:
    told = story(Assign(BEN), ASKED, Comment("called"), Tag(frozenset({"legal"})), Reopen("done"))
    assert lived(told) == Life(assignee=BEN, tags=frozenset({"legal"}))


def test_an_untouched_exception_is_open_and_nobodys() -> None:
    assert lived([]) == Life(CaseState.OPEN)


def test_what_is_taken_back_leaves_what_was_before() -> None:
    told = story(Assign(BEN), ASKED)
    undone = [*told, Done(3, ANA, MORNING, to_undo(told, ANA, MORNING))]
    assert lived(undone) == lived(told[:1]) == Life(assignee=BEN)


def test_one_can_take_back_act_after_act() -> None:
    told = story(Assign(BEN), ASKED)
    told.append(Done(3, ANA, MORNING, to_undo(told, ANA, MORNING)))
    told.append(Done(4, ANA, MORNING, to_undo(told, ANA, MORNING)))
    assert lived(told) == Life()
    with pytest.raises(Misconfigured, match="nothing was done that could be taken back"):
        to_undo(told, ANA, MORNING)


def test_a_comment_stays_and_does_not_stand_in_the_way() -> None:
    told = story(ASKED, (BEN, Comment("I know them")))
    assert to_undo(told, ANA, MORNING) == Undo(1)


def test_what_another_person_did_since_is_not_undone_by_going_back_behind_it() -> None:
    told = story(ASKED, (BEN, Reopen("they answered")))
    with pytest.raises(Misconfigured, match="Ben acted last; ask that person"):
        to_undo(told, ANA, MORNING)
    assert to_undo(told, "BEN", MORNING) == Undo(2)


def test_an_act_can_be_taken_back_for_a_day() -> None:
    told = story(ASKED)
    done_at = told[0].at
    assert to_undo(told, ANA, done_at + timedelta(days=1)) == Undo(1)
    with pytest.raises(Misconfigured, match="2026-03-02 09:05 UTC, more than a day ago"):
        to_undo(told, ANA, done_at + timedelta(days=1, seconds=1))


@given(st.lists(acts, max_size=12))
def test_taking_everything_back_leads_home(told: list[Act]) -> None:
    all_of_it = story(*told)
    number = len(all_of_it)
    while any(not isinstance(one.act, Comment) for one in standing(all_of_it)):
        number += 1
        all_of_it.append(Done(number, ANA, MORNING, to_undo(all_of_it, ANA, MORNING)))
    assert lived(all_of_it) == Life()


@given(st.lists(acts, min_size=1, max_size=8))
def test_a_story_is_read_from_the_ledger_as_it_was_told(told: list[Act]) -> None:
    head, entries = Head(), []
    for act in told:
        for number in (7, 8):
            written = append(head, entry(DEAL, number, act), actor=ANA, at=MORNING)
            entries.append(written)
            head = Head(written.seq, written.hash)
    assert [one.act for one in read(entries, 7)] == told
    assert [one.seq for one in read(entries, 8)] == [one.seq for one in entries[1::2]]


def test_only_what_stands_counts_for_how_long_it_rests() -> None:
    until = Until(count=3)
    assert lived(story(Snooze(until, "few"))).rests == until
    assert lived(story(Snooze(until, "few"), Reopen("they came"))).rests is None
