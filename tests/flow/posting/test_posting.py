from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bridge.adapters.store.database import Store
from bridge.errors import Misconfigured, Refused, Unavailable
from bridge.flow.posting.posted import What
from bridge.model.document import State
from bridge.model.ids import Digest
from tests.flow.posting.acts import FIRST_ORDER, QUIET_S, document, figures, judge, posting, whats
from tests.flow.posting.netsuite_in_memory import Account, Held, Line, Present
from tests.ledger.building import a_deal, a_document, a_translation


def test_a_prepared_document_is_sent_once_and_ordered(store: Store, present: Present) -> None:
    account = Account()
    judge(store, a_translation())
    first, second = (posting(store, account, present).post() for _ in range(2))
    assert (first.posted_now, second.posted_now) == (1, 0)
    assert account.writes == [FIRST_ORDER]
    settled = document(store)
    assert (settled.state, settled.internal_id) == (State.ACKNOWLEDGED, "1000")
    assert (settled.settled_how, settled.attempt) == ("acknowledged", 1)
    assert figures(store) == ("0.00", "1200.00", "0.00")


def test_the_document_is_marked_and_committed_before_the_call(
    store: Store, present: Present
) -> None:
    account, seen = Account(), list[tuple[State, int]]()
    judge(store, a_translation())
    account.during = lambda: seen.append((document(store).state, document(store).attempt))
    posting(store, account, present).post()
    assert seen == [(State.SENDING, 1)]


def test_an_answer_that_was_cut_off_is_looked_up_and_not_repeated(
    store: Store, present: Present
) -> None:
    account = Account("cut")
    judge(store, a_translation())
    sent = posting(store, account, present).post()
    assert whats(sent) == [What.UNANSWERED]
    assert sent.due_at == present() + timedelta(seconds=QUIET_S)
    with store.reading() as view:
        assert view.deals.summary().unknown == 1
    present.sleep(QUIET_S - 0.001)
    assert whats(posting(store, account, present).post()) == [What.WAITS]
    assert account.finds == [FIRST_ORDER], (
        "asked before the first send, and not again until it is quiet"
    )
    present.sleep(0.001)
    found = posting(store, account, present).post()
    assert (whats(found), found.posted_now) == ([What.OBSERVED], 1)
    assert account.writes == [FIRST_ORDER]
    assert document(store).settled_how == "observed"


def test_what_never_arrived_is_sent_again_with_the_same_body(
    store: Store, present: Present
) -> None:
    account = Account("lost")
    judge(store, a_translation())
    report = posting(store, account, present).run(wait_s=QUIET_S + 1)
    assert whats(report) == [What.UNANSWERED, What.ACKNOWLEDGED]
    assert (account.calls, account.finds) == ([FIRST_ORDER] * 2, [FIRST_ORDER] * 2)
    assert account.writes == [FIRST_ORDER]
    assert document(store).attempt == 2


def test_without_the_look_up_a_document_is_written_twice(store: Store, present: Present) -> None:
    account = Account("cut")
    judge(store, a_translation())
    blind = replace(posting(store, account, present), look_up=False)
    blind.run(wait_s=QUIET_S + 1)
    assert account.writes == [FIRST_ORDER] * 2


def test_a_foreign_record_under_our_id_is_an_exception_and_stays_as_it_is(
    store: Store, present: Present
) -> None:
    account = Account("lost")
    judge(store, a_translation())
    posting(store, account, present).post()
    foreign = Held("77", "f" * 64)
    account.records[FIRST_ORDER] = foreign
    present.sleep(QUIET_S)
    assert whats(posting(store, account, present).post()) == [What.REFUSED]
    assert figures(store) == ("0.00", "0.00", "1200.00")
    with store.reading() as view:
        (case,) = view.cases.all()
    assert (case.code, case.document) == ("FOREIGN_BODY", FIRST_ORDER)
    assert case.amount.text() == "1200.00"
    assert account.records[FIRST_ORDER] == foreign


def test_a_foreign_record_is_not_overwritten_by_a_new_body_either(
    store: Store, present: Present
) -> None:
    account = Account("lost")
    judge(store, a_translation())
    posting(store, account, present).post()
    account.records[FIRST_ORDER] = Held("77", None)
    present.sleep(QUIET_S)
    posting(store, account, present).post()
    judge(store, a_translation(a_deal("1300.00", revision=2)))
    assert whats(posting(store, account, present).post()) == [What.REFUSED]
    assert (account.writes, figures(store)) == ([], ("0.00", "0.00", "1300.00"))
    del account.records[FIRST_ORDER]
    with store.transaction("reopened", actor="ana") as tx:
        assert tx.documents.reopen(FIRST_ORDER)
    assert posting(store, account, present).post().posted_now == 1
    assert figures(store) == ("0.00", "1300.00", "0.00")


