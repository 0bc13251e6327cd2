"""Reports with valid defaults, so that a test shows only its own point."""

from datetime import UTC, datetime

from bridge.ledger.chain import Head
from bridge.model.ids import Digest
from bridge.model.money import Currency, Money
from bridge.reports.table import Cell, Column, Evidence, Report, Type

NOON = datetime(2026, 9, 30, 12, 0, 1, 5, tzinfo=UTC)
COLUMNS = (
    Column("name", "Name"),
    Column("amount", "Amount", Type.MONEY),
    Column("count", "Count", Type.WHOLE),
    Column("day", "Day", Type.DAY),
    Column("at", "At", Type.MOMENT),
)


def money(amount: str, code: str = "USD") -> Money:
    return Money.parse(amount, Currency(code))


def a_report(*rows: tuple[Cell, ...], title: str = "Deals") -> Report:
    return Report(
        name="deals",
        title=title,
        columns=COLUMNS,
        rows=rows,
        evidence=Evidence(
            population="3 deals",
            filter="none",
            as_of=NOON,
            rulebook="publication 2, version abc",
            ledger=Head(7, Digest("f" * 64)),
            ties="the rows add up",
        ),
    )


def a_row(
    name: str | None = "Acme", amount: Money | None = None, count: int | None = None
) -> tuple[Cell, ...]:
    return (name, amount, count, None, None)
