"""The list of proposed journals as a report: a row for each line that a person posts."""

from collections.abc import Iterator, Sequence

from bridge.adapters.store.browsing.journals import JournalFilter, ListedJournal
from bridge.flow.journals import is_due, sides_of
from bridge.flow.reporting.asking import Asked, counted
from bridge.reports.table import Column, Report, Row, Type

_COLUMNS = (
    Column("journal", "Journal"),
    Column("dated", "Dated", Type.DAY),
    Column("line", "Line", Type.WHOLE),
    Column("account", "Account"),
    Column("debit", "Debit", Type.MONEY),
    Column("credit", "Credit", Type.MONEY),
    Column("memo", "Memo"),
    Column("state", "State"),
    Column("netsuite_id", "NetSuite id"),
    Column("deal", "Deal"),
    Column("name", "Order"),
    Column("account_name", "Customer"),
)


def listed_journals(asked: Asked, held: Sequence[ListedJournal], filtered: str) -> Report:
    """Return journals as they stand, in the order given, each with all of its lines."""
    every = sum(asked.view.lists.journals.counts(JournalFilter()).values())
    return Report(
        name="journals",
        title="Proposed journals",
        columns=_COLUMNS,
        rows=tuple(row for one in held for row in _lines(one)),
        evidence=asked.evidence(counted(every, "journal"), filtered),
    )


def _lines(one: ListedJournal) -> Iterator[Row]:
    standing = "to be posted" if is_due(one.state) else "posted"
    for number, side in enumerate(sides_of(one.body, one.currency), start=1):
        yield (
            one.external_id,
            one.dated,
            number,
            side.account,
            side.debit,
            side.credit,
            side.memo,
            standing,
            one.internal_id,
            one.deal,
            one.deal_name,
            one.account_name,
        )
