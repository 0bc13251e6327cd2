"""What an administrator is told about each mistake, and that all of it is told at once."""

from pathlib import Path

import pytest
import yaml

from bridge.rules.rulebook import Rulebook, RulebookInvalid, load
from bridge.rules.vocabulary import Vocabulary

MISTAKES = yaml.load(
    (Path(__file__).parent / "mistakes.yaml").read_text(),
    yaml.CBaseLoader,
)


def findings(files: dict[str, str], vocabulary: Vocabulary) -> str:
    with pytest.raises(RulebookInvalid) as caught:
        load(files, vocabulary)
    return "\n".join(finding.text() for finding in caught.value.diagnostics)


def mended(files: dict[str, str], mistake: dict[str, str]) -> str:
    text = files[mistake["file"]]
    assert mistake["replace"] in text
    return text.replace(mistake["replace"], mistake["by"], 1)


@pytest.mark.parametrize("mistake", MISTAKES, ids=[str(each["by"]) for each in MISTAKES])
def test_a_mistake_is_named_at_its_place_with_what_to_write_instead(
    files: dict[str, str], vocabulary: Vocabulary, mistake: dict[str, str]
) -> None:
    changed = {**files, mistake["file"]: mended(files, mistake)}
    assert findings(changed, vocabulary) == mistake["finds"]


def test_all_mistakes_of_all_files_are_named_at_once_in_the_order_of_the_files(
    files: dict[str, str], vocabulary: Vocabulary
) -> None:
    changed = {
        **files,
        "items.yaml": files["items.yaml"].replace("Monthly", "Monthley"),
        "ramps.yaml": files["ramps.yaml"].replace("[Annual", "[Anual").replace("RAMP_", "ramp_"),
        "scope.yaml": "a: [\n",
    }
    places = [line for line in findings(changed, vocabulary).split("\n") if line[0] != " "]
    assert [place.partition(": ")[0] for place in places] == [
        "items.yaml:11:11",
        "ramps.yaml:15:18",
        "ramps.yaml:19:24",
        "scope.yaml:2:1",
    ]


def test_two_files_may_not_declare_the_same_rule(
    files: dict[str, str], vocabulary: Vocabulary
) -> None:
    changed = {**files, "more/scope.yaml": files["scope.yaml"]}
    assert findings(changed, vocabulary) == (
        "scope.yaml:5:8: the table 'scope' stands in more/scope.yaml:5 already"
    )


def second_ramp_table(files: dict[str, str], effective: str) -> dict[str, str]:
    text = files["ramps.yaml"].replace("ramp_treatment", "later_ramps")
    return {**files, "ramps2.yaml": text.replace("2020-01-01 .. 2027-12-31", effective)}


def test_two_tables_may_not_decide_a_shape_on_the_same_day(
    files: dict[str, str], vocabulary: Vocabulary
) -> None:
    assert findings(second_ramp_table(files, "2027-12-31 .."), vocabulary) == (
        "ramps2.yaml:5:8: ramp_treatment (ramps.yaml:5) decides RAMP already\n"
        "  hint: a shape has one table on any day"
    )


def test_a_shape_may_get_another_table_from_a_day_on(
    files: dict[str, str], vocabulary: Vocabulary
) -> None:
    rulebook = load(second_ramp_table(files, "2028-01-01 .."), vocabulary)
    assert [table.name for table in rulebook.deciding["RAMP"]] == ["ramp_treatment", "later_ramps"]


def test_a_model_that_can_be_read_needs_its_source(
    files: dict[str, str], vocabulary: Vocabulary
) -> None:
    changed = {file: text for file, text in files.items() if "revenue_cloud" not in file}
    assert findings(changed, vocabulary) == (
        "sources/revenue_cloud.yaml:1:1: no file declares the source revenue_cloud\n"
        "  hint: source: revenue_cloud"
    )


def test_under_first_the_upper_row_wins_and_a_row_below_may_not_be_hidden(
    files: dict[str, str], vocabulary: Vocabulary
) -> None:
    first = files["scope.yaml"].replace("inputs:", "hit: first\ninputs:")
    open_below = first.replace("[not TRIAL, TRANSLATE", '["-", TRANSLATE')
    assert isinstance(load({**files, "scope.yaml": open_below}, vocabulary), Rulebook)
    hidden = first.replace("[TRIAL, EXCLUDE", '["-", EXCLUDE')
    assert findings({**files, "scope.yaml": hidden}, vocabulary) == (
        "scope.yaml:12:3: row sales can never decide:"
        " the assumptions and the rows above it take every case"
    )
