"""
Lists of what the books hold now: exceptions, deals, documents; and the entries of the ledger.

Each takes its rows as an argument, so that a page exports exactly what it shows; `filtered` says
in words what was left out.
"""

from collections.abc import Iterable, Iterator, Sequence

from bridge.adapters.store.cases import ExceptionCase
from bridge.adapters.store.deals import KnownDeal
from bridge.adapters.store.reporting.rows import ListedDocument
from bridge.flow.reporting.asking import SHORT, Asked, counted
from bridge.ledger.entries import Entry
from bridge.reports.cutoff import moments_of
from bridge.reports.table import Column, Report, Row, Type

_EXCEPTIONS = (
    Column("exception", "Exception", Type.WHOLE),
    Column("deal", "Deal"),
    Column("name", "Order"),
    Column("account_name", "Customer"),
    Column("document", "Document"),
    Column("code", "Code"),
    Column("state", "State"),
    Column("amount", "Amount", Type.MONEY),
    Column("opened_at", "Opened", Type.MOMENT),
    Column("closed_at", "Resolved", Type.MOMENT),
    Column("resolved_by", "Resolved by"),
    Column("assignee", "Assignee"),
    Column("waits_for", "Waits for"),
    Column("tags", "Tags"),
    Column("overdue", "Overdue"),
    Column("says", "First reason"),
    Column("reasons", "Reasons", Type.WHOLE),
    Column("cause", "Cause"),
)
_DEALS = (
    Column("deal", "Deal"),
    Column("name", "Order"),
    Column("contract", "Contract"),
    Column("kind", "Kind"),
    Column("account_name", "Customer"),
    Column("state", "State"),
    Column("booked", "Booked", Type.MONEY),
    Column("booked_on", "Booked on", Type.DAY),
    Column("says", "Why"),
    Column("rulebook", "Rules"),
    Column("first_seen_at", "First seen", Type.MOMENT),
    Column("updated_at", "Judged", Type.MOMENT),
)
_DOCUMENTS = (
    Column("external_id", "Document"),
    Column("kind", "Kind"),
    Column("state", "State"),
    Column("dated", "Dated", Type.DAY),
    Column("amount", "Amount", Type.MONEY),
    Column("netsuite_id", "NetSuite id"),
    Column("deal", "Deal"),
    Column("name", "Order"),
    Column("account_name", "Customer"),
    Column("contract", "Contract"),
    Column("sent_at", "Sent", Type.MOMENT),
    Column("attempts", "Attempts", Type.WHOLE),
    Column("error_code", "Error"),
    Column("error", "What NetSuite said"),
)
_LEDGER = (
    Column("entry", "Entry", Type.WHOLE),
    Column("at", "At", Type.MOMENT),
    Column("kind", "Kind"),
    Column("actor", "Who"),
    Column("deal", "Deal"),
    Column("account", "Account"),
    Column("amount", "Debit (credit)", Type.MONEY),
    Column("document", "Document"),
    Column("rulebook", "Rules"),
    Column("hash", "Hash"),
)


def exceptions(asked: Asked, cases: Sequence[ExceptionCase], filtered: str) -> Report:
    """Return exceptions as they are now, in the order given."""
    every = asked.view.reports.sizes().exceptions
    return Report(
        name="exceptions",
        title="Exceptions",
        columns=_EXCEPTIONS,
        rows=tuple(map(_exception, cases)),
        evidence=asked.evidence(counted(every, "exception"), filtered),
    )


def deals(asked: Asked, held: Sequence[KnownDeal], filtered: str) -> Report:
    """Return deals as they were judged last, in the order given."""
    return Report(
        name="deals",
        title="Deals",
        columns=_DEALS,
        rows=tuple(map(_deal, held)),
        evidence=asked.evidence(counted(asked.view.reports.sizes().deals, "deal"), filtered),
    )


def documents(asked: Asked, held: Sequence[ListedDocument], filtered: str) -> Report:
    """Return documents as they stand, in the order given."""
    every = asked.view.reports.sizes().documents
    return Report(
        name="documents",
        title="Documents",
        columns=_DOCUMENTS,
        rows=tuple(map(_document, held)),
        evidence=asked.evidence(counted(every, "document"), filtered),
    )


def ledger(asked: Asked) -> Report:
    """
    Return the entries of the ledger up to the cut-off, or those of a month: a row for each leg.

    An entry that moved nothing has one row without an account.
    """
    entries = asked.view.ledger.entries(as_of=asked.cutoff.moment)
    if asked.month is None:
        return listed_entries(asked, entries, "none")
    first, last = moments_of(asked.month)
    found = (one for one in entries if first <= one.at <= last)
    return listed_entries(asked, found, f"dated {first:%Y-%m} (UTC)")


def listed_entries(asked: Asked, entries: Iterable[Entry], filtered: str) -> Report:
    """Return entries of the ledger, in the order given: a row for each leg."""
    head = asked.view.reports.head_at(asked.cutoff.moment)
    return Report(
        name="ledger",
        title="Entries of the ledger",
        columns=_LEDGER,
        rows=tuple(_legs(entries)),
        evidence=asked.evidence(f"entries 1 to {head.seq}", filtered),
    )


def _exception(one: ExceptionCase) -> Row:
    life = one.lived.life
    return (
        one.id,
        one.deal,
        one.deal_name,
        one.account_name,
        one.document,
        one.code,
        one.state.value,
        one.amount,
        one.opened_at,
        one.closed_at,
        one.resolved_by.value if one.resolved_by else None,
        life.assignee,
        life.waits_for.value if life.waits_for else None,
        ", ".join(sorted(life.tags)),
        "overdue" if life.escalated else None,
        one.flags[0].says,
        len(one.flags),
        one.cause.fingerprint[:SHORT],
    )


def _deal(one: KnownDeal) -> Row:
    return (
        one.id,
        one.name,
        one.contract,
        one.kind,
        one.account_name,
        one.state.value,
        one.booked,
        one.booked_on,
        one.says,
        one.rulebook[:SHORT] if one.rulebook else None,
        one.first_seen_at,
        one.updated_at,
    )


def _document(one: ListedDocument) -> Row:
    return (
        one.external_id,
        one.kind.value,
        one.state.value,
        one.dated,
        one.amount,
        one.internal_id,
        one.deal,
        one.deal_name,
        one.account_name,
        one.contract,
        one.sent_at,
        one.attempt,
        one.error_code,
        one.error_says,
    )


def _legs(entries: Iterable[Entry]) -> Iterator[Row]:
    for one in entries:
        head = (one.seq, one.at, one.kind, one.actor, one.deal)
        rulebook = one.refs.get("rulebook")
        tail = (one.refs.get("document"), rulebook[:SHORT] if rulebook else None, one.hash)
        for leg in one.postings:
            yield (*head, leg.account, leg.money, *tail)
        if not one.postings:
            yield (*head, None, None, *tail)
