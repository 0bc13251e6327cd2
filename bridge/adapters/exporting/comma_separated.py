"""
Comma-separated values after RFC 4180: lines end with CR LF, quotes are doubled, UTF-8.

An amount is a plain number with a point and, if need be, a minus sign; its currency stands in the
next column. The first line has the names of the columns, which never change.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO

from bridge.adapters.exporting import evidence
from bridge.adapters.exporting.text import no_formula
from bridge.model.money import Money
from bridge.reports.table import Cell, Column, Report, Type

#: What tells older programs for spreadsheets that a file is UTF-8.
_MARK = b"\xef\xbb\xbf"


class _Bytes:
    """Takes the lines that the standard library writes, and passes them on as UTF-8."""

    def __init__(self, to: BinaryIO) -> None:
        self._to = to

    def write(self, line: str) -> int:
        """Write one line."""
        return self._to.write(line.encode())


def write(report: Report, to: BinaryIO, *, mark: bool = False) -> None:
    """Write the rows of a report; with `mark` a byte order mark comes first."""
    names = [name for one in report.columns for name in _names(one)]
    _write([names, *_lines(report)], to, mark=mark)


def write_evidence(report: Report, to: BinaryIO, by: str, *, mark: bool = False) -> None:
    """Write what shows that a report is whole, for a file beside it."""
    said = ([name, no_formula(text)] for name, text in evidence.lines(report, by))
    _write([["name", "value"], *said], to, mark=mark)


def _write(lines: Iterable[list[str]], to: BinaryIO, *, mark: bool) -> None:
    if mark:
        to.write(_MARK)
    csv.writer(_Bytes(to), lineterminator="\r\n").writerows(lines)


def _names(column: Column) -> tuple[str, ...]:
    money = column.type is Type.MONEY
    return (column.name, f"{column.name}_currency") if money else (column.name,)


def _lines(report: Report) -> Iterator[list[str]]:
    for row in report.rows:
        cells = zip(report.columns, row, strict=True)
        yield [text for column, cell in cells for text in _texts(column, cell)]


def _texts(column: Column, cell: Cell) -> tuple[str, ...]:
    match cell:
        case None:
            return ("", "") if column.type is Type.MONEY else ("",)
        case Money():
            return cell.text(), cell.currency.code
        case str():
            return (no_formula(cell),)
        case datetime():
            return (cell.isoformat(),)
        case _:
            return (str(cell),)
