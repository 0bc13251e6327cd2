"""`bridge translate`: keys that other tools rely on, exit codes, and files that are no records."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.calls import call

RULES = Path("config/rules").absolute()
SCENARIOS = Path("tests/scenarios").absolute()
RAMP = SCENARIOS / "a-ramp-three-years.cpq.json"
UPSELL = SCENARIOS / "b-upsell-mid-term.revenue-cloud.json"
Change = Callable[[dict[str, Any]], None]


def changed(folder: Path, change: Change) -> Path:
    """The ramp with something wrong in it."""
    seed = json.loads(RAMP.read_text(encoding="utf-8"))
    change(seed)
    file = folder / "records.json"
    file.write_text(json.dumps(seed), encoding="utf-8")
    return file


def line(**fields: Any) -> Change:
    """A change of the first order product."""

    def change(seed: dict[str, Any]) -> None:
        next(one for one in seed["records"] if one["type"] == "OrderItem").update(fields)

    return change


def codes(form: Any) -> set[str]:
    return {flag["code"] for flag in form["flags"]}


def test_a_deal_becomes_documents_and_schedules_under_the_promised_keys() -> None:
    done = call("translate", "--records", RAMP, "--rules", RULES, "--json")
    assert (done.code, done.err) == (0, "")
    form = done.form
    assert form["verdict"] == "translated"
    assert form["flags"] == []
    (deal,) = form["deals"]
    assert {"deal", "verdict", "flags", "documents", "schedules", "trace"} <= deal.keys()
    assert (form["documents"], form["schedules"]) == (deal["documents"], deal["schedules"])
    (document,) = form["documents"]
    assert {"kind", "external_id", "body", "lines"} <= document.keys()
    assert document["kind"] == "sales_order"
    assert [one["amount"] for one in document["lines"]] == ["108000.00", "189000.00", "264600.00"]
    assert {"source", "amount", "treatment", "rule"} <= document["lines"][0].keys()
    first = form["schedules"][0]
    assert {"external_id", "line", "method", "total", "periods"} <= first.keys()
    assert first["external_id"] == document["external_id"]
    assert first["total"] == "108000.00"
    assert first["periods"] == {f"2026-{month:02}": "9000.00" for month in range(1, 13)}


def test_the_deals_of_a_contract_stand_side_by_side() -> None:
    form = call("translate", "--records", UPSELL, "--rules", RULES, "--json").form
    assert [deal["booked"] for deal in form["deals"]] == ["120000.00", "22586.30"]
    assert len(form["documents"]) == 2


def test_people_read_amounts_whole_and_equal_months_together() -> None:
    done = call("translate", "--records", RAMP, "--rules", RULES)
    assert done.code == 0
    assert "561,600.00 USD" in done.out
    assert "2026-01 .. 2026-12  12 x 9,000.00" in done.out
    assert "ramp_treatment#more-seats" in done.out
    assert "\x1b" not in done.out


@pytest.mark.parametrize(
    ("change", "code", "names"),
    [
        (line(TotalPrice="108000.005"), "TOO_MANY_DECIMALS", "TotalPrice = 108000.005"),
        (line(EndDate="2025-12-31"), "END_BEFORE_START", "EndDate = 2025-12-31"),
        (line(CurrencyIsoCode="EUR"), "MIXED_CURRENCIES", "CurrencyIsoCode = EUR"),
        (line(Ship_Mode__c="AIR"), "UNREAD_FIELD", "Ship_Mode__c = AIR"),
    ],
)
def test_what_is_wrong_in_the_records_is_a_flag_with_its_place_and_amount(
    tmp_path: Path, change: Change, code: str, names: str
) -> None:
    done = call(*("translate", "--records", changed(tmp_path, change), "--rules", RULES, "--json"))
    assert done.code == 1
    form = done.form
    assert form["verdict"] == "flagged"
    assert form["documents"] == form["schedules"] == []
    flag = next(flag for flag in form["flags"] if flag["code"] == code)
    assert any(names in evidence for evidence in flag["evidence"])
    assert flag["amount"] in {"108000.00", "108000.01", "561600.00"}
    assert codes(form["deals"][0]) == codes(form)


def test_people_are_told_a_flag_with_its_evidence(tmp_path: Path) -> None:
    records = changed(tmp_path, line(EndDate="2025-12-31"))
    done = call("translate", "--records", records, "--rules", RULES)
    assert done.code == 1
    assert "END_BEFORE_START  service ends on 2025-12-31" in done.out
    assert "EndDate = 2025-12-31" in done.out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe\x00", "cannot be read"),
        (b"[" * 100_000, "this is no JSON"),
        (b"{", "this is no JSON"),
        (b"[]", 'a records file is {"org": {...}, "records": [...]}'),
        (b'{"records": null}', 'a records file is {"org": {...}, "records": [...]}'),
        (b'{"records": [1]}', "record 1: a record is an object"),
        (b'{"org": {"currency": "XXQ", "time_zone": "UTC"}, "records": []}', "'XXQ'"),
        (b'{"org": {}, "records": [{"type": "A", "key": "a", "B": "@c"}]}', "a.B: @c names no"),
        (b'{"records": [{"type": "A", "key": "a", "B": NaN}]}', "this is no JSON"),
    ],
)
def test_a_file_that_holds_no_records_is_wrong_use(
    tmp_path: Path, content: bytes, says: str
) -> None:
    file = tmp_path / "records.json"
    file.write_bytes(content)
    done = call("translate", "--records", file, "--rules", RULES, "--json")
    assert done.code == 2
    assert done.form["error"] == "Misconfigured"
    assert str(file) in done.form["says"]
    assert says in done.form["says"]


def test_a_folder_or_nothing_is_no_records_file(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "missing.json"):
        done = call("translate", "--records", place, "--rules", RULES)
        assert (done.code, done.out) == (2, "")
        assert f"Misconfigured: {place}: the file cannot be read" in done.err
        assert done.err.endswith("name a records file\n")


def test_a_file_without_a_record_is_wrong_use(tmp_path: Path) -> None:
    file = tmp_path / "records.json"
    file.write_text('{"org": {"currency": "USD", "time_zone": "UTC"}, "records": []}')
    done = call("translate", "--records", file, "--rules", RULES)
    assert (done.code, done.out) == (2, "")
    assert f"{file}: there is no order in the file; give it records of the type" in done.err


def test_a_file_of_drafts_holds_no_booking(tmp_path: Path) -> None:
    def draft(seed: dict[str, Any]) -> None:
        for one in seed["records"]:
            if one["type"] == "Order":
                one.update(Status="Draft", StatusCode="Draft")

    done = call(*("translate", "--records", changed(tmp_path, draft), "--rules", RULES, "--json"))
    assert done.code == 2
    assert "1 order, and none is activated (Status is Draft)" in done.form["says"]


def test_a_misspelt_type_is_named_with_what_may_be_meant(tmp_path: Path) -> None:
    def misspell(seed: dict[str, Any]) -> None:
        for one in seed["records"]:
            one["type"] = {"Order": "Ordr"}.get(one["type"], one["type"])

    records = changed(tmp_path, misspell)
    done = call("translate", "--records", records, "--rules", RULES, "--json")
    assert done.code == 2
    assert done.form["error"] == "Misconfigured"
    assert "there is no order in the file; nothing reads records of the type" in done.form["says"]
    assert "Ordr (did you mean Order?)" in done.form["says"]


def test_records_that_nothing_reads_are_named_beside_the_deals(tmp_path: Path) -> None:
    def add(seed: dict[str, Any]) -> None:
        seed["records"].append({"type": "OrderItm", "key": "one-more", "Quantity": 1})

    records = changed(tmp_path, add)
    done = call("translate", "--records", records, "--rules", RULES, "--json")
    assert (done.code, done.form["verdict"]) == (0, "translated")
    assert "OrderItm" in done.form["unread_types"]
    people = call("translate", "--records", records, "--rules", RULES).out
    assert "OrderItm (did you mean OrderItem?)" in people


def test_the_trace_names_one_row_in_each_step() -> None:
    (deal,) = call("translate", "--records", RAMP, "--rules", RULES, "--json").form["deals"]
    rules = [step["rule"] for step in deal["trace"]]
    assert {"ramp_treatment#more-seats", "items#ENT"} <= set(rules)
    assert all(rule.count("#") == 1 and "," not in rule for rule in rules)
    item = next(step for step in deal["trace"] if step["rule"] == "items#ENT")
    assert item["says"]
    assert item["subject"].startswith("line ")


@pytest.mark.parametrize(
    "words", [(), ("--records", RAMP, "--rulez", RULES), ("--records", RAMP, "x")]
)
def test_wrong_words_end_with_two_and_leave_standard_output_alone(words: tuple[Any, ...]) -> None:
    done = call("translate", *words, "--json")
    assert (done.code, done.out) == (2, "")
    assert "Usage: bridge translate" in done.err
