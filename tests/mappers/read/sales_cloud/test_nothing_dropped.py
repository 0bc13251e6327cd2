"""Every filled field of a plain order is read, named irrelevant, or a flag."""

from collections.abc import Iterator, Mapping

import pytest

from bridge.mappers import dossiers
from bridge.mappers.read import whole
from bridge.model.deal import Deal
from bridge.model.record import Record, Scalar
from tests.mappers import rules
from tests.mappers.scenarios import dossier, key, seed, with_fields

NAME = "g-plain-order"
SOURCE = rules.shipped().source("sales_cloud")
ORDERS = ("SO-G1", "SO-G2", "SO-G3", "SO-G4")
RECORDS = [pytest.param(record, id=f"{record.type}-{record.id}") for record in seed(NAME).records]


def read(order: str, records: tuple[Record, ...]) -> whole.Read:
    return dossiers.READERS["sales_cloud"](dossier(order, records, seed(NAME).frame), SOURCE)


def readings(record: Record, fields: Mapping[str, Scalar]) -> Iterator[tuple[str, whole.Read]]:
    """What becomes of each order of the scenario after one of its records was changed."""
    records = with_fields(seed(NAME).records, record.id, fields)
    for order in ORDERS:
        yield order, read(order, records)


def unchanged(order: str) -> whole.Read:
    return read(order, seed(NAME).records)


@pytest.mark.parametrize("record", RECORDS)
def test_a_custom_field_that_no_rule_names_is_a_flag_on_every_record(record: Record) -> None:
    flagged = [
        flag
        for _, result in readings(record, {"Anything__c": "gold"})
        for flag in (result.flags if isinstance(result, whole.Unreadable) else ())
    ]
    assert flagged
    for flag in flagged:
        assert flag.code == "UNREAD_FIELD"
        assert flag.evidence == (f"{record.type} {record.id} Anything__c = gold",)


@pytest.mark.parametrize("record", RECORDS)
def test_what_nobody_filled_and_what_the_platform_keeps_is_no_flag(record: Record) -> None:
    quiet: dict[str, Scalar] = {
        "Null__c": None,
        "Zero__c": 0,
        "No__c": False,
        "Blank__c": "",
        "SystemModstamp": "2026-02-01T10:00:00.000+0000",
        "OwnerId": "0053",
    }
    for order, result in readings(record, quiet):
        assert result == unchanged(order)


#: Fields that a second record or figure bears witness to: no change of them goes unseen.
WITNESSED = [
    ("OI-G1-1", "Quantity"),
    ("OI-G1-1", "UnitPrice"),
    ("OI-G1-1", "TotalPrice"),
    ("OI-G1-1", "OrderId"),
    ("OI-G2-1", "Quantity"),
    ("OI-G2-1", "UnitPrice"),
    ("OI-G2-1", "TotalPrice"),
    ("OI-G2-1", "OriginalOrderItemId"),
    ("OI-G3-1", "Quantity"),
    ("OI-G3-1", "UnitPrice"),
    ("OI-G3-1", "TotalPrice"),
    ("OI-G3-1", "Product2Id"),
    ("OLIS-G3-1", "Revenue"),
    ("OLIS-G3-1", "Type"),
    ("OLIS-G3-2", "OpportunityLineItemId"),
    ("OLI-G3", "Product2Id"),
    ("OI-G4-1", "TotalPrice"),
]
WRONG: tuple[Scalar, ...] = (None, "-1.00", "7.77", "0.00", "Unknown", "802000000000000AAA", True)


@pytest.mark.parametrize(("name", "field"), WITNESSED)
@pytest.mark.parametrize("value", WRONG)
def test_what_has_a_second_witness_is_never_read_wrong(
    name: str, field: str, value: Scalar
) -> None:
    kind = {"OI": "OrderItem", "OLI": "OpportunityLineItem"}.get(
        name.partition("-")[0], "OpportunityLineItemSchedule"
    )
    (record,) = [one for one in seed(NAME).records if one.id == key(kind, name)]
    results = list(readings(record, {field: value}))
    assert any(not isinstance(result, Deal) for _, result in results)
    for order, result in results:
        assert not isinstance(result, Deal) or result == unchanged(order)


@pytest.mark.parametrize(
    ("kind", "name", "order"),
    [
        ("OrderItem", "OI-G1-2", "SO-G1"),
        ("OrderItem", "OI-G1-1", "SO-G2"),
        ("Product2", "P-ENT", "SO-G1"),
        ("Account", "ACME", "SO-G1"),
        ("Order", "SO-G1", "SO-G2"),
        ("Quote", "Q-G3", "SO-G3"),
        ("QuoteLineItem", "QLI-G3", "SO-G3"),
        ("Opportunity", "OPP-G3", "SO-G3"),
        ("OpportunityLineItem", "OLI-G3", "SO-G3"),
        ("OpportunityLineItemSchedule", "OLIS-G3-2", "SO-G3"),
        ("Contract", "C-HELIX", "SO-G4"),
    ],
)
def test_a_record_that_cannot_be_seen_holds_the_deal(kind: str, name: str, order: str) -> None:
    records = tuple(one for one in seed(NAME).records if one.id != key(kind, name))
    assert len(records) == len(seed(NAME).records) - 1
    assert not isinstance(read(order, records), Deal)
