"""The variants of prepaid credits, five contracts in one org: what reaches NetSuite of each."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.stories.stand import SCENARIOS, a_stand, order

#: What all contracts of an org have in common.
_SHARED = frozenset({"Account", "Product2", "ProductSellingModel", "UsageResource"})
Rows = list[dict[str, Any]]


def a_copy(variant: str, model: str) -> Rows:
    """Scenario F under names of its own."""
    text = (SCENARIOS / f"f-prepaid-credits-with-overage.{model}.json").read_text()
    return [_renamed(one, variant) for one in json.loads(text)["records"]]


def _renamed(record: dict[str, Any], variant: str) -> dict[str, Any]:
    """Give a record, and what it names, a name of the variant; what is shared keeps its own."""
    named = {
        name: f"@{variant}-{value[1:]}" if _is_own(value) else value
        for name, value in record.items()
        if name != "CurrencyIsoCode"
    }
    if record["type"] in _SHARED:
        return named
    unique = {name: f"{variant}-{named[name]}" for name in _UNIQUE if named.get(name)}
    return {**named, **unique, "key": f"{variant}-{record['key']}"}


#: Fields in which two records must not say the same.
_UNIQUE = ("blng__ReferenceId__c", "blng__MatchingId__c")


def _is_own(value: object) -> bool:
    shared = ("@ACME", "@P-", "@PSM-", "@UR-")
    return isinstance(value, str) and value.startswith("@") and not value.startswith(shared)


def with_fields(rows: Rows, name: str, **fields: object) -> Rows:
    assert any(one["key"] == name for one in rows), name
    return [{**one, **fields} if one["key"] == name else one for one in rows]


def without(rows: Rows, *names: str) -> Rows:
    return [one for one in rows if one["key"] not in names]


def lapsing() -> Rows:
    """(i) The last quarter uses nothing: 10,000 credits lapse."""
    return with_fields(a_copy("I", "cpq"), "I-U-FQ4", blng__Quantity__c="0.000")


def cancelled() -> Rows:
    """(ii) Two quarters are used, and the contract is cancelled in July."""
    gone = ("USM-FQ3", "USM-FQ4", "UEE-FQ3", "UEE-FQ4", "UBPI-FQ4")
    entry = {
        "type": "UsageEntitlementEntry",
        "key": "II-UEE-FC",
        "TransactionType": "Debit",
        "TransactionReason": "Cancel",
        "TransactionQuantity": "50000",
        "TransactionUsageEntitlementId": "@II-TUE-F",
        "TransactionDate": "2026-07-15T00:00:00.000+0000",
    }
    return [*without(a_copy("II", "revenue-cloud"), *(f"II-{one}" for one in gone)), entry]


def late() -> Rows:
    """(iii) Use of February is reported when its days are summed up."""
    journal = {
        "type": "TransactionJournal",
        "key": "III-TJ",
        "ReferenceRecordId": "@III-AS-F",
        "UsageType": "UsageManagement",
        "Status": "Pending",
        "Quantity": "700",
        "ActivityDate": "2026-02-10T12:00:00.000+0000",
    }
    return [*a_copy("III", "revenue-cloud"), journal]


def a_use(rows: Rows, variant: str, reference: str, quantity: str) -> Rows:
    """One more record of use, like that of the last quarter."""
    (like,) = [one for one in rows if one["key"] == f"{variant}-U-FQ4"]
    more = {"key": f"{variant}-U-MORE", "blng__Quantity__c": quantity}
    return [*rows, {**like, **more, "blng__ReferenceId__c": reference}]


def told_twice() -> Rows:
    """(iv) The use of the last quarter is reported twice under one reference."""
    rows = a_copy("IV", "cpq")
    (like,) = [one for one in rows if one["key"] == "IV-U-FQ4"]
    return a_use(rows, "IV", like["blng__ReferenceId__c"], like["blng__Quantity__c"])


def corrected() -> Rows:
    """(v) 5,000 calls are taken back: 10,000 beyond the credits are owed, and not 15,000."""
    return a_use(a_copy("V", "cpq"), "V", "V-FIX", "-5000.000")


def a_seed(folder: Path, contracts: Iterable[Rows]) -> Path:
    rows = {(one["type"], one["key"]): one for rows in contracts for one in rows}
    org = {"currency": "USD", "multi_currency": False, "time_zone": "UTC"}
    path = folder / "variants.json"
    path.write_text(json.dumps({"org": org, "records": list(rows.values())}), encoding="utf-8")
    return path


def test_each_variant_reaches_netsuite_or_a_person(tmp_path: Path) -> None:
    contracts = (lapsing(), cancelled(), late(), told_twice(), corrected())
    with a_stand(tmp_path, a_seed(tmp_path, contracts)) as stand:
        stand.sync()
        assert stand.codes() == [("USAGE_LATE", "9500.00")]
        ordered = {
            name: sum(line["amount"] for line in held["item"]["items"])
            for name, held in stand.orders().items()
        }
        sold = {one: f"bridge-{order(one)}-so-1" for one in ("I-O-F", "II-RO-F", "IV-O-F", "V-O-F")}
        assert {ordered.pop(name) for name in sold.values()} == {8000}
        # what was used beyond them: 15,000 calls in (iv), 10,000 in (v)
        assert sorted(ordered.values()) == [1000, 1500]
        assert stand.position() == {
            "booked": "44000.00",
            "ordered": "34500.00",
            "suspense": "9500.00",
        }
