"""
Workbooks: real numbers and days, a frozen header with a filter, and a sheet that says what it is.

Rows go to the disk as they are written, so that memory does not grow with them. The same report
becomes the same bytes: the time in the file is that of the report. Times are in UTC for everybody:
a cell has no zone, and an hour of each autumn comes twice in most.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO

import xlsxwriter  # type: ignore[import-untyped]  # it has none

from bridge.adapters.exporting import evidence
from bridge.adapters.exporting.text import plain
from bridge.errors import Misconfigured
from bridge.model.money import Money
from bridge.people.preferences import Negatives
from bridge.reports.table import Cell, Column, Report, Type

#: Of a worksheet, with its header (Excel specifications and limits).
_ROWS_MAX = 1_048_576
#: Characters of a cell (the same).
_TEXT_MAX = 32_767
#: Significant digits that a number in a workbook keeps; a longer amount is written as text.
_DIGITS_MAX = 15
#: The first day that a workbook can hold.
_FIRST_DAY = date(1900, 3, 1)
_WIDTHS = {Type.TEXT: 28, Type.MONEY: 18, Type.WHOLE: 12, Type.DAY: 12, Type.MOMENT: 20}
_CURRENCY_WIDTH = 6
#: Above zero, below zero, zero, text: blanks as wide as a bracket keep digits under digits.
_FORMS: Mapping[Negatives, str] = {
    Negatives.PARENTHESES: '_(* {number}_);_(* ({number});_(* "–"{places}_);_(@_)',  # noqa: RUF001 - the sign that facts on finance's own sheets use for zero
    Negatives.MINUS: '_-* {number}_-;-* {number}_-;_-* "–"{places}_-;_-@_-',  # noqa: RUF001 - the same
}
#: Nothing of a text is taken for a formula, an address or a number.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def write(
    report: Report, to: BinaryIO, by: str, negatives: Negatives = Negatives.PARENTHESES
) -> None:
    """
    Write a report as a workbook; `by` is who exports it, and likes amounts below zero so.

    Raises Misconfigured for more rows than a worksheet holds.
    """
    if len(report.rows) >= _ROWS_MAX:
        raise Misconfigured(
            f"{len(report.rows):,} rows are more than the {_ROWS_MAX - 1:,} of a worksheet",
            where=f"report {report.name}",
            act="take fewer by --period, or write CSV",
        )
    with xlsxwriter.Workbook(to, _OPTIONS) as book:
        book.set_properties(
            {
                "title": plain(report.title),
                "author": plain(by),
                "created": report.evidence.as_of.replace(tzinfo=None),
            }
        )
        _Sheet(book.add_worksheet("Report"), _Formats(book, negatives), report).write()
        _write_about(book.add_worksheet("About"), book, tuple(evidence.lines(report, by)))


class _Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook, negatives: Negatives) -> None:
        self._book = book
        self._negatives = negatives
        self._money: dict[int, xlsxwriter.format.Format] = {}
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.text = book.add_format({"num_format": "@"})
        self.whole = book.add_format({"num_format": "#,##0"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})

    def money(self, digits: int) -> xlsxwriter.format.Format:
        """Return the format of accountants, with so many decimals: digits under digits."""
        if digits not in self._money:
            number = "#,##0" + ("." + "0" * digits if digits else "")
            places, form = "?" * digits, _FORMS[self._negatives]
            form = form.format(number=number, places=places)
            self._money[digits] = self._book.add_format({"num_format": form})
        return self._money[digits]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The sheet with the rows; an amount takes two columns, the second has its currency."""

    sheet: xlsxwriter.worksheet.Worksheet
    formats: _Formats
    report: Report

    def write(self) -> None:
        """Write header and rows, in order: what is written cannot be gone back to."""
        heads = tuple(self._heads())
        for place, (title, width) in enumerate(heads):
            self.sheet.set_column(place, place, width)
            self.sheet.write_string(0, place, plain(title), self.formats.head)
        self.sheet.freeze_panes(1, 0)
        self.sheet.autofilter(0, 0, len(self.report.rows), len(heads) - 1)
        for number, row in enumerate(self.report.rows, start=1):
            place = 0
            for column, cell in zip(self.report.columns, row, strict=True):
                self._write(number, place, cell)
                place += 2 if column.type is Type.MONEY else 1

    def _heads(self) -> Iterator[tuple[str, int]]:
        for one in self.report.columns:
            yield _title(one), _WIDTHS[one.type]
            if one.type is Type.MONEY:
                yield "Currency", _CURRENCY_WIDTH

    def _write(self, row: int, place: int, cell: Cell) -> None:
        formats = self.formats
        match cell:
            case None:
                return
            case Money():
                self._write_number(row, place, cell.decimal(), formats.money(cell.currency.digits))
                self.sheet.write_string(row, place + 1, cell.currency.code, formats.text)
            case int():
                self._write_number(row, place, Decimal(cell), formats.whole)
            case datetime():
                shown = cell.replace(tzinfo=None, microsecond=0)
                self.sheet.write_datetime(row, place, shown, formats.moment)
            case date() if cell >= _FIRST_DAY:
                self.sheet.write_datetime(row, place, cell, formats.day)
            case date():
                self.sheet.write_string(row, place, cell.isoformat(), formats.text)
            case str():
                self.sheet.write_string(row, place, _cut(plain(cell)), formats.text)

    def _write_number(
        self, row: int, place: int, number: Decimal, form: xlsxwriter.format.Format
    ) -> None:
        if len(number.normalize().as_tuple().digits) > _DIGITS_MAX:
            self.sheet.write_string(row, place, f"{number:f}", self.formats.text)
        else:
            self.sheet.write_number(row, place, number, form)


def _title(column: Column) -> str:
    return f"{column.title} (UTC)" if column.type is Type.MOMENT else column.title


def _cut(text: str) -> str:
    """Cut what a cell cannot hold, and say so in it."""
    if len(text) <= _TEXT_MAX:
        return text
    note = f" [cut: {len(text):,} characters in all]"
    return text[: _TEXT_MAX - len(note)] + note


def _write_about(
    sheet: xlsxwriter.worksheet.Worksheet,
    book: xlsxwriter.Workbook,
    lines: tuple[tuple[str, str], ...],
) -> None:
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "num_format": "@"})
    sheet.set_column(0, 0, _WIDTHS[Type.TEXT])
    sheet.set_column(1, 1, 4 * _WIDTHS[Type.TEXT])
    for row, (name, text) in enumerate(lines):
        sheet.write_string(row, 0, plain(name), bold)
        sheet.write_string(row, 1, _cut(plain(text)), wrapped)
