"""`bridge assess`: what a new user runs first on an org."""

from pathlib import Path
from zipfile import ZipFile

from tests.cli.calls import call
from tests.cli.conftest import Reached

RAMP = Path("tests/scenarios/a-ramp-three-years.cpq.json")
EVER = ("--months", 240)


def test_an_org_is_assessed_without_books_and_nothing_is_written(
    reached: Reached, tmp_path: Path
) -> None:
    reached.forget_the_books()
    found = call("assess", *EVER, "--config", reached.config, "--json")
    assert found.code == 0
    standings = found.form["standings"]
    assert {way: one["deals"] for way, one in standings.items()} == {
        "represented": 1,
        "held": 1,
        "excluded": 0,
        "incomplete": 0,
    }
    kinds = found.form["looked_at"]["kinds"]
    looked_at = sum(one["looked_at"] for one in kinds) - found.form["looked_at"]["no_deals"]
    assert looked_at == found.form["deals"] == 2
    (cause,) = found.form["causes"]
    assert (cause["code"], cause["amounts"]) == ("ITEM_UNMAPPED", {"USD": "18000.00"})
    assert reached.written == []
    assert not [*reached.config.parent.rglob("*.sqlite")]
    page, book = (tmp_path / "report").with_suffix(".md"), tmp_path / "book.xlsx"
    shown = call("assess", *EVER, "--limit", 1, "--config", reached.config, "--out", page)
    assert "1 deal, of a part of what was booked" in shown.out
    assert "Looked at: the newest 1 of 2 orders" in shown.out
    assert page.read_text(encoding="utf-8").startswith("# Assessment of a part")
    words = ("--records", RAMP, "--out", book, "--as", "Ana")
    assert "represented      1" in call("assess", *words).out
    assert "xl/workbook.xml" in ZipFile(book).namelist()


def test_what_cannot_be_assessed_is_said_with_the_next_step(tmp_path: Path) -> None:
    nowhere = call("assess", "--config", tmp_path / "none.toml")
    assert (nowhere.code, "copy config/bridge.toml" in nowhere.err) == (2, True)
    ending = call("assess", "--records", RAMP, "--out", tmp_path / "report.doc")
    assert (ending.code, ".xlsx, .md, .json" in ending.err) == (2, True)
    folder = call("assess", "--records", RAMP, "--out", tmp_path / "none" / "report.json")
    assert (folder.code, "cannot be written" in folder.err) == (2, True)
    missing = call("assess", "--records", tmp_path / "none.json")
    assert (missing.code, "cannot be read" in missing.err) == (2, True)
