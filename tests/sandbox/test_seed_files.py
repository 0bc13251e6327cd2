"""Seed files: merged in order, with references resolved, and every mistake named with its place."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from bridge.mappers.read.seeds import seed_id
from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.ids import eighteen, record_id
from bridge.sandbox.salesforce.org import objects_of, org_of
from bridge.sandbox.salesforce.seeding import filled_store
from bridge.sandbox.seeds import Seed, SeedInvalid, load, read


def seed(*documents: object) -> Seed:
    """Read documents as the files 0.json, 1.json and so on."""
    texts = (json.dumps(document) for document in documents)
    return read({f"{number}.json": text for number, text in enumerate(texts)})


def findings(*documents: object) -> tuple[str, ...]:
    with pytest.raises(SeedInvalid) as caught:
        seed(*documents)
    return caught.value.findings


def record(kind: str, key: str, **fields: object) -> dict[str, object]:
    return {"type": kind, "key": key, **fields}


def test_a_later_record_updates_the_earlier_one_and_keeps_its_place() -> None:
    both = seed(
        {"records": [record("Account", "A", Name="old", Site="x"), record("Order", "O")]},
        {"records": [record("Account", "A", Name="new")]},
    )
    assert [(entry.type, entry.key) for entry in both.records] == [("Account", "A"), ("Order", "O")]
    assert both.records[0].fields == {"Name": "new", "Site": "x"}
    assert both.records[0].places["Name"].startswith("1.json, record 1")
    assert both.records[0].places["Site"].startswith("0.json, record 1")


def test_a_reference_becomes_the_id_wherever_the_record_stands() -> None:
    both = seed(
        {"records": [record("Order", "O", AccountId="@A")]},
        {"records": [record("Account", "A")]},
    )
    assert both.records[0].fields["AccountId"] == record_id("Account", "A")
    assert both.records[0].refers == {"AccountId": "Account"}


def test_numbers_keep_their_digits() -> None:
    merged = read({"a.json": '{"records": [{"type": "X", "key": "1", "a": 749.320, "b": 12}]}'})
    assert str(merged.records[0].fields["a"]) == "749.320"
    assert merged.records[0].fields == {"a": Decimal("749.320"), "b": 12}


def test_orgs_merge_where_they_agree() -> None:
    merged = seed(
        {"org": {"currency": "USD", "multi_currency": False, "hidden_fields": ["A.b"]}},
        {"org": {"currency": "USD", "multi_currency": True, "hidden_fields": ["A.b", "C.d"]}},
        {"records": []},
    )
    assert merged.org == {
        "currency": "USD",
        "multi_currency": True,
        "hidden_fields": ["A.b", "C.d"],
    }


def test_orgs_that_contradict_each_other_are_named() -> None:
    (finding,) = findings({"org": {"currency": "USD"}}, {"org": {"currency": "EUR"}})
    assert finding == "1.json: org.currency is 'EUR', an earlier file says 'USD'"


def test_all_mistakes_are_told_at_once_with_file_record_and_field() -> None:
    told = findings(
        {"records": [record("Order", "O", AccountId="@GONE"), {"type": "Order"}, 7]},
        {"records": [record("Order", "P", Lines=[1]), record("X", "TWICE"), record("Y", "TWICE")]},
        {"records": [record("Order", "Q", AccountId="@TWICE")]},
        {"records": {}},
        [],
    )
    assert told == (
        '4.json: a seed is an object {"org": {...}, "records": [...]}',
        "0.json, record 2: a record needs the texts `type` and `key`",
        "0.json, record 3: a record is an object with type, key and fields",
        "1.json, record 1 (Order P), field Lines: a value is a text, number, boolean or null",
        "3.json: records must be a list",
        "0.json, record 1 (Order O), field AccountId: no record has the key GONE",
        "2.json, record 1 (Order Q), field AccountId: @TWICE could be any of X, Y",
    )


def test_a_file_that_is_no_json_is_named_with_line_and_column(tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_text('{\n "org": }', encoding="utf-8")
    with pytest.raises(SeedInvalid, match=r"broken\.json:2:9: this is not JSON"):
        load([file])


def test_a_value_that_does_not_fit_its_field_is_named_with_its_place() -> None:
    wrong = seed({"records": [record("Order", "O", EffectiveDate="soon", TotalAmount="much")]})
    clock = SimulatedClock()
    with pytest.raises(SeedInvalid) as caught:
        filled_store(org_of(wrong), wrong, clock)
    assert [finding.partition(": ")[0] for finding in caught.value.findings] == [
        "0.json, record 1 (Order O), field EffectiveDate",
        "0.json, record 1 (Order O), field TotalAmount",
    ]


def test_an_amount_with_too_many_decimals_is_kept_as_it_is() -> None:
    odd = seed({"records": [record("Order", "O", TotalAmount="1.23456")]})
    store = filled_store(org_of(odd), odd, SimulatedClock())
    (row,) = store.rows("Order", deleted=False)
    assert row["TotalAmount"] == Decimal("1.23456")


@pytest.mark.parametrize(
    ("given", "finding"),
    [
        ('"a": NaN', "NaN is no number"),
        ('"a": 1, "a": 2', "a given twice in one object"),
        ('"a": "\\ud800"', "surrogates not allowed"),
        ('"a": 1e99999999999999999999', "this is not JSON"),
    ],
)
def test_a_value_that_no_reader_agrees_on_is_refused(given: str, finding: str) -> None:
    with pytest.raises(SeedInvalid, match=finding):
        read({"a.json": '{"records": [{"type": "X", "key": "1", ' + given + "}]}"})


def test_the_org_names_fields_and_objects_that_it_does_not_have() -> None:
    unknown = seed(
        {
            "org": {"hidden_fields": ["Order.Nothing"]},
            "records": [
                record("Order", "O", Totl="1", Id="801", CurrencyIsoCode="USD", Mine__c="fine"),
                record("Ordr", "P"),
                record("OrderItem", "I", OrderId="@O", Product2Id="@O"),
            ],
        }
    )
    with pytest.raises(SeedInvalid) as caught:
        objects_of(org_of(unknown), unknown)
    order = "0.json, record 1 (Order O)"
    assert caught.value.findings == (
        f"{order}, field Totl: unknown to this object; only names that end in __c can be added",
        f"{order}, field Id: ids follow from type and key, they cannot be chosen",
        f"{order}, field CurrencyIsoCode: an org with one currency has no such field",
        "0.json, record 2 (Ordr P): this org has no object Ordr",
        "0.json, record 3 (OrderItem I), field Product2Id: cannot refer to Order",
        "org.hidden_fields: there is no field Order.Nothing",
    )


@pytest.mark.parametrize(
    ("settings", "finding"),
    [
        ({"currancy": "USD"}, "org.currancy: no such setting, not 'currency'?"),
        ({"currency": ""}, "org.currency: cannot be '', but a text that is not empty"),
        ({"multi_currency": "yes"}, "org.multi_currency: cannot be 'yes', but true or false"),
        (
            {"time_zone": "Mars/Olympus"},
            "org.time_zone: cannot be 'Mars/Olympus', but a text that names a time zone",
        ),
        (
            {"time_zone": ["UTC"]},
            "org.time_zone: cannot be ['UTC'], but a text that names a time zone",
        ),
        (
            {"daily_api_requests": -1},
            "org.daily_api_requests: cannot be -1, but a whole number from 0",
        ),
        (
            {"hidden_fields": "TotalPrice"},
            (
                "org.hidden_fields: cannot be 'TotalPrice', but a list of texts like "
                "OrderItem.TotalPrice"
            ),
        ),
    ],
)
def test_a_setting_of_the_org_that_cannot_be_is_named(
    settings: dict[str, object], finding: str
) -> None:
    with pytest.raises(SeedInvalid) as caught:
        org_of(seed({"org": settings}))
    assert caught.value.findings == (finding,)


@pytest.mark.parametrize(
    ("kind", "prefix"),
    [("Account", "001"), ("Order", "801"), ("OrderItem", "802"), ("SBQQ__Quote__c", "a")],
)
def test_an_id_follows_from_type_and_key_here_and_in_the_bridge_alike(
    kind: str, prefix: str
) -> None:
    for key in ("A", "O-B1", "ä", ""):
        identifier = record_id(kind, key)
        assert identifier == seed_id(kind, key)
        assert identifier.startswith(prefix)
        assert len(identifier) == 18
        assert eighteen(identifier[:15]) == identifier
