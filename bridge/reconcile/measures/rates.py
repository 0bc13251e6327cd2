"""
Rates of a day: which one is effective, and what of an amount it makes.

What has no rate is told with its amount in its own currency; it is never taken at nothing or at 1.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from bridge.model.money import Currency

_ONE = Fraction(1)
_Pair = tuple[Currency, Currency]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRate:
    """What one unit of a currency is worth in units of another one, from a day on."""

    id: int  #: NetSuite's number of it
    source: Currency
    target: Currency
    rate: Decimal
    effective: date

    @property
    def of_minor(self) -> Fraction:
        """What one minor unit is worth in minor units of the other currency, exactly."""
        return Fraction(self.rate) * Fraction(10) ** (self.target.digits - self.source.digits)

    def __str__(self) -> str:
        return (
            f"1 {self.source} = {self.rate:f} {self.target} from {self.effective} on, "
            f"NetSuite's currency rate {self.id}"
        )


@dataclass(frozen=True, slots=True)
class Rates:
    """
    The rates that are known, each in force until the next one of its pair.

    Of two that are effective on one day the younger one counts, as in NetSuite: "the latest entry
    on that date" (help topic currency.exchangeRate).
    """

    known: tuple[DatedRate, ...] = ()
    _pairs: Mapping[_Pair, list[DatedRate]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        pairs: dict[_Pair, list[DatedRate]] = defaultdict(list)
        for one in sorted(self.known, key=lambda one: (one.effective, one.id)):
            pairs[one.source, one.target].append(one)
        object.__setattr__(self, "_pairs", dict(pairs))

    def at(self, source: Currency, target: Currency, day: date) -> DatedRate | None:
        """Return the rate that is effective on a day; None where none is known until then."""
        found = self._pairs.get((source, target), [])
        at = bisect_right(found, day, key=lambda one: one.effective)
        return found[at - 1] if at else None

    def of_minor(self, source: Currency, target: Currency, day: date) -> Fraction | None:
        """Return what a minor unit is worth on a day; a currency is worth itself."""
        if source == target:
            return _ONE
        found = self.at(source, target, day)
        return found.of_minor if found else None
