"""Overrides in the life of an exception: proposed or settled, confirmed, ended, registered."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from bridge.ledger.chain import Head, append
from bridge.ledger.entries import Entry
from bridge.ledger.judgement import Flagged
from bridge.model.dossier import Override
from bridge.model.ids import DealId, canonical
from bridge.queue import acts, register, story
from bridge.queue.acts import Act, Undo
from bridge.queue.deciding import Confirm, Decline, Lapse, Propose, Revoke, Settle
from bridge.queue.decision import Basis, Decided, Decision, Outcome, Proposal, decided
from bridge.queue.life import Life
from bridge.queue.story import Done
from tests.ledger.building import BASIS, DEAL, a_deal, a_translation, flagged
from tests.queue.telling import ANA, BEN, TODAY
from tests.queue.telling import story as told

ROW = Override(
    rule="items", about="802", outputs={"item": "SUB-ENT", "recognition": "AT_ONCE"}, number=12
)
PROPOSED = Proposal(
    outcome=Outcome.OVERRIDE,
    by=ANA,
    reason="a pilot",
    basis=Basis(deal=a_deal().digest, dossier=BASIS.dossier),
    overrides=(ROW, replace(ROW, about="803")),
    until=TODAY,
)
OVER = replace(PROPOSED, until=TODAY - timedelta(days=1))
REJECTED = replace(PROPOSED, outcome=Outcome.REJECTED, overrides=(), until=None)
WAITS = Propose(PROPOSED).after(Life())
HOLDS = Life(decision=Decision(PROPOSED, None))


@pytest.mark.parametrize(
    ("life", "act", "comes_to"),
    [
        (Life(), Settle(PROPOSED), HOLDS),
        (WAITS, Confirm(BEN, "as agreed"), Life(decision=Decision(PROPOSED, BEN))),
        (HOLDS, Revoke("another way"), Life()),
        (Life(), Propose(OVER), "its last day, 2026-03-01, has passed"),
        (Life(), Settle(OVER), "its last day, 2026-03-01, has passed"),
        (Propose(OVER).after(Life()), Confirm(BEN, "late"), "its last day, 2026-03-01, has passed"),
        (WAITS, Settle(PROPOSED), "Ana proposed something: decline it first"),
        (HOLDS, Settle(PROPOSED), "it is decided already"),
        (Life(), Settle(REJECTED), "that a deal is rejected takes two people"),
        (Life(decision=Decision(OVER, None)), Lapse("over"), Life()),
        (HOLDS, Lapse("over"), "nothing that was decided ends by itself today"),
        (Life(), Lapse("over"), "nothing that was decided ends by itself today"),
        (
            Life(decision=Decision(REJECTED, BEN)),
            Lapse("over"),
            "nothing that was decided ends by itself today",
        ),
    ],
)
def test_an_act_about_an_override_makes_of_a_life_what_the_table_says(
    life: Life, act: Act, comes_to: Life | str
) -> None:
    assert (act.objection(life, TODAY) or act.after(life)) == comes_to


@pytest.mark.parametrize("act", [Propose(PROPOSED), Settle(PROPOSED), Lapse("over")])
def test_what_was_written_of_an_override_is_read_as_it_was(act: Act) -> None:
    assert acts.parse(json.loads(canonical(acts.written(act)))) == act


@pytest.mark.parametrize(
    "other",
    [
        {"overrides": ()},
        {"until": None},
        {"outcome": Outcome.REJECTED},
        {"outcome": Outcome.OUTSIDE, "record": "salesOrder:1"},
    ],
)
def test_an_override_gives_something_and_has_a_last_day_and_nothing_else_has(
    other: dict[str, object],
) -> None:
    with pytest.raises(ValueError, match="a deal is"):
        replace(PROPOSED, **other)  # type: ignore[arg-type]  # what a table holds


def test_what_an_override_gives_is_said_once_for_all_lines() -> None:
    assert PROPOSED.says == (
        "overridden until 2026-03-02 (items: item is SUB-ENT, items: recognition is AT_ONCE): "
        "a pilot"
    )


def test_an_override_leaves_a_judgement_alone_while_the_deal_is_the_same() -> None:
    standing = (Decided(12, Decision(PROPOSED, None), a_deal().digest),)
    assert decided(a_translation(), standing) == a_translation()
    assert decided(flagged(), standing) == flagged()


def test_that_a_deal_changed_is_said_where_it_is_flagged_without_its_override() -> None:
    changed = a_deal("1300.00")
    standing = (Decided(12, Decision(PROPOSED, None), a_deal().digest),)
    assert decided(a_translation(changed), standing) == a_translation(changed)
    judged = decided(flagged(changed), standing)
    assert isinstance(judged, Flagged)
    assert [flag.code for flag in judged.flags] == ["ITEM_UNMAPPED", "CHANGED_SINCE_DECIDED"]


def test_a_rejection_weighs_more_than_an_override() -> None:
    standing = (
        Decided(13, Decision(PROPOSED, None), a_deal().digest),
        Decided(12, Decision(REJECTED, BEN), a_deal().digest),
    )
    judged = decided(a_translation(), standing)
    assert getattr(judged, "rule", None) == "decision:rejected"


def entered(done: Iterable[Done]) -> list[Entry]:
    entries: list[Entry] = []
    head = Head()
    for one in done:
        draft = story.entry(DEAL, 12, one.act)
        entries.append(append(head, draft, actor=one.by, at=one.at))
        head = Head(entries[-1].seq, entries[-1].hash)
    return entries


def test_the_register_tells_each_override_with_its_beginning_and_its_end() -> None:
    acts_of_12: list[Act | tuple[str, Act]] = [
        Propose(PROPOSED),
        (BEN, Decline("not so")),
        Propose(PROPOSED),
        (BEN, Confirm(BEN, "now")),
        (BEN, Revoke("no more")),
        (BEN, Undo(5)),
        ("bridge", Lapse("over")),
        Settle(PROPOSED),
    ]
    entries = entered(told(*acts_of_12))
    found = register.overrides(entries)
    assert [(one.began.seq, one.ended.seq if one.ended else None) for one in found] == [
        (4, 5),
        (6, 7),
        (8, None),
    ]
    assert {(one.number, one.deal) for one in found} == {(12, DealId(DEAL))}
    assert [one.decision.confirmed_by for one in found] == [BEN, BEN, None]
