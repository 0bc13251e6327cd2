"""A company that sells without orders: opportunities are booked when they are won."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import requests

from bridge.flow.checking.checked import Answer
from bridge.flow.checking.live import of_record
from bridge.flow.deciding import Deciding
from bridge.flow.rulebook.editions import edition
from bridge.ledger.judgement import DealState
from bridge.mappers.read.seeds import seed_id
from bridge.model.ids import DealId, canonical
from tests.stories.stand import SCENARIOS, Stand, a_stand, order

WON = SCENARIOS / "h-won-opportunity.json"
FIRST = {"type": "Opportunity", "key": "OPP-H1"}
THIRD = {"type": "Opportunity", "key": "OPP-H3"}
FOURTH = {"type": "Opportunity", "key": "OPP-H4"}
#: An order of the first opportunity, for the same seats.
ITS_ORDER: tuple[Mapping[str, object], ...] = (
    {
        "type": "Order",
        "key": "SO-H1",
        "AccountId": "@ACME",
        "OpportunityId": "@OPP-H1",
        "CurrencyIsoCode": "USD",
        "EffectiveDate": "2026-03-01",
        "Status": "Activated",
        "Type": "New",
    },
    {
        "type": "OrderItem",
        "key": "OI-H1-1",
        "OrderId": "@SO-H1",
        "Product2Id": "@P-ENT",
        "Quantity": "10",
        "UnitPrice": "1200.00",
        "ServiceDate": "2026-02-01",
        "EndDate": "2027-01-31",
    },
)


def opportunity(name: str) -> DealId:
    return DealId(seed_id("Opportunity", name))


def state(stand: Stand, deal: DealId) -> DealState | None:
    with stand.ends.store.reading() as view:
        known = view.deals.one(deal)
    return known.state if known else None


def flags(stand: Stand) -> dict[str, str]:
    """Code and amount of every flag."""
    return {flag.code: flag.amount.text() for case in stand.cases() for flag in case.flags}


def told(stand: Stand, name: str) -> str | None:
    """What Salesforce says of an opportunity: its status."""
    url = f"{stand.world.salesforce.url}/_sandbox/records"
    rows = requests.get(url, params={"type": "Opportunity"}, timeout=5).json()["Opportunity"]
    status: dict[str, str | None] = {row["Id"]: row["Bridge_Status__c"] for row in rows}
    return status[opportunity(name)]


def test_won_opportunities_are_booked_as_the_rules_begin_to_say_so(tmp_path: Path) -> None:
    rules = Path(shutil.copytree("config/rules", tmp_path / "rules"))
    source = rules / "sources/opportunity.yaml"
    shipped = source.read_text(encoding="utf-8")
    source.write_text(shipped.replace("{Direct_Sale: opportunity}", "{Other_Sale: opportunity}"))
    with a_stand(tmp_path, WON, rules=rules) as stand:
        stand.sync()
        # an order books one sale; of the others nobody says that they book
        assert stand.position() == {"booked": "12000.00", "ordered": "12000.00"}
        source.write_text(shipped)
        now = replace(stand, edition=edition(rules))
        now.sync()  # nobody touched an opportunity since
        assert now.position() == {"booked": "39000.00", "ordered": "39000.00"}
        assert now.position("EUR") == {"booked": "19000.00", "ordered": "19000.00"}
        held = now.orders()[f"bridge-{opportunity('OPP-H1')}-so-1"]["item"]["items"]
        assert [(Decimal(line["amount"]), line["revRecStartDate"]) for line in held] == [
            (Decimal("12000.00"), "2026-02-01"),
            (Decimal("12000.00"), "2026-02-01"),
            (Decimal("3000.00"), "2026-02-10"),
        ]
        assert (told(now, "OPP-H1"), told(now, "OPP-H3")) == ("Ordered", None)
        assert now.sync().posted_now == 0
        now.arrive({**FOURTH, "StageName": "Closed Won", "CloseDate": "2026-03-01"})
        now.sync()
        assert now.position() == {"booked": "51000.00", "ordered": "51000.00"}


def test_what_becomes_of_a_booked_opportunity_is_an_exception_with_its_amount(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, WON) as stand:
        stand.sync()
        stand.arrive({**FIRST, "StageName": "Negotiation"})
        stand.sync()
        assert flags(stand)["OPPORTUNITY_NOT_WON"] == "27000.00"
        assert stand.position()["ordered"] == "39000.00"  # nothing in NetSuite is rewritten
        assert told(stand, "OPP-H1") == "Flagged: OPPORTUNITY_NOT_WON"
        stand.arrive({**FIRST, "StageName": "Closed Won"})
        stand.sync()
        assert stand.cases() == ()
        line = {"type": "OpportunityLineItem", "key": "OLI-H1-3"}
        stand.arrive({**line, "UnitPrice": "3500.00", "TotalPrice": "3500.00"})
        stand.arrive({**FIRST, "Amount": "27500.00"})
        stand.sync()
        assert stand.codes() == [("CHANGED_AFTER_POSTING", "500.00")]
        stand.delete("Opportunity", "OPP-H1")
        stand.sync()
        (case,) = stand.cases()
        assert case.code == "ORDER_VANISHED"
        assert "the opportunity of 27,500.00 USD was booked" in case.flags[0].says


def test_one_sale_is_booked_once_whichever_of_the_two_came_first(tmp_path: Path) -> None:
    with a_stand(tmp_path, WON) as stand:
        stand.sync()
        stand.arrive(*ITS_ORDER)
        asked = of_record(stand.ends, order("SO-H1"), stand.edition.rulebook, waits_days=0)
        assert asked.answer is Answer.NO
        assert [one["code"] for one in asked.form()["flags"]] == ["SALE_BOOKED_TWICE"]
        stand.sync()
        assert state(stand, order("SO-H1")) is None
        assert flags(stand)["OPPORTUNITY_ORDERED"] == "27000.00"
        assert stand.position()["booked"] == "39000.00"
        # the order that booked the third opportunity is no booking any more, then it is gone
        kind = {**THIRD, "RecordTypeId": "@RT-DIRECT"}
        stand.arrive({"type": "Order", "key": "SO-H1", "Status": "Draft"})
        stand.arrive({"type": "Order", "key": "SO-H3", "Status": "Draft"}, kind)
        stand.sync()
        assert stand.codes() == [("ORDER_NOT_ACTIVE", "0.00")]
        stand.delete("Order", "SO-H3")
        stand.sync()
        stand.later(86_400 * 20)  # the recycle bin has lost it
        stand.arrive({**kind, "Name": "Acme more seats, again"})
        stand.sync()
        assert stand.codes() == [("ORDER_VANISHED", "0.00")]
        assert state(stand, opportunity("OPP-H3")) is None
        assert stand.position()["booked"] == "39000.00"


def handled_outside(stand: Stand, deal: DealId, amount: str) -> None:
    """Let somebody order a deal in NetSuite by hand, and two people settle that so it is."""
    body = {
        "entity": {"externalId": f"SFA-{stand.account()}"},
        "currency": {"externalId": "USD"},
        "tranDate": "2026-03-02",
        "item": {
            "items": [
                {"item": {"externalId": "SUB-ENT"}, "quantity": 1, "amount": Decimal(amount)},
            ]
        },
    }
    record = stand.ends.netsuite.upsert("salesOrder", "by-hand", canonical(body))
    (number,) = (case.id for case in stand.cases() if case.deal == deal)
    ends = (stand.ends.netsuite, stand.edition.rulebook)
    Deciding(stand.ends.store, "Ana").handled_outside(
        number, f"salesOrder:{record}", "entered by hand", ends
    )
    Deciding(stand.ends.store, "Ben").confirm(number, "seen in NetSuite", ends)


def test_a_sale_that_somebody_ordered_in_netsuite_is_not_booked_by_its_order(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, WON) as stand:
        stand.arrive({**FIRST, "Type": "Existing Business"})
        stand.sync()
        stand.arrive(*ITS_ORDER)
        stand.sync()
        handled_outside(stand, opportunity("OPP-H1"), "27000.00")
        stand.sync()
        assert state(stand, opportunity("OPP-H1")) is DealState.EXCLUDED
        stand.arrive({"type": "Order", "key": "SO-H1", "PoNumber": "PO-7"})
        stand.sync()
        assert state(stand, order("SO-H1")) is None
        assert stand.position() == {
            "booked": "39000.00",
            "ordered": "12000.00",
            "excluded": "27000.00",
        }
