"""
What moved the credits of a wallet, by Salesforce's own ledger and by its summaries of use.

The summaries are what the bridge draws by; the ledger is what the result is compared with.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from bridge.mappers.read.row import Reading, Row
from bridge.mappers.read.usage.days import day
from bridge.mappers.read.usage.entitlements import Wallet
from bridge.model.credits.events import Event, Grant, Use, Void
from bridge.model.credits.units import NONE, added, less
from bridge.model.usage.metering import Stated

#: (type, reason) of entries that say what the bridge reads elsewhere.
_TOLD = (("Credit", "Original"), ("Debit", "Consumption"), ("Credit", "Consumption"))
_CANCELLED = ("Debit", "Cancel")
_ROLLED_IN, _ROLLED_OUT = ("Credit", "Rollover"), ("Debit", "Rollover")


def events(wallet: Wallet) -> Iterator[Event]:
    """Yield the story of a wallet: the grants, what was used, and what was cancelled of them."""
    for granted in wallet.granted:
        yield granted.grant
    for one in wallet.summed:
        yield Use(reference=one.row.id, on=one.term.last, units=one.used)
    for entry in wallet.entries:
        on, units = day(entry, "TransactionDate"), entry.number("TransactionQuantity")
        kind = _kind(entry)
        if kind == _CANCELLED and on and units and units > 0:
            of = _grant_of(wallet, entry)
            yield Void(reference=entry.id, on=on, units=units, grant=of.id if of else None)
        elif kind not in (_CANCELLED, _ROLLED_IN, _ROLLED_OUT, *_TOLD) and kind[0] != "Expired":
            entry.reading.object(
                "WALLET_ENTRY_UNKNOWN",
                f"the entry is a {kind[0]} for the reason {kind[1] or 'blank'}; what becomes of "
                "these credits is not representable",
                entry.names("TransactionType"),
                entry.names("TransactionReason"),
                line=entry.line,
            )


def through(wallet: Wallet) -> date | None:
    """Return the last day whose use is known: of the last summary, or of credits that lapsed."""
    told = [one.term.last for one in wallet.summed]
    told += [on for on, _ in (*_lapses(wallet), *_rolled(wallet))]
    return max(told, default=None)


def stated(wallet: Wallet) -> Iterator[Stated]:
    """Yield what Salesforce's own ledger comes to at the end of each term and of each lapse."""
    lapses, rolled = _lapses(wallet), _rolled(wallet)
    ends = {one.term.last: one.row for one in wallet.summed}
    ends |= {**dict(rolled), **dict(lapses)}
    for on, row in sorted(ends.items(), key=lambda end: end[0]):
        past = [one for one in wallet.summed if one.term.last <= on]
        yield Stated(
            on=on,
            drawn=added(one.drawn for one in past),
            lapsed=added(_units(entry) for ended, entry in lapses if ended <= on),
            overage=added(one.overage for one in past),
            rolled=added(_units(entry) for ended, entry in rolled if ended <= on),
            evidence=f"{row.record.type} {row.id}",
        )


def await_expiry(reading: Reading, wallet: Wallet) -> None:
    """Wait for the entries by which Salesforce says that what is left of grants has lapsed."""
    last = through(wallet)
    ended = {
        one.entitlement.id: one.grant
        for one in wallet.granted
        if one.grant.valid and last is not None and last >= one.grant.valid.last
    }
    until = max((one.valid.last for one in ended.values() if one.valid), default=date.min)
    gone = [less(one.used, one.overage) for one in wallet.summed if one.term.last <= until]
    left = (*_lapses(wallet), *_rolled(wallet))
    gone += [_units(entry) for on, entry in left if on <= until]
    # What is gone counts from the first grant on: at least that much of the ended ones has left.
    if added(gone) < added(one.units for one in ended.values()):
        names = ", ".join(ended)
        reading.missing.append(f"what is left of entitlement {names} has not expired yet")


def _units(entry: Row) -> Decimal:
    return entry.number("TransactionQuantity") or NONE


def _kind(entry: Row) -> tuple[str, str | None]:
    return entry.needed("TransactionType"), entry.text("TransactionReason")


def _grant_of(wallet: Wallet, entry: Row) -> Grant | None:
    """Return the grant that an entry names; the only one where it names none."""
    named = entry.text("TransactionUsageEntitlementId")
    held = [one.grant for one in wallet.granted if named in (None, one.entitlement.id)]
    return held[0] if len(held) == 1 else None


def _lapses(wallet: Wallet) -> list[tuple[date, Row]]:
    """Return the entries by which credits left unused, each with its day."""
    return [
        (_expired_on(wallet, entry, on) if kind[0] == "Expired" else on, entry)
        for entry in wallet.entries
        if (kind := _kind(entry))[0] == "Expired" or kind == _CANCELLED
        if (on := day(entry, "TransactionDate"))
    ]


def _expired_on(wallet: Wallet, entry: Row, on: date) -> date:
    """
    Return the day on which what expired was lost: the last one of its grant.

    Salesforce lets credits expire in a run of its own, hours or days after that, and a moment of
    the last day may be one of the day before in the time zone of the org. What expired earlier
    than that was ended by somebody, on that day.
    """
    of = _grant_of(wallet, entry)
    last = of.valid.last if of and of.valid else on
    return last if on >= last - timedelta(days=1) else on


def _rolled(wallet: Wallet) -> list[tuple[date, Row]]:
    """Return the entries that credit what was left of a grant anew, with its last day."""
    ends = sorted(one.grant.valid.last for one in wallet.granted if one.grant.valid)
    found = []
    for entry in wallet.entries:
        on = day(entry, "TransactionDate") if _kind(entry) == _ROLLED_IN else None
        if on:
            found.append((max([end for end in ends if end <= on], default=on), entry))
    return found
