"""Steps that are no ramp, and lines that amend what nobody sold, are flags."""

from collections.abc import Callable

import pytest

from bridge.mappers.read import seeds
from bridge.model.deal import Action, Charge, DealKind
from bridge.model.record import Scalar
from bridge.translate import Flagged, Translated, translate
from tests.mappers import rules
from tests.mappers.builders import Built, Sold, a_cpq_order, a_revenue_cloud_order
from tests.mappers.scenarios import dossier, key, seed, with_fields

Builder = Callable[..., Built]
both = pytest.mark.parametrize("build", [a_cpq_order, a_revenue_cloud_order])
RAMP = (
    Sold(ramp="R", quantity="10"),
    Sold(ramp="R", quantity="20", first="2027-01-01", last="2027-12-31"),
    Sold(ramp="R", quantity="30", first="2028-01-01", last="2028-12-31"),
)
SECOND = ("OrderItem", "OI-O-1-2")


@both
def test_the_steps_of_a_ramp_are_one_line_in_order_of_time(build: Builder) -> None:
    (line,) = build(*RAMP).translated().heading.lines
    assert [step.amount.text() for step in line.segments] == ["1200.00", "2400.00", "3600.00"]
    assert line.id == seeds.seed_id("OrderItem", "OI-O-1-1")
    assert line.amount.text() == "7200.00"


@both
def test_two_ramps_of_one_order_are_two_lines(build: Builder) -> None:
    other = [
        Sold(ramp="S", product="ULT", quantity=one.quantity, first=one.first, last=one.last)
        for one in RAMP
    ]
    deal = build(*RAMP, *other).translated()
    assert [len(line.segments) for line in deal.heading.lines] == [3, 3]
    assert {line.product for line in deal.heading.lines} == {"ENT", "ULT"}


@pytest.mark.parametrize("build", [a_cpq_order])
@pytest.mark.parametrize(
    ("fields", "code", "amount"),
    [
        ({"ServiceDate": "2027-01-02"}, "RAMP_GAP", "2400.00"),
        ({"ServiceDate": "2026-12-31"}, "RAMP_OVERLAP", "2400.00"),
        ({"SBQQ__SegmentIndex__c": 4}, "RAMP_NUMBERING", "1200.00"),
        ({"SBQQ__SegmentIndex__c": 1}, "RAMP_NUMBERING", "1200.00"),
        ({"SBQQ__SegmentIndex__c": 0}, "RAMP_NUMBERING", "2400.00"),
        ({"SBQQ__SegmentIndex__c": None}, "RAMP_NUMBERING", "2400.00"),
        ({"SBQQ__SegmentIndex__c": "1.5"}, "RAMP_NUMBERING", "1200.00"),
        ({"SBQQ__BillingFrequency__c": "Monthly"}, "RAMP_OF_SEVERAL_KINDS", "2400.00"),
        ({"SBQQ__BillingType__c": "Arrears"}, "RAMP_OF_SEVERAL_KINDS", "2400.00"),
        ({"SBQQ__ChargeType__c": "Usage"}, "RAMP_OF_SEVERAL_KINDS", "2400.00"),
        ({"SBQQ__ContractAction__c": "Renew"}, "RAMP_OF_SEVERAL_KINDS", "2400.00"),
    ],
)
def test_steps_of_a_cpq_ramp_that_do_not_fit_are_a_flag(
    build: Builder, fields: dict[str, Scalar], code: str, amount: str
) -> None:
    deal = build(*RAMP).with_fields(*SECOND, **fields)
    _, _, held = deal.flag(code)
    assert held == amount
    assert deal.flagged().heading.booked.text() == "7200.00"


def test_a_step_that_lost_its_ramp_is_missed_there_and_refused_alone() -> None:
    deal = a_cpq_order(*RAMP).with_fields(*SECOND, SBQQ__SegmentKey__c=None)
    numbered = [flag.amount.text() for flag in deal.flagged().flags if "numbered" in flag.says]
    assert sorted(numbered) == ["1200.00", "2400.00"]


def test_a_new_ramp_that_lacks_its_first_step_is_a_flag() -> None:
    deal = a_cpq_order(Sold(ramp="R")).with_fields("OrderItem", "OI-O-1-1", SBQQ__SegmentIndex__c=2)
    assert deal.codes() == {"RAMP_NUMBERING"}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"ServiceDate": "2027-01-02"}, "RAMP_GAP"),
        ({"ServiceDate": "2026-12-31"}, "RAMP_OVERLAP"),
        ({"BillingFrequency2": "Monthly"}, "RAMP_OF_SEVERAL_KINDS"),
    ],
)
def test_steps_of_a_revenue_cloud_ramp_that_do_not_fit_are_a_flag(
    fields: dict[str, Scalar], code: str
) -> None:
    deal = a_revenue_cloud_order(*RAMP).with_fields(*SECOND, **fields)
    assert code in deal.codes()
    assert deal.flagged().heading.booked.text() == "7200.00"


