"""
Charges for what was used, and the prepayments that they draw on (section_0903123502).

A prepaid line is charged in full when it becomes active. Usage of a line that leads to it is
charged at its price, and as much again is taken back from the prepaid line, while there is any;
then it is paid as it goes. A line that refills itself is charged anew when, after all usage is
rated, no more than its minimum balance is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Line, Record, Reference, Value
from bridge.sandbox.netsuite.revenue.arithmetic.spreading import rounded
from bridge.sandbox.netsuite.revenue.book import Book, amount, day, digits_of
from bridge.sandbox.netsuite.schema.subscriptions import AUTO_REFILL, CHARGE, LINE, TIERS, USAGE
from bridge.sandbox.netsuite.subscriptions.charges import Charges, is_over

_ONE = Decimal(1)


def rate(account: Account) -> int:
    """Charge what is not charged yet; return how many charges that made."""
    if CHARGE not in account.types:
        return 0
    rating = _Rating(account)
    for line in account.store.of_family(LINE):
        if line.fields["subscriptionLineType"] == "PREPAY":
            rating.begin(line)
    usages = [*account.store.of_family(USAGE)]
    for usage in sorted(usages, key=lambda one: (day(one.fields["usageDate"]), int(one.id))):
        rating.use(usage)
    for line in account.store.of_family(LINE):
        if line.fields["subscriptionLineType"] == "PREPAY":
            rating.refill(line)
            rating.refund(line)
            rating.show(line)
    return rating.made


class _Rating:
    """One run over the usage of an account."""

    def __init__(self, account: Account) -> None:
        self.made = 0
        self._account = account
        self._book = Book(account)
        self._charges = Charges(account)

    def begin(self, line: Record) -> None:
        """Charge a prepaid line that became active."""
        if line.fields["subscriptionLineStatus"] == "ACTIVE" and not self._charges.of(line):
            self._charge(line, _prepaid(line, self._account), day(line.fields["startDate"]))

    def use(self, usage: Record) -> None:
        """Charge usage once, or take back what was charged for usage that is void."""
        known = self._charges.of_usage(usage)
        on = day(usage.fields["usageDate"])
        if usage.fields["status"] == "VOIDED":
            for charge in known:
                line = target(charge.fields["subscriptionLine"], self._account.store)
                self._charge(line, -amount(charge.fields, "amount"), on, _reversal(usage, charge))
            return
        if known:
            return
        line = target(usage.fields["usageSubscriptionLine"], self._account.store)
        price = self._price(line, usage)
        quantity = amount(usage.fields, "usageQuantity")
        made = self._charge(line, price, on, {"usage": Reference(USAGE, usage.id)})
        self._book.save(made, {"quantity": quantity, "rate": _rate(line, quantity, self._account)})
        prepaid = line.fields.get("prepayLine")
        if prepaid is None or price <= 0:
            return
        source = target(prepaid, self._account.store)
        drawn = min(price, max(self._charges.balance(source), Decimal(0)))
        if drawn:
            self._charge(source, -drawn, on, {"usage": Reference(USAGE, usage.id)})

    def refill(self, line: Record) -> None:
        """Charge a prepaid line again if its balance went down to the minimum."""
        fields = line.fields
        if fields.get("frequency") != AUTO_REFILL or is_over(line, self._account):
            return
        used = [one for one in self._charges.of(line) if one.fields.get("usage") is not None]
        least = amount(_plan(line, self._account).fields, "prepayMinBalance")
        if used and self._charges.balance(line) <= least:
            last = max(day(one.fields["chargeDate"]) for one in used)
            self._charge(line, _prepaid(line, self._account), last)

    def refund(self, line: Record) -> None:
        """Take back the rest of a prepayment whose term is over, if the account gives it back."""
        rest = self._charges.balance(line)
        refunds = self._account.settings.prepaid_rest == "refunded"
        if refunds and rest > 0 and is_over(line, self._account):
            self._charge(line, -rest, day(line.fields["endDate"]))

    def show(self, line: Record) -> None:
        """Let a prepaid line tell what is left of it."""
        used = sum(
            (
                -amount(one.fields, "amount")
                for one in self._charges.of(line)
                if one.fields.get("usage") is not None
            ),
            Decimal(0),
        )
        shown = {"prepaymentRemaining": self._charges.balance(line), "prepaymentUsage": used}
        if any(line.fields.get(name) != value for name, value in shown.items()):
            self._book.save(line, dict(shown))

    def _price(self, line: Record, usage: Record) -> Decimal:
        quantity = amount(usage.fields, "usageQuantity")
        exact = Fraction(quantity) * Fraction(_rate(line, quantity, self._account))
        subscription = target(line.fields["subscription"], self._account.store)
        digits = digits_of(subscription.fields["currency"], self._account)
        return rounded(exact, digits, self._book.readings)

    def _charge(
        self, line: Record, price: Decimal, on: date, more: dict[str, Value] | None = None
    ) -> Record:
        subscription = target(line.fields["subscription"], self._account.store).fields
        fields: Line = {
            "billTo": subscription["customer"],
            "billingItem": line.fields["item"],
            "subscriptionLine": Reference(LINE, line.id),
            "subsidiary": subscription["subsidiary"],
            "currency": subscription["currency"],
            "quantity": _ONE,
            "rate": price,
            "amount": price,
            "chargeDate": on,
            "stage": "READY_FOR_BILLING",
            "use": "Actual",
            "createdDate": self._account.clock.now().replace(microsecond=0),
        }
        made = self._book.create(CHARGE, fields | (more or {}))
        self._charges.add(made)
        self.made += 1
        return made


def _reversal(usage: Record, charge: Record) -> dict[str, Value]:
    return {"usage": Reference(USAGE, usage.id), "reverses": Reference(CHARGE, charge.id)}


def _plan(line: Record, account: Account) -> Record:
    return target(line.fields["pricePlan"], account.store)


def _prepaid(line: Record, account: Account) -> Decimal:
    return amount(_plan(line, account).fields, "prepayAmount")


def _rate(line: Record, quantity: Decimal, account: Account) -> Decimal:
    """Return the price of one unit: that of the tier in which the quantity of the record falls."""
    return max(_tiers(line, quantity, account), default=(0, Decimal(0)))[1]


def _tiers(line: Record, quantity: Decimal, account: Account) -> Iterator[tuple[int, Decimal]]:
    for tier in _plan(line, account).lines[TIERS]:
        begins = tier.get("fromVal")
        least = begins if isinstance(begins, int) else 0
        if least <= quantity:
            yield least, amount(tier, "value")
