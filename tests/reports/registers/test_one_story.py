"""Both registers of what people decided tell the same, for they are read from one story."""

from hypothesis import given
from hypothesis import strategies as st

from bridge.queue.acts import Act, Comment, Reopen
from bridge.queue.deciding import Confirm, Decline, Lapse, Propose, Revoke, Settle
from bridge.queue.life import Life
from bridge.queue.register import overrides
from bridge.reports.registers.decisions import Standing, decisions
from tests.queue.telling import ANA, BEN, TODAY
from tests.queue.test_overriding import PROPOSED
from tests.reports.registers.test_decisions import told

ACTS: tuple[tuple[str, Act], ...] = (
    (ANA, Propose(PROPOSED)),
    (ANA, Settle(PROPOSED)),
    (BEN, Confirm(BEN, "as agreed")),
    (BEN, Decline("not so")),
    (ANA, Revoke("another way")),
    (ANA, Lapse("over")),
    (BEN, Reopen("sales answered")),
    (ANA, Comment("look")),
)


@given(st.lists(st.sampled_from(ACTS), max_size=12))
def test_an_override_of_two_people_counts_in_one_register_where_it_is_confirmed_in_the_other(
    tried: list[tuple[str, Act]],
) -> None:
    life, done = Life(), []
    for who, act in tried:
        if act.objection(life, TODAY) is None:
            life = act.after(life)
            done.append((who, act))
    entries = told(*done)
    of_two = [one for one in overrides(entries) if one.decision.confirmed_by]
    confirmed = [
        one for one in decisions(entries) if one.standing in {Standing.CONFIRMED, Standing.REVOKED}
    ]
    assert [(one.number, one.deal) for one in of_two] == [
        (one.exception, one.deal) for one in confirmed
    ]
    assert [one.decision.confirmed_by for one in of_two] == [
        one.answer.by for one in confirmed if one.answer
    ]
    assert [one.ended is not None for one in of_two] == [
        one.standing is Standing.REVOKED for one in confirmed
    ]
