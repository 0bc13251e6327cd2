from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bridge.adapters.store.cases import ExceptionCase
from bridge.adapters.store.database import Store
from bridge.adapters.store.engine import WRITES, database_url, open_engine
from bridge.adapters.store.queue.lives import UNTOUCHED
from bridge.errors import ActedMeanwhile, Misconfigured, NotPermitted
from bridge.model.ids import RulebookVersion
from bridge.people.accounts import Origin
from bridge.people.roles import Role
from bridge.queue.acts import Act, Ask, Assign, Comment, Reopen, Send, Snooze, Tag
from bridge.queue.deciding import Confirm, Propose, Revoke
from bridge.queue.decision import Decided, Decision, Outcome, Proposal, decided
from bridge.queue.life import CaseState, Life, ResolvedBy, Until, WaitsFor
from tests.adapters.store.opening import judge, moment, opened
from tests.ledger.building import BASIS, DEAL, a_deal, a_translation, flagged

SECOND = "801000000000002AAA"
ASKED = Ask(WaitsFor.ORIGIN, "please enter the start date")


def only(store: Store) -> ExceptionCase:
    with store.reading() as view:
        (case,) = view.cases.all()
    return case


def do(store: Store, *done: Act, by: str = "Ana", number: int = 1) -> None:
    for act in done:
        with store.transaction("triage", actor=by) as tx:
            tx.lives.act(number, act)


def test_what_was_done_about_an_exception_is_kept_with_who_and_when(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, flagged())
        assert (only(store).lived, only(store).state) == (UNTOUCHED, CaseState.OPEN)
        do(store, Assign("Ben"), Tag(frozenset({"pilot"})), ASKED, Comment("called"))
        case = only(store)
        assert case.lived.acts == 4
        assert case.lived.life == Life(
            CaseState.WAITING, WaitsFor.ORIGIN, assignee="Ben", tags=frozenset({"pilot"})
        )
        with store.reading() as view:
            told = view.lives.story(case.id)
            entries = list(view.ledger.entries(deal=case.deal))
        assert [(one.by, one.at) for one in told] == [("Ana", moment())] * 4
        assert told[3].act == Comment("called")
        assert [one.postings for one in entries if one.kind == "TRIAGED"] == [()] * 4
        assert store.verify() == ()


def test_where_there_are_accounts_who_can_sign_in_answers_for_exceptions(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, flagged())
        with store.transaction("people", actor="Root") as tx:
            accounts = tx.people.accounts
            made = {name: accounts.make(name, "hired") for name in ("Ana", "Sven Berg", "Svea B.")}
            accounts.grant(made["Ana"], Role.FINANCE_REVIEWER, "hired", Origin.PERSON)
            accounts.disable(made["Svea B."], "left")
        for name, meant in (("Sven Borg", r"did you mean Sven Berg\?"), ("Svea B.", "users list")):
            with pytest.raises(Misconfigured, match=f"{name} cannot sign in here.*{meant}"):
                do(store, Assign(name))
        with pytest.raises(NotPermitted, match="Sven Berg is nothing yet"):
            do(store, Assign("Sven Borg"), by="Sven Berg")
        do(store, Assign("sven  BERG"))
        assert only(store).lived.life.assignee == "Sven Berg"


def test_a_rest_is_kept_with_its_end(store_url: str) -> None:
    until = Until(day=moment().date() + timedelta(days=30))
    with opened(store_url) as store:
        judge(store, flagged())
        do(store, Snooze(until, "the quarter ends"))
        assert only(store).lived.life == Life(CaseState.SNOOZED, rests=until)


def test_the_second_of_two_people_is_told_what_the_first_did(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, flagged())
        seen = only(store).lived.acts
        do(store, Assign("Ben"))
        with (
            pytest.raises(ActedMeanwhile, match=r"\(Ana: assign\); look at it again"),
            store.transaction("triage", actor="Chidi") as tx,
        ):
            tx.lives.act(1, ASKED, seen=seen)
        assert only(store).lived.life == Life(assignee="Ben")
        with store.transaction("triage", actor="Chidi") as tx:
            tx.lives.act(1, ASKED, seen=1)
        assert only(store).state is CaseState.WAITING


