"""Every mistake and attack that a rulebook must not let through is refused where it stands."""

from pathlib import Path

import pytest
import yaml

from bridge.rules.diagnostics import RulebookInvalid, Severity
from tests.mappers import rules

CASES: list[dict[str, str]] = yaml.load(
    Path(__file__).with_name("refusals.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)
SHIPPED = rules.files()
MILLION = "9" * 1_000_000


def place_of(text: str, piece: str, after: str) -> tuple[int, int]:
    """The line and column, from 1, of a piece: the first from what was written on, else of all."""
    index = text.find(piece, text.index(after))
    before = text[: index if index >= 0 else text.index(piece)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


@pytest.mark.parametrize("case", CASES, ids=[case["mistake"] for case in CASES])
def test_a_mistake_is_refused_at_its_place(case: dict[str, str]) -> None:
    file, written, at = case["file"], case["by"], case["at"]
    written, at = (part.replace("MILLION", MILLION) for part in (written, at))
    assert case["replace"] in SHIPPED[file]
    broken = SHIPPED[file].replace(case["replace"], written, 1)
    with pytest.raises(RulebookInvalid) as refused:
        rules.loaded({**SHIPPED, file: broken})
    errors = [one for one in refused.value.diagnostics if one.severity is Severity.ERROR]
    places = [
        (one.file, one.line, one.column) for one in errors if one.message.startswith(case["says"])
    ]
    assert (file, *place_of(broken, at, written)) in places, [one.text() for one in errors]
    assert all(len(one.message) < 1_000 for one in errors)


@pytest.mark.parametrize(
    "file", ["account.yaml", "items.yaml", "order_lines.yaml", "sources/sales_cloud.yaml"]
)
def test_a_file_that_cannot_be_read_is_told_and_nothing_that_follows_from_it(file: str) -> None:
    broken = SHIPPED[file].replace("language: 1", "language: [1")
    with pytest.raises(RulebookInvalid) as refused:
        rules.loaded({**SHIPPED, file: broken})
    (found,) = refused.value.diagnostics
    assert found.file == file
    assert found.message.startswith("this is not YAML: ")
