"""Whatever of a deal is saved after the first pass leads to its order, object by object."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bridge.adapters.salesforce.soql import Window
from bridge.flow.polling import POLLED, orders, poll
from bridge.mappers import dossiers
from tests.stories.stand import SCENARIOS, Stand, a_stand, order

CPQ = SCENARIOS / "f-prepaid-credits-with-overage.cpq.json"
CLOUD = SCENARIOS / "f-prepaid-credits-with-overage.revenue-cloud.json"
#: An order of each model, and by object the record that is saved: its key, and what it refers to.
SAVED: dict[str, dict[str, tuple[str, dict[str, object]]]] = {
    "O-F": {
        "Order": ("O-F", {}),
        "OrderItem": ("OI-F1", {}),
        "SBQQ__Subscription__c": ("SUB-F", {"SBQQ__OrderProduct__c": "@OI-F1"}),
        "SBQQ__Quote__c": ("Q-F", {}),
        "SBQQ__QuoteLine__c": ("QL-F1", {}),
        "Contract": ("C-F", {"SBQQ__Order__c": "@O-F"}),
        "SBQQ__OrderItemConsumptionSchedule__c": ("OCS-F", {}),
        "SBQQ__OrderItemConsumptionRate__c": ("OCR-F2", {}),
        "blng__Usage__c": ("U-FQ2", {}),
        "blng__UsageSummary__c": ("US-F", {}),
        "Opportunity": ("OPP-F", {}),
        "OpportunityLineItem": ("OLI-F", {"OpportunityId": "@OPP-F"}),
        "OpportunityLineItemSchedule": ("OLIS-F", {"OpportunityLineItemId": "@OLI-F"}),
    },
    "RO-F": {
        "OrderItemDetail": ("OID-F", {"OrderItemId": "@OI-RF1"}),
        "Quote": ("RQ-F", {}),
        "QuoteLineItem": ("QLI-RF1", {}),
        "QuoteAction": ("QA-F", {}),
        "AssetActionSource": ("AAS-RF11", {}),
        "AssetAction": ("AA-RF1", {}),
        "Asset": ("AS-F", {}),
        "TransactionUsageEntitlement": ("TUE-F", {}),
        "UsageEntitlementEntry": ("UEE-FQ2", {}),
        "UsageSummary": ("USM-FQ2", {}),
        "TransactionJournal": ("TJ-F", {"ReferenceRecordId": "@AS-F"}),
        "UsageResource": ("UR-API", {}),
        "UsageBillingPeriodItem": ("UBPI-FQ4", {}),
    },
}
#: What the seeds leave open: references over which some roads go.
REFERENCES: tuple[dict[str, object], ...] = (
    {"type": "blng__Usage__c", "key": "U-FQ1", "blng__UsageSummary__c": "@US-F"},
    {"type": "Opportunity", "key": "OPP-F"},
    {"type": "Order", "key": "O-F", "OpportunityId": "@OPP-F"},
    {"type": "OpportunityLineItem", "key": "OLI-F", "OpportunityId": "@OPP-F"},
    {"type": "QuoteAction", "key": "QA-F"},
    {"type": "QuoteLineItem", "key": "QLI-RF1", "QuoteActionId": "@QA-F"},
)


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with a_stand(tmp_path_factory.mktemp("polling"), CPQ, CLOUD) as opened:
        opened.arrive(*REFERENCES)
        yield opened


def a_moment(stand: Stand) -> Window:
    """The present minute, with nothing saved in it so far."""
    stand.later(60)
    lower = stand.world.clock.now()
    return Window(lower, lower + timedelta(seconds=30))


@pytest.mark.parametrize(
    ("name", "record_type"), [(name, one) for name, of in SAVED.items() for one in of]
)
def test_a_record_that_is_saved_leads_to_its_order(
    name: str, record_type: str, stand: Stand
) -> None:
    key, fields = SAVED[name][record_type]
    within = a_moment(stand)
    stand.arrive({"type": record_type, "key": key, **fields})
    roads = {record_type: POLLED[record_type]}
    assert orders(stand.ends.salesforce, roads, within) == (1, (order(name),))


def test_every_object_that_is_polled_is_told_above() -> None:
    assert set(POLLED) == {record_type for of in SAVED.values() for record_type in of}


def test_every_object_of_a_dossier_is_polled_or_standing_data() -> None:
    read = {step.object for graph in dossiers.GRAPHS.values() for step in graph}
    # a kind of record is set up once; it has no trace of deletions by which it could be polled
    assert read - {"Order", "RecordType"} <= set(POLLED) | set(dossiers.STANDING)


@pytest.mark.parametrize(
    ("name", "record_type", "key"),
    [
        ("O-F", "blng__Usage__c", "U-FQ4"),
        ("RO-F", "UsageEntitlementEntry", "UEE-FQ4"),
        ("RO-F", "UsageBillingPeriodItem", "UBPI-FQ4"),
    ],
)
def test_a_record_that_is_deleted_leads_to_its_order(
    name: str, record_type: str, key: str, stand: Stand
) -> None:
    within = a_moment(stand)
    stand.delete(record_type, key)
    roads = {record_type: POLLED[record_type]}
    assert orders(stand.ends.salesforce, roads, within) == (1, (order(name),))


def test_standing_data_touch_orders_and_do_not_change_them(stand: Stand) -> None:
    within = a_moment(stand)
    stand.arrive({"type": "Product2", "key": "P-CRED"})
    seen = poll(stand.ends.salesforce, within, first=False)
    assert (seen.changes, seen.concerned) == (1, ())
    assert set(seen.touched) == {order("O-F"), order("RO-F")}


def test_overage_that_is_priced_after_the_first_pass_is_awaited_and_booked(tmp_path: Path) -> None:
    overage = {"type": "UsageBillingPeriodItem", "key": "UBPI-FQ4"}
    with a_stand(tmp_path, CLOUD) as stand:
        stand.arrive({**overage, "Status": "New"})
        assert stand.sync().posted_now == 0  # what is over the credits has no price yet
        stand.later(86_400)
        stand.arrive({**overage, "Status": "ReadyForInvoicing"})
        assert stand.sync().posted_now == 2
        assert stand.position() == {"booked": "9500.00", "ordered": "9500.00"}
