from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bridge.adapters.store.database import Store
from bridge.adapters.store.deals import WholeDeal
from bridge.ledger.judgement import Basis, DealFacts, DealState, Judgement
from bridge.ledger.transition import Held, Transition, Unchanged
from bridge.model.document import State
from bridge.model.ids import DealId, RulebookVersion
from tests.adapters.store.opening import judge, moment, opened
from tests.ledger.building import (
    BASIS,
    DEAL,
    a_deal,
    a_document,
    a_schedule,
    a_translation,
    excluded,
    flagged,
    usd,
    waiting,
)

LATER = "801000000000002AAA"
BETWEEN = "801000000000004AAA"


def whole(store: Store, deal: str = DEAL) -> WholeDeal:
    with store.reading() as view:
        found = view.deals.whole(DealId(deal))
    assert found is not None
    return found


@pytest.mark.parametrize("judged", [waiting(), flagged(), excluded(), a_translation()])
def test_the_same_judgement_twice_writes_nothing(store_url: str, judged: Judgement) -> None:
    with opened(store_url) as store:
        judge(store, judged)
        before = whole(store)
        assert judge(store, judged) == [Unchanged()]
        assert whole(store) == before


def test_a_translated_deal_shows_its_documents_schedules_and_basis(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, a_translation(schedules=(a_schedule(),)))
        found = whole(store)
    assert (found.deal.dossier, found.deal.rulebook) == (BASIS.dossier, BASIS.rulebook)
    assert (found.deal.first_seen_at, found.deal.state) == (moment(), DealState.TRANSLATED)
    (document,) = found.documents
    assert document.amount == usd("1200.00")
    assert document.body == b"bridge-801000000000001AAA-so-1 1200.00 "
    (line,) = document.lines
    assert (line["amount"], line["service"]) == ("1200.00", ["2026-01-01", "2026-12-31"])
    (schedule,) = document.schedules
    assert (schedule["line"], schedule["total"]) == (1, "1200.00")
    assert schedule["periods"] == {f"2026-{month:02}": "100.00" for month in range(1, 13)}
    assert [entry.kind for entry in found.entries] == ["BOOKED", "PREPARED"]
    assert found.entries[1].refs["rulebook"] == BASIS.rulebook


def test_a_new_body_takes_the_place_of_the_old_with_its_schedules(store_url: str) -> None:
    changed = a_translation(a_deal("2400.00", revision=2), schedules=(a_schedule("2400.00"),))
    with opened(store_url) as store:
        judge(store, a_translation(schedules=(a_schedule(),)), changed)
        (document,) = whole(store).documents
        assert (document.amount, document.digest) == (usd("2400.00"), changed.documents[0].digest)
        assert [one["total"] for one in document.schedules] == ["2400.00"]
        assert store.verify() == ()


def test_a_document_that_is_not_wanted_any_more_is_superseded_and_may_come_back(
    store_url: str,
) -> None:
    with opened(store_url) as store:
        judge(store, a_translation(), flagged(a_deal(revision=2)))
        assert [one.state for one in whole(store).documents] == [State.SUPERSEDED]
        judge(store, a_translation(a_deal(revision=3)))
        assert [one.state for one in whole(store).documents] == [State.PREPARED]
        assert whole(store).cases == ()
        assert store.verify() == ()


def test_an_exception_keeps_its_number_and_age_while_the_deal_stays_flagged(
    store_url: str,
) -> None:
    present = [moment()]
    with opened(store_url, lambda: present[0]) as store:
        judge(store, flagged())
        present[0] += timedelta(days=3)
        judge(store, flagged(a_deal("7.00", revision=2)))
        with store.reading() as view:
            (case,) = view.cases.all()
            assert view.cases.one(case.id) == case
        assert (case.opened_at, case.amount.text()) == (moment(), "7.00")
        judge(store, flagged(a_deal("7.00", revision=3), "ANOTHER"))
        with store.reading() as view:
            closed, new = view.cases.all(open_only=False)
            assert view.cases.all() == (new,)
        assert (closed.closed_at, new.opened_at) == (present[0], present[0])
        assert store.verify() == ()


