"""What belongs to one contract goes to NetSuite in its order, or waits."""

from pathlib import Path

from bridge.flow.outcomes import giving_back
from bridge.model.document import State
from bridge.model.ids import ExternalId
from tests.stories.stand import UPSELL, Stand, a_stand, order

FIRST = ExternalId(f"bridge-{order('O-B0')}-so-1")
SECOND = ExternalId(f"bridge-{order('O-B1')}-so-1")
ANOTHER_PRODUCT = {"type": "OrderItem", "key": "OI-B0", "Product2Id": "@P-API"}
KNOWN_PRODUCT = {"type": "OrderItem", "key": "OI-B0", "Product2Id": "@P-ENT"}


def second_is_blocked(stand: Stand) -> bool:
    return stand.deal("O-B1").documents[0].state is State.BLOCKED


def test_a_first_order_that_netsuite_refuses_parks_its_contract_until_it_is_reopened(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, UPSELL) as stand:
        customer = f"customer/eid:SFA-{stand.account()}"
        stand.change_in_netsuite(customer, isInactive=True)
        stand.sync()
        assert stand.codes() == [("REFUSED", "120000.00")]
        assert "customer" in stand.cases()[0].flags[0].says
        assert second_is_blocked(stand)
        assert stand.position() == {
            "booked": "142479.60",
            "pending": "22479.60",
            "suspense": "120000.00",
        }
        assert stand.status("O-B0") == ("Flagged: REFUSED", None)
        assert stand.status("O-B1") == ("Pending", None)
        stand.change_in_netsuite(customer, isInactive=False)
        assert stand.sync().posted_now == 0  # a person has to say that it is mended
        with stand.ends.store.transaction("reopened", actor="ana") as tx:
            assert tx.documents.reopen(FIRST)
        assert stand.sync().posted_now == 2
        assert stand.effects() == [(FIRST, "created"), (SECOND, "created")]
        assert stand.codes() == []


def test_an_upsell_waits_for_a_first_deal_that_is_an_exception(tmp_path: Path) -> None:
    with a_stand(tmp_path, UPSELL) as stand:
        stand.arrive(ANOTHER_PRODUCT)
        stand.sync()
        assert stand.codes() == [("PRODUCTS_DIFFER", "120000.00")]
        assert second_is_blocked(stand)
        assert stand.effects() == []
        stand.arrive(KNOWN_PRODUCT)
        assert stand.sync().posted_now == 2
        assert stand.effects() == [(FIRST, "created"), (SECOND, "created")]


def test_an_upsell_waits_for_a_first_deal_that_is_half_built(tmp_path: Path) -> None:
    with a_stand(tmp_path, UPSELL) as stand:
        stand.arrive({"type": "Order", "key": "O-B0", "SBQQ__Contracted__c": False})
        stand.sync()
        assert second_is_blocked(stand)
        with stand.ends.store.reading() as view:
            told = giving_back.objection(view, stand.deal("O-B1"))
        assert told == f"{SECOND} of this deal is on its way to NetSuite, or not taken there"
        stand.arrive({"type": "Order", "key": "O-B0", "SBQQ__Contracted__c": True})
        assert stand.sync().posted_now == 2
        assert stand.effects() == [(FIRST, "created"), (SECOND, "created")]
        with stand.ends.store.reading() as view:
            told = giving_back.objection(view, stand.deal("O-B0"))
        assert told == f"other deals of its contract may rest on it ({order('O-B1')})"


def test_an_upsell_goes_when_its_first_order_is_there_though_that_has_an_exception(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, UPSELL) as stand:
        stand.arrive({"type": "Order", "key": "O-B1", "SBQQ__Contracted__c": False})
        stand.sync()
        stand.arrive(ANOTHER_PRODUCT)
        stand.sync()
        assert [code for code, _ in stand.codes()] == ["PRODUCTS_DIFFER"]
        stand.arrive({"type": "Order", "key": "O-B1", "SBQQ__Contracted__c": True})
        assert stand.sync().posted_now == 1
        assert stand.effects() == [(FIRST, "created"), (SECOND, "created")]


def test_an_unanswered_first_order_holds_the_upsell_back(tmp_path: Path) -> None:
    with a_stand(tmp_path, UPSELL) as stand:
        stand.strike(fault="cut_after_commit", system="netsuite", method="PUT", nth=1)
        stand.sync()
        assert second_is_blocked(stand)
        stand.later(1000)
        assert stand.sync().posted_now == 2
        assert stand.effects() == [(FIRST, "created"), (SECOND, "created")]
