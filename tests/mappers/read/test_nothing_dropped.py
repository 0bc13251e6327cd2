"""Every filled field is read, named irrelevant, or a flag: nothing is dropped in silence."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from bridge.mappers import dossiers
from bridge.model.dossier import Frame
from bridge.model.flags import Flag
from bridge.model.record import FieldDescription, ObjectDescription, Record, Scalar
from bridge.translate import Flagged, Translated, translate
from tests.mappers import rules
from tests.mappers.builders import a_cpq_order, a_revenue_cloud_order
from tests.mappers.scenarios import REPRESENTED, dossier, key, seed, with_fields

#: The types of records that say something of one deal.
WATCHED = frozenset(
    (
        *("Order", "OrderItem", "SBQQ__Quote__c", "SBQQ__QuoteLine__c", "SBQQ__Subscription__c"),
        *("Contract", "Quote", "QuoteLineItem", "QuoteAction", "AssetActionSource"),
        *("AssetAction", "Asset", "OrderItemDetail"),
    )
)
#: Where a record that describes one line, or the whole order, states their amount.
STATED = {
    **dict.fromkeys(("OrderItem", "QuoteLineItem", "AssetActionSource"), "TotalPrice"),
    "SBQQ__QuoteLine__c": "SBQQ__NetTotal__c",
    "Order": "TotalAmount",
}
ORDERS = {name: [order.id for order in dossiers.orders(seed(name).records)] for name in REPRESENTED}


def records_of(name: str) -> list[Record]:
    """The records of a scenario that its own orders are about; products on no order are none's."""
    sold = {record.fields.get("Product2Id") for record in seed(name).records}
    return [
        record
        for record in seed(name).records
        if record.type in WATCHED
        or record.type == "Account"
        or (record.type == "Product2" and record.id in sold)
    ]


RECORDS = [
    pytest.param(name, record, id=f"{name}-{record.type}-{record.id}")
    for name in REPRESENTED
    for record in records_of(name)
]


def flags_of(name: str, record: Record, fields: Mapping[str, Scalar]) -> list[Flag]:
    """The flags of all orders of a scenario after one of its records was changed."""
    known = seed(name)
    records = with_fields(known.records, record.id, fields)
    found: list[Flag] = []
    for order in dossiers.orders(records):
        result = translate(dossiers.of_order(order, records, (), known.frame), rules.shipped())
        assert isinstance(result, Translated | Flagged), result
        found.extend(result.flags if isinstance(result, Flagged) else ())
    return found


@pytest.mark.parametrize(("name", "record"), RECORDS)
def test_a_custom_field_that_no_rule_names_is_a_flag_on_every_record(
    name: str, record: Record
) -> None:
    found = flags_of(name, record, {"Anything__c": "gold"})
    assert found
    for flag in found:
        assert flag.code == "UNREAD_FIELD"
        assert flag.evidence == (f"{record.type} {record.id} Anything__c = gold",)
        assert "Anything__c" in flag.says
        assert flag.amount.decimal() in amounts(name, record)


def amounts(name: str, record: Record) -> set[Decimal]:
    """What the line, the order or else the scenario's orders are worth, as the records say."""

    def figure(one: Record, field: str) -> Decimal:
        return Decimal(str(one.fields[field]))

    if record.type in STATED:
        return {figure(record, STATED[record.type])}
    if record.type == "SBQQ__Subscription__c":
        return {figure(record, "SBQQ__Quantity__c") * figure(record, "SBQQ__NetPrice__c")}
    return {figure(one, "TotalAmount") for one in seed(name).records if one.type == "Order"}


@pytest.mark.parametrize(("name", "record"), RECORDS)
def test_a_field_that_nobody_filled_is_no_flag(name: str, record: Record) -> None:
    unfilled: dict[str, Scalar] = {
        "Null__c": None,
        "Zero__c": 0,
        "Exact_Zero__c": Decimal("0.00"),
        "Text_Zero__c": "0.0",
        "No__c": False,
        "Blank__c": "",
    }
    assert flags_of(name, record, unfilled) == []


