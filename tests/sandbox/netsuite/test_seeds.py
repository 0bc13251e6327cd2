"""What an account holds at its start, and how a wrong seed is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.netsuite.seeds import Seed, SeedInvalid, default, load, read
from tests.sandbox.netsuite.client import STRICT, an_order, line, opened


def test_the_demo_can_have_one_customer_for_each_account() -> None:
    seed = default().add_customers({"SFA-1": "ACME", "SFA-2": "ACME"})
    with opened(seed) as netsuite:
        rows = netsuite.rows("SELECT externalid, companyname, entityid FROM customer ORDER BY id")
        assert rows == [
            {"externalid": "SFA-1", "companyname": "ACME", "entityid": "CUST1001"},
            {"externalid": "SFA-2", "companyname": "ACME", "entityid": "CUST1002"},
        ]
        for seller, currency in (("US-INC", "USD"), ("DE-GMBH", "EUR"), ("US-INC", "KWD")):
            order = an_order(
                entity={"externalId": "SFA-2"},
                subsidiary={"externalId": seller},
                currency={"externalId": currency},
            )
            assert netsuite.put(f"{seller}-{currency}", order).status_code == 204


def test_a_file_adds_records_custom_fields_and_settings(tmp_path: Path) -> None:
    path = tmp_path / "account.json"
    path.write_text(
        """{
        "records": [
            {"type": "serviceSaleItem", "externalId": "SUPPORT", "itemId": "SUPPORT"},
            {"type": "serviceSaleItem", "externalId": "SUB-ENT", "isInactive": true},
            {"type": "customer", "externalId": "SFA-0013000000abcDEFGH", "companyName": "ACME",
             "subsidiary": {"externalId": "US-INC"}}
        ],
        "customFields": {"salesOrder": {"custbody_region": "text"},
                         "salesOrder.item": {"custcol_seats": "integer"}},
        "settings": {"concurrency_limit": 15}
        }"""
    )
    with opened(load([path])) as netsuite:
        support = line("x", item={"externalId": "SUPPORT"}, custcol_seats=5)
        body = an_order(support, custbody_region="EMEA", custbody_bridge_digest="d")
        assert netsuite.put("A", body, headers=STRICT).status_code == 204
        assert netsuite.order("A")["custbody_region"] == "EMEA"
        assert netsuite.put("B", an_order()).status_code == 400  # SUB-ENT is inactive
        rows = netsuite.rows("SELECT custcol_seats FROM transactionline WHERE mainline = 'F'")
        assert rows == [{"custcol_seats": "5"}]
        limits = f"{netsuite.url}/services/rest/system/v1/governanceLimits"
        assert netsuite.call("GET", limits).json()["accountConcurrencyLimit"] == 15


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "file: Invalid JSON"),
        ("[]", "file: expected an object with records, customFields, settings"),
        ('{"record": []}', "file: expected an object with records"),
        ('{"records": {}}', "file: records must be a list"),
        ('{"records": [{"externalId": "X"}]}', "file, record 1: a record is an object with a type"),
        ('{"settings": {"concurency_limit": 5}}', "not 'concurrency_limit'?"),
        (
            '{"settings": {"concurrency_limit": "5"}}',
            "'concurrency_limit': cannot be '5', but a whole number from 1",
        ),
        (
            '{"settings": {"concurrency_limit": 0}}',
            "'concurrency_limit': cannot be 0, but a whole number from 1",
        ),
        (
            '{"settings": {"unknown_line_key": "lost"}}',
            "'unknown_line_key': cannot be 'lost', but assigned or kept",
        ),
        ('{"settings": []}', "file: settings are an object"),
        ('{"customFields": {"salesOrder": "x"}}', "file: customFields maps a place"),
    ],
)
def test_a_file_that_is_no_seed_is_refused(text: str, says: str) -> None:
    with pytest.raises(SeedInvalid) as caught:
        read(text.encode(), "file", default())
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"records": [{"type": "rocket"}]}', "file, record 1: unknown type 'rocket'"),
        (
            '{"records": [{"type": "customer", "externalId": "C"}]}',
            "You must enter a value for Company Name. (companyName)",
        ),
        (
            '{"records": [{"type": "term", "name": "x", "colour": "red"}]}',
            "file, record 1: Unknown reference or field: 'colour'. (colour)",
        ),
        ('{"customFields": {"rocket": {"custbody_x": "text"}}}', "'rocket'"),
        ('{"customFields": {"salesOrder.wheel": {"custcol_x": "text"}}}', "'salesOrder.wheel'"),
        ('{"customFields": {"salesOrder": {"custbody_x": "colour"}}}', "unknown kind 'colour'"),
    ],
)
def test_a_seed_that_does_not_fit_the_account_is_refused(text: str, says: str) -> None:
    seed = read(text.encode(), "file", default())
    with pytest.raises(SeedInvalid) as caught:
        seed.open_account(SimulatedClock())
    assert says in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SeedInvalid, match=r"gone\.json: No such file"):
        load([tmp_path / "gone.json"])


def test_an_empty_seed_makes_an_empty_account() -> None:
    assert list(Seed().open_account(SimulatedClock()).store.all()) == []
