from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bridge.adapters.store.database import Store
from bridge.flow.posting.posted import What
from bridge.model.document import State
from tests.databases import with_tables
from tests.flow.posting.acts import (
    FIRST_ORDER,
    QUIET_S,
    SECOND,
    SECOND_ORDER,
    document,
    figures,
    judge,
    posting,
    whats,
)
from tests.flow.posting.netsuite_in_memory import Account, Present
from tests.ledger.building import a_deal, a_translation


def test_a_refused_document_parks_its_contract_and_no_other(store: Store, present: Present) -> None:
    account = Account("refused")
    other = "801000000000003AAA"
    alone = a_deal("10.00", deal=other)
    judge(
        store,
        a_translation(),
        a_translation(a_deal("50.00", deal=SECOND, place=1)),
        a_translation(replace(alone, contract=type(alone.contract)(other))),
    )
    report = posting(store, account, present).post()
    assert whats(report) == [What.REFUSED, What.BLOCKED, What.ACKNOWLEDGED]
    assert account.writes == [f"bridge-{other}-so-1"]
    assert document(store, SECOND).state is State.BLOCKED


def test_documents_of_a_contract_go_in_order_in_one_pass(store: Store, present: Present) -> None:
    account = Account()
    later = a_translation(a_deal("50.00", deal=SECOND, place=1))
    judge(store, later, a_translation())
    # Each may rest on what the other has not sent, so both are read again.
    judge(store, a_translation(), later)
    assert posting(store, account, present).post().posted_now == 2
    assert account.writes == [FIRST_ORDER, SECOND_ORDER]


def test_an_unanswered_document_blocks_what_comes_after_it(store: Store, present: Present) -> None:
    account = Account("cut")
    judge(store, a_translation(), a_translation(a_deal("50.00", deal=SECOND, place=1)))
    report = posting(store, account, present).run(wait_s=QUIET_S)
    assert whats(report) == [
        What.UNANSWERED,
        What.BLOCKED,
        What.OBSERVED,
        What.ACKNOWLEDGED,
    ]
    assert account.writes == [FIRST_ORDER, SECOND_ORDER]


def test_a_worker_that_was_paused_between_mark_and_call_does_not_send(
    tmp_path: Path, present: Present
) -> None:
    def pause(point: str) -> None:
        if point == "after:marked" and not present.slept:
            present.sleep(5.001)

    account = Account()
    with Store(
        with_tables(f"sqlite:///{tmp_path}/b.sqlite"), clock=present, on_commit=pause
    ) as store:
        judge(store, a_translation())
        report = posting(store, account, present).post()
        assert (whats(report), account.calls) == ([What.PUT_BACK], [])
        assert posting(store, account, present).post().posted_now == 1
        assert store.verify() == ()


def test_what_settles_after_another_took_over_changes_nothing(
    store: Store, present: Present
) -> None:
    slow, quick = Account(), Account()
    judge(store, a_translation())

    def take_over() -> None:
        present.sleep(QUIET_S)
        posting(store, quick, present).post()

    slow.during = take_over
    report = posting(store, slow, present).post()
    assert whats(report) == [What.LOST]
    assert (document(store).attempt, figures(store)) == (2, ("0.00", "1200.00", "0.00"))


def test_no_more_is_sent_at_once_than_the_account_allows(store: Store, present: Present) -> None:
    account = Account("cut", "cut")
    for number in range(3):
        facts = a_deal("10.00", deal=f"80100000000000{number}AAA")
        judge(store, a_translation(replace(facts, contract=type(facts.contract)(facts.id))))
    report = posting(store, account, present).post()
    assert whats(report) == [What.UNANSWERED, What.UNANSWERED, What.NO_SLOT]
    assert report.steps[-1].due == present() + timedelta(seconds=QUIET_S)
    assert posting(store, account, present).run(wait_s=QUIET_S).posted_now == 3