@pytest.mark.parametrize(("name", "record"), RECORDS)
def test_the_platforms_own_fields_are_no_flag(name: str, record: Record) -> None:
    stamped: dict[str, Scalar] = {
        "SystemModstamp": "2026-02-01T10:00:00.000+0000",
        "CreatedById": "0051",
        "CreatedDate": "2026-01-01T10:00:00.000+0000",
        "LastModifiedById": "0052",
        "LastModifiedDate": "2026-02-01T10:00:00.000+0000",
        "OwnerId": "0053",
        "IsDeleted": False,
        "LastActivityDate": "2026-02-01",
    }
    assert flags_of(name, record, stamped) == []


def described(record: Record, **fields: FieldDescription) -> Frame:
    """The frame of an org that has the fields of a record and some more."""
    known = {
        name: FieldDescription(name=name, type="string", custom=False) for name in record.fields
    }
    shape = ObjectDescription(record.type, {**known, **fields})
    return replace(seed("a-ramp-three-years.cpq").frame, descriptions={record.type: shape})


def a_field(kind: str, default: Scalar = None) -> dict[str, FieldDescription]:
    name = "Anything__c"
    return {name: FieldDescription(name=name, type=kind, custom=True, default=default)}


@pytest.mark.parametrize(
    ("kind", "default", "value", "watched"),
    [
        ("textarea", None, "the customer is nice", False),
        ("picklist", "Standard", "Standard", False),
        ("picklist", "Standard", "Special", True),
        ("double", Decimal(5), Decimal("5.0"), False),
        ("double", Decimal(5), Decimal("5.1"), True),
        ("double", None, Decimal("0.000"), False),
        ("string", None, "0", True),
        ("boolean", None, True, True),
        ("boolean", True, True, False),
        ("boolean", True, False, False),
    ],
)
def test_what_the_org_says_of_a_field_decides_whether_it_is_filled(
    kind: str,
    default: Scalar,
    value: Scalar,
    watched: bool,  # noqa: FBT001 - a column of the table
) -> None:
    known = seed("a-ramp-three-years.cpq")
    (order,) = (one for one in known.records if one.type == "Order")
    records = with_fields(known.records, order.id, {"Anything__c": value})
    frame = described(order, **a_field(kind, default), **needed("Order"))
    result = translate(dossier("O-A", records, frame), rules.shipped())
    assert isinstance(result, Flagged) is watched


def needed(record_type: str) -> dict[str, FieldDescription]:
    """The fields that the shipped rules and the reader of CPQ ask of an object."""
    names = {
        "Order": (
            *("PoNumber", "Deal_Purpose__c", "SBQQ__PaymentTerm__c"),
            *("OrderNumber", "CurrencyIsoCode"),
        )
    }
    return {
        name: FieldDescription(name=name, type="string", custom=False)
        for name in names[record_type]
    }


def test_a_field_that_the_org_does_not_have_is_named() -> None:
    known = seed("a-ramp-three-years.cpq")
    (order,) = (one for one in known.records if one.type == "Order")
    result = translate(dossier("O-A", known.records, described(order)), rules.shipped())
    assert isinstance(result, Flagged)
    missing = {flag.evidence[0].split()[2] for flag in result.flags}
    assert {flag.code for flag in result.flags} == {"FIELD_MISSING"}
    declared = {"PoNumber", "Deal_Purpose__c", "SBQQ__PaymentTerm__c"}
    assert declared | {"OrderNumber"} == missing
    assert {flag.amount.text() for flag in result.flags} == {"561600.00"}


@pytest.mark.parametrize(
    ("shown", "missing"),
    [
        ((), set()),
        (("Package__c",), {"Package_Contracts__c"}),
        (("Package_Contracts__c",), {"Package__c"}),
    ],
)
def test_an_org_that_never_declared_packages_needs_no_fields_for_them(
    shown: tuple[str, ...], missing: set[str]
) -> None:
    known = seed("a-ramp-three-years.cpq")
    (order,) = (one for one in known.records if one.type == "Order")
    more = {name: FieldDescription(name=name, type="string", custom=True) for name in shown}
    frame = described(order, **needed("Order"), **more)
    result = translate(dossier("O-A", known.records, frame), rules.shipped())
    flags = result.flags if isinstance(result, Flagged) else ()
    assert {flag.evidence[0].split()[2] for flag in flags} == missing


