"""
What is owed beyond the credits of Revenue Cloud: billing period items, and those still to come.

Salesforce sums use up first and makes the item that prices it later: between the two nobody says
what is owed, and units over the credits that no item prices are never taken for nothing owed.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bridge.mappers.read.row import Reading, Row
from bridge.mappers.read.usage import entitlements
from bridge.mappers.read.usage.days import day
from bridge.mappers.read.usage.entitlements import ENTITLEMENT, Summed, Wallet
from bridge.model.calendar import Term
from bridge.model.credits.units import NONE, added

BILLED = "UsageBillingPeriodItem"
#: What an item in these states says is owed; in the others it is not yet, or no longer.
OWED = ("LiableSummaryComplete", "ReadyForInvoicing", "Invoiced", "InvoicingFailed")
_NOT_OWED = ("New", "InProgress", "Inactive")


class Billed(NamedTuple):
    """A billing period item, the days that it is for, and how many are of them before it."""

    row: Row
    term: Term
    again: int


def of_asset(reading: Reading, asset: str) -> list[Row]:
    """Return the billing period items of an asset."""
    return reading.where(BILLED, "AssetId", asset)


def is_within(one: Summed, term: Term) -> bool:
    """Say whether the use of a summary, which counts on its last day, is of a term."""
    return term.start <= one.term.last < term.end


def read(reading: Reading, wallet: Wallet) -> list[Billed]:
    """Return what is owed to the deal, by its days; wait for what is not priced yet."""
    sound = len(reading.objections)
    beside = of_asset(reading, wallet.asset)
    resources = {
        one.text("UsageResourceId") for one in reading.where(ENTITLEMENT, "AssetId", wallet.asset)
    }
    for row in beside:
        entitlements.check_resource(row, resources)
    items = entitlements.of_resource(reading, beside, wallet)
    priced = list(_priced(items))
    if len(reading.objections) == sound:  # nobody waits for what must be corrected first
        _check_unpriced(reading, wallet, items, priced)
    billed = [
        one for one in priced if one.row.number("OverageAmount") and wallet.owes(one.term.last)
    ]
    _check_sums(wallet, billed)
    return sorted(billed, key=lambda one: (one.term, one.again))


def _priced(items: Sequence[Row]) -> Iterator[Billed]:
    """
    Yield the items that say what is owed, be it nothing; object to states not known.

    What is not owed yet, or no longer, is counted all the same: it renames none of its days.
    """
    seen: dict[Term, int] = {}
    for row in sorted(items, key=lambda row: row.id):
        term = _term(row)
        if term:
            seen[term] = seen.get(term, -1) + 1
        if _is_priced(row) and term:
            yield Billed(row, term, seen[term])


def _term(row: Row) -> Term | None:
    first, last = day(row, "StartDateTime"), day(row, "EndDateTime")
    return Term.inclusive(first, last) if first and last and first <= last else None


def _is_priced(row: Row) -> bool:
    """Say whether an item says what is owed; object to a state that is not known."""
    status = row.needed("Status")
    if status not in (*OWED, *_NOT_OWED):
        row.reading.object(
            "USAGE_STATUS_UNKNOWN",
            f"the billing period item is {row.shown('Status')}, which is not known",
            row.names("Status"),
            line=row.line,
        )
    if status not in OWED:
        return False
    amount = row.number("OverageAmount")
    if row.number("OverageQuantity") and amount is None:
        row.needed("OverageAmount")
    return amount is not None


def _check_unpriced(
    reading: Reading, wallet: Wallet, items: Sequence[Row], priced: Sequence[Billed]
) -> None:
    """
    Wait for the item of units over the credits; object where none came for too long.

    An item is made in the days after its term: it is waited for while the accounting period of
    the term's last day is open, or is the last one that was closed.
    """
    closed = [period.term for period in reading.dossier.frame.periods if period.closed]
    for one in _unpriced(wallet, priced):
        says = (
            f"the usage summary of {one.term.start} to {one.term.last} has {one.overage:f} units "
            "beyond the credits, and no billing period item says what is owed for them"
        )
        if not any(period.start > one.term.last for period in closed):
            reading.missing.append(f"{says} yet")
            continue
        begun = [row for row in items if _is_begun(row, one)]
        told = "".join(_told(row) for row in begun)
        reading.object(
            "OVERAGE_UNPRICED",
            f"{says}, though a later period is closed{told}",
            one.row.names("OverageUnits"),
            *[row.names("Status") for row in begun],
            line=wallet.item,
            nearest="let Salesforce make the billing period item of these days, with the amount 0 "
            "if nothing is owed",
        )


def _unpriced(wallet: Wallet, priced: Sequence[Billed]) -> Iterator[Summed]:
    """Yield the summaries with units over the credits that the deal charges and no item prices."""
    for one in wallet.summed:
        known = any(is_within(one, item.term) for item in priced)
        charged = wallet.owes(one.term.last) and wallet.owing(one.term.last).charged
        if one.overage and charged and not known:
            yield one


def _is_begun(row: Row, one: Summed) -> bool:
    """Say whether an item of a summary's days is not owed yet, or no longer."""
    first, last = day(row, "StartDateTime"), day(row, "EndDateTime")
    told = first is not None and last is not None and first <= one.term.last <= last
    return told and row.text("Status") in _NOT_OWED


def _told(row: Row) -> str:
    return f"; {BILLED} {row.id} is {row.text('Status')} with {row.shown('OverageAmount')}"


def _check_sums(wallet: Wallet, billed: Sequence[Billed]) -> None:
    """Object where the items of a term have another quantity than its usage summaries."""
    for term in dict.fromkeys(one.term for one in billed):
        rows = [one.row for one in billed if one.term == term]
        owed = added(row.number("OverageQuantity") or NONE for row in rows)
        over = added(one.overage for one in wallet.summed if is_within(one, term))
        if owed != over:
            rows[0].reading.object(
                "USAGE_SUMMED_DIFFERENTLY",
                f"the billing period items of {term.start} to {term.last} say {owed:f} units, the "
                f"usage summaries of these days add up to {over:f}",
                *[row.names("OverageQuantity") for row in rows],
                line=rows[0].line,
            )
