"""The register of signatures: who prepared, signed and reopened which period, and what moved."""

from bridge.flow.reporting.asking import Asked, counted
from bridge.ledger.entries import Entry, EntryKind
from bridge.reconcile import signatures
from bridge.reconcile.signatures import PERIODS, Standing
from bridge.reports.table import Column, Report, Row, Type

_COLUMNS = (
    Column("entry", "Entry", Type.WHOLE),
    Column("at", "At", Type.MOMENT),
    Column("period", "Period"),
    Column("what", "What"),
    Column("by", "By"),
    Column("why", "Why"),
    Column("comments", "Comments"),
    Column("moved", "What moved"),
)
#: How people read the kinds of entries about periods.
_WHAT = {
    EntryKind.PERIOD_PREPARED.value: "prepared",
    EntryKind.PERIOD_SIGNED.value: "signed",
    EntryKind.PERIOD_SUSPENDED.value: "suspended",
    EntryKind.PERIOD_REOPENED.value: "reopened",
}


def report(asked: Asked) -> Report:
    """Return everything that was done about periods up to the cut-off, in its order."""
    entries = tuple(asked.view.ledger.entries(deal=PERIODS, as_of=asked.cutoff.moment))
    return Report(
        name="signatures",
        title="Register of signatures",
        columns=_COLUMNS,
        rows=tuple(_rows(entries)),
        evidence=asked.evidence(f"{counted(len(entries), 'act')} by {asked.cutoff}"),
    )


def _rows(entries: tuple[Entry, ...]) -> list[Row]:
    rows: list[Row] = []
    held: dict[str, Standing] = {}
    for one in entries:
        period = one.refs["period"]
        after = signatures.after(held.get(period, Standing(period=period)), one)
        held[period] = after
        rows.append(_row(one, after))
    return rows


def _row(one: Entry, after: Standing) -> Row:
    is_prepared = one.kind == EntryKind.PERIOD_PREPARED
    comments = after.comments.items() if is_prepared else ()
    moved = after.moved if one.kind == EntryKind.PERIOD_SUSPENDED else ()
    return (
        one.seq,
        one.at,
        one.refs["period"],
        _WHAT[one.kind],
        one.actor,
        str(one.payload["reason"]),
        "; ".join(f"{code}: {text}" for code, text in sorted(comments)) or None,
        "; ".join(f"{each.measure} {each.code}: {each.old} -> {each.new}" for each in moved)
        or None,
    )
