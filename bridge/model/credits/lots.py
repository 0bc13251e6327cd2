"""
A lot: what is left of one grant, in units and in money, while a wallet's story is told.

Money follows units by their share of the price: the money gone is the share of the units gone,
rounded half up. The last unit takes what is left, so that no cent is lost.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from bridge.model.credits.events import Grant, GrantId
from bridge.model.credits.units import less, plus
from bridge.model.money import Money, share


class Cause(StrEnum):
    """Why units moved."""

    GRANTED = "GRANTED"
    DRAWN = "DRAWN"
    LAPSED = "LAPSED"  #: by date or by decision
    REFUNDED = "REFUNDED"
    ROLLED_OUT = "ROLLED_OUT"
    ROLLED_IN = "ROLLED_IN"
    OVERAGE = "OVERAGE"  #: used, and held by no grant


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """
    Units that moved on a day, with the money they carried.

    What leaves a grant has a positive sign; what a correction brings back a negative one. Overage
    belongs to no grant and carries no money of the wallet. `reference` names the event.
    """

    on: date
    cause: Cause
    grant: GrantId | None
    reference: str
    meter: str
    units: Decimal
    money: Money


@dataclass(slots=True)
class Lot:
    """What is left of a grant; only the story of its wallet changes it."""

    grant: Grant
    paid: Money  #: the grant's part of the price, bonus credits considered
    left: Decimal = field(init=False)
    money: Money = field(init=False)

    def __post_init__(self) -> None:
        self.left, self.money = self.grant.units, self.paid

    def take(self, units: Decimal) -> Money:
        """Take units out and return the money that goes with them."""
        self.left = less(self.left, units)
        money = self._due()
        self.money -= money
        return money

    def put_back(self, units: Decimal, money: Money) -> None:
        """Take units and money in again that had been drawn."""
        self.left = plus(self.left, units)
        self.money += money

    def _due(self) -> Money:
        """Return what must leave so that the money gone is the share of the units gone."""
        gone = Fraction(less(self.grant.units, self.left)) / Fraction(self.grant.units)
        before = self.paid - self.money
        due = share(self.paid, gone.numerator, gone.denominator) - before
        return Money(min(max(due.minor, 0), self.money.minor), self.paid.currency)


@dataclass(frozen=True, slots=True)
class Slice:
    """What one use drew from one lot; a correction takes back the youngest slices first."""

    lot: Lot
    units: Decimal
    money: Money

    def cut(self, units: Decimal) -> "tuple[Slice, Slice | None]":
        """Return the part with so many units, and the rest if there is one."""
        if units == self.units:
            return self, None
        part = Fraction(units) / Fraction(self.units)
        money = share(self.money, part.numerator, part.denominator)
        rest = Slice(self.lot, less(self.units, units), self.money - money)
        return Slice(self.lot, units, money), rest
