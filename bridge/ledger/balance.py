"""Balances of the ledger: by account and currency, by deal, as of a time; and their law."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bridge.ledger.accounts import PLACES, Account, Family, parse
from bridge.ledger.entries import Entry
from bridge.model.ids import DealId
from bridge.model.money import Currency, Money, total

#: The sum of the postings of an account in one currency; accounts at zero may be absent.
Balances = Mapping[tuple[Account, Currency], Money]


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """
    Where the booked amount of one currency is, all with the sign of the deal.

    `unbalanced` is what no account explains; it is zero, or the ledger is broken.
    """

    booked: Money
    waiting: Money
    pending: Money
    ordered: Money
    excluded: Money
    suspense: Money

    @property
    def unbalanced(self) -> Money:
        """Booked less everything that says where it is."""
        parts = (self.waiting, self.pending, self.ordered, self.excluded, self.suspense)
        return self.booked - total(parts, self.booked.currency)


def balances(
    entries: Iterable[Entry], *, as_of: datetime | None = None, deal: DealId | None = None
) -> Balances:
    """Add the postings up to and including a time, of all deals or of one."""
    sums: Counter[tuple[Account, Currency]] = Counter()
    counted = (
        entry
        for entry in entries
        if (as_of is None or entry.at <= as_of) and (deal is None or entry.deal == deal)
    )
    for entry in counted:
        for leg in entry.postings:
            sums[leg.account, leg.money.currency] += leg.money.minor
    return {key: Money(minor, key[1]) for key, minor in sums.items()}


def positions(held: Balances) -> dict[str, Position]:
    """Return the position of each currency that has a balance, by ISO code in order."""
    return {
        currency.code: _position(held, currency)
        for currency in sorted({currency for _, currency in held})
    }


def amount_in(held: Balances, family: Family, currency: Currency) -> Money:
    """Add the balances of all accounts of a family, debits positive."""
    return total(
        (
            money
            for (account, its), money in held.items()
            if its == currency and parse(account)[0] is family
        ),
        currency,
    )


def _position(held: Balances, currency: Currency) -> Position:
    placed = {family.value: amount_in(held, family, currency) for family in PLACES}
    return Position(booked=-amount_in(held, Family.BOOKED, currency), **placed)
