"""`bridge exceptions`, `bridge deals`, `bridge ledger`: what the books of the demo hold."""

import json
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from bridge.settings import load
from tests.cli.calls import Ended, call
from tests.cli.conftest import RULES, Shown

RAMP = "8010w5Xyzxl3Zb7ACE"


def look(shown: Shown, *words: object) -> Ended:
    return call(*words, "--config", shown.config)


def test_an_exception_stands_in_the_list_with_its_amount_and_why(shown: Shown) -> None:
    done = look(shown, "exceptions", "list", "--json")
    assert (done.code, done.err) == (0, "")
    (case,) = done.form["exceptions"]
    assert case["code"] == "ITEM_UNMAPPED"
    assert (case["amount"], case["currency"]) == ("18000.00", "USD")
    assert {"exception", "deal", "account_name", "opened_at", "flags"} <= case.keys()
    people = look(shown, "exceptions", "list").out
    for told in (case["deal"], "Elm Studios", "18,000.00 USD", "No NetSuite item for product"):
        assert told in people


def test_people_read_each_reason_below_its_row_and_no_blanks_at_the_end(shown: Shown) -> None:
    lines = look(shown, "exceptions", "list").out.splitlines()
    assert lines[1].split() == ["#", "deal", "customer", "code", "in", "suspense"]
    assert lines[-2].endswith("  ITEM_UNMAPPED  18,000.00 USD")
    assert lines[-1] == "    No NetSuite item for product GPU-BURST"
    for line in (*lines, *look(shown, "deals", "list").out.splitlines()):
        assert line == line.rstrip()


@pytest.mark.parametrize(("width", "columns"), [("80", 0), ("120", 1)])
def test_a_terminal_with_room_has_a_column_of_reasons(
    shown: Shown, monkeypatch: pytest.MonkeyPatch, width: str, columns: int
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", width)
    told = look(shown, "exceptions", "list").out
    (reason,) = (line for line in told.splitlines() if "GPU-BURST" in line)
    assert reason.count("ITEM_UNMAPPED") == told.count("why") == columns


def test_closed_exceptions_are_told_from_open_ones(shown: Shown, tmp_path: Path) -> None:
    assert "open" in look(shown, "exceptions", "list", "--all").out
    config = forged(
        shown, tmp_path, "UPDATE exception_case SET closed_at = '2026-03-09 10:00:00.000000'"
    )
    assert call("exceptions", "list", "--config", config).out == "no exceptions\n"
    told = call("exceptions", "list", "--all", "--config", config).out
    assert "18,000.00 USD  2026-03-09" in told
    assert "suspense" not in told
    (case,) = call("exceptions", "list", "--all", "--json", "--config", config).form["exceptions"]
    assert case["closed_at"].startswith("2026-03-09")


def test_one_exception_is_shown_with_its_evidence(shown: Shown) -> None:
    (case,) = look(shown, "exceptions", "list", "--json").form["exceptions"]
    done = look(shown, "exceptions", "show", case["exception"], "--json")
    told = done.form
    reason, history = told.pop("reason"), told.pop("history")
    assert (told, history) == (case, [])
    assert (reason["code"], reason["who"]) == ("ITEM_UNMAPPED", ["rules admin"])
    people = look(shown, "exceptions", "show", case["exception"])
    assert people.code == 0
    for said in ("items#otherwise", "nearest: the rules know it", "clears: Add a row"):
        assert said in people.out


def test_the_reasons_are_told_all_together_and_one_by_one() -> None:
    every = call("exceptions", "reasons", "--json").form["reasons"]
    (gap,) = call("exceptions", "reasons", "RAMP_GAP", "--json").form["reasons"]
    assert gap in every
    assert gap["nearest"] is True
    assert gap["means"] in call("exceptions", "reasons").out.replace("\n", " ")
    assert "clears: Let the later step start" in call("exceptions", "reasons", "RAMP_GAP").out
    unknown = call("exceptions", "reasons", "RAMP_HOLE")
    assert unknown.code == 2
    assert "RAMP_HOLE: the catalogue has no such code" in unknown.err


def test_deals_are_listed_by_state(shown: Shown) -> None:
    deals = look(shown, "deals", "list", "--json").form["deals"]
    assert len(deals) == 9
    flagged = look(shown, "deals", "list", "--state", "FLAGGED", "--json").form["deals"]
    assert [deal for deal in deals if deal["state"] == "FLAGGED"] == flagged
    people = look(shown, "deals", "list").out
    assert all(deal["deal"] in people for deal in deals)
    assert "561,600.00 USD" in people


def test_a_deal_is_shown_with_all_that_became_of_it(shown: Shown) -> None:
    form = look(shown, "deals", "show", RAMP, "--json").form
    assert form["booked"] == "561600.00"
    (document,) = form["documents"]
    assert document["state"] == "ACKNOWLEDGED"
    kinds = [entry["kind"] for entry in form["entries"]]
    assert kinds[:3] == ["BOOKED", "PREPARED", "ACKNOWLEDGED"]
    assert "bridge-8010w5Xyzxl3Zb7ACE-so-1" in look(shown, "deals", "show", RAMP).out


def test_the_lines_of_a_document_read_as_translate_writes_them(shown: Shown) -> None:
    (document,) = look(shown, "deals", "show", RAMP, "--json").form["documents"]
    ramp = Path("tests/scenarios/a-ramp-three-years.cpq.json").absolute()
    translated = call("translate", "--records", ramp, "--rules", RULES, "--json").form
    (other,) = translated["documents"]
    assert [line.keys() for line in document["lines"]] == [line.keys() for line in other["lines"]]
    first = document["lines"][0]
    assert (first["first_day"], first["last_day"]) == ("2026-01-01", "2026-12-31")
    assert first["quantity"] == other["lines"][0]["quantity"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("exceptions", "show", 99), "exception 99: there is no such exception"),
        (("deals", "show", "801"), "deal 801: the books know no such deal"),
    ],
)
def test_what_the_books_do_not_hold_is_told_with_where_to_look(
    shown: Shown, words: tuple[object, ...], says: str
) -> None:
    done = look(shown, *words)
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert "look for it in `bridge" in done.err
    assert look(shown, *words, "--json").form["error"] == "Misconfigured"