def test_nobody_pushes_aside_what_waits_for_a_second_person(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, flagged())
        with store.reading() as view:
            basis = view.lives.basis(1)
        proposal = Proposal(outcome=Outcome.REJECTED, by="Ana", reason="none", basis=basis)
        do(store, Propose(proposal))
        until = Until(day=moment().date() + timedelta(days=30))
        for act in (ASKED, Send("which?"), Snooze(until, "later"), Reopen("mine")):
            with pytest.raises(Misconfigured, match="Ana proposed something: decline it first"):
                do(store, act, by="Ben")
        do(store, Comment("look"), Assign("Ben"), by="Ben")
        assert only(store).lived.life.proposed == proposal
        judge(store, flagged(a_deal("7.00", revision=2)))  # the bridge itself takes it up again
        assert only(store).state is CaseState.OPEN


def test_who_waits_is_called_back_when_the_reasons_are_others(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, flagged())
        do(store, ASKED)
        judge(store, flagged(a_deal("7.00", revision=2)))
        assert only(store).state is CaseState.OPEN
        with store.reading() as view:
            last = view.lives.story(1)[-1]
        assert (last.by, last.act.name) == ("bridge", "reopen")


def test_who_rests_is_not_woken_by_another_judgement(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, flagged())
        do(store, Snooze(Until(count=5), "few"))
        judge(store, flagged(a_deal("7.00", revision=2)))
        assert only(store).state is CaseState.SNOOZED


def test_an_exception_that_comes_back_names_the_one_that_was_resolved(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, flagged(), a_translation(a_deal(revision=2)), flagged(a_deal(revision=3)))
        with store.reading() as view:
            first, again = view.cases.all(open_only=False)
        assert (first.returned, first.state) == (None, CaseState.RESOLVED)
        assert (again.returned, again.state) == (first.id, CaseState.OPEN)
        assert (first.resolved_by, again.resolved_by) == (ResolvedBy.DEAL, None)


def test_a_resolved_exception_takes_comments_and_tags_and_nothing_else(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, flagged(), a_translation(a_deal(revision=2)))
        do(store, Comment("well done"), Tag(frozenset({"pilot"})))
        with pytest.raises(Misconfigured, match="it was resolved on 2026-01-15"):
            do(store, ASKED)


def test_an_act_about_no_exception_is_refused(store_url: str) -> None:
    with opened(store_url) as store, pytest.raises(Misconfigured, match="no such exception"):
        do(store, ASKED, number=99)


def test_what_is_taken_back_is_as_it_was_and_stays_told(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, flagged())
        do(store, Assign("Ben"), ASKED)
        with store.transaction("triage", actor="Ana") as tx:
            assert tx.lives.undo(1, "Ana").life == Life(assignee="Ben")
        with store.reading() as view:
            assert [one.act.name for one in view.lives.story(1)] == ["assign", "ask", "undo"]
        assert store.verify() == ()


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE exception_life SET assignee = 'Eve'",
        "UPDATE exception_life SET acts = 7",
        "UPDATE exception_life SET state = 'OPEN', waits_for = NULL",
    ],
)
def test_a_life_that_the_ledger_does_not_tell_is_found(store_url: str, tampering: str) -> None:
    with opened(store_url) as store:
        judge(store, flagged())
        do(store, ASKED)
    engine = open_engine(database_url(store_url))
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        connection.execute(text(tampering))
        connection.commit()
    engine.dispose()
    with opened(store_url) as store:
        (finding,) = store.verify()
    assert finding.says == "exception 1 is not as the ledger tells it"


def test_what_resolved_an_exception_is_kept(store_url: str) -> None:
    newer = replace(a_translation(), basis=replace(BASIS, rulebook=RulebookVersion("n" * 64)))
    with opened(store_url) as store:
        judge(store, flagged(), newer)
        judge(store, flagged(a_deal(deal=SECOND)), a_translation(a_deal(deal=SECOND)))
        with store.reading() as view:
            how = [one.resolved_by for one in view.cases.all(open_only=False)]
    assert how == [ResolvedBy.RULES, ResolvedBy.OTHER]