@pytest.mark.parametrize(("answer", "wait_s"), [("throttled", 7.0), ("unavailable", 5.0)])
def test_what_was_surely_not_done_goes_back_and_is_sent_after_the_wait(
    answer: str, wait_s: float, store: Store, present: Present
) -> None:
    account = Account(answer)
    judge(store, a_translation())
    report = posting(store, account, present).run(wait_s=60)
    assert whats(report) == [What.PUT_BACK, What.ACKNOWLEDGED]
    assert (present.slept, account.finds) == ([wait_s], [FIRST_ORDER] * 2)
    assert account.writes == [FIRST_ORDER]


def test_a_wait_that_is_longer_than_allowed_is_left_to_the_next_pass(
    store: Store, present: Present
) -> None:
    judge(store, a_translation())
    report = posting(store, Account("throttled"), present).run(wait_s=6.9)
    assert (whats(report), present.slept) == ([What.PUT_BACK], [])
    assert (document(store).state, figures(store)[0]) == (State.PREPARED, "1200.00")


def test_a_refusal_is_an_exception_with_the_amount_of_the_document(
    store: Store, present: Present
) -> None:
    judge(store, a_translation())
    posting(store, Account("refused"), present).post()
    with store.reading() as view:
        (case,) = view.cases.all()
        summary = view.deals.summary()
    assert (case.code, case.amount.text(), case.document) == ("REFUSED", "1200.00", FIRST_ORDER)
    assert "USER_ERROR" in case.flags[0].says
    assert (summary.refused, summary.translated, summary.flagged) == (1, 1, 0)
    assert figures(store) == ("0.00", "0.00", "1200.00")


def test_a_refused_document_goes_again_when_its_deal_changed(
    store: Store, present: Present
) -> None:
    account = Account("refused")
    judge(store, a_translation())
    posting(store, account, present).post()
    judge(store, a_translation())
    assert whats(posting(store, account, present).post()) == []
    judge(store, a_translation(documents=[a_document(a_deal().booked, text="repaired")]))
    assert posting(store, account, present).post().posted_now == 1
    assert figures(store) == ("0.00", "1200.00", "0.00")
    with store.reading() as view:
        assert view.cases.all() == ()


def test_a_failed_look_up_decides_nothing(store: Store, present: Present) -> None:
    account = Account("cut")
    judge(store, a_translation())
    posting(store, account, present).post()
    present.sleep(QUIET_S)
    account.blind = [Unavailable, Refused]
    for _ in range(2):
        report = posting(store, account, present).post()
        assert whats(report) == [What.NOT_FOUND_OUT]
        assert report.due_at is not None
    assert posting(store, account, present).post().posted_now == 1


def test_credentials_that_are_not_accepted_stop_the_pass_and_leave_nothing_unknown(
    store: Store, present: Present
) -> None:
    account = Account()

    def refuse() -> None:
        raise Misconfigured("not accepted", where="netsuite", act="renew the certificate")

    account.during = refuse
    judge(store, a_translation())
    with pytest.raises(Misconfigured):
        posting(store, account, present).post()
    assert document(store).state is State.PREPARED
    account.during = lambda: None
    assert posting(store, account, present).post().posted_now == 1


def test_the_digest_that_is_looked_up_is_that_of_the_bytes_that_were_sent(
    store: Store, present: Present
) -> None:
    account = Account()
    judge(store, a_translation())
    posting(store, account, present).post()
    assert account.records[FIRST_ORDER].digest == Digest(document(store).digest)


def test_a_first_send_asks_and_overwrites_nothing_that_the_books_do_not_know(
    store: Store, present: Present
) -> None:
    """The books were restored from a backup, or a second installation works on the account."""
    account = Account()
    account.records[FIRST_ORDER] = Held("77", "the digest of an older body")
    judge(store, a_translation())
    report = posting(store, account, present).post()
    assert (whats(report), account.writes) == ([What.REFUSED], [])
    assert store.verify() == ()


def test_an_order_of_our_digest_whose_lines_were_edited_is_not_taken_for_ours(
    store: Store, present: Present
) -> None:
    account = Account()
    judge(store, a_translation())
    account.records[FIRST_ORDER] = Held("77", document(store).digest, (Line(1, Decimal("1.00")),))
    report = posting(store, account, present).post()
    assert (whats(report), account.writes) == ([What.REFUSED], [])


def test_an_order_whose_lines_are_not_all_told_is_not_judged(
    store: Store, present: Present
) -> None:
    account = Account()
    judge(store, a_translation())
    account.records[FIRST_ORDER] = Held("77", document(store).digest, None)
    report = posting(store, account, present).post()
    assert (whats(report), account.writes) == ([What.NOT_FOUND_OUT], [])


def test_what_never_arrived_is_not_sent_once_its_deal_has_changed(
    store: Store, present: Present
) -> None:
    account = Account("lost")
    judge(store, a_translation())
    assert whats(posting(store, account, present).post()) == [What.UNANSWERED]
    with store.transaction("polled") as tx:
        tx.judgements.note([a_deal().id])
    present.sleep(QUIET_S)
    report = posting(store, account, present).post()
    assert (whats(report), account.writes) == ([What.PUT_BACK], [])
    assert document(store).state is State.PREPARED
