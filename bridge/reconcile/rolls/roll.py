"""A roll-forward as a value: opening, movements with the lines behind them, closing, gap."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from bridge.model.ids import DealId
from bridge.model.money import Currency, Money
from bridge.reconcile.measures.rates import DatedRate
from bridge.reconcile.measures.rolling import RollForward
from bridge.reconcile.sides import OrderKey


class Measured(StrEnum):
    """What is rolled forward."""

    BOOKINGS = "bookings"  #: what was booked, by the day on which the deal closed
    RECURRING = "arr"  #: recurring revenue by a definition
    REPORTED = "arr_reported"  #: the same of all currencies, in one of them
    OBLIGATIONS = "obligations"  #: what is contracted and not recognised
    DEFERRED = "deferred"  #: what is billed ahead of revenue
    UNBILLED = "unbilled"  #: what is recognised ahead of billing
    BILLINGS = "billings"  #: revenue and the change of both balances, beside what was invoiced


class Part(NamedTuple):
    """What a line, a customer or a journal has of a movement, in minor units."""

    name: str  #: as statements call the line; of recurring revenue the customer
    customer: str  #: as people call it; "" where nobody knows
    deal: DealId | None
    key: OrderKey | None
    minor: int


def nobody(minor: int) -> Iterator[Part]:
    """Yield what is in a total, and no line has; nothing of nothing."""
    if minor:
        yield Part("what no line has", "", None, None, minor)


class Holding(NamedTuple):
    """What a line, a customer or a contract has of a balance, in minor units."""

    name: str
    customer: str  #: as people call it; "" where nobody knows
    deal: DealId | None
    key: OrderKey | None
    at: tuple[int, ...]  #: of the opening of the first period, then of each closing, as told now


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """By how much a closing is told otherwise now than it was signed, and who has it."""

    minor: int
    parts: Mapping[str, Part]  #: only of what is otherwise, by name
    of_closing: Mapping[str, int]  #: as it was signed; empty where nothing was


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """
    One period of a roll-forward, in minor units.

    Each movement has its parts, which come to it; a part of nothing may be absent. The closing is
    read by itself; that of a signed period is as it was signed.
    """

    period: str
    opening: int
    movements: Mapping[str, tuple[Part, ...]]
    closing: int
    #: What else is said of the closing, by name, such as what of it is current.
    of_closing: Mapping[str, int] = field(default_factory=dict)
    told: "Month | None" = None  #: as both systems tell it now, where the period is signed

    def moved(self, name: str) -> int:
        """Return what a movement comes to."""
        return sum(part.minor for part in self.movements.get(name, ()))

    @property
    def gap(self) -> int:
        """What the movements do not explain of the closing."""
        return self.closing - self.opening - sum(map(self.moved, self.movements))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """
    A closing beside the accounts of NetSuite, at the end of a period, in minor units.

    `accounts` are balances by account, counted as the measure counts. The closing and what is
    `named` come to what the accounts hold, but for the `difference`, which nobody has explained.
    """

    period: str
    ours: int
    named: Mapping[str, int]
    accounts: Mapping[str, int]
    is_tied: bool = True  #: no where no account is named for it: then there is nothing to compare

    @property
    def held(self) -> int:
        """What the accounts hold together."""
        return sum(self.accounts.values())

    @property
    def difference(self) -> int:
        """What the accounts hold beyond the closing and what is named; untied, the closing."""
        if not self.is_tied:
            return -self.ours
        return self.held - self.ours - sum(self.named.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share in percent with what it is made of; None without an opening."""

    name: str
    percent: Decimal | None
    numerator: Money
    denominator: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class InCurrency:
    """
    What deals in one currency have of the closings, by period, and what that is converted.

    Where the rate of a period is missing, nothing of the currency is in the roll-forward.
    """

    currency: Currency
    closings: tuple[int, ...]  #: in its own minor units
    converted: tuple[int, ...] | None  #: in those of the roll-forward; None without a rate
    rates: tuple[DatedRate | None, ...]  #: also None for what is converted at 1: itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """A measure rolled forward, period by period, in one currency."""

    measure: Measured
    currency: Currency
    movements: tuple[str, ...]  #: their names, in order
    months: tuple[Month, ...]
    shares: tuple[Share, ...] = ()  #: over all of the periods
    ties: tuple[Tie, ...] = ()  #: one a period; none where accounts have no part in it
    currencies: tuple[InCurrency, ...] = ()  #: that it is converted from; none where it is not
    holdings: tuple[Holding, ...] = ()  #: who has what of openings and closings; none of billings
    #: What came since the first opening and each closing were signed; empty where nothing is.
    since: tuple[Since | None, ...] = ()

    def parts(self, at: int) -> Iterator[Part]:
        """Yield who has what of the opening of the first period, at 0, or of a closing."""
        since = self.since[at] if self.since else None
        left = dict(since.parts) if since else {}
        rest = self.months[at - 1].closing if at else self.months[0].opening
        for held in self.holdings:
            came = left.pop(held.name, None)
            minor = held.at[at] - (came.minor if came else 0)
            rest -= minor
            if minor:
                yield Part(*held[:4], minor)
        for came in left.values():
            rest += came.minor
            yield came._replace(minor=-came.minor)
        yield from nobody(rest)

    def forward(self, month: Month) -> RollForward:
        """Return a period in money."""
        moved = {name: Money(month.moved(name), self.currency) for name in self.movements}
        opening, closing = Money(month.opening, self.currency), Money(month.closing, self.currency)
        return RollForward(opening, moved, closing)

    @property
    def gap(self) -> Money:
        """What no movement explains; signs of periods are not netted."""
        return Money(sum(abs(month.gap) for month in self.months), self.currency)

    @property
    def difference(self) -> Money:
        """
        What the accounts hold otherwise; signs of periods are not netted.

        A balance that differs differs at the end of every later period, so that the largest counts.
        """
        largest = max((abs(one.difference) for one in self.ties), default=0)
        return Money(largest, self.currency)

    @property
    def lacks_rates(self) -> bool:
        """Whether the amount of any currency is left out, for want of a rate."""
        return any(one.converted is None for one in self.currencies)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolls:
    """All measures over some periods; each currency stands by itself."""

    periods: tuple[str, ...]
    rolls: tuple[Roll, ...]
    #: What moved the accounts in periods that are no months, such as those for adjustments.
    elsewhere: tuple[Money, ...] = ()

    @property
    def ties(self) -> bool:
        """Whether nothing is left to be looked into."""
        left = any(one.gap or one.difference or one.lacks_rates for one in self.rolls)
        return not left and not any(self.elsewhere)

    def of(self, measure: Measured, currency: Currency) -> Roll | None:
        """Return a measure in a currency; None where there is none."""
        wanted = (measure, currency)
        return next((one for one in self.rolls if (one.measure, one.currency) == wanted), None)
