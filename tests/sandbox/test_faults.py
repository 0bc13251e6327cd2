"""How the rules of faults are read, and how a wrong one is named."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bridge.sandbox.faults import Fault, Faults, FaultsInvalid, load, parse_rules, read


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ([], 'test: expected an object with the one key "rules"'),
        ({"rules": {}}, "test: rules must be a list"),
        ({"rules": ["x"]}, "test: rule 1: a rule is an object, not str"),
        (
            {"rules": [{"fault": "slow_s", "seconds": 1, "pth": "/"}]},
            "test: rule 1: unknown key 'pth', did you mean 'path'?",
        ),
        (
            {"rules": [{"fault": "garble", "nth": "2"}]},
            "test: rule 1: nth must be a whole number from 1, not '2'",
        ),
        (
            {"rules": [{"fault": "garble", "nth": True}]},
            "test: rule 1: nth must be a whole number from 1, not True",
        ),
        (
            {"rules": [{"fault": "garble", "nth": 0}]},
            "test: rule 1: nth must be a whole number from 1, not 0",
        ),
        ({"rules": [{"fault": "slow_s"}]}, "test: rule 1: slow_s needs seconds"),
        (
            {"rules": [{"fault": "slow_s", "seconds": -1}]},
            "test: rule 1: seconds must be a number from 0 to 86400, not -1",
        ),
        (
            {"rules": [{"fault": "status", "status": 100}]},
            "test: rule 1: status must be a status from 200 to 599, not 100",
        ),
        (
            {"rules": [{"fault": "cut_after_commit", "when": "after"}]},
            "test: rule 1: cut_after_commit knows no when",
        ),
        (
            {"rules": [{"fault": "cut_after_commit", "nth": 1, "every": 2}]},
            "test: rule 1: give only one of nth, every, probability",
        ),
        (
            {"rules": [{"fault": "cut_after_commit", "probability": 2}]},
            "test: rule 1: probability must be a number from 0 to 1, not 2",
        ),
        (
            {"rules": [{"fault": "status", "status": 500, "when": "later"}]},
            "test: rule 1: when must be before or after, not 'later'",
        ),
        (
            {"rules": [{"fault": "status", "status": 500, "html": "", "json": {}}]},
            "test: rule 1: give only one of html, json",
        ),
        (
            {"rules": [{"fault": "status", "status": 500, "headers": {"A": "x\r\nB: y"}}]},
            "test: rule 1: headers must be an object of plain texts, not {'A': 'x\\r\\nB: y'}",
        ),
        (
            {"rules": [{"fault": "garble", "system": "oracle"}]},
            "test: rule 1: system must be salesforce or netsuite, not 'oracle'",
        ),
        (
            {"rules": [{"fault": "garble", "system": []}]},
            "test: rule 1: system must be salesforce or netsuite, not []",
        ),
        (
            {"rules": [{"fault": "garble", "method": "put"}]},
            "test: rule 1: method must be a method like PUT, not 'put'",
        ),
        (
            {"rules": [{"fault": "closed_period", "system": "salesforce"}]},
            "test: rule 1: only netsuite knows closed_period",
        ),
        (
            {"rules": [{"fault": "garble"}, {"fault": "garbel"}, {"fault": "drip_s", "x": 1}]},
            (
                f"test: rule 2: fault must be one of {', '.join(Fault)}, did you mean 'garble'?\n"
                "test: rule 3: unknown key 'x'; known: fault, system, method, path, operation, "
                "type, record, nth, every, times, probability, seed, status, html, json, headers, "
                "when, seconds, reset"
            ),
        ),
    ],
)
def test_a_wrong_rule_is_named_with_its_place(written: object, says: str) -> None:
    with pytest.raises(FaultsInvalid) as caught:
        parse_rules(written, "test")
    assert str(caught.value) == says


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "test: this is not JSON: line 1, column 1: Expecting value"),
        (b'{"rules": [}', "test: this is not JSON: line 1, column 12: Expecting value"),
        (b"\xff", "test: this is not JSON: 'utf-8' codec can't decode"),
        (b"[" * 100_000, "test: this is not JSON: it is nested too deeply"),
        (
            b'{"rules": [{"fault": "slow_s", "seconds": NaN}]}',
            "test: this is not JSON: NaN is no number",
        ),
        (
            b'{"rules": [{"fault": "garble", "fault": "status"}]}',
            "test: this is not JSON: 'fault' given twice in one object",
        ),
        (
            b'{"rules": [{"fault": "slow_s", "seconds": 1e999999999}]}',
            "test: rule 1: seconds must be a number from 0 to 86400, not Decimal('1E+999999999')",
        ),
        (
            b'{"rules": [{"fault": "garble", "nth": 99999999999}]}',
            "test: rule 1: nth must be a whole number from 1, not 99999999999",
        ),
        (
            b'{"rules": [{"fault": "status", "status": 500, "html": "\\ud800"}]}',
            "test: rule 1: html must be a text, not '\\ud800'",
        ),
    ],
)
def test_a_broken_text_is_refused_with_its_reason(text: bytes, says: str) -> None:
    with pytest.raises(FaultsInvalid) as caught:
        read(text, "test")
    assert str(caught.value).startswith(says)


words = st.sampled_from([*Fault, "fault", "seconds", "status", "nth", "x", "\ud800", ""])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words | st.decimals(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
)


@example(rule={"fault": "slow_s", "seconds": Decimal("sNaN")})
@given(rule=st.dictionaries(words | st.sampled_from(["json", "headers", "type"]), values))
def test_whatever_a_rule_says_it_is_taken_or_refused_by_its_number(rule: dict[str, object]) -> None:
    try:
        (taken,) = parse_rules({"rules": [rule]}, "test")
    except FaultsInvalid as refused:
        lines = str(refused).split("\n")
        assert all(line.startswith("test: rule 1: ") for line in lines)
        assert all(line.isprintable() for line in lines)
    else:
        json.dumps(Faults([taken]).report(), default=float)


def test_an_unknown_fault_lists_the_known_ones() -> None:
    with pytest.raises(FaultsInvalid, match="rule 1: fault must be one of cut_before_commit, "):
        parse_rules({"rules": [{"fault": "explode"}]}, "test")


def test_a_faults_file_is_read_and_a_broken_one_is_named(tmp_path: Path) -> None:
    good = tmp_path / "faults.json"
    good.write_text('{"rules": [{"fault": "cut_after_commit", "path": "/x", "nth": 3}]}')
    assert load(good).report() == [
        {"fault": "cut_after_commit", "path": "/x", "nth": 3, "matched": 0, "struck": 0}
    ]
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    with pytest.raises(FaultsInvalid, match=r"broken\.json"):
        load(broken)
    with pytest.raises(FaultsInvalid, match=r"missing\.json"):
        load(tmp_path / "missing.json")
