"""What was charged for the lines of subscriptions, and what their revenue elements make of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Record, Reference, Value
from bridge.sandbox.netsuite.revenue.book import amount, day
from bridge.sandbox.netsuite.schema.subscriptions import CHARGE, LINE

_OVER = frozenset({"CLOSED", "TERMINATED"})


class Charges:
    """The charges of an account, by line and by usage."""

    def __init__(self, account: Account) -> None:
        self._of_line: dict[Value, list[Record]] = {}
        self._of_usage: dict[Value, list[Record]] = {}
        for charge in account.store.of_family(CHARGE):
            self.add(charge)

    def add(self, charge: Record) -> None:
        """Take a new charge in."""
        self._of_line.setdefault(charge.fields["subscriptionLine"], []).append(charge)
        if charge.fields.get("usage") is not None:
            self._of_usage.setdefault(charge.fields["usage"], []).append(charge)

    def of(self, line: Record) -> list[Record]:
        """Return the charges of a line."""
        return self._of_line.get(Reference(LINE, line.id), [])

    def of_usage(self, usage: Record) -> list[Record]:
        """Return the charges for usage that were not taken back."""
        every = self._of_usage.get(Reference(usage.type.family, usage.id), [])
        return [*_standing(every)]

    def balance(self, line: Record) -> Decimal:
        """Return what the charges of a line add up to: of a prepaid one, what is left."""
        return sum((amount(one.fields, "amount") for one in self.of(line)), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A part of the revenue of a subscription line."""

    key: str
    on: date
    part: Fraction
    until: date | None


def dues(account: Account, line_id: int) -> list[Due]:
    """
    Return when the revenue of a line is due: usage when it is used.

    The rest of a prepayment is due at the end of its term, once that is over.
    """
    line = account.store.get(LINE, str(line_id))
    if line is None:
        return []
    last = line.fields.get("endDate")
    until = None if last is None else day(last)
    if line.fields["subscriptionLineType"] == "PREPAY":
        kept = account.settings.prepaid_rest == "recognised" and is_over(line, account)
        return [Due(key="end", on=until, part=Fraction(1), until=until)] if kept and until else []
    charges = [*_standing(Charges(account).of(line))]
    total = sum((amount(one.fields, "amount") for one in charges), Decimal(0))
    return [
        Due(
            key=f"charge {one.id}",
            on=day(one.fields["chargeDate"]),
            part=Fraction(amount(one.fields, "amount")) / Fraction(total) if total else Fraction(),
            until=until,
        )
        for one in charges
    ]


def is_over(line: Record, account: Account) -> bool:
    """Tell whether the term of a line is over, or it was ended before."""
    subscription = target(line.fields["subscription"], account.store)
    states = {
        line.fields["subscriptionLineStatus"],
        subscription.fields["billingSubscriptionStatus"],
    }
    last = line.fields.get("endDate")
    return bool(states & _OVER) or (last is not None and day(last) < account.clock.now().date())


def _standing(charges: list[Record]) -> Iterator[Record]:
    """Yield the charges that were not reversed, and no reversals."""
    gone = {one.fields["reverses"] for one in charges if one.fields.get("reverses") is not None}
    for one in charges:
        if one.fields.get("reverses") is None and Reference(CHARGE, one.id) not in gone:
            yield one
