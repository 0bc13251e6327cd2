"""Roll-forwards as a report: every line of every period, and what each measure means."""

from collections.abc import Iterator

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.flow.reconciling.rolls.told import ToldRoll, elsewhere, signed, told
from bridge.reconcile.rolls.restating import RESTATED
from bridge.reconcile.rolls.wording import NAMES
from bridge.reports.table import Column, Evidence, Report, Row, Type

_COLUMNS = (
    Column("measure", "Measure"),
    Column("period", "Period"),
    Column("line", "Line"),
    Column("amount", "Amount", Type.MONEY),
    Column("says", "Means"),
)


def report(view: Transaction, kept: KeptStatement) -> Report:
    """Return what is as signed, and all roll-forwards, each behind the sentences defining it."""
    each = told(kept)
    left = [f"{one.title} {one.currency.code}" for one in each if not one.ties]
    left += [f"{money} in periods that are no months" for money in elsewhere(kept)]
    return Report(
        name="roll-forwards",
        title=f"Roll-forwards as of {kept.as_of}",
        columns=_COLUMNS,
        rows=(*_signed(kept), *(row for one in each for row in _rows(one))),
        evidence=Evidence(
            population=f"{len(each)} roll-forwards of both systems",
            filter=f"of {kept.period}" if kept.period else "of the last periods up to that day",
            as_of=kept.made_at,
            rulebook=str(kept.content["rulebook"]),
            ledger=view.reports.head_at(kept.made_at),
            ties=f"DOES NOT TIE: {', '.join(left)}" if left else "every roll-forward ties",
        ),
    )


def _signed(kept: KeptStatement) -> Iterator[Row]:
    """Yield the periods that close as somebody signed them, and not as the books are now."""
    for period, number in signed(kept).items():
        says = f"by roll-forwards {number}; what came since is {NAMES[RESTATED]} behind it"
        yield (None, period, "Closing as signed", None, says)


def _rows(one: ToldRoll) -> Iterator[Row]:
    for sentence in one.says:
        yield (one.title, None, "Definition", None, sentence)
    for share in one.shares:
        yield (one.title, None, share.name, None, str(share))
    for at, period in enumerate(one.periods):
        for line in one.lines:
            yield (one.title, period, line.title, line.amounts[at], None)
