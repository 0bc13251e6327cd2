import json
from datetime import date

import pytest
from hypothesis import given

from bridge.errors import Misconfigured
from bridge.model.ids import canonical
from bridge.model.money import Currency, Money
from bridge.queue import acts, words
from bridge.queue.acts import (
    Act,
    Ask,
    Assign,
    Bounce,
    Comment,
    Escalate,
    Reopen,
    Send,
    Snooze,
    Tag,
    Undo,
)
from bridge.queue.life import CaseState, Life, Until, WaitsFor
from tests.queue.telling import ANA, BEN, TODAY
from tests.queue.telling import acts as any_act

USD = Currency("USD")
DAY = Until(day=date(2026, 4, 1))
REST = Snooze(DAY, "the quarter ends")
ASKED = Ask(WaitsFor.ORIGIN, "please enter the start date")
OPEN = Life()
WAITS = Life(state=CaseState.WAITING, waits_for=WaitsFor.ORIGIN)
RESTS = Life(state=CaseState.SNOOZED, rests=DAY)
LATE = Life(escalated=True)

#: What each act makes of each life; a sentence where it is not possible.
TABLE: list[tuple[Life, Act, Life | str]] = [
    (OPEN, REST, RESTS),
    (WAITS, REST, RESTS),
    (RESTS, Snooze(Until(count=5), "later"), Life(CaseState.SNOOZED, rests=Until(count=5))),
    (LATE, REST, RESTS),
    (OPEN, ASKED, WAITS),
    (RESTS, ASKED, WAITS),
    (LATE, ASKED, WAITS),
    (WAITS, Ask(WaitsFor.POLICY, "may we?"), Life(CaseState.WAITING, WaitsFor.POLICY)),
    (OPEN, Send("which product?"), WAITS),
    (WAITS, Reopen("they answered"), OPEN),
    (RESTS, Reopen("the day has come"), OPEN),
    (OPEN, Reopen("again"), "it is open already"),
    (WAITS, Bounce(7, "no such field"), OPEN),
    (RESTS, Bounce(7, "no such field"), RESTS),
    (OPEN, Escalate("since Monday"), LATE),
    (LATE, Escalate("since Monday"), "it was escalated already"),
    (WAITS, Escalate("since Monday"), "it is not open"),
    (RESTS, Escalate("since Monday"), "it is not open"),
    (OPEN, Assign(ANA), Life(assignee=ANA)),
    (Life(assignee=ANA), Assign(BEN), Life(assignee=BEN)),
    (Life(assignee=ANA), Assign(None), OPEN),
    (Life(assignee=ANA), Assign(ANA), "Ana answers for it already"),
    (OPEN, Assign(None), "nobody answers for it"),
    (LATE, Assign(ANA), Life(assignee=ANA, escalated=True)),
    (OPEN, Tag(frozenset({"pilot"})), Life(tags=frozenset({"pilot"}))),
    (Life(tags=frozenset({"pilot"})), Tag(frozenset(), frozenset({"pilot"})), OPEN),
    (OPEN, Tag(frozenset(), frozenset({"pilot"})), "its tags are so already"),
    (WAITS, Comment("I called them"), WAITS),
    (OPEN, Snooze(Until(day=TODAY), "now"), "2026-03-02 is not after today, 2026-03-02"),
    (OPEN, Snooze(Until(count=0), "none"), "0 is no number of exceptions"),
    (OPEN, Snooze(Until(amount=Money(0, USD)), "0"), "0.00 USD is no amount to wait for"),
]


@pytest.mark.parametrize(("life", "act", "comes_to"), TABLE)
def test_an_act_makes_of_a_life_what_the_table_says(
    life: Life, act: Act, comes_to: Life | str
) -> None:
    objection = act.objection(life, TODAY)
    assert (objection or act.after(life)) == comes_to


@given(any_act)
def test_an_act_is_read_as_it_was_written(act: Act) -> None:
    form = json.loads(canonical(acts.written(act)))
    assert acts.parse(form) == act


def test_an_undoing_is_read_as_it_was_written() -> None:
    assert acts.parse(acts.written(Undo(81_233))) == Undo(81_233)


@pytest.mark.parametrize("form", [{"act": "resolve"}, {}, {"act": "ask", "of": "nobody"}])
def test_what_is_no_act_is_not_read_as_one(form: dict[str, object]) -> None:
    with pytest.raises((KeyError, ValueError)):
        acts.parse(form)


@pytest.mark.parametrize("word", ["", "Pilot", "-pilot", "a b", "x" * 31, "=1+1", "päs"])
def test_what_is_no_tag_is_refused(word: str) -> None:
    with pytest.raises(Misconfigured, match=r"is no tag; use 1 to 30 small letters"):
        words.tagging(frozenset({word}))


def test_a_tagging_says_something_and_does_not_contradict_itself() -> None:
    with pytest.raises(Misconfigured, match="no tag is named"):
        words.tagging(frozenset())
    with pytest.raises(Misconfigured, match="'pilot' is to be added and removed"):
        words.tagging(frozenset({"pilot"}), frozenset({"pilot"}))


@pytest.mark.parametrize("name", ["", "  ", "...", "\u115f", "Ana\nBen\x00"])
def test_an_exception_is_assigned_to_somebody_with_a_name(name: str) -> None:
    with pytest.raises(Misconfigured, match="nobody is named"):
        words.assignment(name)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (" \n ", "the comment says nothing"),
        ("call\u202eme", "characters that cannot be shown"),
        ("nul \x00", "characters that cannot be shown"),
        ("x" * 4_001, "the comment has 4,001 characters, and at most 4,000 are kept"),
    ],
)
def test_a_text_that_nobody_could_read_is_refused(text: str, says: str) -> None:
    with pytest.raises(Misconfigured, match=says):
        words.said(text, of="the comment")


def test_a_text_keeps_its_lines_and_whatever_it_says() -> None:
    hostile = "<script>alert(1)</script>\n\t=HYPERLINK() 'quoted' 漢字"
    assert words.said(f"  {hostile} ", of="the comment") == hostile
