from dataclasses import replace

import pytest

from bridge.ledger.judgement import GIVEN_BACK, DealFacts, Excluded, Flagged, Judgement
from bridge.ledger.judgement import Basis as Read
from bridge.model.ids import Digest
from bridge.queue import acts
from bridge.queue.acts import Reopen
from bridge.queue.deciding import Confirm, Decline, Propose, Revoke
from bridge.queue.decision import Basis, Decided, Decision, Outcome, Proposal, decided
from bridge.queue.life import CaseState, Life, WaitsFor
from tests.ledger.building import BASIS, a_deal, a_translation, excluded, flagged, waiting
from tests.queue.telling import ANA, BEN, TODAY

DEAL = a_deal()
WHOLE = Basis(deal=DEAL.digest, dossier=BASIS.dossier)
OUTSIDE = Proposal(
    outcome=Outcome.OUTSIDE, by=ANA, reason="made before", basis=WHOLE, record="salesOrder:77"
)
REJECTED = Proposal(outcome=Outcome.REJECTED, by=ANA, reason="a trial run", basis=WHOLE)
#: Of an order that is gone, or of one at which the bridge failed: nothing was read.
UNREAD = Read()


def settled(
    proposal: Proposal, number: int = 12, anew: Digest | None = DEAL.digest
) -> tuple[Decided, ...]:
    return (Decided(number, Decision(proposal, BEN), anew),)


def test_without_a_decision_a_judgement_stands() -> None:
    assert decided(flagged(), ()) == flagged()


@pytest.mark.parametrize("judged", [flagged(), a_translation(), excluded()])
@pytest.mark.parametrize(
    ("proposal", "rule", "says"),
    [
        (
            OUTSIDE,
            "decision:outside",
            "handled outside as salesOrder:77: made before (Ana, confirmed by Ben)",
        ),
        (REJECTED, "decision:rejected", "rejected: a trial run (Ana, confirmed by Ben)"),
    ],
)
def test_a_decision_leaves_the_deal_out_whatever_the_rules_make_of_it(
    judged: Judgement, proposal: Proposal, rule: str, says: str
) -> None:
    assert decided(judged, settled(proposal)) == Excluded(
        deal=DEAL, rule=rule, says=says, basis=BASIS
    )


def test_what_is_incomplete_waits_all_the_same() -> None:
    assert decided(waiting(), settled(OUTSIDE)) == waiting()


@pytest.mark.parametrize("proposal", [OUTSIDE, REJECTED])
@pytest.mark.parametrize("changed", [a_deal("1300.00"), a_deal(revision=2)])
def test_a_deal_that_changed_after_it_was_decided_about_is_not_sent(
    changed: DealFacts, proposal: Proposal
) -> None:
    judged = decided(a_translation(changed), settled(proposal))
    assert isinstance(judged, Flagged)
    (flag,) = judged.flags
    assert (flag.code, flag.amount) == ("CHANGED_SINCE_DECIDED", changed.booked)
    assert "`bridge exceptions revoke 12`" in flag.says


def test_what_the_rules_read_otherwise_today_is_compared_as_they_read_it_today() -> None:
    read_on = a_deal(revision=2)
    assert isinstance(decided(flagged(read_on), settled(OUTSIDE, anew=read_on.digest)), Excluded)
    assert isinstance(decided(flagged(read_on), settled(OUTSIDE, anew=None)), Flagged)


def test_of_several_decisions_each_guards_the_deal_until_it_is_revoked() -> None:
    outside = settled(OUTSIDE, number=1, anew=a_deal(revision=1).digest)
    rejected = settled(REJECTED, number=2, anew=a_deal(revision=2).digest)
    both = (*rejected, *outside)
    for revision, rule in ((1, "decision:outside"), (2, "decision:rejected")):
        judged = decided(a_translation(a_deal(revision=revision)), both)
        assert isinstance(judged, Excluded)
        assert judged.rule == rule
    for standing, number in ((both, 2), (outside, 1)):
        judged = decided(a_translation(a_deal(revision=3)), standing)
        assert isinstance(judged, Flagged)
        assert f"revoke {number}`" in judged.flags[0].says


def test_an_order_that_is_gone_is_told_where_a_record_stands_for_it() -> None:
    gone = replace(flagged(code="ORDER_VANISHED"), basis=UNREAD)
    told = decided(gone, settled(OUTSIDE, anew=None))
    assert isinstance(told, Flagged)
    assert told.flags[0].code == "CHANGED_SINCE_DECIDED"
    assert isinstance(decided(gone, settled(REJECTED, anew=None)), Excluded)
    back = replace(OUTSIDE, outcome=Outcome.GIVEN_BACK, record="returnAuthorization:78")
    out = decided(gone, settled(back, anew=None))
    assert isinstance(out, Excluded)
    assert (out.rule, out.says) == (
        GIVEN_BACK,
        "given back by hand as returnAuthorization:78: made before (Ana, confirmed by Ben)",
    )


@pytest.mark.parametrize(
    ("outcome", "record"),
    [
        (Outcome.OUTSIDE, None),
        (Outcome.GIVEN_BACK, None),
        (Outcome.REJECTED, "salesOrder:1"),
    ],
)
def test_a_proposal_names_a_record_where_there_is_one(outcome: Outcome, record: str | None) -> None:
    with pytest.raises(ValueError, match=r"a deal is (outside|given_back|rejected) with"):
        Proposal(outcome=outcome, by=ANA, reason="so", basis=WHOLE, record=record)


PROPOSED = Life(CaseState.WAITING, WaitsFor.SECOND, proposed=OUTSIDE)
DECIDED = Life(decision=Decision(OUTSIDE, BEN))
DECIDING: list[tuple[Life, acts.Act, Life | str]] = [
    (Life(), Propose(OUTSIDE), PROPOSED),
    (Life(escalated=True), Propose(OUTSIDE), PROPOSED),
    (DECIDED, Propose(OUTSIDE), "it is decided already"),
    (PROPOSED, Propose(REJECTED), "Ana proposed something: decline it first"),
    (PROPOSED, Confirm(BEN, "seen"), DECIDED),
    (PROPOSED, Confirm("ana", "seen"), "Ana proposed it, and nobody confirms what is his own"),
    (Life(), Confirm(BEN, "seen"), "nothing is proposed"),
    (PROPOSED, Decline("wrong order"), Life()),
    (Life(), Decline("wrong order"), "nothing is proposed"),
    (PROPOSED, Reopen("I was wrong"), Life()),
    (DECIDED, Revoke("it was void"), Life()),
    (PROPOSED, Revoke("it was void"), "nothing is decided"),
    (Life(), acts.Ask(WaitsFor.SECOND, "?"), "who confirms is asked by a proposal"),
]


@pytest.mark.parametrize(("life", "act", "comes_to"), DECIDING)
def test_deciding_takes_two(life: Life, act: acts.Act, comes_to: Life | str) -> None:
    assert (act.objection(life, TODAY) or act.after(life)) == comes_to


@pytest.mark.parametrize(
    "act", [Propose(OUTSIDE), Propose(REJECTED), Confirm(BEN, "x"), Decline("x"), Revoke("x")]
)
def test_an_act_of_deciding_is_read_as_it_was_written(act: acts.Act) -> None:
    assert acts.parse(acts.written(act)) == act
    assert Decision.parse(Decision(OUTSIDE, BEN).form()) == Decision(OUTSIDE, BEN)
