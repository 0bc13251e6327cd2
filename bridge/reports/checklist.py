"""
The close of a month as a checklist: what still stands open, how much of it, and where to go.

What could not be found out is not done: it is a state of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bridge.model.calendar import Term
from bridge.model.money import Currency, Money
from bridge.reports.table import Column, Evidence, Report, Row, Type, sums


class Standing(StrEnum):
    """How a line of the checklist stands."""

    DONE = "done"
    OPEN = "open"
    UNKNOWN = "unknown"  #: it could not be found out


@dataclass(frozen=True, slots=True)
class Where:
    """Where a person goes to deal with it: a page of the console, and a command."""

    page: str
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing to be done before a month is closed."""

    name: str
    title: str
    standing: Standing
    count: int
    amounts: Mapping[Currency, Money]
    says: str
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """All lines of a month, as they stand at a moment."""

    month: Term
    at: datetime
    lines: tuple[Line, ...]

    @property
    def is_done(self) -> bool:
        """Whether nothing stands open, and everything was found out."""
        return all(one.standing is Standing.DONE for one in self.lines)


_COLUMNS = (
    Column("line", "Line"),
    Column("title", "To be done"),
    Column("standing", "State"),
    Column("count", "Number", Type.WHOLE),
    Column("amount", "Amount", Type.MONEY),
    Column("says", "Says"),
    Column("page", "Page"),
    Column("command", "Command"),
)


def counted(title: tuple[str, str], amounts: Sequence[Money], says: str, where: Where) -> Line:
    """Return a line, by name and title, that is done when there is nothing to count."""
    return Line(
        name=title[0],
        title=title[1],
        standing=Standing.OPEN if amounts else Standing.DONE,
        count=len(amounts),
        amounts=sums(amounts),
        says=says,
        where=where,
    )


def unknown(title: tuple[str, str], says: str, where: Where) -> Line:
    """Return a line of which nobody knows how it stands."""
    return Line(
        name=title[0],
        title=title[1],
        standing=Standing.UNKNOWN,
        count=0,
        amounts={},
        says=says,
        where=where,
    )


def table(checklist: Checklist, evidence: Evidence) -> Report:
    """Return a checklist as a report: a row for each line and currency."""
    return Report(
        name="close",
        title=f"Close of {checklist.month.start:%Y-%m}",
        columns=_COLUMNS,
        rows=tuple(row for one in checklist.lines for row in _rows(one)),
        evidence=evidence,
    )


def _rows(one: Line) -> Iterable[Row]:
    for amount in one.amounts.values() or (None,):
        yield (
            one.name,
            one.title,
            one.standing.value,
            one.count,
            amount,
            one.says,
            one.where.page,
            one.where.command,
        )
