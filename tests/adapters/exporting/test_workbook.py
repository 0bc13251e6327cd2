"""Workbooks, read back by another program."""

import tracemalloc
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook

from bridge.adapters.exporting import workbook
from bridge.errors import Misconfigured
from bridge.reports.table import Cell, Report
from tests.reports.printing import NOON, a_report, a_row, money

#: As finance reads amounts: negatives in parentheses, a dash for zero.
ACCOUNTING = '_(* #,##0.00_);_(* (#,##0.00);_(* "–"??_);_(@_)'  # noqa: RUF001 - it is that dash


def written(report: Report, by: str = "Ana") -> bytes:
    to = BytesIO()
    workbook.write(report, to, by)
    return to.getvalue()


def read(report: Report) -> Workbook:
    return openpyxl.load_workbook(BytesIO(written(report)))


def cells(*rows: tuple[Cell, ...]) -> list[tuple[object, ...]]:
    return list(read(a_report(*rows))["Report"].iter_rows(min_row=2, values_only=True))


def test_amounts_days_and_moments_are_no_text() -> None:
    (row,) = read(a_report(("Acme", money("-1716691.37"), 1200, date(2026, 1, 2), NOON)))[
        "Report"
    ].iter_rows(min_row=2)
    name, amount, currency, count, day, at = row
    assert [one.data_type for one in row] == ["s", "n", "s", "n", "d", "d"]
    assert (name.value, str(amount.value), currency.value) == ("Acme", "-1716691.37", "USD")
    assert (amount.number_format, count.number_format) == (ACCOUNTING, "#,##0")
    assert (day.value, day.number_format) == (datetime(2026, 1, 2), "yyyy-mm-dd")  # noqa: DTZ001 - a workbook knows no zones
    assert at.value == datetime(2026, 9, 30, 12, 0, 1)  # noqa: DTZ001 - the same


@pytest.mark.parametrize(
    ("amount", "code", "form"),
    [
        ("12", "JPY", "#,##0_)"),
        ("12.001", "KWD", "#,##0.000_)"),
        ("12.0001", "CLF", "#,##0.0000_)"),
    ],
)
def test_each_currency_is_shown_with_its_own_decimals(amount: str, code: str, form: str) -> None:
    (row,) = read(a_report(a_row(amount=money(amount, code))))["Report"].iter_rows(min_row=2)
    assert str(row[1].value) == amount
    assert form in row[1].number_format


def test_an_amount_of_more_digits_than_a_number_keeps_is_written_out() -> None:
    ((_, most, *_), (_, more, *_)) = cells(
        a_row(amount=money("9999999999999.99")), a_row(amount=money("99999999999999.99"))
    )
    assert (str(most), more) == ("9999999999999.99", "99999999999999.99")
    assert isinstance(more, str)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://example.com")', "https://example.com",
     "\t=1", "0012", "1e5", "TRUE", "<b>&\"'", "{=1}", "mailto:a@example.com", "é 汉 🧾", " "],
)  # fmt: skip
def test_a_text_stays_the_text_that_it_is(text: str) -> None:
    ((name, *_),) = cells(a_row(text))
    assert name == text
    ((cell, *_),) = read(a_report(a_row(text)))["Report"].iter_rows(min_row=2)
    assert (cell.data_type, cell.hyperlink) == ("s", None)


def test_what_no_workbook_can_hold_is_spelt_out_or_cut_and_says_so() -> None:
    ((spelt, *_), (cut, *_), (old_day, *_)) = cells(
        a_row("a\x00b\x1bc"), a_row("x" * 40_000), ("old", None, None, date(1800, 1, 1), None)
    )
    assert spelt == r"a\x00b\x1bc"
    assert len(str(cut)) == 32_767
    assert str(cut).endswith("xx [cut: 40,000 characters in all]")
    assert old_day == "old"
    assert cells(("old", None, None, date(1800, 1, 1), None))[0][4] == "1800-01-01"


def test_the_header_stays_in_sight_and_filters() -> None:
    sheet = read(a_report(a_row(), a_row()))["Report"]
    assert [cell.value for cell in sheet[1]] == [
        "Name",
        "Amount",
        "Currency",
        "Count",
        "Day",
        "At (UTC)",
    ]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:F3")


def test_a_second_sheet_says_what_it_is_and_what_it_adds_up_to() -> None:
    report = a_report(a_row(amount=money("5.00")), a_row(amount=money("7", "JPY")), title="=Deals")
    about = list(read(report)["About"].iter_rows(values_only=True))
    assert about == [
        ("Report", "=Deals"),
        ("Population", "3 deals"),
        ("Filter", "none"),
        ("As of", "2026-09-30 12:00:01 UTC"),
        ("Rules", "publication 2, version abc"),
        ("Ledger", f"up to entry 7, hash {'f' * 64}"),
        ("Tie-out", "the rows add up"),
        ("Rows", "2"),
        ("Total of Amount", "7 JPY"),
        ("Total of Amount", "5.00 USD"),
        ("SHA-256", report.digest),
        ("Taken by", "Ana"),
    ]


def test_the_same_report_becomes_the_same_bytes() -> None:
    report = a_report(*(a_row(f"deal {number}", money("1.00")) for number in range(50)))
    assert written(report) == written(report)
    assert written(report) != written(report, by="Ben")


def test_more_rows_than_a_worksheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_ROWS_MAX", 3)
    written(a_report(a_row(), a_row()))
    with pytest.raises(Misconfigured, match="3 rows are more than the 2 of a worksheet"):
        written(a_report(a_row(), a_row(), a_row()))


@pytest.mark.on_demand
def test_fifty_thousand_rows_do_not_fill_the_memory() -> None:
    report = a_report(*(a_row(f"deal {number}", money("1.00"), number) for number in range(50_000)))
    tracemalloc.start()
    written(report)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40 * 2**20
