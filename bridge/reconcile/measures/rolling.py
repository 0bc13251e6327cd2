"""
Roll-forwards: an opening and all that moved it come to the closing, or the statement says not.

Identities: the change of deferred less unbilled is billings less revenue; what is still to be
recognised is deferred less unbilled plus what is neither billed nor recognised; the contract value
is revenue to date plus what is still to be recognised.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bridge.model.money import Money, total


@dataclass(frozen=True, slots=True)
class RollForward:
    """
    An opening, its movements by name in their order, and a closing that was read by itself.

    `gap` is what the movements do not explain; it is nothing, or somebody has to look.
    """

    opening: Money
    movements: Mapping[str, Money]
    closing: Money

    @property
    def expected(self) -> Money:
        """What the opening and the movements come to."""
        return total((self.opening, *self.movements.values()), self.opening.currency)

    @property
    def gap(self) -> Money:
        """The closing less what was expected."""
        return self.closing - self.expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferral:
    """Deferred and unbilled revenue at one moment, both as positive amounts."""

    deferred: Money
    unbilled: Money

    @property
    def net(self) -> Money:
        """What is billed ahead of revenue."""
        return self.deferred - self.unbilled


def deferred_after(opening: Deferral, billings: Money, revenue: Money, unbilled: Money) -> Money:
    """
    Return the deferred revenue of a closing whose unbilled revenue is known.

    >>> from bridge.model.money import Currency
    >>> def usd(amount: str) -> Money:
    ...     return Money.parse(amount, Currency("USD"))
    >>> opening = Deferral(deferred=usd("200000"), unbilled=usd("30000"))
    >>> deferred_after(opening, usd("450000"), usd("420000"), usd("50000")).text()
    '250000.00'
    """
    return opening.net + billings - revenue + unbilled


def calculated_billings(opening: Deferral, closing: Deferral, revenue: Money) -> Money:
    """Return billings as readers of accounts infer them: revenue and the change of the balances."""
    return revenue + closing.net - opening.net


@dataclass(frozen=True, slots=True, kw_only=True)
class Contracted:
    """A fixed contract value, and what has become of it."""

    value: Money
    recognised: Money
    billed: Money

    @property
    def remaining(self) -> Money:
        """What is still to be recognised."""
        return self.value - self.recognised

    @property
    def backlog(self) -> Money:
        """What is not billed yet."""
        return self.value - self.billed

    @property
    def deferred(self) -> Money:
        """What is billed ahead of revenue; negative where revenue is ahead."""
        return self.billed - self.recognised
