"""A statement as a report: every step of every period, for a workbook or a table."""

from collections.abc import Iterator

from bridge.adapters.store.database import Transaction
from bridge.flow.reconciling.stating import Reconciled
from bridge.model.money import Money
from bridge.reconcile.classes import BY_CODE
from bridge.reconcile.statement import Statement
from bridge.reports.table import Column, Evidence, Report, Row, Type

_COLUMNS = (
    Column("period", "Period"),
    Column("code", "Class"),
    Column("name", "Means"),
    Column("nature", "Nature"),
    Column("amount", "Amount", Type.MONEY),
)
START, END = "START", "END"


def report(view: Transaction, found: Reconciled) -> Report:
    """Return every step of every period with an amount; each period begins and ends with a sum."""
    names = {END: f"NetSuite, {found.asked.measure}"}
    rows = tuple(row for one in found.statements for row in _rows(one, names[END]))
    lines = sum(len(one.lines) for one in found.statements)
    ties = all(one.ties for one in found.statements)
    left = ", ".join(str(one.unexplained) for one in found.statements if one.unexplained)
    return Report(
        name="reconciliation",
        title=f"Reconciliation of {found.asked.measure} as of {found.asked.as_of}",
        columns=_COLUMNS,
        rows=rows,
        evidence=Evidence(
            population=f"{lines} lines of both systems",
            filter=f"of {found.asked.period}" if found.asked.period else "of all periods",
            as_of=found.kept.made_at,
            rulebook=f"variance order {found.statements[0].order}" if found.statements else "",
            ledger=view.reports.head_at(found.kept.made_at),
            ties=f"{'adds up' if ties else 'DOES NOT ADD UP'}; unexplained: {left or 'nothing'}",
        ),
    )


def _rows(one: Statement, end: str) -> Iterator[Row]:
    for period in one.periods:
        steps = (_step(code, vector.get(period, 0)) for code, vector in one.classes.items())
        told = [
            (START, "Salesforce", None, one.start.get(period, 0)),
            *(step for step in steps if step[-1]),
            (END, end, None, one.end.get(period, 0)),
        ]
        if any(minor for *_, minor in told):
            yield from ((period, *rest, Money(minor, one.currency)) for *rest, minor in told)


def _step(code: str, minor: int) -> tuple[str, str, str | None, int]:
    return (code, BY_CODE[code].name, BY_CODE[code].nature.value, minor)
