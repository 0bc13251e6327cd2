"""The register of pairs: who took which line of NetSuite's for which line of a deal, and why."""

from bridge.flow.reporting.asking import Asked, counted
from bridge.ledger.entries import Entry, EntryKind
from bridge.reconcile import pairs
from bridge.reconcile.pairs import PAIRS, Pair
from bridge.reports.table import Column, Report, Row, Type

_COLUMNS = (
    Column("entry", "Entry", Type.WHOLE),
    Column("at", "At", Type.MOMENT),
    Column("pair", "Pair", Type.WHOLE),
    Column("what", "What"),
    Column("by", "By"),
    Column("why", "Why"),
    Column("record", "Record"),
    Column("line", "Line", Type.WHOLE),
    Column("deal", "Deal"),
    Column("sold", "Line of the deal"),
    Column("customer", "Customer"),
    Column("amount", "Amount", Type.MONEY),
)
#: How people read the kinds of entries about pairs.
_WHAT = {
    EntryKind.PAIR_PROPOSED.value: "proposed",
    EntryKind.PAIR_SETTLED.value: "settled alone",
    EntryKind.PAIR_CONFIRMED.value: "confirmed",
    EntryKind.PAIR_DECLINED.value: "declined",
    EntryKind.PAIR_REVOKED.value: "revoked",
}


def report(asked: Asked) -> Report:
    """Return everything that was done about pairs up to the cut-off, in its order."""
    entries = tuple(asked.view.ledger.entries(deal=PAIRS, as_of=asked.cutoff.moment))
    known = pairs.pairs(entries)
    return Report(
        name="pairs",
        title="Register of pairs",
        columns=_COLUMNS,
        rows=tuple(_row(one, known[int(one.refs.get("pair", one.seq))]) for one in entries),
        evidence=asked.evidence(f"{counted(len(entries), 'act')} by {asked.cutoff}"),
    )


def _row(one: Entry, of: Pair) -> Row:
    return (
        one.seq,
        one.at,
        of.number,
        _WHAT[one.kind],
        one.actor,
        str(one.payload["reason"]),
        of.record,
        of.named.line,
        of.deal_name,
        of.named.sold,
        of.customer,
        of.amount,
    )
