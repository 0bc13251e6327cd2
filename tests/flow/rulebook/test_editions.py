"""What a rulebook must say before it is read at all."""

from pathlib import Path

import pytest

from bridge.flow.rulebook.editions import of_files, read_rules
from bridge.rules.diagnostics import RulebookInvalid

SHIPPED = read_rules(Path("config/rules"))


@pytest.mark.parametrize(
    ("file", "field"),
    [
        ("orders.yaml", "subsidiary"),
        ("orders.yaml", "taxDetailsOverride"),
        ("orders.yaml", "terms"),
        ("orders.yaml", "billingSchedule"),
        ("order_lines.yaml", "billingSchedule"),
    ],
)
def test_terms_billing_tax_and_subsidiary_are_decided_or_the_rulebook_is_refused(
    file: str, field: str
) -> None:
    lines = SHIPPED[file].splitlines(keepends=True)
    (decided,) = [line for line in lines if line.startswith(f"  {field}: ")]
    with pytest.raises(RulebookInvalid, match=f"the field '{field}' is not set"):
        of_files({**SHIPPED, file: SHIPPED[file].replace(decided, "")})


@pytest.mark.parametrize(
    ("file", "field"), [("orders.yaml", "terms"), ("order_lines.yaml", "billingSchedule")]
)
def test_to_leave_the_decision_to_netsuite_is_written_down(file: str, field: str) -> None:
    lines = SHIPPED[file].splitlines(keepends=True)
    (decided,) = [line for line in lines if line.startswith(f"  {field}: ")]
    text = SHIPPED[file].replace(decided, f"  {field}: {{is: BLANK}}\n")
    uses = {"orders.yaml": "  payment: {lookup: terms}\n"}.get(
        file, "  rhythm: {lookup: billing}\n"
    )
    assert of_files({**SHIPPED, file: text.replace(uses, "")}).rulebook.mappings
