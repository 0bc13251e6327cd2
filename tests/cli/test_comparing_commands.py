"""`bridge rules diff` and `bridge rules coverage`."""

import shutil
from pathlib import Path

from tests.cli.calls import call
from tests.cli.conftest import Shown

RULES = Path("config/rules").absolute()
RAMP = Path("tests/scenarios/a-ramp-three-years.cpq.json").absolute()


def test_two_folders_are_compared_row_by_row(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(RULES, tmp_path / "rules"))
    items = folder / "items.yaml"
    items.write_text(items.read_text(encoding="utf-8").replace("[ULT,", "[ULTRA,"), "utf-8")
    done = call("rules", "diff", RULES, folder, "--json")
    assert done.code == 1
    assert [(one["place"], one["old"] is None) for one in done.form["changes"]] == [
        ("rows.ULT", False),
        ("rows.ULTRA", True),
    ]
    unknown = "the exception ITEM_UNMAPPED"
    known = "item is SUB-ULT and recognition is STRAIGHT_LINE_EVEN"
    assert done.form["boxes"] == [
        {"table": "items", "case": "product is ULT", "old": known, "new": unknown},
        {"table": "items", "case": "product is ULTRA", "old": unknown, "new": known},
    ]
    assert (done.form["complete"], done.form["not_by_case"]) == (True, [])
    people = call("rules", "diff", RULES, folder)
    assert "items.yaml  rows.ULTRA\n  + SUB-ULT, STRAIGHT_LINE_EVEN" in people.out
    same = call("rules", "diff", RULES, RULES)
    assert (same.code, same.out) == (0, "nothing differs\n")


def test_rows_that_change_places_under_first_are_told_by_what_changes(tmp_path: Path) -> None:
    folders = [Path(shutil.copytree(RULES, tmp_path / name)) for name in ("old", "new")]
    rows = (
        '  more-seats: [yes, "-", "-", "-", as_segments]\n',
        '  price-steps: ["-", yes, "-", "-", straight_line_total]\n',
    )
    for folder, ordered in zip(folders, (rows, rows[::-1]), strict=True):
        ramps = folder / "ramps.yaml"
        text = ramps.read_text(encoding="utf-8").replace("hit: unique", "hit: first")
        head, tail = text.split("rows:\n")[0], text.split("otherwise:\n")[1]
        ramps.write_text(f"{head}rows:\n{''.join(ordered)}otherwise:\n{tail}", encoding="utf-8")
    done = call("rules", "diff", *folders)
    assert done.code == 1
    assert "seats_change is yes and price_changes is yes: treatment is as_segments ->" in done.out


def test_where_nothing_was_published_there_is_nothing_to_compare_with(shown: Shown) -> None:
    done = call("rules", "diff", "published", RULES, "--config", shown.config, "--json")
    assert done.code == 2
    assert "no rules were published yet" in done.form["says"]


def test_coverage_over_the_books_counts_every_deal(shown: Shown) -> None:
    done = call("rules", "coverage", "--config", shown.config, "--json")
    assert done.code == 0
    assert {name: one["deals"] for name, one in done.form["deals"].items()} == {
        "translated": 7,
        "excluded": 1,
        "flagged": 1,
    }
    assert done.form["uncovered"] == [
        {"code": "ITEM_UNMAPPED", "times": 1, "deals": 1, "amounts": {"USD": "18000.00"}}
    ]
    assert done.form["without_records"] == 0
    people = call("rules", "coverage", "--config", shown.config).out
    assert "Rows that never decided" in people


def test_coverage_over_records_files_needs_no_books(shown: Shown) -> None:
    words = ("--rules", RULES, "--records", RAMP, "--config", shown.config, "--json")
    rows = call("rules", "coverage", *words).form["rows"]
    (ramp,) = [one for one in rows if one["rule"] == "ramp_treatment#more-seats"]
    assert ramp["amounts"] == {"USD": "561600.00"}


def test_what_is_no_rulebook_and_no_records_file_is_told(shown: Shown, tmp_path: Path) -> None:
    done = call("rules", "diff", "nowhere", RULES, "--config", shown.config, "--json")
    assert done.code == 2
    assert "no draft has such a number or version" in done.form["says"]
    words = ("--rules", RULES, "--records", tmp_path / "gone.json", "--config", shown.config)
    gone = call("rules", "coverage", *words, "--json")
    assert gone.code == 2
    assert "the file cannot be read" in gone.form["says"]


def test_rules_are_checked_against_what_the_books_saw_last(shown: Shown, tmp_path: Path) -> None:
    words = ("--config", shown.config, "--json")
    fine = call("rules", "check", "--rules", RULES, *words)
    assert fine.code == 0
    assert fine.form["looked_up"]["against"] == "books"
    assert fine.form["looked_up"]["says"].startswith(
        "fields and codes were looked up as the books saw them when they judged a deal last, 20"
    )
    folder = Path(shutil.copytree(RULES, tmp_path / "rules"))
    cpq = folder / "sources" / "cpq.yaml"
    cpq.write_text(cpq.read_text(encoding="utf-8").replace("field: PoNumber", "field: PoNumbr"))
    done = call("rules", "check", "--rules", folder, *words)
    assert done.code == 1
    (found,) = [one for one in done.form["diagnostics"] if one["severity"] == "error"]
    assert found["file"] == "sources/cpq.yaml"
    assert found["message"].startswith(
        "the org's Order has no field PoNumbr; it breaks orders.yaml:"
    )
    assert found["hint"] == "did you mean 'PoNumber'?"
