"""Comma-separated values, read back by the standard library and byte by byte."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.adapters.exporting import comma_separated
from bridge.reports.table import Report
from tests.reports.printing import NOON, a_report, a_row, money

HEAD = b"name,amount,amount_currency,count,day,at\r\n"


def written(report: Report, *, mark: bool = False) -> bytes:
    to = BytesIO()
    comma_separated.write(report, to, mark=mark)
    return to.getvalue()


def names(report: Report) -> list[str]:
    read = csv.reader(StringIO(written(report).decode(), newline=""), strict=True)
    return [row[0] for row in read][1:]


def test_numbers_are_plain_and_each_amount_has_its_currency() -> None:
    row = ("Acme", money("-1716691.30"), 1200, date(2026, 1, 2), NOON)
    assert written(a_report(row)) == (
        HEAD + b"Acme,-1716691.30,USD,1200,2026-01-02,2026-09-30T12:00:01.000005+00:00\r\n"
    )
    assert written(a_report(a_row(None))) == HEAD + b",,,,,\r\n"


def test_a_mark_comes_first_for_programs_that_ask_for_one() -> None:
    assert written(a_report(), mark=True) == b"\xef\xbb\xbf" + HEAD


def test_quotes_commas_and_line_ends_come_back_as_they_were() -> None:
    hostile = ['say "hi", then', "two\nlines", "two\r\nlines", "'", "é 汉 🧾", ";", "a\tb"]
    assert names(a_report(*map(a_row, hostile))) == hostile
    assert b'"say ""hi"", then"' in written(a_report(*map(a_row, hostile)))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\ufeff=1", "\uff1d1", "-"],
)
def test_what_might_be_a_formula_is_none(text: str) -> None:
    assert names(a_report(a_row(text))) == [f"'{text}"]


@given(st.text(st.characters(codec="utf-8")))
def test_no_text_begins_like_a_formula(text: str) -> None:
    (name,) = names(a_report(a_row(text)))
    assert not name.lstrip().startswith(("=", "+", "-", "@"))
    assert not name.startswith(("\t", "\r", "\n"))
    assert "\x00" not in name


def test_the_evidence_stands_in_a_file_of_its_own() -> None:
    to = BytesIO()
    report = a_report(a_row(amount=money("-5.00")), title="@Deals")
    comma_separated.write_evidence(report, to, by="=Ana")
    said = dict(csv.reader(StringIO(to.getvalue().decode(), newline="")))
    assert said["Report"] == "'@Deals"
    assert said["Total of Amount"] == "'-5.00 USD"
    assert (said["Rows"], said["SHA-256"], said["Taken by"]) == ("1", report.digest, "'=Ana")
