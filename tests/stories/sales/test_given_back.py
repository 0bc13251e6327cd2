"""A sale that NetSuite has twice: people give one of the two back there, and settle that."""

from datetime import date
from pathlib import Path

import pytest

from bridge.errors import Misconfigured
from bridge.flow.checking.live import of_record
from bridge.flow.checking.representable import of_deal
from bridge.flow.deciding import Deciding
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.stating import Asked, Ends, Reconciling
from bridge.model.ids import DealId
from bridge.model.money import Money
from bridge.queue.decision import Outcome
from tests.stories.sales.test_one_sale import SO, THE_OPPORTUNITY, THE_ORDER, UNENDING
from tests.stories.sales.test_won_opportunities import (
    FIRST,
    FOURTH,
    ITS_ORDER,
    WON,
    opportunity,
    state,
)
from tests.stories.stand import Stand, a_stand, changed_rules, order


def returned(stand: Stand, name: str) -> str:
    """Let people in NetSuite invoice an order, and take it back: the id of the return."""
    held = ("salesOrder", stand.orders()[name]["id"])
    stand.change_in_netsuite(f"salesOrder/eid:{name}", orderStatus={"id": "B"})
    stand.ends.netsuite.derive(held, "invoice", b"{}")
    return stand.ends.netsuite.derive(held, "returnAuthorization", b"{}")


def differences(stand: Stand) -> tuple[tuple[str, Money], ...]:
    """What a reconciliation of bookings asks people to look into."""
    ends = Ends(
        salesforce=stand.ends.salesforce,
        revenue=stand.ends.netsuite.revenue,
        store=stand.ends.store,
        clock=stand.ends.clock,
    )
    asked = Asked(as_of=date(2027, 3, 31), measure=Measures.BOOKINGS)
    return Reconciling(ends, stand.edition.rulebook).run(asked).errors({})


def twice(stand: Stand) -> None:
    """Make a pass, and another one that reads what the first wrote back."""
    stand.sync()
    stand.sync()


def assert_checks_say_that_it_is_given_back(stand: Stand) -> None:
    rulebook = stand.edition.rulebook
    for found in (
        of_record(stand.ends, THE_ORDER, rulebook, waits_days=0),
        of_deal(stand.ends, DealId(THE_ORDER), rulebook),
    ):
        form = found.form()
        assert (form["verdict"], form["rule"], form["documents"]) == (
            "excluded",
            Outcome.GIVEN_BACK.rule,
            [],
        )
        (warning,) = found.warnings
        assert "sold once (Ana, confirmed by Ben)" in warning


def test_what_was_posted_twice_ends_when_one_of_the_two_is_given_back_by_hand(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, WON) as stand:
        stand.arrive({**ITS_ORDER[0], "OpportunityId": None}, ITS_ORDER[1])
        stand.sync()
        stand.arrive({**SO, "OpportunityId": "@OPP-H1"})
        twice(stand)
        assert stand.codes() == [("SALE_BOOKED_TWICE", "0.00")] * 2
        made = returned(stand, f"bridge-{THE_ORDER}-so-1")
        (about,) = (case.id for case in stand.cases() if case.deal == THE_ORDER)
        ends = (stand.ends.netsuite, stand.edition.rulebook)
        ana, ben = (Deciding(stand.ends.store, who) for who in ("Ana", "Ben"))
        (other,) = (case.id for case in stand.cases() if case.deal == THE_OPPORTUNITY)
        with pytest.raises(Misconfigured, match=r"what gives the deal back -27,000\.00 USD"):
            ana.handled_outside(other, f"returnAuthorization:{made}", "sold once", ends)
        ana.handled_outside(about, f"returnAuthorization:{made}", "sold once", ends)
        ben.confirm(about, "so it is", ends)
        assert_checks_say_that_it_is_given_back(stand)
        twice(stand)
        assert_checks_say_that_it_is_given_back(stand)
        assert stand.codes() == []
        assert stand.position() == {
            "booked": "51000.00",
            "ordered": "39000.00",
            "excluded": "12000.00",
        }
        assert stand.ends.store.verify() == ()
        assert differences(stand) == (), "the return by hand is no order that Salesforce lacks"
        ben.revoke(about, "that return was another one's")
        stand.arrive(FIRST)  # somebody looks at the other one, too
        twice(stand)
        assert {*stand.codes()} == {
            ("OPPORTUNITY_ORDERED", "0.00"),
            ("SALE_BOOKED_TWICE", "0.00"),
        }
        assert stand.position() == {"booked": "51000.00", "ordered": "51000.00"}
        # nothing of the other one is invoiced: its order is cancelled, and that is all
        (other,) = (case.id for case in stand.cases() if case.deal == THE_OPPORTUNITY)
        name = f"bridge-{THE_OPPORTUNITY}-so-1"
        named = f"salesOrder:{stand.orders()[name]['id']}"
        with pytest.raises(Misconfigured, match="is open in NetSuite, or something is invoiced"):
            ana.handled_outside(other, named, "sold once", ends)
        stand.change_in_netsuite(f"salesOrder/eid:{name}", orderStatus={"id": "C"})
        ana.handled_outside(other, named, "sold once", ends)
        ben.confirm(other, "so it is", ends)
        twice(stand)
        assert (stand.codes(), stand.position()["ordered"]) == ([], "24000.00")


def test_a_sale_that_ended_is_not_booked_again_by_the_opportunity_of_its_order(
    tmp_path: Path,
) -> None:
    says = ("answers:\n", "answers:\n  order_rejected: {always: opportunity}\n")
    rules = changed_rules(tmp_path, "sources/opportunity.yaml", *says)
    with a_stand(tmp_path, WON, rules=rules) as stand:
        head = {**UNENDING[0], "AccountId": "@ACME", "CurrencyIsoCode": "USD"}
        line = {**UNENDING[1], "UnitPrice": "12000.00", "EndDate": "2027-03-31"}
        stand.arrive({**head, "OpportunityId": "@OPP-H4"}, line)
        stand.sync()
        won = {**FOURTH, "StageName": "Closed Won", "CloseDate": "2026-03-01"}
        stand.arrive(won)
        stand.sync()
        assert (stand.position()["ordered"], stand.codes()) == ("51000.00", [])
        stand.delete("Order", "SO-H2")
        stand.sync()
        (about,) = (case.id for case in stand.cases())
        made = returned(stand, f"bridge-{order('SO-H2')}-so-1")
        ends = (stand.ends.netsuite, stand.edition.rulebook)
        ana, ben = (Deciding(stand.ends.store, who) for who in ("Ana", "Ben"))
        ana.handled_outside(about, f"returnAuthorization:{made}", "the customer left", ends)
        ben.confirm(about, "so it is", ends)
        stand.sync()
        stand.later(3600)
        stand.arrive({**won, "NextStep": "none"})  # somebody looks at the opportunity
        twice(stand)
        assert state(stand, opportunity("OPP-H4")) is None, "its sale was one of the order's"
        assert (stand.codes(), stand.position()) == (
            [],
            {"booked": "51000.00", "ordered": "39000.00", "excluded": "12000.00"},
        )