def test_a_field_that_the_org_hides_is_flagged_at_once_and_not_waited_for() -> None:
    known = seed("a-ramp-three-years.cpq")
    (order,) = (one for one in known.records if one.type == "Order")
    fields = {name: value for name, value in order.fields.items() if name[:6] != "SBQQ__"}
    hidden = Record("Order", order.id, {**fields, "SBQQ__Quote__c": order.fields["SBQQ__Quote__c"]})
    records = [hidden if one.id == order.id else one for one in known.records]
    frame = described(hidden, **needed("Order"))
    result = translate(dossier("O-A", records, frame), rules.shipped())
    assert isinstance(result, Flagged)
    missing = {flag.evidence[0].split()[2] for flag in result.flags}
    assert missing == {"SBQQ__PriceCalcStatus__c", "SBQQ__Contracted__c"}


@pytest.mark.parametrize("field", ["X__c", "X__pc"])
def test_fields_that_an_org_made_are_watched_on_customers_and_a_packages_are_not(
    field: str,
) -> None:
    for deal in (a_cpq_order(), a_revenue_cloud_order()):
        own = deal.with_fields("Account", "ACME", **{field: "x"})
        assert own.codes() == {"UNREAD_FIELD"}
        packaged = deal.with_fields("Account", "ACME", **{f"SBQQ__{field}": "x", "Industry": "x"})
        assert packaged.translated()


def test_a_product_of_another_deal_is_no_matter_of_this_one() -> None:
    known = seed("d-swap.revenue-cloud")
    records = with_fields(known.records, key("Product2", "P-ULT"), {"Anything__c": "x"})
    first = translate(dossier("RO-D0", records, known.frame), rules.shipped())
    assert isinstance(first, Translated)


@pytest.mark.parametrize("record_type", ["Order", "OrderItem", "SBQQ__Quote__c"])
def test_a_kind_of_record_that_the_org_made_is_not_passed_over(record_type: str) -> None:
    """An org gives its records types of its own for a reason that only it knows."""
    deal = a_cpq_order()
    (record,) = (one for one in deal.records if one.type == record_type)
    changed = Record(record.type, record.id, {**record.fields, "RecordTypeId": "012A"})
    records = tuple(changed if one is record else one for one in deal.records)
    assert replace(deal, records=records).codes() == {"UNREAD_FIELD"}


@pytest.mark.parametrize(
    ("record_type", "key", "field", "value"),
    [
        ("OrderItem", "OI-O-1-1", "SBQQ__ShippingAccount__c", "001A"),
        ("SBQQ__Quote__c", "Q-O-1", "SBQQ__GenerateContractedPrice__c", "Price"),
        ("SBQQ__QuoteLine__c", "QL-O-1-1", "SBQQ__GenerateContractedPrice__c", "Price"),
        ("SBQQ__Quote__c", "Q-O-1", "SBQQ__DeliveryMethod__c", "Ship"),
        ("Order", "O-1", "blng__BillingDayOfMonth__c", "15"),
        ("OrderItem", "OI-O-1-1", "blng__HoldBilling__c", "Yes"),
    ],
)
def test_what_says_to_whom_how_or_at_which_price_is_not_passed_over(
    record_type: str, key: str, field: str, value: str
) -> None:
    assert a_cpq_order().with_fields(record_type, key, **{field: value}).codes() == {"UNREAD_FIELD"}


def test_the_parts_of_an_address_are_kept_in_netsuite() -> None:
    """Salesforce tells an address in its parts: they are what is read."""
    address: dict[str, Scalar] = {
        f"{kind}{part}": "x"
        for kind in ("Billing", "Shipping")
        for part in ("City", "Country", "State", "PostalCode", "GeocodeAccuracy")
    }
    for deal in (a_cpq_order(), a_revenue_cloud_order()):
        assert deal.with_fields("Order", "O-1", **address).translated()
