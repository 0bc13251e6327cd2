"""Seed files: read exactly, merged in order, and refused where they could mean two things."""

import json
import sys
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import Misconfigured
from bridge.mappers.read import seeds
from bridge.model.ids import eighteen
from bridge.model.record import Record
from bridge.sandbox.ids import record_id
from tests.mappers.scenarios import FOLDER, NAMES, seed

ORG = {"currency": "USD", "time_zone": "UTC"}


def text(*records: object, org: object = ORG) -> str:
    return json.dumps({"org": org, "records": records})


def parse(content: str) -> seeds.Seed:
    return seeds.parse(content, where="deal.json")


def refused(content: str) -> Misconfigured:
    with pytest.raises(Misconfigured) as caught:
        parse(content)
    assert "deal.json" in str(caught.value)
    assert "correct it and try again" in str(caught.value)
    return caught.value


def order(**fields: Any) -> dict[str, Any]:
    return {"type": "Order", "key": "O", **fields}


def only(content: str) -> Record:
    (record,) = parse(content).records
    return record


def test_an_id_is_worked_out_from_type_and_key_alone() -> None:
    # sha256("Order:O-B1") in base 62, first eleven characters, behind 801 and 0; then the checksum
    assert seeds.seed_id("Order", "O-B1") == "80101hZK4nDLLAGAG5"
    assert eighteen("80101hZK4nDLLAG") == "80101hZK4nDLLAGAG5"


@pytest.mark.parametrize("name", NAMES)
def test_every_record_of_the_scenarios_has_the_id_that_the_sandbox_gives_it(name: str) -> None:
    rows = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["records"]
    expected = list(dict.fromkeys(record_id(row["type"], row["key"]) for row in rows))
    assert [record.id for record in seed(name).records] == expected
    assert [record.fields["Id"] for record in seed(name).records] == expected


@given(st.text(min_size=1), st.text(min_size=1))
def test_both_implementations_of_ids_agree_on_any_type_and_key(record_type: str, key: str) -> None:
    if any("\ud800" <= char <= "\udfff" for char in record_type + key):
        return
    assert seeds.seed_id(record_type, key) == record_id(record_type, key)


@pytest.mark.parametrize(
    ("number", "read"),
    [
        ("749.32", "749.32"),
        ("0.1", "0.1"),
        ("1234567890123.45", "1234567890123.45"),
        ("1e2", "100"),
        ("100.0", "100"),
        ("0.30000000000000004", "0.30000000000000004"),
    ],
)
def test_numbers_with_a_point_stay_exact(number: str, read: str) -> None:
    content = '{"org": %s, "records": [{"type": "Order", "key": "O", "X": %s}]}'
    value = only(content % (json.dumps(ORG), number)).fields["X"]
    assert not isinstance(value, float)
    assert str(value) == read


def test_a_later_record_of_the_same_type_and_key_updates_the_earlier() -> None:
    record = only(text(order(A="1", B="1"), order(B="2", C=None)))
    assert {name: record.fields[name] for name in "ABC"} == {"A": "1", "B": "2", "C": None}


def test_a_reference_becomes_the_id_of_the_record_it_names_wherever_that_stands() -> None:
    account = {"type": "Account", "key": "A"}
    for rows in ((account, order(AccountId="@A")), (order(AccountId="@A"), account)):
        records = {record.type: record for record in parse(text(*rows)).records}
        assert records["Order"].fields["AccountId"] == records["Account"].id


def test_an_unknown_reference_is_refused_with_file_record_and_field() -> None:
    error = refused(text(order(AccountId="@NOBODY")))
    assert "@NOBODY" in str(error)
    assert "deal.json: O.AccountId" in str(error)


def test_a_key_of_two_types_is_refused_only_where_something_refers_to_it() -> None:
    twins = ({"type": "Account", "key": "O"}, order())
    assert len(parse(text(*twins)).records) == 2
    error = refused(text(*twins, {"type": "Contract", "key": "C", "SBQQ__Order__c": "@O"}))
    assert "@O could be any of Account, Order" in str(error)


