"""
What a line would sell for alone: by this an arrangement shares its total among its lines.

The rules say it by the item, as NetSuite holds it there: whether it takes part in the allocation,
and at which fair value. It is never guessed: what is not said is None.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Self

from bridge.model.money import Money, with_digits
from bridge.model.schedules.allocation import Allocation, returned

#: Digits behind the point: enough that parts of a line keep its ratio of price and fair value, if
#: the one is not a thousand times the other.
_DIGITS = 6
#: JSON values: texts and nulls.
Written = dict[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandAlone:
    """How a line takes part in the allocation of its arrangement."""

    allocation: Allocation
    #: For its whole quantity and term, in major units of its currency; None: nobody has said.
    fair_value: Decimal | None

    @classmethod
    def of(cls, allocation: Allocation, price: Decimal | None, units: Fraction) -> Self:
        """Return that of so many units at a price for each."""
        value = None if price is None else with_digits(Fraction(price) * units, _DIGITS)
        return cls(allocation=allocation, fair_value=value)

    def part(self, amount: Money, whole: Money) -> "StandAlone":
        """Return that of a part of the line: fair values go with amounts."""
        if self.fair_value is None or not whole:
            return self
        value = Fraction(self.fair_value) * amount.minor / whole.minor
        return StandAlone(allocation=self.allocation, fair_value=with_digits(value, _DIGITS))

    def given_back(self, quantity: Decimal, of: Decimal) -> "StandAlone":
        """Return that of a return of some of the quantity: negative, whatever its price."""
        if self.fair_value is None or not of:
            return self
        value = returned(Fraction(self.fair_value), of, quantity)
        return StandAlone(allocation=self.allocation, fair_value=with_digits(value, _DIGITS))


def written(one: StandAlone) -> Written:
    """Write it, its fair value as a text."""
    value = one.fair_value
    return {
        "allocation": one.allocation.value,
        "fair_value": None if value is None else f"{value:f}",
    }


def parse(form: Mapping[str, Any]) -> StandAlone:
    """Read what was written. Raises ValueError or KeyError where it is not whole."""
    value = form["fair_value"]
    return StandAlone(
        allocation=Allocation(form["allocation"]),
        fair_value=None if value is None else Decimal(value),
    )
