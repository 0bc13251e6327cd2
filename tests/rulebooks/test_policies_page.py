"""The page of policies lists each choice with every outcome that there is, and what is shipped."""

import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from bridge.mappers import facts
from bridge.mappers.shape import recognise
from tests.mappers import rules

PAGE = (Path(__file__).parents[2] / "docs" / "policies.md").read_text(encoding="utf-8")
SHIPPED = {file: yaml.load(text, Loader=yaml.CBaseLoader) for file, text in rules.files().items()}
WORDS = facts.vocabulary(recognise.names(), ())


class Choice(NamedTuple):
    """A row of the page."""

    file: str
    output: str
    outcomes: list[str]
    shipped: str


def choices() -> list[Choice]:
    rows = [line.strip("|").split(" | ") for line in PAGE.splitlines() if ".yaml` | " in line]
    words = [re.findall(r"`([^`]+)`", row[3]) for row in rows]
    return [
        Choice(row[1].strip("` "), row[2].strip("` "), outcomes, row[4].strip())
        for row, outcomes in zip(rows, words, strict=True)
    ]


CHOICES = choices()
OF_ROWS = [one for one in CHOICES if one.file not in {"orders.yaml", "order_lines.yaml"}]


def outcomes_of(content: dict[str, Any], output: str) -> list[str]:
    """Every outcome that the type of an output has."""
    declared = (content.get("outputs") or content["gives"])[output]
    if declared == "treatment":
        return list(
            dict.fromkeys(n for shape in content["decides"] for n in WORDS.treatments[shape])
        )
    if isinstance(declared, list):
        return declared
    return [str(one) for one in WORDS.enums[declared.rstrip("?")]]


def given(content: dict[str, Any], output: str) -> set[str]:
    """What the shipped rows give."""
    before = list(content.get("inputs") or content["key"])
    column = [*before, *(content.get("outputs") or content["gives"])].index(output)
    rows = content["rows"]
    return {row[column] for row in (rows.values() if isinstance(rows, dict) else rows)}


@pytest.mark.parametrize("choice", OF_ROWS, ids=[f"{one.file} {one.output}" for one in OF_ROWS])
def test_every_outcome_is_on_the_page_with_what_is_shipped(choice: Choice) -> None:
    content = SHIPPED[choice.file]
    assert choice.outcomes == outcomes_of(content, choice.output)
    shipped = given(content, choice.output)
    assert choice.shipped.startswith("by ") or {choice.shipped.strip("`")} == shipped
    assert len(shipped) > 1 or not choice.shipped.startswith("by ")
    assert re.search(r"policy [A-Z]{2}-\d|606-10-", content["why"])


def test_every_choice_of_the_shipped_tables_is_on_the_page() -> None:
    named = {(one.file, one.output) for one in CHOICES}
    for file, content in SHIPPED.items():
        for output, declared in (content.get("outputs") or content.get("gives") or {}).items():
            chosen = isinstance(declared, list) or declared.rstrip("?") in {
                *WORDS.enums,
                "treatment",
            }
            assert not chosen or (file, output) in named, (file, output)


@pytest.mark.parametrize("choice", [one for one in CHOICES if one not in OF_ROWS])
def test_every_field_that_is_a_choice_can_be_mapped(choice: Choice) -> None:
    mapping = SHIPPED[choice.file]["mapping"]
    declared = WORDS.targets[mapping][choice.output].rstrip("?")
    assert choice.outcomes == [str(one) for one in WORDS.enums.get(declared, ())]
    assert ("not said" in choice.shipped) == (choice.output not in SHIPPED[choice.file]["fields"])
