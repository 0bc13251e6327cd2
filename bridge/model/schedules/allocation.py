"""
How the total of an arrangement is shared by fair value.

Source: NetSuite's allocation (help section 4369989562): revenue = total x fair value / sum of the
fair values; what rounding leaves goes to the greatest absolute amount, among equals to the last.
The residual method for software is that of section 4370766951.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from bridge.model.money import Money, share, total


class NoFairValue(ValueError):
    """There is no basis to share the total by: the arrangement would not be compliant."""


class Allocation(StrEnum):
    """How an element takes part."""

    NORMAL = "NORMAL"
    #: Keeps its own amount.
    EXCLUDE = "EXCLUDE"
    #: Takes part, and then shares the residual of the software among itself.
    SOFTWARE = "SOFTWARE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one element of an arrangement brings to the allocation."""

    sold: Money  #: its sales amount less discounts; negative for a return
    fair_value: Fraction | None  #: for its whole quantity, in major units; None: there is no price
    allocation: Allocation = Allocation.NORMAL
    heads_a_kit: bool = False  #: its sales amount is shared among the parts of the kit
    permits_discount: bool = True  #: else it gets its fair value before the others share
    objective: bool = False  #: the fair value is vendor-specific objective evidence
    delivered: bool = False  #: matters to the residual method alone


def allocated(shares: Sequence[Share]) -> tuple[Money, ...]:
    """
    Return the revenue of each element, in their order; together they are what was sold.

    Raises NoFairValue if an element that takes part has no fair value, or these add up to zero;
    IndexError if there is no element.
    """
    currency = shares[0].sold.currency
    revenue = [Money(0, currency) if one.heads_a_kit else one.sold for one in shares]
    taking = [at for at, one in enumerate(shares) if _takes_part(one)]
    sold = total((one.sold for one in shares if one.allocation != Allocation.EXCLUDE), currency)
    if not taking:
        if any(one.heads_a_kit for one in shares):
            raise NoFairValue("a kit has no part that its amount could be shared among")
        return tuple(revenue)
    values = {at: _valued(shares[at]) for at in taking}
    firm = [at for at in taking if not shares[at].permits_discount]
    if len(firm) == len(taking):
        firm = []
    for at in firm:
        revenue[at] = _rounded(values[at], revenue[at])
    rest = sold - total((revenue[at] for at in firm), currency)
    shared = {at: value for at, value in values.items() if at not in firm}
    for at, amount in _by_weight(rest, shared).items():
        revenue[at] = amount
    return _with_residual(revenue, shares)


def returned(fair_value: Fraction, quantity: Decimal, taken_back: Decimal) -> Fraction:
    """
    Return the fair value of a return: the part of the original one by quantity, negative.

    The price on the line of the return does not matter (help section 4381033932).

    >>> returned(Fraction(100), Decimal(20), Decimal(5))
    Fraction(-25, 1)
    """
    return -fair_value * Fraction(taken_back) / Fraction(quantity)


def _takes_part(one: Share) -> bool:
    return one.allocation != Allocation.EXCLUDE and not one.heads_a_kit


def _valued(one: Share) -> Fraction:
    if one.fair_value is None:
        raise NoFairValue(f"an element sold for {one.sold} has no fair value")
    return one.fair_value


def _rounded(value: Fraction, like: Money) -> Money:
    """Return a value in major units as money of the currency of another amount."""
    one = Money(10**like.currency.digits, like.currency)
    return share(one, value.numerator, value.denominator)


def _by_weight(amount: Money, weights: dict[int, Fraction]) -> dict[int, Money]:
    """Share by weight; the difference goes to the greatest absolute amount, the last of equals."""
    whole = sum(weights.values())
    if not whole:
        raise NoFairValue("the fair values add up to zero")
    quotas = {at: weight / whole for at, weight in weights.items()}
    parts = {at: share(amount, one.numerator, one.denominator) for at, one in quotas.items()}
    greatest = max(parts, key=lambda at: (abs(parts[at].minor), at))
    left = amount - total(parts.values(), amount.currency)
    return {**parts, greatest: parts[greatest] + left}


def _with_residual(revenue: Sequence[Money], shares: Sequence[Share]) -> tuple[Money, ...]:
    """
    Take the second step for software, where its conditions are met.

    What has objective evidence gets that price; the rest of the software's revenue goes to what
    has none, by sales amounts, or by fair values where none was sold for anything.
    """
    software = [
        at
        for at, one in enumerate(shares)
        if one.allocation is Allocation.SOFTWARE and not one.heads_a_kit
    ]
    if not _has_residual([shares[at] for at in software]):
        return tuple(revenue)
    result = list(revenue)
    priced = [at for at in software if shares[at].objective]
    for at in priced:
        result[at] = _rounded(_valued(shares[at]), revenue[at])
    currency = revenue[0].currency
    rest = total((revenue[at] for at in software), currency)
    rest -= total((result[at] for at in priced), currency)
    others = [at for at in software if at not in priced]
    weights = {at: Fraction(shares[at].sold.decimal()) for at in others}
    if not sum(weights.values()):
        weights = {at: _valued(shares[at]) for at in others}
    for at, amount in _by_weight(rest, weights).items():
        result[at] = amount
    return tuple(result)


def _has_residual(software: Sequence[Share]) -> bool:
    """All that is undelivered has objective evidence, something is, and something else has none."""
    undelivered = [one for one in software if not one.delivered]
    return (
        bool(undelivered)
        and all(one.objective for one in undelivered)
        and not all(one.objective for one in software)
    )
