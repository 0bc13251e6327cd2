"""The JSON forms of reports; other tools rely on these keys."""

from datetime import date
from typing import Any

from bridge.model.money import Money
from bridge.reports.table import Cell, Report

Form = dict[str, Any]


def report(one: Report) -> Form:
    """Return a report with its evidence; an amount is {"amount", "currency"}, a day ISO 8601."""
    evidence = one.evidence
    return {
        "report": one.name,
        "title": one.title,
        "population": evidence.population,
        "filter": evidence.filter,
        "as_of": evidence.as_of.isoformat(),
        "rules": evidence.rulebook,
        "ledger": {"entry": evidence.ledger.seq, "hash": evidence.ledger.hash},
        "ties": evidence.ties,
        "count": len(one.rows),
        "totals": {
            name: {currency.code: money.text() for currency, money in sums.items()}
            for name, sums in one.totals.items()
        },
        "sha256": one.digest,
        "rows": [
            {column.name: _cell(cell) for column, cell in zip(one.columns, row, strict=True)}
            for row in one.rows
        ],
    }


def _cell(cell: Cell) -> object:
    match cell:
        case Money():
            return {"amount": cell.text(), "currency": cell.currency.code}
        case date():
            return cell.isoformat()
        case _:
            return cell


def shown(cell: Cell) -> str:
    """
    Return a cell as people read it in a terminal.

    >>> from datetime import UTC, datetime
    >>> shown(datetime(2026, 9, 1, 12, 30, tzinfo=UTC))
    '2026-09-01 12:30'
    """
    match cell:
        case None:
            return ""
        case date() if hasattr(cell, "hour"):
            return f"{cell:%Y-%m-%d %H:%M}"
        case _:
            return str(cell)
