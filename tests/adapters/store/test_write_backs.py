from bridge.adapters.store.database import Store
from bridge.adapters.store.write_backs import WriteBack
from bridge.model.ids import DealId, Digest
from tests.adapters.store.opening import judge, opened
from tests.ledger.building import DEAL, a_deal, a_translation, flagged


def due(store: Store) -> tuple[WriteBack, ...]:
    with store.reading() as view:
        return view.write_backs.due()


def test_the_origin_is_told_what_became_of_a_deal_and_only_once(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, flagged())
        (told,) = due(store)
        assert (told.deal, told.model) == (DEAL, "cpq")
        assert told.desired == {"state": "FLAGGED", "codes": ["ITEM_UNMAPPED"], "documents": []}
        for _ in range(2):
            with store.transaction("written_back") as tx:
                tx.write_backs.done(DealId(DEAL), told.digest)
        assert due(store) == ()
        with store.reading() as view:
            kinds = [entry.kind for entry in view.ledger.entries()]
        assert kinds == ["BOOKED", "FLAGGED", "WRITTEN_BACK"]
        assert store.verify() == ()


def test_what_changed_while_the_origin_was_told_is_due_again(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, flagged())
        (told,) = due(store)
        judge(store, a_translation(a_deal(revision=2)))
        with store.transaction("written_back") as tx:
            tx.write_backs.done(DealId(DEAL), told.digest)
        (again,) = due(store)
        assert again.desired["state"] == "TRANSLATED"


def test_a_judgement_that_changes_nothing_to_tell_is_not_due(store_url: str) -> None:
    with opened(store_url) as store:
        judge(store, a_translation())
        (told,) = due(store)
        with store.transaction("written_back") as tx:
            tx.write_backs.done(DealId(DEAL), told.digest)
        judge(store, a_translation(a_deal("1300.00", revision=2)))
        assert due(store) == ()


def test_documents_on_their_way_are_told_as_prepared_and_then_with_their_id(
    store_url: str,
) -> None:
    with opened(store_url) as store:
        judge(store, a_translation())
        with store.reading() as view:
            ((standing,),) = view.documents.lanes()
        with store.transaction("marked") as tx:
            marked = tx.documents.mark(standing.claim, sender="test", quiet_s=60)
        assert marked is not None
        (before,) = due(store)
        with store.transaction("acknowledged") as tx:
            tx.documents.acknowledge(marked.claim, internal_id="77", how="acknowledged")
        (after,) = due(store)
    name = standing.claim.external_id
    document = {"kind": "sales_order", "external_id": name, "internal_id": None}
    assert before.desired["documents"] == [{**document, "state": "PREPARED"}]
    assert after.desired["documents"] == [
        {**document, "state": "ACKNOWLEDGED", "internal_id": "77"}
    ]
    assert after.digest != Digest(before.digest)