@pytest.mark.parametrize(
    "words",
    [
        ("exceptions", "show", "first"),
        ("deals", "list", "--state", "LOST"),
        ("ledger", "balance", "--as-of", "yesterday"),
        ("ledger", "audit"),
        ("exceptions", "list", "--everything"),
    ],
)
def test_wrong_words_are_wrong_use(shown: Shown, words: tuple[object, ...]) -> None:
    done = look(shown, *words)
    assert (done.code, done.out) == (2, "")
    assert "Usage: bridge" in done.err


def test_whole_books_are_proven_whole(shown: Shown) -> None:
    done = look(shown, "ledger", "verify", "--json")
    assert done.code == 0
    assert done.form["whole"] is True
    assert done.form["findings"] == []
    people = look(shown, "ledger", "verify")
    assert people.code == 0
    assert people.out.startswith("the books are whole: ")
    assert done.form["head"] in people.out


def test_balances_add_up_to_nothing_in_each_currency(shown: Shown) -> None:
    held = look(shown, "ledger", "balance", "--json").form["balances"]
    for currency in ("USD", "EUR"):
        assert sum(Decimal(one["balance"]) for one in held if one["currency"] == currency) == 0
    people = look(shown, "ledger", "balance").out
    assert "suspense:ITEM_UNMAPPED" in people
    assert "-896,065.90 USD" in people


def test_balances_are_told_of_one_deal_and_as_of_a_moment(shown: Shown) -> None:
    of_ramp = look(shown, "ledger", "balance", "--deal", RAMP, "--json").form["balances"]
    assert {(one["account"], one["balance"]) for one in of_ramp} == {
        ("booked", "-561600.00"),
        ("ordered", "561600.00"),
    }
    for moment in ("2020-01-01", "2020-01-01T00:00:00Z", "2020-01-01T01:00:00+01:00"):
        before = look(shown, "ledger", "balance", "--as-of", moment, "--json")
        assert before.form["balances"] == []


def test_the_ledger_is_exported_line_by_line_or_as_one_object(shown: Shown) -> None:
    lines = look(shown, "ledger", "export").out.splitlines()
    whole = look(shown, "ledger", "export", "--json").form
    assert [json.loads(line, parse_float=Decimal) for line in lines] == whole["entries"]
    assert whole["entries"][-1]["hash"] == whole["head"]
    assert [one["seq"] for one in whole["entries"]] == list(range(1, len(lines) + 1))


def forged(shown: Shown, folder: Path, *statements: str) -> Path:
    """Return settings that lead to a copy of the books which somebody has changed by hand."""
    url = load(shown.config).store.url
    copy = folder / "copy.sqlite"
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as books:
        books.execute("VACUUM INTO ?", (str(copy),))
    with closing(sqlite3.connect(copy)) as books:
        guards = books.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for statement in (*(f'DROP TRIGGER "{name}"' for (name,) in guards), *statements):
            books.execute(statement)
        books.commit()
    config = folder / "forged.toml"
    text = shown.config.read_text(encoding="utf-8")
    config.write_text(text.replace(url, f"sqlite:///{copy}"), encoding="utf-8")
    config.chmod(0o600)
    return config


def test_books_that_were_tampered_with_are_found_out(shown: Shown, tmp_path: Path) -> None:
    config = forged(shown, tmp_path, "UPDATE ledger_posting SET minor = minor + 1 WHERE seq = 3")
    done = call("ledger", "verify", "--json", "--config", config)
    assert done.code == 1
    assert done.form["whole"] is False
    assert 3 in {one["seq"] for one in done.form["findings"]}
    people = call("ledger", "verify", "--config", config)
    assert (people.code, people.out) == (1, "")
    assert "entry 3: " in people.err


def test_books_of_an_earlier_version_are_left_as_they_are(shown: Shown, tmp_path: Path) -> None:
    config = forged(shown, tmp_path, "UPDATE alembic_version SET version_num = '0001'")
    for _ in range(2):
        done = call("deals", "list", "--config", config)
        assert done.code == 2
        assert "are those of another version of the bridge; make a pass with" in done.err


def test_books_of_a_newer_version_are_left_to_that_version(shown: Shown, tmp_path: Path) -> None:
    config = forged(shown, tmp_path, "UPDATE alembic_version SET version_num = '9999'")
    done = call("sync", "--once", "--config", config)
    assert done.code == 2
    assert "written by a newer version of the bridge; install that version" in done.err


def test_books_that_are_not_there_are_not_made_by_looking(shown: Shown, tmp_path: Path) -> None:
    text = shown.config.read_text(encoding="utf-8")
    elsewhere = tmp_path / "elsewhere.toml"
    missing = tmp_path / "missing.sqlite"
    elsewhere.write_text(
        text.replace(load(shown.config).store.url, f"sqlite:///{missing}"), encoding="utf-8"
    )
    elsewhere.chmod(0o600)
    done = call("exceptions", "list", "--config", elsewhere)
    assert done.code == 2
    assert "the books are not there yet" in done.err
    assert not missing.exists()
