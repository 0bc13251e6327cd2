"""
Order metrics: monthly recurring revenue, contract value, contract billings, and the list price.

Source: the order metrics of a billing vendor, whose printed figures are of whole months; of a part
of a month it prints that contract value counts actual days and contract billings months of 30 days,
and no figure.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bridge.model.calendar import Term, add_months, days_in
from bridge.model.money import Currency, Money, with_digits

_THIRTY = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """So many units at a monthly price over a term; the quantity of a change is the difference."""

    quantity: Decimal
    price: Decimal
    list_price: Decimal
    term: Term
    currency: Currency

    @property
    def monthly(self) -> Money:
        """What a month recurs with."""
        return self._times(self.price, Fraction(1))

    @property
    def contract_value(self) -> Money:
        """What is contracted: a part of a month by its days."""
        return self._times(self.price, by_days(self.term))

    @property
    def contract_billings(self) -> Money:
        """What will be billed: a part of a month as a part of 30 days."""
        return self._times(self.price, by_thirtieths(self.term))

    @property
    def list_value(self) -> Money:
        """What is contracted, at the list price."""
        return self._times(self.list_price, by_days(self.term))

    def _times(self, price: Decimal, count: Fraction) -> Money:
        exact = Fraction(self.quantity) * Fraction(price) * count
        return Money.nearest(with_digits(exact, self.currency.digits), self.currency)


def by_days(term: Term) -> Fraction:
    """
    Return how many months a term lasts, days left over by the month that they begin in.

    >>> from datetime import date
    >>> by_days(Term(date(2026, 1, 1), date(2026, 2, 15)))
    Fraction(3, 2)
    """
    whole, left, begun = _months(term)
    return whole + Fraction(left, begun)


def by_thirtieths(term: Term) -> Fraction:
    """
    Return how many months a term lasts, days left over of 30.

    >>> from datetime import date
    >>> by_thirtieths(Term(date(2026, 1, 1), date(2026, 2, 16)))
    Fraction(3, 2)
    """
    whole, left, _ = _months(term)
    return whole + Fraction(left, _THIRTY)


def _months(term: Term) -> tuple[int, int, int]:
    """Whole months, the days left over, and how many days the month of these has."""
    count = (term.end.year - term.start.year) * 12 + term.end.month - term.start.month
    count -= add_months(term.start, count) > term.end
    begun = add_months(term.start, count)
    return count, (term.end - begun).days, days_in(begun.year, begun.month)
