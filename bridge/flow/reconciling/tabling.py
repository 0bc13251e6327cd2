"""A statement as a report: every step of every period, for a workbook or a table."""

from collections.abc import Iterator

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.flow.reconciling.rolls import reporting
from bridge.flow.reconciling.told import Told, told
from bridge.reports.table import Column, Evidence, Report, Row, Type

_COLUMNS = (
    Column("period", "Period"),
    Column("code", "Class"),
    Column("name", "Means"),
    Column("nature", "Nature"),
    Column("amount", "Amount", Type.MONEY),
)


def report(view: Transaction, kept: KeptStatement) -> Report:
    """Return every step of every period with an amount; each period begins and ends with a sum."""
    each = told(kept)
    left = ", ".join(str(one.unexplained) for one in each if one.unexplained)
    ties = all(one.ties for one in each)
    return Report(
        name="reconciliation",
        title=f"Reconciliation of {kept.measure} as of {kept.as_of}",
        columns=_COLUMNS,
        rows=(*(row for one in each for row in _rows(one)), *_reported(kept)),
        evidence=Evidence(
            population=f"{sum(one.lines for one in each)} lines of both systems",
            filter=f"of {kept.period}" if kept.period else "of all periods",
            as_of=kept.made_at,
            rulebook=f"variance order {each[0].order}" if each else "",
            ledger=view.reports.head_at(kept.made_at),
            ties=f"{'adds up' if ties else 'DOES NOT ADD UP'}; unexplained: {left or 'nothing'}",
        ),
    )


def _reported(kept: KeptStatement) -> Iterator[Row]:
    """Yield what recurs in one currency, and what of it each currency has."""
    for one in reporting.told(kept.content):
        yield (None, "reported", f"{one.title}, {one.says}", None, one.amount)


def _rows(one: Told) -> Iterator[Row]:
    for period in one.periods:
        held = [each for each in one.sums if each.minor.get(period)]
        ends = [each for each in one.sums if each.is_end]
        if held:
            shown = [each for each in one.sums if each in held or each in ends]
            yield from (
                (period, each.code, each.title, each.nature, one.amount(each, period))
                for each in shown
            )
