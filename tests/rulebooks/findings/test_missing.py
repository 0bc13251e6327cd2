"""What a rulebook leaves out is said when it is checked; the shipped rules leave out nothing."""

import re

import pytest

from bridge.rulebooks.findings import missing
from tests.mappers import rules

SHIPPED = rules.files()
SINCE = "effective: 2020-01-01 .."


def told(texts: dict[str, str]) -> list[str]:
    found = missing.findings(texts, rules.loaded(texts))
    return [re.sub(r":\d+:", "::", one.text().split("\n")[0], count=1) for one in found]


def without(*files: str) -> dict[str, str]:
    return {file: text for file, text in SHIPPED.items() if file not in files}


def in_effect(file: str, days: str) -> dict[str, str]:
    assert SINCE in SHIPPED[file]
    return {**SHIPPED, file: SHIPPED[file].replace(SINCE, f"effective: {days}")}


def test_the_shipped_rules_decide_every_shape_on_every_day_that_is_in_scope() -> None:
    assert told(SHIPPED) == []


@pytest.mark.parametrize(
    ("file", "finding"),
    [
        ("scope.yaml", "scope.yaml::1: warning: no file declares the table scope"),
        ("orders.yaml", "sales_order.yaml::1: warning: no file declares the mapping sales_order"),
        (
            "order_lines.yaml",
            "sales_order_line.yaml::1: warning: no file declares the mapping sales_order_line",
        ),
    ],
)
def test_a_rulebook_without_scope_or_a_mapping_says_that_it_translates_nothing(
    file: str, finding: str
) -> None:
    assert told(without(file)) == [f"{finding}: every deal becomes RULE_MISSING"]


def test_a_shape_that_no_table_decides_is_told_with_the_treatments_that_there_are() -> None:
    texts = without("ramps.yaml")
    (found,) = missing.findings(texts, rules.loaded(texts))
    assert found.message == "no table decides RAMP: such a line becomes SHAPE_UNDECIDED"
    assert "as_segments" in (found.hint or "")


@pytest.mark.parametrize(
    ("days", "left"),
    [
        ("2026-01-01 ..", "2020-01-01 .. 2025-12-31"),
        ("2020-01-01 .. 2026-06-30", "2026-07-01 .."),
    ],
)
def test_days_on_which_no_table_decides_a_shape_are_told(days: str, left: str) -> None:
    (finding,) = told(in_effect("ramps.yaml", days))
    assert finding.endswith(
        f"note: no table that decides RAMP is in effect {left}, when deals are in scope: that "
        "becomes NOT_IN_EFFECT"
    )


def test_days_on_which_a_lookup_that_an_order_needs_is_not_in_effect_are_told() -> None:
    (finding,) = told(in_effect("items.yaml", "2026-01-01 .."))
    assert "the lookup items is not in effect 2020-01-01 .. 2025-12-31" in finding


def test_rules_for_longer_than_the_scope_leave_nothing_out() -> None:
    assert told(in_effect("scope.yaml", "2026-01-01 .. 2026-12-31")) == []
