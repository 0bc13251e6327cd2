from dataclasses import replace
from datetime import date

import pytest

from bridge.ledger.judgement import Basis as Read
from bridge.ledger.judgement import Excluded, Flagged, Judgement
from bridge.model.ids import RulebookVersion
from bridge.queue import acts
from bridge.queue.acts import Reopen
from bridge.queue.deciding import Confirm, Decline, Propose, Revoke
from bridge.queue.decision import Basis, Decided, Decision, Outcome, Proposal, decided, substance
from bridge.queue.life import CaseState, Life, WaitsFor
from tests.ledger.building import BASIS, a_deal, a_translation, excluded, flagged, usd, waiting
from tests.queue.telling import ANA, BEN, TODAY

DEAL = a_deal()
WHOLE = Basis(
    substance=substance(usd("1200.00"), date(2026, 1, 15), "Acme", "NEW", "801000000000001AAA"),
    deal=DEAL.digest,
    rulebook=BASIS.rulebook,
)
OUTSIDE = Proposal(
    outcome=Outcome.OUTSIDE, by=ANA, reason="made before", basis=WHOLE, record="salesOrder:77"
)
REJECTED = Proposal(outcome=Outcome.REJECTED, by=ANA, reason="a trial run", basis=WHOLE)
OTHER_RULES = Read(dossier=BASIS.dossier, rulebook=RulebookVersion("n" * 64))


def settled(proposal: Proposal) -> Decided:
    return Decided(12, Decision(proposal, BEN))


def test_without_a_decision_a_judgement_stands() -> None:
    assert decided(flagged(), None) == flagged()


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


@pytest.mark.parametrize(
    "changed",
    [
        a_deal("1300.00"),
        a_deal(revision=2),
        replace(DEAL, account_name="Acme Two"),
        replace(DEAL, booked_on=date(2026, 1, 16)),
        replace(DEAL, kind="RENEWAL"),
    ],
)
def test_a_deal_that_changed_after_it_was_handled_outside_is_never_sent(changed: object) -> None:
    facts = changed if isinstance(changed, type(DEAL)) else DEAL
    judged = decided(a_translation(facts), settled(OUTSIDE))
    assert isinstance(judged, Flagged)
    (flag,) = judged.flags
    assert (flag.code, flag.amount) == ("CHANGED_SINCE_DECIDED", facts.booked)
    assert "`bridge exceptions revoke 12`" in flag.says
    assert "salesOrder:77" in flag.says


def test_a_deal_that_changed_after_it_was_rejected_is_judged_by_the_rules() -> None:
    judged = a_translation(a_deal("1300.00"))
    assert decided(judged, settled(REJECTED)) == judged


def test_other_rules_that_read_more_of_the_same_deal_are_no_change_of_it() -> None:
    read_on = replace(flagged(a_deal(revision=2)), basis=OTHER_RULES)
    assert isinstance(decided(read_on, settled(OUTSIDE)), Excluded)
    dearer = replace(flagged(a_deal("1300.00")), basis=OTHER_RULES)
    assert isinstance(decided(dearer, settled(OUTSIDE)), Flagged)


@pytest.mark.parametrize(
    ("outcome", "record"), [(Outcome.OUTSIDE, None), (Outcome.REJECTED, "salesOrder:1")]
)
def test_a_proposal_names_a_record_where_there_is_one(outcome: Outcome, record: str | None) -> None:
    with pytest.raises(ValueError, match=r"a deal is (outside|rejected) with"):
        Proposal(outcome=outcome, by=ANA, reason="so", basis=WHOLE, record=record)


PROPOSED = Life(CaseState.WAITING, WaitsFor.SECOND, proposed=OUTSIDE)
DECIDED = Life(decision=Decision(OUTSIDE, BEN))
DECIDING: list[tuple[Life, acts.Act, Life | str]] = [
    (Life(), Propose(OUTSIDE), PROPOSED),
    (Life(escalated=True), Propose(OUTSIDE), PROPOSED),
    (DECIDED, Propose(OUTSIDE), "it is decided already"),
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
