"""Golden deals: what a rulebook must make of its own examples."""

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bridge.flow.rulebook.editions import Edition, edition, of_files
from bridge.rulebooks import golden, recording
from bridge.rules.diagnostics import Diagnostic, Severity
from bridge.rules.rulebook import GOLDEN

RULES = Path("config/rules")


@cache
def shipped() -> Edition:
    return edition(RULES)


def texts(*, without: str = "", **changed: str) -> dict[str, str]:
    """The shipped files, some of them left out or replaced: ramps=... stands for ramps.yaml."""
    kept = {file: text for file, text in shipped().files.items() if file != without}
    return {**kept, **{f"{name}.yaml": text for name, text in changed.items()}}


def found(files: Mapping[str, str]) -> list[str]:
    _, findings = golden.findings(files, of_files(files).rulebook)
    return [one.text() for one in findings]


def example(name: str) -> dict[str, Any]:
    """A shipped golden deal, to break."""
    text = shipped().files[f"{GOLDEN}{name}.json"]
    content: dict[str, Any] = json.loads(text, parse_float=str)
    return content


def said(content: object) -> Diagnostic:
    """What is said of a golden deal that cannot be read."""
    text = content if isinstance(content, str) else json.dumps(content, indent=1)
    wrong = golden.read("golden/a.json", text)
    assert isinstance(wrong, Diagnostic)
    return wrong


def test_the_shipped_golden_deals_come_out_as_expected_and_show_every_treatment() -> None:
    done, findings = golden.findings(shipped().files, shipped().rulebook)
    assert len(done) == 33
    assert findings == ()
    assert {one for each in done for one in each.chosen} == {
        ("line_treatment", "as_priced"),
        ("ramp_treatment", "as_segments"),
        ("ramp_treatment", "straight_line_total"),
        ("amendment_treatment", "as_new_order"),
        ("decrease_treatment", "take_latest_first"),
        ("swap_treatment", "exchange_latest_first"),
        ("renewal_treatment", "exchange_latest_first"),
        ("credit_treatment", "drawn_down"),
        ("usage_treatment", "as_order"),
    }


@pytest.mark.parametrize(
    ("name", "amounts"),
    [
        # The published totals of the worked deals.
        ("ramp-three-years-cpq", ["108000.00", "189000.00", "264600.00"]),
        ("ramp-three-years-revenue-cloud", ["108000.00", "189000.00", "264600.00"]),
        ("upsell-cpq", ["120000.00", "22479.60"]),
        ("upsell-revenue-cloud", ["120000.00", "22586.30"]),
        ("new-business-with-onboarding", ["24000.00", "5000.00"]),
        ("new-business-in-euro", ["55000.00"]),
    ],
)
def test_the_shipped_golden_deals_expect_the_published_amounts(
    name: str, amounts: list[str]
) -> None:
    deals = example(name)["expect"]["deals"]
    lines = [line for deal in deals for one in deal["documents"] for line in one["lines"]]
    assert sorted(line["amount"] for line in lines) == sorted(amounts)
    totals = [one["total"] for deal in deals for one in deal["schedules"]]
    assert sorted(totals) == sorted(amounts)


def test_a_rule_that_changes_an_example_is_told_with_the_place_and_both_values() -> None:
    ramps = shipped().files["ramps.yaml"].replace("as_segments]", "straight_line_total]")
    says = found(texts(ramps=ramps))
    assert any(
        one.startswith("golden/ramp-three-years-cpq.json:")
        and "documents[0].lines[0].treatment: expected " in one
        and '"as_segments", the rules give "straight_line_total"' in one
        for one in says
    )
    # The first year's 108,000.00 over 36 months instead of 12.
    assert any(
        'periods.2026-01: expected "9000.00", the rules give "3000.00"' in one for one in says
    )


def test_a_treatment_that_no_golden_deal_shows_is_named() -> None:
    files = texts(without="golden/swap-cpq.json")
    assert found(files) == []
    del files["golden/swap-revenue-cloud.json"]
    (says,) = found(files)
    assert "no golden deal shows the treatment exchange_latest_first of swap_treatment" in says
    _, (unshown,) = golden.findings(files, of_files(files).rulebook)
    assert unshown.severity is Severity.WARNING


def test_a_golden_deal_that_comes_out_otherwise_shows_no_treatment() -> None:
    files = texts(without="golden/swap-revenue-cloud.json")
    name = "golden/swap-cpq.json"
    files[name] = files[name].replace('"amount": "-20000.00"', '"amount": "-20000.01"')
    says = found(files)
    assert any('expected "-20000.01", the rules give "-20000.00"' in one for one in says)
    assert any("no golden deal shows the treatment exchange_latest_first" in one for one in says)


def test_golden_deals_count_for_the_version_of_a_rulebook() -> None:
    fewer = of_files(texts(without="golden/evaluation.json")).rulebook
    assert fewer.version != shipped().rulebook.version


