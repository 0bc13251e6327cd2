"""
A report: a table as a value, with typed columns and the evidence that it is whole.

Whoever shows one (a page, a workbook, a command) takes the same value, so that they cannot differ.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bridge.ledger.chain import Head
from bridge.model.ids import Digest, canonical
from bridge.model.money import Currency, Money


class Type(StrEnum):
    """What the cells of a column are; each may be None, where there is nothing to say."""

    TEXT = "text"
    MONEY = "money"
    WHOLE = "whole"  #: a whole number
    DAY = "day"
    MOMENT = "moment"  #: aware, UTC


#: What a column of each type holds.
_HOLDS: Mapping[Type, type] = {
    Type.TEXT: str,
    Type.MONEY: Money,
    Type.WHOLE: int,
    Type.DAY: date,
    Type.MOMENT: datetime,
}
Cell = str | Money | int | date | datetime | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name for machines, which never changes, and its title for people."""

    name: str
    title: str
    type: Type = Type.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What shows that a report is whole: what it was taken from, and what was left out of it."""

    population: str  #: all that could stand in it, in words and with its number
    filter: str  #: what of it stands in it, in words
    as_of: datetime  #: up to and including this moment
    rulebook: str  #: which rules held then, in words
    ledger: Head  #: the last entry that could count
    ties: str = ""  #: what it was compared with, and what came of it; empty where nothing can be


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """
    A table: each row has a cell for each column, of the column's type.

    Raises ValueError for a row that does not fit.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    evidence: Evidence

    def __post_init__(self) -> None:
        kinds = [(_HOLDS[one.type], type(None)) for one in self.columns]
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(kinds) or not all(map(isinstance, row, kinds)):
                raise ValueError(f"row {number} of {self.name} does not fit its columns")

    @property
    def totals(self) -> dict[str, dict[Currency, Money]]:
        """Return the sum of each column of money by currency, by the name of the column."""
        return {
            one.name: sums(cell for row in self.rows if isinstance(cell := row[place], Money))
            for place, one in enumerate(self.columns)
            if one.type is Type.MONEY
        }

    @property
    def digest(self) -> Digest:
        """
        Return the SHA-256 of name, columns and rows, each as a line of canonical JSON.

        It says nothing of when the report was made: the same content has the same digest.
        """
        columns = [[one.name, one.type.value] for one in self.columns]
        running = hashlib.sha256(canonical([self.name, columns]))
        for row in self.rows:
            running.update(b"\n" + canonical([_form(cell) for cell in row]))
        return Digest(running.hexdigest())


def sums(amounts: Iterable[Money]) -> dict[Currency, Money]:
    """
    Add amounts by currency, in the order of the codes.

    >>> usd, eur = Currency("USD"), Currency("EUR")
    >>> [str(one) for one in sums([Money(5, usd), Money(1, eur), Money(7, usd)]).values()]
    ['0.01 EUR', '0.12 USD']
    """
    found: dict[Currency, int] = {}
    for one in amounts:
        found[one.currency] = found.get(one.currency, 0) + one.minor
    return {currency: Money(found[currency], currency) for currency in sorted(found)}


def told(amounts: Mapping[Currency, Money]) -> str:
    """
    Say sums by currency in a line; "0" where there are none.

    >>> told(sums([Money(120000, Currency("USD"))]))
    '1,200.00 USD'
    """
    return ", ".join(str(one) for one in amounts.values()) or "0"


def tied(rows: Iterable[Money], ledger: Iterable[Money], *, what: str) -> str:
    """
    Compare what rows add up to with what the ledger holds, and say what came of it.

    >>> tied([Money(5, Currency("USD"))], [Money(7, Currency("USD"))], what="in suspense")
    'DIFFERS: in suspense are 0.07 USD by the ledger, the rows add up to 0.05 USD'
    """
    here, there = (_without_zeros(sums(amounts)) for amounts in (rows, ledger))
    if here == there:
        return f"the rows add up to what is {what} by the ledger: {told(there)}"
    return f"DIFFERS: {what} are {told(there)} by the ledger, the rows add up to {told(here)}"


def _without_zeros(amounts: Mapping[Currency, Money]) -> dict[Currency, Money]:
    return {currency: money for currency, money in amounts.items() if money}


def _form(cell: Cell) -> object:
    return [cell.text(), cell.currency.code] if isinstance(cell, Money) else cell
