"""`bridge reports`: what the books of the demo hold, for people, machines and files."""

import csv
from pathlib import Path

import openpyxl

from bridge.flow.reporting.catalogue import REPORTS
from tests.cli.calls import Ended, call
from tests.cli.conftest import Reached, Shown


def show(shown: Shown, *words: object) -> Ended:
    return call("reports", "show", *words, "--config", shown.config)


def test_the_list_names_each_report_and_what_it_can_be_asked_for() -> None:
    found = call("reports", "list", "--json").form["reports"]
    assert [one["report"] for one in found] == list(REPORTS)
    assert {one["report"]: one["takes"] for one in found}["ledger"] == ["--as-of", "--period"]
    assert "Deals that waited or were in suspense" in call("reports", "list").out


def test_people_read_the_rows_and_below_them_the_evidence(shown: Shown) -> None:
    told = show(shown, "suspense", "--as", "Ana").out
    for said in (
        "18,000.00 USD",
        "ITEM_UNMAPPED",
        "Population: 9 deals booked by ",
        "Tie-out: the rows add up to",
        "Total of Amount: 18,000.00 USD",
        "Taken by: Ana",
    ):
        assert said in told


def test_machines_read_rows_by_name_and_exact_amounts(shown: Shown) -> None:
    form = show(shown, "suspense", "--json").form
    (row,) = form["rows"]
    assert row["amount"] == {"amount": "18000.00", "currency": "USD"}
    assert (row["code"], form["count"]) == ("ITEM_UNMAPPED", 1)
    assert form["totals"] == {"amount": {"USD": "18000.00"}}
    assert form["sha256"] == show(shown, "suspense", "--json").form["sha256"]


def test_a_workbook_and_a_file_of_values_hold_the_same(shown: Shown, tmp_path: Path) -> None:
    book, values = tmp_path / "deals.xlsx", tmp_path / "deals.csv"
    done = show(shown, "deals", "--xlsx", book, "--csv", values, "--as", "Ana")
    assert done.code == 0
    assert done.out.startswith(f"{book}: 9 rows\n{values}: 9 rows\n")
    with values.open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.DictReader(file))
    sheet = openpyxl.load_workbook(book)["Report"]
    ids = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [row["deal"] for row in written] == ids
    assert len(ids) == 9
    with (tmp_path / "deals.about.csv").open(encoding="utf-8-sig", newline="") as file:
        about = dict(csv.reader(file))
    form = show(shown, "deals", "--json").form
    assert about["SHA-256"] == form["sha256"]


def test_a_file_that_cannot_be_written_is_told(shown: Shown, tmp_path: Path) -> None:
    done = show(shown, "deals", "--csv", tmp_path / "none" / "deals.csv")
    assert done.code == 2
    assert "the file cannot be written: No such file or directory" in done.err


def test_wrong_words_are_told(shown: Shown) -> None:
    for words in (("nothing",), ("deals", "--as-of", "2026-01-01"), ("ledger", "--period", "May")):
        done = show(shown, *words)
        assert (done.code, done.out) == (2, ""), words


def test_the_close_asks_netsuite_for_plans_if_it_is_told_to(reached: Reached) -> None:
    assert call("sync", "--once", "--config", reached.config).code == 0
    words = (
        "reports",
        "show",
        "close",
        "--period",
        "2026-03",
        "--config",
        reached.config,
        "--json",
    )
    unasked, asked = (call(*words, *more).form["rows"] for more in ((), ("--ask-netsuite",)))
    assert {row["line"] for row in unasked if row["standing"] == "unknown"} == {
        "plans",
        "arrangements",
    }
    told = {row["line"]: (row["standing"], row["says"]) for row in asked}
    assert told["plans"] == ("done", "none in all of the account")
    assert told["arrangements"][0] == "done"
    assert told["exceptions"][0] == "open"
