"""
The fair value of an element whose price list gives a range.

Source: the fair value price list of NetSuite: a sales price inside the range is its own fair value,
outside of it the policy of the list names one of its three prices. No figures are published.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Outside(StrEnum):
    """Which price stands for a sales price outside of the range."""

    LOW = "LOW"
    BASE = "BASE"
    HIGH = "HIGH"
    #: The low price for what is below the range, the high price for what is above.
    NEAREST = "NEAREST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Unit prices in one currency, from low to high; ValueError if they are out of order."""

    low: Decimal
    base: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if not self.low <= self.base <= self.high:
            raise ValueError(f"a range goes from low to high: {self.low} {self.base} {self.high}")

    def fair(self, price: Decimal, outside: Outside) -> Decimal:
        """
        Return the fair unit price for a sales price.

        >>> prices = Range(low=Decimal(90), base=Decimal(100), high=Decimal(110))
        >>> prices.fair(Decimal(95), Outside.BASE), prices.fair(Decimal(80), Outside.NEAREST)
        (Decimal('95'), Decimal('90'))
        """
        if self.low <= price <= self.high:
            return price
        match outside:
            case Outside.LOW:
                return self.low
            case Outside.BASE:
                return self.base
            case Outside.HIGH:
                return self.high
            case Outside.NEAREST:
                return self.low if price < self.low else self.high
