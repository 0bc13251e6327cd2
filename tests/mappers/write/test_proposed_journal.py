"""Proposed journals and usage in the form of their records."""

from decimal import Decimal
from typing import Any

from bridge.mappers.write import bodies
from bridge.model.document import Document, Kind
from tests.mappers import rules
from tests.mappers.scenarios import all_of, key, seed, translated, with_fields

NAME = "f-prepaid-credits-with-overage.cpq"


def documents(kind: Kind, records: Any = None) -> list[Document]:
    (result,) = all_of(NAME, rules.by_use(), records=records)
    return [one for one in translated(result).documents if one.kind is kind]


def sides(document: Document) -> list[tuple[str, str, str]]:
    items: Any = bodies.body(document)["line"]
    return [
        (one["account"]["externalId"], side, f"{one[side]:.2f}")
        for one in items["items"]
        for side in ("debit", "credit")
        if side in one
    ]


def test_a_draw_takes_out_of_the_deferred_account_what_becomes_revenue() -> None:
    first, *_ = documents(Kind.PROPOSED_JOURNAL)
    assert sides(first) == [
        ("DEFERRED-CREDITS", "debit", "1600.00"),
        ("USAGE-REVENUE", "credit", "1600.00"),
    ]
    assert bodies.body(first)["tranDate"] == first.dated


def test_where_more_comes_back_than_was_drawn_the_sides_are_changed() -> None:
    use = key("blng__Usage__c", "U-FQ2")
    records = with_fields(seed(NAME).records, use, {"blng__Quantity__c": "-5000.000"})
    _, second, *_ = documents(Kind.PROPOSED_JOURNAL, records)
    assert sides(second) == [
        ("DEFERRED-CREDITS", "credit", "400.00"),
        ("USAGE-REVENUE", "debit", "400.00"),
    ]


def test_usage_says_how_much_was_used_and_what_it_was_rated_at() -> None:
    (usage,) = documents(Kind.USAGE)
    body = bodies.body(usage)
    assert body["usageQuantity"] == Decimal(15000)
    assert body["custrecord_bridge_amount"] == Decimal("1500.00")
    assert body["usageDate"] == usage.dated
    assert body["item"] == {"externalId": "API-CALLS"}