def test_an_exception_shows_who_and_what_it_is_about(store_url: str) -> None:
    judged = flagged()
    with opened(store_url) as store:
        judge(store, judged)
        with store.reading() as view:
            (case,) = view.cases.all()
            assert view.cases.one(case.id + 1) is None
    assert (case.deal, case.account_name, case.flags) == (DEAL, "Acme", judged.flags)
    assert (case.code, case.document, case.closed_at) == ("ITEM_UNMAPPED", None, None)


def test_a_judgement_is_held_while_a_document_is_on_its_way_and_asked_for_again(
    store_url: str,
) -> None:
    with opened(store_url) as store:
        judge(store, a_translation())
        with store.reading() as view:
            ((standing,),) = view.documents.lanes()
        with store.transaction("marked") as tx:
            assert tx.documents.mark(standing.claim, sender="test", quiet_s=60)
        changed = a_translation(a_deal("1300.00", revision=2))
        assert judge(store, changed) == [Held(standing.claim.external_id)]
        with store.reading() as view:
            assert [one.deal for one in view.deals.notes.to_read()] == [DEAL]
            assert view.deals.summary().currencies["USD"].booked == usd("1200.00")
        assert store.verify() == ()


def test_what_changed_and_what_waits_is_to_be_read(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, waiting(), flagged(a_deal(deal="801000000000004AAA")))
        with store.transaction("polled") as tx:
            tx.judgements.note([DealId(LATER), DealId(LATER), DealId(DEAL)])
        with store.reading() as view:
            assert [one.deal for one in view.deals.notes.to_read()] == [DEAL, LATER]
        judge(store, a_translation(), excluded(a_deal(deal=LATER)))
        with store.reading() as view:
            # what is flagged behind a deal of its contract that changed is read again
            assert [one.deal for one in view.deals.notes.to_read()] == ["801000000000004AAA"]


def test_a_change_that_is_noted_after_the_reading_is_not_lost(store_url: str) -> None:
    with opened(store_url) as store:
        with store.transaction("polled") as tx:
            tx.judgements.note([DealId(DEAL)])
        with store.reading() as view:
            (read,) = view.deals.notes.to_read()
        with store.transaction("polled") as tx:
            tx.judgements.note([DealId(DEAL)])
        with store.transaction("judged") as tx:
            tx.judgements.record(a_translation(), noted=read.noted)
        with store.reading() as view:
            (again,) = view.deals.notes.to_read()
        with store.transaction("judged") as tx:
            tx.judgements.record(a_translation(), noted=again.noted)
        with store.reading() as view:
            assert view.deals.notes.to_read() == ()


def test_a_deal_that_was_read_in_vain_is_struck_out(store_url: str) -> None:
    with opened(store_url) as store:
        with store.transaction("polled") as tx:
            tx.judgements.note([DealId(DEAL)])
        with store.transaction("passed_over") as tx:
            tx.judgements.answer(DealId(DEAL))
            tx.judgements.answer(DealId(LATER))
        with store.reading() as view:
            assert view.deals.notes.to_read() == ()


def test_earlier_documents_are_those_of_the_other_deals_of_the_contract(store_url: str) -> None:
    second = a_deal("50.00", deal=LATER, place=1)
    gone = a_deal("9.00", deal="801000000000003AAA", place=2)
    with opened(store_url) as store:
        judge(store, a_translation(second), a_translation(), a_translation(gone), flagged(gone))
        with store.reading() as view:
            contract = second.contract
            before = view.dossiers.earlier_documents(contract, than=DealId(LATER))
            others = view.dossiers.earlier_documents(contract, than=gone.id)
    assert [one.deal for one in before] == [DEAL]
    assert [one.deal for one in others] == [DEAL, LATER]
    assert str(before[0].dated) == "2026-01-15"


@pytest.mark.parametrize("judgement", [a_translation, flagged])
def test_a_backdated_deal_is_judged_again_without_what_later_deals_have_not_sent(
    store_url: str, judgement: Callable[[DealFacts], Judgement]
) -> None:
    """What it waits for could else wait for it."""
    backdated = replace(a_deal("5.00", deal=BETWEEN, place=1), booked_on=date(2026, 1, 14))
    with opened(store_url) as store:
        judge(store, a_translation(), a_translation(a_deal("50.00", deal=LATER, place=1)))
        assert seen(store, backdated) == [DEAL, LATER]
        judge(store, judgement(backdated))
        assert seen(store, backdated) == [DEAL]
        with store.reading() as view:
            assert BETWEEN in [one.deal for one in view.deals.notes.to_read()]
        judge(store, judgement(replace(backdated, name="read again")))
        with store.reading() as view:
            assert BETWEEN not in [one.deal for one in view.deals.notes.to_read()]