def propose(
    store: Store, outcome: Outcome = Outcome.REJECTED, by: str = "Ana", number: int = 1
) -> None:
    with store.transaction("triage", actor=by) as tx:
        record = "salesOrder:77" if outcome is Outcome.OUTSIDE else None
        proposal = Proposal(
            outcome=outcome, by=by, reason="so", basis=tx.lives.basis(number), record=record
        )
        tx.lives.act(number, Propose(proposal))


def decisions(store: Store) -> tuple[tuple[int, Decision], ...]:
    with store.reading() as view:
        return view.lives.decisions_of(DEAL)


def test_what_two_people_settled_stands_for_the_deal_until_it_is_revoked(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, flagged())
        propose(store)
        assert decisions(store) == ()
        with store.reading() as view:
            assert view.deals.notes.to_read() == ()
        do(store, Confirm("Ben", "seen"), by="Ben")
        ((number, decision),) = decisions(store)
        with store.reading() as view:
            (noted,) = view.deals.notes.to_read()
        assert (number, decision.confirmed_by, noted.deal) == (1, "Ben", DEAL)
        judge(store, decided(flagged(), [Decided(number, decision, a_deal().digest)]))
        with store.reading() as view:
            (case,) = view.cases.all(open_only=False)
            held = view.ledger.balances(deal=DEAL)
        assert (case.state, case.resolved_by) == (CaseState.RESOLVED, ResolvedBy.DECISION)
        assert {account: money.text() for (account, _), money in held.items() if money} == {
            "booked": "-1200.00",
            "excluded:decision:rejected": "1200.00",
        }
        do(store, Revoke("it was no trial"), by="Ben")
        assert decisions(store) == ()
        judge(store, flagged())
        assert only(store).returned == 1
        assert store.verify() == ()


def test_what_was_judged_again_since_it_was_proposed_is_not_confirmed(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, flagged())
        propose(store)
        judge(store, flagged(a_deal("1300.00", revision=2)))
        # Its reasons differ, so that the proposal was dropped with the waiting.
        with pytest.raises(Misconfigured, match="nothing is proposed"):
            do(store, Confirm("Ben", "seen"), by="Ben")
        propose(store)
        judge(store, flagged(a_deal("1300.00", revision=3)))
        with pytest.raises(Misconfigured, match="judged again since this was proposed"):
            do(store, Confirm("Ben", "seen"), by="Ben")


def test_a_record_stands_for_one_deal(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, flagged(), flagged(a_deal(deal=SECOND)))
        propose(store, Outcome.OUTSIDE)
        with pytest.raises(Misconfigured, match="salesOrder:77 stands for exception 1 already"):
            propose(store, Outcome.OUTSIDE, number=2)


def acknowledge(store: Store, internal_id: str) -> None:
    with store.transaction("marked") as tx:
        ((document,),) = tx.documents.lanes()
        marked = tx.documents.mark(document.claim, sender="bridge", quiet_s=1)
        assert marked is not None
        tx.documents.acknowledge(marked.claim, internal_id=internal_id, how="acknowledged")


def test_an_order_that_the_bridge_sent_stands_for_its_own_deal(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, a_translation(a_deal(deal=SECOND)), flagged())
        acknowledge(store, internal_id="77")
        with pytest.raises(Misconfigured, match=f"salesOrder:77 is bridge-{SECOND}-so-1, which"):
            propose(store, Outcome.OUTSIDE)


def test_a_decision_and_its_end_are_not_undone(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, flagged(), flagged(a_deal(deal=SECOND)))
        propose(store, Outcome.OUTSIDE)
        do(store, Confirm("Ben", "seen"), by="Ben")
        refuses_to_undo(store)
        do(store, Revoke("the wrong order"), by="Ben")
        propose(store, Outcome.OUTSIDE, number=2)
        do(store, Confirm("Ben", "it is this one"), by="Ben", number=2)
        refuses_to_undo(store)  # else the order would stand for both deals
        assert decisions(store) == ()
        assert store.verify() == ()


def refuses_to_undo(store: Store) -> None:
    refused = pytest.raises(Misconfigured, match="never undone; revoke it, or propose anew")
    with refused, store.transaction("triage", actor="Ben") as tx:
        tx.lives.undo(1, "Ben")
