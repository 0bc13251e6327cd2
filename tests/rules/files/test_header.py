"""The days on which a rule decides."""

from datetime import date

import pytest

from bridge.rules.diagnostics import Problem
from bridge.rules.files.header import Effective, parse_effective

DAY = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("text", "effective"),
    [
        ("2026-01-31 .. 2026-12-31", Effective(DAY, date(2026, 12, 31))),
        ("2026-01-31..", Effective(DAY, None)),
        (" .. 2026-01-31 ", Effective(None, DAY)),
        ("2026-01-31 .. 2026-01-31", Effective(DAY, DAY)),
    ],
)
def test_either_end_may_be_open(text: str, effective: Effective) -> None:
    assert parse_effective(text) == effective
    assert parse_effective(str(effective)) == effective


@pytest.mark.parametrize(
    "text",
    ["", "..", "2026-01-31", "2026-02-30 ..", "2026-02-01 .. 2026-01-31", "1 .. 2", "a .. b"],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Problem):
        parse_effective(text)


@pytest.mark.parametrize(
    ("one", "other", "meets"),
    [
        ("2026-01-01 ..", ".. 2026-01-01", True),
        ("2026-01-02 ..", ".. 2026-01-01", False),
        ("2026-01-01 .. 2026-06-30", "2026-06-30 .. 2026-12-31", True),
        ("2026-01-01 .. 2026-06-30", "2026-07-01 .. 2026-12-31", False),
        ("2026-01-01 ..", "2030-01-01 ..", True),
        (".. 2026-01-01", ".. 2030-01-01", True),
    ],
)
def test_rules_meet_on_a_common_day(one: str, other: str, *, meets: bool) -> None:
    first, second = parse_effective(one), parse_effective(other)
    assert first.meets(second) is meets
    assert second.meets(first) is meets


def test_a_rule_without_ends_always_decides() -> None:
    always = Effective(None, None)
    assert always.holds(DAY)
    assert always.meets(always)
