"""The page of predicted schedules names each formula that there is."""

import ast
from pathlib import Path

import pytest

from bridge.model.schedule import Method

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/schedules.md").read_text(encoding="utf-8")
#: What only serves the formulas on the page.
SERVING = {"end_of_last", "first_open", "later", "periods_served"}


def formulas() -> list[str]:
    files = [ROOT / "bridge/model/schedule.py", *(ROOT / "bridge/model/schedules").glob("*.py")]
    return sorted(
        node.name
        for file in files
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        if not node.name.startswith("_") and node.name not in SERVING
    )


@pytest.mark.parametrize("name", [*formulas(), *Method])
def test_a_formula_is_on_the_page(name: str) -> None:
    assert f"`{name}`" in PAGE
