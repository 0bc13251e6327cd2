"""
A plan in the currency of the books.

Plans are made in the currency of the transaction; the journals stand in that of the subsidiary,
at the rate of the plan (NetSuite, help section 4357047027). Each row is rounded for itself; that,
and where a cent of difference stays, no page tells.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from bridge.model.money import Currency, Money, share
from bridge.model.schedule import PlannedRevenue


def converted(amount: Money, rate: Decimal, base: Currency) -> Money:
    """
    Return an amount at a rate (units of `base` for one unit), rounded half up to a minor unit.

    >>> converted(Money.parse("10", Currency("EUR")), Decimal("163.455"), Currency("JPY")).text()
    '1635'
    """
    exact = Fraction(rate) * Fraction(10**base.digits, 10**amount.currency.digits)
    return share(Money(amount.minor, base), exact.numerator, exact.denominator)


def in_base(
    plan: Sequence[PlannedRevenue], rate: Decimal, base: Currency
) -> tuple[PlannedRevenue, ...]:
    """Return what the journals of a plan post, row by row, at its one rate."""
    return tuple(PlannedRevenue(part.period, converted(part.amount, rate, base)) for part in plan)


def rate_difference(invoiced: Money, agreed: Decimal, billed: Decimal, base: Currency) -> Money:
    """
    Return what an invoice adds to revenue because its rate is another than that of the contract.

    With contract assets left out of revaluation, revenue in the end is what was billed, both in
    the currency of the books (NetSuite's worked example, help section 161369441792).
    """
    return converted(invoiced, billed, base) - converted(invoiced, agreed, base)
