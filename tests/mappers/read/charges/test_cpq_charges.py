"""What CPQ says in words of money and time: all of it is read, and what contradicts is a flag."""

import pytest

from bridge.model.record import Scalar
from tests.mappers.builders import Built, Sold, a_cpq_order
from tests.mappers.changes import item

TYPE = "SBQQ__SubscriptionType__c"
PRODUCT_TYPE = "SBQQ__ProductSubscriptionType__c"
RATED = "SBQQ__HasConsumptionSchedule__c"
ONCE = Sold(product="ONBOARDING", quantity="1", unit_price="500.00", first=None, last=None)
#: The records that describe the only line of a deal.
OF_LINE = (item(), ("SBQQ__QuoteLine__c", "QL-O-1-1"), ("SBQQ__Subscription__c", "SUB-O-1-1"))
of_line = pytest.mark.parametrize("place", OF_LINE)


@of_line
@pytest.mark.parametrize("kind", ["Evergreen", "Renewable/Evergreen", "One-time", "Perpetual"])
def test_a_subscription_without_a_fixed_end_is_a_flag_wherever_it_says_so(
    place: tuple[str, str], kind: str
) -> None:
    deal = a_cpq_order().with_fields(*place, **{TYPE: kind})
    says, evidence, amount = deal.flag("SUBSCRIPTION_TYPE_UNKNOWN")
    assert f"is {kind} on a line charged RECURRING" in says
    assert evidence[0].endswith(f"{TYPE} = {kind}")
    assert amount == "1200.00"


@of_line
def test_a_product_that_is_sold_evergreen_only_is_a_flag(place: tuple[str, str]) -> None:
    deal = a_cpq_order().with_fields(*place, **{PRODUCT_TYPE: "Evergreen"})
    assert deal.codes() == {"SUBSCRIPTION_TYPE_UNKNOWN"}


@of_line
@pytest.mark.parametrize(
    "fields",
    [
        {TYPE: "Renewable"},
        {PRODUCT_TYPE: "Renewable"},
        {TYPE: "Renewable", PRODUCT_TYPE: "Renewable/Evergreen"},
    ],
)
def test_a_renewable_subscription_is_translated(
    place: tuple[str, str], fields: dict[str, Scalar]
) -> None:
    assert a_cpq_order().with_fields(*place, **fields).translated()


def test_a_product_that_may_be_either_needs_a_line_that_says_which() -> None:
    either = a_cpq_order().with_fields(*item(), **{PRODUCT_TYPE: "Renewable/Evergreen"})
    assert either.codes() == {"SUBSCRIPTION_TYPE_UNKNOWN"}
    assert either.with_fields(*OF_LINE[1], **{TYPE: "Renewable"}).translated()


@pytest.mark.parametrize("kind", ["One-time", "Renewable"])
def test_what_is_charged_once_may_be_of_any_type_that_ends(kind: str) -> None:
    assert a_cpq_order(ONCE).with_fields(*item(), **{TYPE: kind}).translated()


def test_what_is_charged_once_and_runs_for_ever_is_a_flag() -> None:
    deal = a_cpq_order(ONCE).with_fields(*item(), **{TYPE: "Evergreen"})
    assert deal.codes() == {"SUBSCRIPTION_TYPE_UNKNOWN"}


def test_every_step_of_a_ramp_is_asked_whether_it_ends() -> None:
    ramp = a_cpq_order(
        Sold(ramp="R"), Sold(ramp="R", quantity="20", first="2027-01-01", last="2027-12-31")
    )
    later = ramp.with_fields(*item(2), **{TYPE: "Evergreen"})
    assert later.flag("SUBSCRIPTION_TYPE_UNKNOWN")[2] == "2400.00"


@pytest.mark.parametrize("place", OF_LINE[1:])
def test_a_line_that_is_rated_by_use_owes_more_than_its_total(place: tuple[str, str]) -> None:
    deal = a_cpq_order().with_fields(*place, **{RATED: True})
    says, _, amount = deal.flag("RATED_BY_USE")
    assert "consumption schedule" in says
    assert amount == "1200.00"


@pytest.mark.parametrize("place", OF_LINE[1:])
@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("SBQQ__BillingType__c", "Arrears", "BILLING_UNDECIDED"),
        ("SBQQ__BillingFrequency__c", "Semiannual", "BILLING_UNDECIDED"),
        ("SBQQ__SegmentKey__c", "RAMP", "RAMP_UNSAID"),
    ],
)
def test_what_the_order_product_leaves_blank_is_not_passed_over_where_others_say_it(
    place: tuple[str, str], field: str, value: str, code: str
) -> None:
    deal = silent().with_fields(*item(), **{field: None})
    says, _, amount = deal.with_fields(*place, **{field: value}).flag(code)
    assert value in says
    assert amount == "1200.00"


def test_what_the_quote_line_charges_by_use_is_no_fixed_charge() -> None:
    deal = silent().with_fields(*item(), SBQQ__ChargeType__c=None)
    deal = deal.with_fields(*OF_LINE[1], SBQQ__ChargeType__c="Usage")
    assert deal.codes() == {"RATE_MISSING", "USAGE_PRICED_AHEAD"}


def silent() -> Built:
    """A line whose quote line and subscription say nothing of charges."""
    blank: dict[str, Scalar] = {"SBQQ__ChargeType__c": None, "SBQQ__BillingFrequency__c": None}
    return a_cpq_order().with_fields(*OF_LINE[1], **blank)


def test_what_sales_changed_on_the_order_product_holds() -> None:
    deal = a_cpq_order().with_fields(*item(), SBQQ__BillingFrequency__c="Quarterly")
    (line,) = deal.translated().documents[0].lines
    assert line.fields["billingSchedule"] == "QUARTERLY-ADVANCE"
