"""
What use costs: tiers by which a quantity is rated, exact until the end, rounded once.

In Salesforce's words a *Slab* is graduated and a *Range* is by volume.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from bridge.model.credits.units import plus
from bridge.model.money import Currency, Money, share


class Unrated(ValueError):
    """More was used than the last tier holds."""


class Rating(StrEnum):
    """Which part of a quantity a tier rates."""

    GRADUATED = "GRADUATED"  #: what lies within its bounds
    VOLUME = "VOLUME"  #: all of it, where the whole quantity lies within its bounds


class OnBound(StrEnum):
    """Which tier rates a whole quantity that lies on the bound between two."""

    ABOVE = "ABOVE"
    BELOW = "BELOW"


class Price(StrEnum):
    """What a tier's price is for."""

    PER_UNIT = "PER_UNIT"
    FLAT_FEE = "FLAT_FEE"  #: once, when the tier is reached
    PER_BLOCK = "PER_BLOCK"  #: for each block begun


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """From the upper bound of the tier before (0 in the first) up to its own."""

    upper: Decimal | None  #: the first quantity that lies above it; None for no end
    price: Decimal
    kind: Price = Price.PER_UNIT
    block: Decimal = Decimal(1)  #: units of a block, where the price is for one


@dataclass(frozen=True, slots=True)
class Tariff:
    """Tiers in ascending order; raises ValueError if their bounds do not ascend."""

    rating: Rating
    tiers: tuple[Tier, ...]
    on_bound: OnBound = OnBound.ABOVE  #: matters by volume only

    def __post_init__(self) -> None:
        bounds = [Decimal(0), *[tier.upper for tier in self.tiers if tier.upper is not None]]
        unbounded = [tier for tier in self.tiers[:-1] if tier.upper is None]
        if not self.tiers or unbounded or any(one >= other for one, other in pairwise(bounds)):
            raise ValueError(f"the bounds of tiers must ascend: {bounds}")
        if any(tier.block <= 0 for tier in self.tiers):
            raise ValueError("a block must hold units")

    def cost(self, units: Decimal) -> Fraction:
        """
        Return what a quantity costs, exactly; nothing used costs nothing.

        Raises Unrated above the last tier, and ValueError for a negative quantity.
        """
        if units < 0:
            raise ValueError(f"no negative quantity can be rated: {units:f}")
        if not units:
            return Fraction(0)
        last = self.tiers[-1].upper
        if last is not None and units > last:
            raise Unrated(f"{units:f} units were used, and the last tier ends at {last:f}")
        lowers = [Decimal(0), *[tier.upper for tier in self.tiers if tier.upper is not None]]
        reached = [
            (lower, tier) for lower, tier in zip(lowers, self.tiers, strict=False) if lower < units
        ]
        if self.rating is Rating.GRADUATED:
            return sum(
                (_price(tier, _within(units, lower, tier)) for lower, tier in reached), Fraction(0)
            )
        if self.on_bound is OnBound.ABOVE:
            reached = [
                (at, one) for at, one in zip(lowers, self.tiers, strict=False) if at <= units
            ]
        return _price(reached[-1][1], Fraction(units))

    def is_bound(self, units: Decimal) -> bool:
        """Say whether a quantity lies on a bound between two tiers."""
        return any(tier.upper == units for tier in self.tiers[:-1])


def _within(units: Decimal, lower: Decimal, tier: Tier) -> Fraction:
    upper = units if tier.upper is None else min(units, tier.upper)
    return Fraction(upper) - Fraction(lower)


def _price(tier: Tier, units: Fraction) -> Fraction:
    price = Fraction(tier.price)
    match tier.kind:
        case Price.PER_UNIT:
            return price * units
        case Price.FLAT_FEE:
            return price
        case Price.PER_BLOCK:
            blocks = units / Fraction(tier.block)
            begun = -(-blocks.numerator // blocks.denominator)
            return price * begun


def charges(tariff: Tariff, used: Sequence[Decimal], currency: Currency) -> tuple[Money, ...]:
    """
    Return what each of several uses costs that are rated together, in their order.

    Each costs what it adds to the cost of all before it; negative where it takes use back, or
    where more use makes all of it cheaper. Together they cost what the whole quantity costs,
    rounded half up once. Raises Unrated, and ValueError where more is taken back than was used.
    """
    costs = [Money(0, currency)]
    sofar = Decimal(0)
    for units in used:
        sofar = plus(sofar, units)
        costs.append(rounded(tariff.cost(sofar), currency))
    return tuple(after - before for before, after in pairwise(costs))


def at_prices(used: Iterable[tuple[Decimal, Decimal]], currency: Currency) -> Money:
    """Return what quantities cost, each at its own unit price, rounded half up on the sum."""
    exact = sum((Fraction(units) * Fraction(price) for units, price in used), Fraction(0))
    return rounded(exact, currency)


def rounded(cost: Fraction, currency: Currency) -> Money:
    """Return an exact amount of major units, half up to a minor unit."""
    return share(Money(10**currency.digits, currency), cost.numerator, cost.denominator)


def true_up(commitment: Money, charged: Money) -> Money:
    """
    Return what is owed at the end of a term for use that was committed to and did not happen.

    >>> usd = Currency("USD")
    >>> true_up(Money.parse("500.00", usd), Money.parse("300.00", usd)).text()
    '200.00'
    """
    missing = commitment - charged
    return missing if missing.minor > 0 else Money(0, commitment.currency)
