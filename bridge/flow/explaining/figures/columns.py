"""Twelve accounting periods beside each other, and where amounts of other periods are added up."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bridge.model.calendar import Period, add_months

#: Periods beside each other.
COLUMNS = 12
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


class Beside(StrEnum):
    """Where what is not shown by itself is added up; no period has such a name."""

    BEFORE = "before"
    BEHIND = "behind"
    ELSEWHERE = "elsewhere"  #: in periods that no calendar has any more


@dataclass(frozen=True, slots=True)
class Column:
    """A period that is shown."""

    name: str
    start: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """The accounting periods that are known, and which of them are shown."""

    first: date  #: from which on periods are shown
    starts: Mapping[str, date]
    columns: tuple[Column, ...]

    def place(self, name: str) -> str:
        """Return the column of a period: its own, or what stands beside the columns."""
        if any(name == column.name for column in self.columns):
            return name
        day = self.starts.get(name) or month(name)
        if day is not None and day < self.columns[0].start:
            return Beside.BEFORE
        return Beside.BEHIND if day and day > self.columns[-1].start else Beside.ELSEWHERE


def calendar(first: date, known: Sequence[Period]) -> Calendar:
    """Return twelve periods from a day on: the account's own, or months behind and before them."""
    ordered = sorted(known, key=lambda one: one.term.start)
    shown = [Column(one.name, one.term.start) for one in ordered if one.term.start >= first]
    end = ordered[-1].term.end if ordered else first
    if not shown or shown[0].start > add_months(first, 1):
        shown, end = [], first
    while len(shown) < COLUMNS:
        start = max(first, end.replace(day=1))
        shown.append(Column(f"{start:%Y-%m}", start))
        end = add_months(start, 1)
    starts = {one.name: one.term.start for one in ordered}
    return Calendar(first, starts, tuple(shown[:COLUMNS]))


def month(name: str) -> date | None:
    """Return the first day of what is written as YYYY-MM; None for any other name."""
    found = _MONTH.fullmatch(name)
    return date(int(found[1]), int(found[2]), 1) if found and int(found[1]) else None