def test_steps_of_two_selling_models_are_a_flag() -> None:
    deal = a_revenue_cloud_order(*RAMP).with_fields(
        "QuoteLineItem", "QLI-O-1-2", SellingModelType="OneTime"
    )
    assert "RAMP_OF_SEVERAL_KINDS" in deal.codes()


@both
def test_a_ramp_of_several_products_is_a_flag(build: Builder) -> None:
    deal = build(*RAMP, Sold(product="ULT", first="2029-01-01", last="2029-12-31", ramp="R"))
    says, _, _ = deal.flag("RAMP_OF_SEVERAL_PRODUCTS")
    assert seeds.seed_id("Product2", "P-ULT") in says


def test_a_subscription_whose_segment_has_other_days_is_a_flag() -> None:
    deal = a_cpq_order(*RAMP).with_fields(
        "SBQQ__Subscription__c",
        "SUB-O-1-2",
        SBQQ__SegmentStartDate__c="2027-01-01",
        SBQQ__SegmentEndDate__c="2028-12-31",
    )
    says, evidence, amount = deal.flag("SEGMENT_DATES_DIFFER")
    assert "2027-01-01 to 2028-12-31" in says
    assert amount == "2400.00"
    assert len(evidence) == 3


@pytest.mark.parametrize("value", ["Uplift", "new", "", None])
def test_a_contract_action_that_nobody_knows_is_a_flag(value: Scalar) -> None:
    deal = a_cpq_order().with_fields("OrderItem", "OI-O-1-1", SBQQ__ContractAction__c=value)
    if value:
        assert deal.codes() == {"ACTION_UNKNOWN"}
    else:
        (line,) = deal.translated().heading.lines
        assert line.action is Action.ADD


@pytest.mark.parametrize("value", ["Partnerships", None])
def test_an_asset_action_that_nobody_knows_is_a_flag(value: Scalar) -> None:
    deal = a_revenue_cloud_order().with_fields("AssetAction", "AA-O-1-1", CategoryEnum=value)
    assert deal.codes() == {"ACTION_UNKNOWN"}


@pytest.mark.parametrize("value", ["Evergreen", "Weekly", None])
def test_a_selling_model_that_nobody_knows_is_a_flag(value: Scalar) -> None:
    deal = a_revenue_cloud_order().with_fields("QuoteLineItem", "QLI-O-1-1", SellingModelType=value)
    assert deal.codes() == {"SELLING_MODEL_UNKNOWN"}


def test_a_charge_type_that_nobody_knows_is_a_flag() -> None:
    deal = a_cpq_order().with_fields("OrderItem", "OI-O-1-1", SBQQ__ChargeType__c="Milestone")
    assert deal.codes() == {"CHARGE_UNKNOWN", "CHARGES_DIFFER"}


@pytest.mark.parametrize(
    ("fields", "charge"),
    [
        ({"SBQQ__ChargeType__c": None, "SBQQ__SubscriptionPricing__c": "Fixed Price"}, "RECURRING"),
        ({"SBQQ__SubscriptionPricing__c": "Percent Of Total"}, "RECURRING"),
    ],
)
def test_a_product_outside_billing_is_a_subscription_if_priced_as_one(
    fields: dict[str, Scalar], charge: str
) -> None:
    deal = a_cpq_order().with_fields("OrderItem", "OI-O-1-1", **fields)
    (line,) = deal.translated().heading.lines
    assert line.charge is Charge(charge)


@pytest.mark.parametrize("value", ["Quotation", None])
def test_a_quote_type_that_nobody_knows_is_a_flag(value: Scalar) -> None:
    deal = a_cpq_order().with_fields("SBQQ__Quote__c", "Q-O-1", SBQQ__Type__c=value)
    says, evidence, _ = deal.flag("QUOTE_TYPE_UNKNOWN")
    assert f"is {value or 'blank'}, which no rule explains" in says
    assert evidence[0].endswith("SBQQ__Type__c = Quotation" if value else "SBQQ__Type__c is blank")


def test_a_quote_made_again_is_new_business() -> None:
    deal = a_cpq_order().with_fields("SBQQ__Quote__c", "Q-O-1", SBQQ__Type__c="Re-Quote")
    assert deal.translated().heading.kind is DealKind.NEW


@pytest.mark.parametrize("value", ["Do Not Include", "Perhaps"])
def test_what_sales_does_not_count_as_a_booking_is_a_flag(value: str) -> None:
    deal = a_cpq_order().with_fields("OrderItem", "OI-O-1-1", SBQQ__BookingsIndicator__c=value)
    assert deal.codes() == {"NOT_A_BOOKING"}


