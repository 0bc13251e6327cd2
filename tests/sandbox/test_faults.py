"""How the rules of faults are read, and how a wrong one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from bridge.sandbox.faults import FaultsInvalid, load, parse_rules


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
        ({"rules": [{"fault": "slow_s", "nth": "2"}]}, "test: rule 1: nth must be a number"),
        ({"rules": [{"fault": "slow_s", "nth": True}]}, "test: rule 1: nth must be a number"),
        ({"rules": [{"fault": "slow_s"}]}, "test: rule 1: slow_s needs seconds >= 0"),
        (
            {"rules": [{"fault": "status", "status": 200}]},
            "test: rule 1: a status fault needs a status of 400 to 599",
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
            {"rules": [{"fault": "cut_after_commit", "nth": 0}]},
            "test: rule 1: nth, every and times count from 1",
        ),
        (
            {"rules": [{"fault": "cut_after_commit", "probability": 2}]},
            "test: rule 1: probability lies between 0 and 1",
        ),
        (
            {"rules": [{"fault": "status", "status": 500, "when": "later"}]},
            "test: rule 1: when must be before or after",
        ),
    ],
)
def test_a_wrong_rule_is_named_with_its_place(written: object, says: str) -> None:
    with pytest.raises(FaultsInvalid) as caught:
        parse_rules(written, "test")
    assert str(caught.value) == says


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