def seen(store: Store, deal: DealFacts) -> list[DealId]:
    """The deals whose documents stand before those of a deal."""
    with store.reading() as view:
        return [one.deal for one in view.dossiers.earlier_documents(deal.contract, than=deal.id)]


def test_the_list_of_deals_is_in_contract_order_and_by_state(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, flagged(a_deal(deal=LATER, place=1)), a_translation())
        with store.reading() as view:
            assert [deal.id for deal in view.deals.all()] == [DEAL, LATER]
            assert [deal.id for deal in view.deals.all(DealState.FLAGGED)] == [LATER]
            assert view.deals.whole(DealId("unknown")) is None


def test_the_summary_accounts_for_every_deal(store_url: str) -> None:
    judgements = (
        waiting(a_deal("1.00", deal="801000000000001AAA")),
        flagged(a_deal("-2.00", deal="801000000000002AAA")),
        excluded(a_deal("3.00", deal="801000000000003AAA")),
        a_translation(a_deal("4.00", deal="801000000000004AAA")),
    )
    with opened(store_url) as store:
        decisions = judge(store, *judgements)
        with store.reading() as view:
            found = view.deals.summary()
    assert all(isinstance(one, Transition) for one in decisions)
    assert (found.deals, found.waiting, found.flagged, found.excluded, found.translated) == (
        4,
        *(1, 1, 1, 1),
    )
    assert (found.documents, found.posted, found.refused, found.unknown) == (1, 0, 0, 0)
    position = found.currencies["USD"]
    assert position.booked.text() == "6.00"
    assert (position.waiting.text(), position.suspense.text()) == ("1.00", "-2.00")
    assert (position.excluded.text(), position.pending.text()) == ("3.00", "4.00")
    assert position.unbalanced.text() == "0.00"


def test_a_deal_keeps_the_time_at_which_it_was_first_seen(store_url: str) -> None:
    present = [datetime(2026, 1, 1, tzinfo=UTC)]
    with opened(store_url, lambda: present[0]) as store:
        judge(store, waiting())
        present[0] += timedelta(hours=2)
        judge(store, a_translation(a_deal(revision=2)))
        deal = whole(store).deal
    assert deal.updated_at - deal.first_seen_at == timedelta(hours=2)


def posted(store: Store) -> None:
    """Translate and acknowledge the deal."""
    judge(store, a_translation(schedules=(a_schedule(),)))
    with store.transaction("posted") as tx:
        ((standing,),) = tx.documents.lanes()
        marked = tx.documents.mark(standing.claim, sender="test", quiet_s=60)
        assert marked is not None
        tx.documents.acknowledge(marked.claim, internal_id="77", how="acknowledged")


def test_newer_rules_leave_a_posted_deal_with_the_rules_that_made_its_document(
    store_url: str,
) -> None:
    newer = Basis(rulebook=RulebookVersion("n" * 64))
    document = a_document(usd("1200.00"), text="another memo")
    with opened(store_url) as store:
        posted(store)
        before = whole(store)
        assert judge(store, replace(a_translation(documents=[document]), basis=newer)) == [
            Unchanged()
        ]
        assert whole(store) == before


def test_a_deal_that_changed_after_posting_says_so_and_is_settled_when_it_is_itself_again(
    store_url: str,
) -> None:
    changed = a_translation(a_deal("1300.00", revision=2))
    document = a_document(usd("1200.00"), text="another memo")
    with opened(store_url) as store:
        posted(store)
        before = whole(store).documents
        judge(store, changed)
        assert whole(store).deal.says.startswith("the deal changed after NetSuite acknowledged")
        judge(store, a_translation(documents=[document]))
        found = whole(store)
        assert (found.deal.state, found.deal.says) == (DealState.TRANSLATED, "")
        assert (found.documents, found.cases) == (before, ())
        assert store.verify() == ()
