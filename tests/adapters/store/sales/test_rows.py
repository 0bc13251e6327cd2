"""What is remembered of who was made of whom."""

from bridge.model.ids import DealId
from tests.adapters.store.opening import opened


def test_links_between_orders_and_opportunities_are_kept_once_and_for_good(store_url: str) -> None:
    with opened(store_url) as store:
        for links in ([("801B", "006A"), ("801A", "006A"), ("801B", "006A")], [("801A", "006B")]):
            with store.transaction("judged") as tx:
                tx.sales.keep(links)
        with store.reading() as view:
            assert view.sales.beside(DealId("006A")) == ("801A", "801B")
            assert view.sales.beside(DealId("801A")) == ("006A", "006B")
            assert view.sales.beside(DealId("801C")) == ()
