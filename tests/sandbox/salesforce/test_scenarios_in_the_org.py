"""Every worked scenario loads, and reads back exactly as it was written."""

from decimal import Decimal
from pathlib import Path

import pytest

import bridge.sandbox
from bridge.sandbox.ids import record_id
from bridge.sandbox.seeds import Scalar, SeedRecord, load
from tests.sandbox.salesforce.client import SCENARIOS, Org, opened

FILES = sorted(SCENARIOS.glob("*.json"))
DEMO = sorted((Path(bridge.sandbox.__file__).parent / "demo").glob("*.json"))


def test_all_scenarios_are_here() -> None:
    """Six for either model that is sold by quotes, and one of plain orders."""
    models = [file.name.removesuffix(".json").partition(".")[2] for file in FILES]
    assert {model: models.count(model) for model in ("cpq", "revenue-cloud")} == {
        "cpq": 6,
        "revenue-cloud": 6,
    }
    assert SCENARIOS / "g-plain-order.json" in FILES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_scenario_reads_back_exactly(file: Path) -> None:
    seed = load([file])
    with opened(seed) as org:
        for record in seed.records:
            _reads_back(org, record)


def test_the_deals_of_the_demo_read_back_exactly() -> None:
    seed = load(DEMO)
    with opened(seed) as org:
        for record in seed.records:
            _reads_back(org, record)
        orders = org.rows("SELECT Deal_Purpose__c, CurrencyIsoCode, TotalAmount FROM Order")
    totals = {row["TotalAmount"] for row in orders if row["CurrencyIsoCode"] == "EUR"}
    assert totals == {Decimal("55000.00")}
    marked = [row["TotalAmount"] for row in orders if row["Deal_Purpose__c"] == "Evaluation"]
    assert marked == [Decimal("2400.00")]


def test_all_scenarios_fit_into_one_org() -> None:
    seed = load(FILES)
    with opened(seed) as org:
        assert len(org.column("SELECT Id FROM Order")) == sum(
            record.type == "Order" for record in seed.records
        )


def test_a_net_price_of_749_32_arrives_as_that_number(shared_org: Org) -> None:
    identifier = record_id("OrderItem", "OI-B1")
    text = shared_org.ask(f"SELECT UnitPrice FROM OrderItem WHERE Id = '{identifier}'").text
    assert '"UnitPrice":749.32}' in text


def test_a_whole_amount_has_one_decimal_as_the_vendor_writes_it(shared_org: Org) -> None:
    identifier = record_id("OrderItem", "OI-A1")
    text = shared_org.ask(f"SELECT TotalPrice FROM OrderItem WHERE Id = '{identifier}'").text
    assert '"TotalPrice":108000.0}' in text


def _reads_back(org: Org, record: SeedRecord) -> None:
    names = ", ".join(record.fields)
    rows = org.rows(f"SELECT {names} FROM {record.type} WHERE Id = '{record.id}'")
    (row,) = rows
    for name, given in record.fields.items():
        assert _alike(row[name], given), f"{record.place}, {name}: {row[name]!r} is not {given!r}"


def _alike(read: object, given: Scalar) -> bool:
    if isinstance(read, bool) or read is None or given is None:
        return read is given
    if isinstance(read, int | Decimal):
        return isinstance(given, str | int | Decimal) and Decimal(read) == Decimal(given)
    # A day given for a field that holds moments is the start of that day.
    return read in (given, f"{given}T00:00:00.000+0000")
