"""One sale is booked once, whatever people do to the order and the opportunity that tell of it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bridge.flow.deciding import Deciding
from bridge.ledger.judgement import DealState
from bridge.model.ids import DealId
from tests.stories.sales.test_won_opportunities import (
    FIRST,
    FOURTH,
    ITS_ORDER,
    WON,
    opportunity,
    state,
)
from tests.stories.stand import Stand, a_stand, changed_rules, edition_of, order

TYPED = {**FIRST, "Type": "Existing Business"}
SO = {"type": "Order", "key": "SO-H1"}
THE_OPPORTUNITY = opportunity("OPP-H1")
THE_ORDER = order("SO-H1")
#: The order of the first opportunity, over all of its amount.
OF_ALL = (ITS_ORDER[0], {**ITS_ORDER[1], "UnitPrice": "2700.00"})
#: An order of the second one, whose line does not say when it ends.
UNENDING: tuple[Mapping[str, object], ...] = (
    {
        **ITS_ORDER[0],
        "key": "SO-H2",
        "AccountId": "@HELIX",
        "OpportunityId": "@OPP-H2",
        "CurrencyIsoCode": "EUR",
    },
    {
        "type": "OrderItem",
        "key": "OI-H2-1",
        "OrderId": "@SO-H2",
        "Product2Id": "@P-ULT",
        "Quantity": "1",
        "UnitPrice": "19000.00",
        "ServiceDate": "2026-04-01",
    },
)


def reject(stand: Stand, deal: DealId) -> int:
    """Two people settle that a deal is no booking; the number of the exception."""
    (about,) = (case.id for case in stand.cases() if case.deal == deal)
    Deciding(stand.ends.store, "Ana").rejected(about, "the other one books it")
    ends = (stand.ends.netsuite, stand.edition.rulebook)
    Deciding(stand.ends.store, "Ben").confirm(about, "so it is", ends)
    return about


def test_an_order_that_a_rule_leaves_out_holds_no_opportunity_and_may_be_deleted(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, WON) as stand:
        of_the_fourth = {"AccountId": "@ACME", "CurrencyIsoCode": "USD"}
        stand.arrive(
            {**UNENDING[0], **of_the_fourth, "OpportunityId": "@OPP-H4"},
            {**UNENDING[1], "UnitPrice": "12000.00"},
        )
        stand.sync()
        stand.arrive({"type": "Order", "key": "SO-H2", "OpportunityId": None})
        stand.arrive({**FOURTH, "StageName": "Closed Won", "CloseDate": "2026-03-01"})
        stand.sync()
        assert {code for code, _ in stand.codes()} == {"TERM_MISSING", "SALE_BOOKED_TWICE"}
        stand.later(86_400)
        stand.sync()
        stand.arrive(
            {**UNENDING[1], "UnitPrice": "12000.00", "EndDate": "2027-03-31"},
            {"type": "Order", "key": "SO-H2", "Deal_Purpose__c": "Evaluation"},
        )
        stand.sync()
        stand.sync()
        assert (stand.codes(), stand.position()["ordered"]) == ([], "51000.00")
        assert stand.position()["excluded"] == "12000.00"
        stand.delete("Order", "SO-H2")
        stand.sync()
        assert (stand.codes(), stand.position()["excluded"]) == ([], "12000.00")


def test_what_two_people_reject_gives_its_sale_to_the_other_one(tmp_path: Path) -> None:
    with a_stand(tmp_path, WON) as stand:
        stand.arrive(TYPED, *UNENDING)
        stand.sync()
        assert state(stand, opportunity("OPP-H2")) is None  # an order of it is activated
        stand.arrive(*OF_ALL)
        stand.sync()
        stand.delete("Opportunity", "OPP-H1")
        stand.sync()
        gone = next(case for case in stand.cases() if case.deal == THE_OPPORTUNITY)
        assert (gone.code, gone.flags[0].evidence[1:]) == (
            "ORDER_VANISHED",
            (f"Order {THE_ORDER}",),
        )
        stand.later(86_400)  # nothing of the orders is new any more
        stand.sync()
        reject(stand, THE_OPPORTUNITY)
        reject(stand, order("SO-H2"))
        stand.sync()
        assert stand.codes() == [
            ("ORDER_REJECTED", "19000.00"),
            ("REFERENCE_UNREADABLE", "27000.00"),
        ]
        stand.arrive({**SO, "OpportunityId": None})
        says = ("answers:\n", "answers:\n  order_rejected: {always: opportunity}\n")
        rules = changed_rules(tmp_path, "sources/opportunity.yaml", *says)
        replace(stand, edition=edition_of(rules)).sync()
        assert stand.codes() == []
        assert stand.position() == {
            "booked": "66000.00",
            "ordered": "39000.00",
            "excluded": "27000.00",
        }
        assert stand.position("EUR") == {
            "booked": "38000.00",
            "ordered": "19000.00",
            "excluded": "19000.00",
        }


def test_a_sale_is_kept_out_of_the_books_by_rejecting_its_order_and_its_opportunity(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, WON) as stand:
        of_the_fourth = {"AccountId": "@ACME", "CurrencyIsoCode": "USD"}
        stand.arrive(
            {**UNENDING[0], **of_the_fourth, "OpportunityId": "@OPP-H4"},
            {**UNENDING[1], "UnitPrice": "12000.00"},
        )
        stand.sync()
        stand.arrive({**FOURTH, "StageName": "Closed Won", "CloseDate": "2026-03-01"})
        stand.sync()
        about = reject(stand, order("SO-H2"))
        stand.sync()
        assert stand.codes() == [("ORDER_REJECTED", "12000.00")]
        assert stand.position() == {
            "booked": "63000.00",
            "ordered": "39000.00",
            "excluded": "12000.00",
            "suspense": "12000.00",
        }
        reject(stand, opportunity("OPP-H4"))
        stand.sync()
        assert (stand.codes(), stand.position()["excluded"]) == ([], "24000.00")
        # there was a sale after all, once its order is mended
        Deciding(stand.ends.store, "Ben").revoke(about, "it was no test")
        stand.arrive({**UNENDING[1], "UnitPrice": "12000.00", "EndDate": "2027-03-31"})
        stand.sync()
        assert (stand.codes(), stand.position()["ordered"]) == ([], "51000.00")


def test_a_sale_that_comes_back_doubles_nothing_that_took_its_place(tmp_path: Path) -> None:
    answers = ("answers:\n", "answers:\n  ordered_afterwards: {always: same_sale}\n")
    rules = changed_rules(tmp_path, "sources/opportunity.yaml", *answers)
    with a_stand(tmp_path, WON, rules=rules) as stand:
        stand.arrive(TYPED)
        stand.sync()
        stand.arrive(*OF_ALL)
        stand.sync()
        about = reject(stand, THE_OPPORTUNITY)
        stand.sync()
        assert state(stand, THE_ORDER) is DealState.TRANSLATED
        stand.arrive({**FIRST, "Type": "New Business"})
        stand.sync()
        Deciding(stand.ends.store, "Ben").revoke(about, "it is new business after all")
        stand.sync()
        (case,) = stand.cases()
        assert (case.deal, case.code, case.amount.text()) == (
            THE_OPPORTUNITY,
            "SALE_BOOKED_TWICE",
            "27000.00",
        )
        assert "of 27,000.00 USD books the sale" in case.flags[0].says
        assert case.flags[0].evidence == (f"Opportunity {case.deal}", f"Order {THE_ORDER}")
        assert stand.position()["ordered"] == "39000.00"


def test_an_order_that_names_its_opportunity_no_more_is_no_second_sale(tmp_path: Path) -> None:
    with a_stand(tmp_path, WON) as stand:
        stand.sync()
        stand.arrive(*OF_ALL)
        stand.sync()
        assert stand.codes() == [("OPPORTUNITY_ORDERED", "0.00")]
        stand.later(86_400)
        stand.sync()
        for link in ("@OPP-H4", None):
            stand.arrive({**SO, "OpportunityId": link})
            stand.sync()
            stand.sync()
            (case,) = stand.cases()
            assert (case.deal, case.code, case.amount.text()) == (
                THE_ORDER,
                "SALE_BOOKED_TWICE",
                "27000.00",
            )
            assert "opportunity Acme seats of 27,000.00 USD books" in case.flags[0].says
        # an order that was booked before its opportunity was won, and names it no more
        booked = {"type": "Order", "key": "SO-H3"}
        stand.arrive({**booked, "OpportunityId": "@OPP-H4"})
        stand.sync()
        stand.arrive({**booked, "OpportunityId": None})
        stand.arrive({**FOURTH, "StageName": "Closed Won", "CloseDate": "2026-03-01"})
        stand.sync()
        assert {(case.deal, case.code) for case in stand.cases()} == {
            (THE_ORDER, "SALE_BOOKED_TWICE"),
            (opportunity("OPP-H4"), "SALE_BOOKED_TWICE"),
        }
        assert stand.position()["ordered"] == "39000.00"


def test_an_order_that_is_rejected_for_its_opportunity_does_not_hold_it(tmp_path: Path) -> None:
    with a_stand(tmp_path, WON) as stand:
        stand.arrive(TYPED, *OF_ALL, {**SO, "Status": "Draft"})
        stand.sync()
        stand.arrive({**SO, "Status": "Activated", "OpportunityId": None})
        stand.sync()
        assert [case.code for case in stand.cases()] == [
            "OPPORTUNITY_TYPE_UNKNOWN",
            "SALE_BOOKED_TWICE",
        ]
        reject(stand, THE_ORDER)
        stand.arrive({**FIRST, "Type": "New Business"})
        stand.sync()
        assert (stand.codes(), stand.position()["ordered"]) == ([], "39000.00")


def test_two_sales_that_were_linked_by_mistake_are_two_again_when_the_link_is_gone(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, WON) as stand:
        stand.arrive({**ITS_ORDER[0], "OpportunityId": None}, ITS_ORDER[1])
        stand.sync()
        assert (stand.codes(), stand.position()["ordered"]) == ([], "51000.00")
        stand.later(3600)
        stand.arrive({**SO, "OpportunityId": "@OPP-H1"})
        stand.sync()
        stand.sync()
        assert stand.codes() == [("SALE_BOOKED_TWICE", "0.00")] * 2
        stand.later(3600)
        stand.arrive({**SO, "OpportunityId": None})
        stand.sync()
        stand.sync()
        assert (stand.codes(), stand.position()["ordered"]) == ([], "51000.00")
