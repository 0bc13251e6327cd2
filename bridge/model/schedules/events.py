"""
Revenue that is planned by events: by what was invoiced, or by what was handed over.

Source: "Amount Source" of NetSuite's revenue recognition rules (help section 4356113783): an
invoice bears its part of the discounted sales amount, a shipment its part of the quantity. How
these parts are rounded is not published; here each event brings the sum up to date, so that all
of them together are the whole. How invoices use up the schedule of an order has a published
example in classic recognition (section N1679634).
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from bridge.model.money import Money, share, total
from bridge.model.schedule import PlannedRevenue


def borne(amount: Money, parts: Sequence[Fraction]) -> tuple[Money, ...]:
    """
    Return what each event bears of an amount, in order; parts that sum to 1 bear all of it.

    >>> from bridge.model.money import Currency
    >>> thirds = borne(Money.parse("100", Currency("USD")), [Fraction(1, 3)] * 3)
    >>> [one.text() for one in thirds]
    ['33.33', '33.34', '33.33']
    """
    reached, so_far = Fraction(0), Money(0, amount.currency)
    result = []
    for part in parts:
        reached += part
        upto = share(amount, reached.numerator, reached.denominator)
        result.append(upto - so_far)
        so_far = upto
    return tuple(result)


def used_up(
    plan: Sequence[PlannedRevenue], invoiced: Sequence[Money]
) -> tuple[tuple[PlannedRevenue, ...], ...]:
    """
    Share the schedule of an order among its invoices: each goes on where the one before stopped.

    Invoice dates play no part. Raises ValueError if more is invoiced than planned, and for amounts
    below zero, in the plan or among the invoices: no source tells what they would use up.
    """
    below = [one for one in (*(part.amount for part in plan), *invoiced) if one.minor < 0]
    if below:
        raise ValueError(f"{below[0]} uses up no schedule")
    left = list(plan)
    return tuple(tuple(_taken(left, amount)) for amount in invoiced)


def _taken(left: list[PlannedRevenue], amount: Money) -> Iterator[PlannedRevenue]:
    """Take an amount off the front of what is left of a plan."""
    if amount.minor > total((part.amount for part in left), amount.currency).minor:
        raise ValueError(f"an invoice of {amount} is more than is left of the order's schedule")
    while amount:
        part = left.pop(0)
        taken = min(part.amount, amount, key=lambda money: money.minor)
        if taken != part.amount:
            left.insert(0, PlannedRevenue(part.period, part.amount - taken))
        amount -= taken
        yield PlannedRevenue(part.period, taken)
