from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bridge.adapters.store.database import Store
from bridge.adapters.store.documents import Claim, Marked, Standing
from bridge.errors import Misconfigured
from bridge.model.document import State
from bridge.model.flags import Flag
from bridge.model.ids import ContractId, DealId, ExternalId
from tests.adapters.store.opening import judge, moment, opened
from tests.ledger.building import DEAL, a_deal, a_translation, flagged, usd

SECOND = "801000000000002AAA"
THIRD = "801000000000003AAA"
FLAG = Flag("REFUSED", "the item is inactive", (), usd("1200.00"))


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    with opened(store_url) as store:
        yield store
        assert store.verify() == ()


def standing(store: Store) -> list[Standing]:
    with store.reading() as view:
        return [one for lane in view.documents.lanes() for one in lane]


def mark(store: Store, claim: Claim) -> Marked | None:
    with store.transaction("marked") as tx:
        return tx.documents.mark(claim, sender="test", quiet_s=60)


def a_marked(store: Store) -> Marked:
    judge(store, a_translation())
    marked = mark(store, standing(store)[0].claim)
    assert marked is not None
    return marked


def test_a_marked_document_is_ours_with_the_bytes_that_were_fixed(store: Store) -> None:
    judged = a_translation()
    marked = a_marked(store)
    assert (marked.body, marked.digest) == (judged.documents[0].body, judged.documents[0].digest)
    assert marked.quiet_until == moment() + timedelta(seconds=60)
    assert marked.claim == Claim(ExternalId(f"bridge-{DEAL}-so-1"), State.SENDING, 1)
    assert standing(store)[0].claim == marked.claim


def test_only_one_of_two_who_claim_the_same_document_gets_it(store: Store) -> None:
    judge(store, a_translation())
    (found,) = standing(store)
    assert [mark(store, found.claim) is not None for _ in range(2)] == [True, False]


def test_a_settlement_on_an_old_claim_changes_nothing(store: Store) -> None:
    first = a_marked(store)
    second = mark(store, first.claim)
    assert second is not None
    with store.transaction("late") as tx:
        late = first.claim
        assert not tx.documents.acknowledge(late, internal_id="77", how="acknowledged")
        assert not tx.documents.refuse(late, FLAG)
        assert not tx.documents.put_back(late, wait_s=0)
        assert not tx.documents.block(late)
    assert standing(store)[0].claim == second.claim
    with store.reading() as view:
        assert [entry.kind for entry in view.ledger.entries()] == ["BOOKED", "PREPARED"]


def test_what_is_settled_cannot_be_settled_again(store: Store) -> None:
    marked = a_marked(store)
    with store.transaction("acknowledged") as tx:
        settled = [
            tx.documents.acknowledge(marked.claim, internal_id="77", how="acknowledged")
            for _ in range(2)
        ]
    assert settled == [True, False]


def test_a_document_that_the_books_do_not_know_cannot_be_marked(store: Store) -> None:
    assert mark(store, Claim(ExternalId("unknown"), State.PREPARED, 0)) is None


def test_one_contract_has_one_document_in_the_air(store: Store) -> None:
    judge(store, a_translation(), a_translation(a_deal("1.00", deal=SECOND, place=1)))
    first, second = standing(store)
    assert mark(store, first.claim)
    assert mark(store, second.claim) is None


def test_lanes_hold_the_documents_of_a_contract_in_its_order(store: Store) -> None:
    alone = replace(a_deal("1.00", deal=THIRD), contract=ContractId(THIRD))
    judge(
        store,
        a_translation(a_deal("1.00", deal=SECOND, place=1)),
        a_translation(alone),
        a_translation(),
    )
    with store.reading() as view:
        lanes = view.documents.lanes()
    assert [[one.deal for one in lane] for lane in lanes] == [[DEAL, SECOND], [THIRD]]


def test_a_contract_in_which_everything_is_settled_has_no_lane(store: Store) -> None:
    marked = a_marked(store)
    with store.transaction("acknowledged") as tx:
        tx.documents.acknowledge(marked.claim, internal_id="77", how="acknowledged")
    assert standing(store) == []


def test_a_refused_document_is_opened_again_by_a_person(store: Store) -> None:
    marked = a_marked(store)
    with store.transaction("refused") as tx:
        assert not tx.documents.reopen(marked.claim.external_id)
        assert tx.documents.refuse(marked.claim, FLAG)
    assert standing(store) == []
    with store.transaction("reopened", actor="ana") as tx:
        assert tx.documents.reopen(marked.claim.external_id)
    (found,) = standing(store)
    assert (found.claim.state, found.claim.attempt, found.look_first) == (State.PREPARED, 1, True)
    with store.reading() as view:
        assert view.cases.all() == ()
        entry = list(view.ledger.entries(deal=DealId(DEAL)))[-1]
    assert (entry.kind, entry.actor) == ("REOPENED", "ana")


def test_a_document_that_was_put_back_keeps_its_attempts_and_waits(store: Store) -> None:
    marked = a_marked(store)
    with store.transaction("put_back") as tx:
        assert tx.documents.put_back(marked.claim, wait_s=7)
    (found,) = standing(store)
    assert (found.claim.state, found.claim.attempt) == (State.PREPARED, 1)
    assert found.quiet_until == moment() + timedelta(seconds=7)


def a_refusal(store: Store) -> int:
    """Refuse the document of a deal; return the number of its exception."""
    marked = a_marked(store)
    with store.transaction("refused") as tx:
        assert tx.documents.refuse(marked.claim, FLAG)
        (case,) = tx.cases.all()
    return case.id


def test_a_person_has_a_refused_document_sent_again_by_the_number_of_its_exception(
    store: Store,
) -> None:
    number = a_refusal(store)
    with store.transaction("retried", actor="ana") as tx:
        assert tx.retry(number).document == f"bridge-{DEAL}-so-1"
    (found,) = standing(store)
    assert (found.claim.state, found.look_first) == (State.PREPARED, True)
    with store.reading() as view:
        assert view.cases.all() == ()
        entry = list(view.ledger.entries())[-1]
    assert (entry.kind, entry.actor) == ("REOPENED", "ana")
    assert [leg.account for leg in entry.postings] == ["suspense:REFUSED", "pending"]


def test_a_person_has_a_flagged_deal_read_again_and_the_ledger_says_who(store: Store) -> None:
    judge(store, flagged())
    with store.transaction("retried", actor="ana") as tx:
        (case,) = tx.cases.all()
        tx.retry(case.id)
    with store.reading() as view:
        assert [one.deal for one in view.deals.notes.to_read()] == [DEAL]
        assert view.cases.all() == (case,)
        entry = list(view.ledger.entries())[-1]
    assert (entry.kind, entry.actor, entry.payload) == ("RETRIED", "ana", {"exception": case.id})


@pytest.mark.parametrize(
    ("beside", "says"), [(0, "the exception is closed"), (1, "there is no such exception")]
)
def test_an_exception_that_is_not_open_cannot_be_tried_again(
    store: Store, beside: int, says: str
) -> None:
    number = a_refusal(store)
    with store.transaction("retried") as tx:
        tx.retry(number)
    with store.transaction("retried") as tx, pytest.raises(Misconfigured, match=says) as refused:
        tx.retry(number + beside)
    assert refused.value.where == f"exception {number + beside}"
