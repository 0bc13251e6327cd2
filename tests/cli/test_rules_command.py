"""`bridge rules check`, and what every other command says of rules that cannot be used."""

import shutil
from pathlib import Path

import pytest

from tests.cli.calls import call

RULES = Path("config/rules").absolute()
RAMP = Path("tests/scenarios/a-ramp-three-years.cpq.json").absolute()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped rules, to break."""
    return Path(shutil.copytree(RULES, tmp_path / "rules"))


def replaced(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_shipped_rules_are_fine() -> None:
    done = call("rules", "check", "--rules", RULES, "--json")
    assert done.code == 0
    assert done.form.keys() == {"version", "diagnostics", "looked_up"}
    assert len(done.form["version"]) == 64
    # Gaps are told, and the exception that each of them becomes.
    assert {one["severity"] for one in done.form["diagnostics"]} <= {"note"}
    people = call("rules", "check", "--rules", RULES)
    assert people.code == 0
    assert done.form["version"] in people.out


def test_every_finding_of_every_file_is_told_at_once(folder: Path) -> None:
    (folder / "scope.yaml").write_bytes(b"# a comment\n\xff\xfe")
    (folder / "note.yml").write_text("language: 1\n", encoding="utf-8")
    (folder / "gone.yaml").symlink_to(folder / "nowhere")
    replaced(folder, "ramps.yaml", "as_segments", "as_segmentz")
    replaced(folder, "items.yaml", "rows:", "rows: [")
    done = call("rules", "check", "--rules", folder, "--json")
    assert done.code == 1
    assert done.form["version"] is None
    found = {(one["file"], one["line"]): one for one in done.form["diagnostics"]}
    assert found["scope.yaml", 2]["message"] == "this is no text in UTF-8"
    assert found["note.yml", 1]["hint"] == "the name of a rule file ends in .yaml"
    assert found["gone.yaml", 1]["message"].startswith("the file cannot be read: No such file")
    assert {file for file, _ in found} >= {"ramps.yaml", "items.yaml"}
    treatment = next(one for one in found.values() if "as_segmentz" in one["message"])
    assert treatment["hint"] == "did you mean 'as_segments'?"
    assert treatment["severity"] == "error"
    assert min(treatment["line"], treatment["column"], treatment["length"]) > 1


def test_people_read_file_line_column_and_hint(folder: Path) -> None:
    replaced(folder, "ramps.yaml", "as_segments", "as_segmentz")
    done = call("rules", "check", "--rules", folder)
    assert done.code == 1
    assert "ramps.yaml:" in done.out
    assert "  hint: did you mean 'as_segments'?" in done.out
    assert "the rules cannot be used" in done.out


def test_no_command_goes_on_with_rules_that_cannot_be_used(folder: Path) -> None:
    replaced(folder, "ramps.yaml", "as_segments", "as_segmentz")
    people = call("translate", "--records", RAMP, "--rules", folder)
    assert (people.code, people.out) == (2, "")
    assert people.err.startswith("RulebookInvalid:\nramps.yaml:")
    machine = call("translate", "--records", RAMP, "--rules", folder, "--json")
    assert machine.code == 2
    assert machine.form["error"] == "RulebookInvalid"
    assert {one["file"] for one in machine.form["diagnostics"]} == {"ramps.yaml"}
    words = ("demo", "--once", "--sample", "--folder", folder / "demo", "--rules", folder)
    assert call(*words).code == 2


def test_findings_are_counted_by_their_weight_and_the_worst_stand_last(folder: Path) -> None:
    golden = folder / "golden" / "unknown-product.json"
    golden.write_text(golden.read_text(encoding="utf-8").replace("ITEM_UNMAPPED", "OTHER"), "utf-8")
    told = call("rules", "check", "--rules", folder).out.splitlines()
    (error,) = [number for number, line in enumerate(told) if line.startswith("golden/unknown")]
    notes = [number for number, line in enumerate(told) if ": note: " in line]
    assert notes
    assert max(notes) < error
    assert f"(1 error, {len(notes)} notes)" in told[-1]


def test_a_folder_without_rules_is_wrong_use(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "missing"):
        done = call("rules", "check", "--rules", place)
        assert done.code == 2
        assert f"{place}: there are no rule files (*.yaml); name the rulebook's folder" in done.err


def test_a_check_without_books_says_that_nothing_was_looked_up(folder: Path) -> None:
    alone = call("rules", "check", "--rules", folder, "--config", folder / "none.toml")
    says = f"fields and codes were not looked up: there is no settings file {folder}/none.toml"
    assert alone.code == 0
    assert says in alone.out
    asked = call("rules", "check", "--rules", folder, "--against", "nothing", "--json")
    assert asked.form["looked_up"]["against"] == "nothing"
    assert asked.form["looked_up"]["at"] is None
