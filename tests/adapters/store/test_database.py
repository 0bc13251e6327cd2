from datetime import UTC, datetime

from bridge.adapters.store.database import Store
from tests.ledger.building import a_deal, a_translation, flagged


def moment() -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC)


def test_a_deal_that_is_flagged_after_its_translation_leaves_whole_books(store_url: str) -> None:
    with Store(store_url, clock=moment) as store:
        with store.transaction("translated") as tx:
            tx.judgements.record(a_translation())
        with store.transaction("flagged") as tx:
            tx.judgements.record(flagged(a_deal("1300.00", revision=2)))
        with store.reading() as view:
            summary = view.deals.summary()
        assert (summary.flagged, summary.documents) == (1, 0)
        assert summary.currencies["USD"].suspense.text() == "1300.00"
        assert store.verify() == ()