def test_numbers_are_compared_by_value_and_texts_as_they_are() -> None:
    content = example("evaluation")
    content["expect"] = {"deals": [{"verdict": "excluded", "rule": "scope#evaluation"}]}
    read = golden.read("golden/a.json", json.dumps(content))
    assert isinstance(read, golden.Golden)
    assert golden.rehearse(read, shipped().rulebook).differences == ()
    content["expect"]["deals"][0]["booked"] = 2400
    read = golden.read("golden/a.json", json.dumps(content))
    assert isinstance(read, golden.Golden)
    (differs,) = golden.rehearse(read, shipped().rulebook).differences
    assert differs == 'deals[0].booked: expected 2400, the rules give "2400.00"'


def test_a_misspelt_key_of_what_is_expected_is_told() -> None:
    content = example("evaluation")
    content["expect"]["deals"][0]["verdikt"] = "excluded"
    read = golden.read("golden/a.json", json.dumps(content))
    assert isinstance(read, golden.Golden)
    (differs,) = golden.rehearse(read, shipped().rulebook).differences
    assert differs == "deals[0]: the translation has no 'verdikt'"


def test_an_expected_deal_that_is_not_there_is_told() -> None:
    content = example("evaluation")
    content["expect"]["deals"] *= 2
    read = golden.read("golden/a.json", json.dumps(content))
    assert isinstance(read, golden.Golden)
    (differs,) = golden.rehearse(read, shipped().rulebook).differences
    assert differs == "deals: expected 2, the rules give 1"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"expect": {}}, '"expect" must hold "deals"'),
        ({"expect": {"deals": []}}, '"expect" must hold "deals"'),
        ({"expect": {"deals": [{"verdict": "fine"}]}}, 'deals[0] needs a "verdict"'),
        ({"expect": {"deals": [{"verdict": []}]}}, 'deals[0] needs a "verdict"'),
        ({"expect": {"deals": [{"verdict": "translated"}]}}, 'must say its "documents"'),
        ({"expect": {"deals": [{"verdict": "flagged", "flags": []}]}}, 'must say its "flags"'),
        ({"expect": {"deals": [{"verdict": "flagged", "flags": [{}]}]}}, 'say its "code"'),
        ({"expect": {"deals": [{"verdict": "translated", "documents": [{}]}]}}, 'its "lines"'),
        (
            {"expect": {"deals": [{"verdict": "translated", "documents": [{"lines": [{}]}]}]}},
            'documents[0].lines[0] must say its "amount"',
        ),
        ({"golden": " "}, "'golden' must say something"),
        ({"why": None}, "'why' must say something"),
        ({"expekt": 1}, "unknown key 'expekt'"),
        ({"records": [{"type": "Order"}]}, 'a record needs texts "type" and "key"'),
        ({"org": {}}, '"org" needs an ISO "currency"'),
        ({"records": [{"type": "Order", "key": "O", "AccountId": "@GONE"}]}, "names no record"),
    ],
)
def test_a_golden_deal_that_proves_nothing_or_cannot_be_read_is_refused_at_its_place(
    change: Mapping[str, object], says: str
) -> None:
    wrong = said({**example("evaluation"), **change})
    assert says in wrong.message
    assert wrong.line >= 1
    assert wrong.file == "golden/a.json"


@pytest.mark.parametrize("text", ["", "[]", "nul", "[" * 100_000, '{"golden": 1e999999999}'])
def test_what_is_no_golden_deal_is_a_finding_and_never_a_crash(text: str) -> None:
    assert said(text).severity is Severity.ERROR


@pytest.mark.parametrize("value", ["1e2000", "-1E-2000", "[" * 400 + "]" * 400])
def test_what_cannot_be_compared_is_a_finding_and_never_a_crash(value: str) -> None:
    content = example("evaluation")
    content["expect"]["deals"][0]["booked"] = "@"
    wrong = golden.read("golden/a.json", json.dumps(content).replace('"@"', value))
    if isinstance(wrong, golden.Golden):  # what can be read differs
        assert golden.rehearse(wrong, shipped().rulebook).differences
    else:
        assert "what is expected cannot be compared" in wrong.message


def test_broken_json_is_told_with_line_and_column() -> None:
    wrong = said('{"golden": "x",\n "why": }')
    assert (wrong.line, wrong.column) == (2, 9)


def test_a_missing_key_is_named() -> None:
    content = example("evaluation")
    del content["why"]
    assert said(content).message == "the key 'why' is missing"


def test_what_is_recorded_of_a_records_file_is_as_expected_at_once() -> None:
    scenario = Path("tests/scenarios/b-upsell-mid-term.cpq.json").read_text(encoding="utf-8")
    content = json.loads(scenario, parse_float=Decimal)
    text = recording.written(
        recording.Example(content["org"], content["records"]),
        says="an upsell",
        why="policy RR-5",
        rulebook=shipped().rulebook,
    )
    read = golden.read("golden/a.json", text)
    assert isinstance(read, golden.Golden)
    done = golden.rehearse(read, shipped().rulebook)
    assert done.differences == ()
    assert done.chosen == {
        ("line_treatment", "as_priced"),
        ("amendment_treatment", "as_new_order"),
    }
    assert '"amount":"22479.60"' in text.replace(" ", "")