@pytest.mark.parametrize(
    ("frequency", "kind", "schedule"),
    [
        ("Annual", "Advance", "ANNUAL-ADVANCE"),
        ("Quarterly", None, "QUARTERLY-ADVANCE"),
        ("Annual", "Arrears", None),
        ("Invoice Plan", "Advance", None),
    ],
)
def test_billing_that_no_rule_knows_is_a_flag(
    frequency: str, kind: Scalar, schedule: str | None
) -> None:
    deal = a_cpq_order().with_fields(
        "OrderItem", "OI-O-1-1", SBQQ__BillingFrequency__c=frequency, SBQQ__BillingType__c=kind
    )
    if schedule is None:
        assert deal.codes() == {"BILLING_UNDECIDED"}
    else:
        (line,) = deal.translated().documents[0].lines
        assert line.fields["billingSchedule"] == schedule


def changed(name: str, order: str, *changes: tuple[str, str, dict[str, Scalar]]) -> Flagged:
    known = seed(name)
    records = known.records
    for record_type, record, fields in changes:
        records = with_fields(records, key(record_type, record), fields)
    result = translate(dossier(order, records, known.frame), rules.shipped())
    assert isinstance(result, Flagged), result
    return result


def test_an_amendment_whose_first_order_is_not_known_is_a_flag() -> None:
    cpq = changed("b-upsell-mid-term.cpq", "O-B1", ("Contract", "C-B", {"SBQQ__Order__c": None}))
    cloud = changed(
        "b-upsell-mid-term.revenue-cloud", "RO-B1", ("AssetAction", "AA-RB0", {"Type": "Change"})
    )
    for result, booked in ((cpq, "22479.60"), (cloud, "22586.30")):
        assert {flag.code for flag in result.flags} == {"CHAIN_WITHOUT_ROOT"}
        assert result.heading.booked.text() == booked


def test_an_increase_that_does_not_say_of_what_is_a_flag() -> None:
    result = changed(
        "b-upsell-mid-term.cpq",
        "O-B1",
        ("OrderItem", "OI-B1", {"SBQQ__RevisedOrderProduct__c": None}),
        ("SBQQ__QuoteLine__c", "QL-B1", {"SBQQ__UpgradedSubscription__c": None}),
    )
    (flag,) = result.flags
    assert (flag.code, flag.amount.text()) == ("CHAIN_WITHOUT_ROOT", "22479.60")


def test_an_increase_is_found_by_its_quote_line_where_the_order_product_does_not_say() -> None:
    known = seed("b-upsell-mid-term.cpq")
    records = with_fields(
        known.records, key("OrderItem", "OI-B1"), {"SBQQ__RevisedOrderProduct__c": None}
    )
    result = translate(dossier("O-B1", records, known.frame), rules.shipped())
    assert isinstance(result, Translated)
    (line,) = result.heading.lines
    assert line.revises == key("OrderItem", "OI-B0")


def test_a_deal_that_is_called_new_and_amends_is_a_flag() -> None:
    cpq = changed(
        "b-upsell-mid-term.cpq", "O-B1", ("SBQQ__Quote__c", "Q-B1", {"SBQQ__Type__c": "Quote"})
    )
    assert "KIND_CONTRADICTED" in {flag.code for flag in cpq.flags}
    cloud = changed(
        "b-upsell-mid-term.revenue-cloud",
        "RO-B1",
        ("Order", "RO-B1", {"OriginalActionType": "Add"}),
    )
    assert "KIND_CONTRADICTED" in {flag.code for flag in cloud.flags}


def test_an_amendment_of_a_ramp_may_begin_with_a_later_step() -> None:
    known = seed("b-upsell-mid-term.cpq")
    records = with_fields(
        known.records,
        key("OrderItem", "OI-B1"),
        {"SBQQ__SegmentKey__c": "SEG-B", "SBQQ__SegmentIndex__c": 2},
    )
    assert isinstance(translate(dossier("O-B1", records, known.frame), rules.shipped()), Translated)


@pytest.mark.parametrize(
    ("action", "code"),
    [
        ("Quantity Decrease", "AMENDED_ORDER_UNKNOWN"),
        ("Cancel", "AMENDED_ORDER_UNKNOWN"),
    ],
)
def test_what_takes_from_an_order_that_the_books_do_not_know_is_a_flag(
    action: str, code: str
) -> None:
    result = changed(
        "b-upsell-mid-term.cpq",
        "O-B1",
        ("OrderItem", "OI-B1", {"SBQQ__ContractAction__c": action}),
    )
    (flag,) = result.flags
    assert flag.code == code
    assert flag.amount.text() == "22479.60"