@pytest.mark.parametrize(
    "content",
    [
        *("", "{", "[]", "null", '"text"', "{}", '{"records": {}}', '{"org": {}, "records": null}'),
        text(org={}),
        text(org={"currency": "USD"}),
        text(org={"currency": "DOLLAR", "time_zone": "UTC"}),
        text(org=[]),
        text(org={**ORG, "multi_currency": "yes"}),
        text("no object"),
        text(["a list"]),
        text(None),
        text({"type": "Order"}),
        text({"key": "O"}),
        text({"type": "", "key": "O"}),
        text({"type": "Order", "key": ""}),
        text({"type": 1, "key": "O"}),
        text({"type": "Order", "key": ["O"]}),
        text(order(Lines=[1])),
        text(order(Nested={"a": 1})),
        text(order(Id="801000000000000AAA")),
        text(order(Name="half a \ud800 character")),
        '{"org": {"currency": "USD", "time_zone": "UTC"}, "records": [], "records": []}',
        text().replace("[]", '[{"type": "Order", "key": "O", "A": 1, "A": 2}]'),
        text().replace("[]", '[{"type": "Order", "key": "O", "A": NaN}]'),
        text().replace("[]", '[{"type": "Order", "key": "O", "A": -Infinity}]'),
        text().replace("[]", '[{"type": "Order", "key": "O", "A": 1e99999999999999999999}]'),
        text().replace("[]", '[{"type": "Order", "key": "O", "A": 1e999999999}]'),
        text().replace("[]", '[{"type": "Order", "key": "O", "A": 0e-999999999}]'),
        text().replace("[]", '[{"type": "Order", "key": "O", "A": ' + "9" * 5000 + "}]"),
        "[" * 100_000,
    ],
    ids=lambda content: content[:40] or "empty",
)
def test_what_is_no_seed_file_is_refused_with_the_next_step(content: str) -> None:
    refused(content)


def test_a_number_that_no_deal_has_is_the_readers_to_judge() -> None:
    content = text().replace("[]", '[{"type": "Order", "key": "O", "A": 1e400}]')
    assert only(content).fields["A"] == Decimal("1e400")


def test_an_org_of_one_currency_says_so_in_the_frame() -> None:
    frame = parse(text(org={"currency": "JPY", "time_zone": "Asia/Tokyo"})).frame
    assert (frame.currency.code, frame.multi_currency, frame.time_zone) == (
        "JPY",
        False,
        "Asia/Tokyo",
    )
    assert parse(text(org={**ORG, "multi_currency": True})).frame.multi_currency


NAMES_OF_A_FILE = st.sampled_from(["type", "key", "records", "org", "A", "@A"])
ANY_JSON: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES_OF_A_FILE, inner, max_size=4),
    max_leaves=12,
)


@given(ANY_JSON)
def test_no_json_at_all_ends_in_another_error(content: object) -> None:
    try:
        parse(json.dumps(content))
        parse(text(content, org=ORG))
    except Misconfigured:
        pass


@pytest.mark.parametrize(("said", "closes"), [("", False), (', "months_close": true', True)])
def test_a_file_says_whether_months_close_before_its_orders(said: str, *, closes: bool) -> None:
    org = '{"currency": "USD", "time_zone": "UTC"}'
    seed = seeds.parse(f'{{"org": {org}, "records": []{said}}}', where="test")
    assert (seed.months_close, seed.frame.periods) == (closes, ())


def test_whether_months_close_is_yes_or_no() -> None:
    text = '{"org": {"currency": "USD", "time_zone": "UTC"}, "records": [], "months_close": 1}'
    with pytest.raises(Misconfigured, match='"months_close" is true or false'):
        seeds.parse(text, where="test")


def test_names_that_are_long_are_forgotten() -> None:
    """Whoever sends objects and time zones of millions of characters fills no memory."""
    long = "x" * 1_000_000
    held = sys.getrefcount(long)
    seeds.seed_id(long, "O")
    assert sys.getrefcount(long) == held
    time_zone = parse(text(org={**ORG, "time_zone": long})).frame.time_zone
    assert time_zone == long
    assert sys.getrefcount(time_zone) == held
