"""What makes a deal another deal: its economics, and nothing that a system writes beside them."""

from collections.abc import Callable

import pytest

from bridge.flow.judging import facts
from bridge.model.ids import Digest
from bridge.model.record import Scalar
from tests.mappers.builders import Built, Sold, a_cpq_order, a_revenue_cloud_order

Builder = Callable[..., Built]
both = pytest.mark.parametrize("build", [a_cpq_order, a_revenue_cloud_order])
ITEM = ("OrderItem", "OI-O-1-1")


def digest(deal: Built) -> Digest:
    return facts(deal.result().heading, deal.dossier.model).digest


@both
@pytest.mark.parametrize(
    ("record", "fields"),
    [
        (("Order", "O-1"), {"SystemModstamp": "2026-05-01T00:00:00.000+0000"}),
        (("Order", "O-1"), {"LastModifiedDate": "2026-05-01T00:00:00.000+0000"}),
        (("Order", "O-1"), {"Name": "a nicer name", "BillToContactId": "003000000000001AAA"}),
        (("Order", "O-1"), {"Bridge_Status__c": "Ordered", "Bridge_NetSuite_Ids__c": "5001"}),
        (ITEM, {"SystemModstamp": "2026-05-01T00:00:00.000+0000", "ListPrice": "999.00"}),
        (ITEM, {"OrderItemNumber": "0000000017"}),
        (ITEM, {"Quantity": "10.00"}),
        (ITEM, {"Quantity": 10}),
        (ITEM, {"Quantity": "1e1"}),
        (ITEM, {"TotalPrice": "1200"}),
        (("Account", "ACME"), {"Industry": "Energy"}),
    ],
)
def test_what_says_nothing_of_revenue_leaves_the_deal_what_it_was(
    build: Builder, record: tuple[str, str], fields: dict[str, Scalar]
) -> None:
    before, after = build(), build().with_fields(*record, **fields)
    assert after.translated()
    assert digest(after) == digest(before)
    assert after.dossier.address() != before.dossier.address()


@both
@pytest.mark.parametrize(
    "other",
    [
        Sold(quantity="11"),
        Sold(unit_price="121.00"),
        Sold(first="2026-01-02"),
        Sold(last="2027-01-31"),
        Sold(product="ULT"),
    ],
)
def test_what_was_sold_makes_the_deal(build: Builder, other: Sold) -> None:
    assert digest(build(other)) != digest(build())


@both
@pytest.mark.parametrize(
    "fields", [{"EffectiveDate": "2026-02-01"}, {"PoNumber": "PO-1"}, {"Deal_Purpose__c": "Pilot"}]
)
def test_what_a_rule_may_read_makes_the_deal(build: Builder, fields: dict[str, Scalar]) -> None:
    deal = build().with_fields("Order", "O-1", **fields)
    assert digest(deal) != digest(build())


@both
def test_another_billing_rhythm_makes_another_deal(build: Builder) -> None:
    name = "SBQQ__BillingFrequency__c" if build is a_cpq_order else "BillingFrequency2"
    assert digest(build().with_fields(*ITEM, **{name: "Monthly"})) != digest(build())


@both
def test_a_deal_that_cannot_be_read_is_told_by_what_it_booked(build: Builder) -> None:
    flagged = build().with_fields(*ITEM, Anything__c="x")
    other = build(Sold(quantity="11")).with_fields(*ITEM, Anything__c="x")
    assert flagged.codes() == other.codes() == {"UNREAD_FIELD"}
    assert digest(flagged) != digest(other)
    assert digest(flagged) != digest(build())


@both
def test_the_judgement_of_a_deal_carries_its_heading(build: Builder) -> None:
    known = facts(build().result().heading, build().dossier.model)
    assert known.id == build().dossier.deal
    assert str(known.contract) == str(known.id)
    assert known.booked.text() == "1200.00"
    assert known.account_name == "ACME Corp"
    assert known.model == build().dossier.model
