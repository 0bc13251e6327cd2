"""
Contract balances: what is billed and not yet earned, and what is earned and not yet billed.

Sources: NetSuite's two ways to net, by element and by arrangement (help section 157238716549), with
the figures of its example; the standard nets by contract (ASC 606-10-45-1).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bridge.model.money import Currency, Money, total


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What is recognised and billed of an element so far."""

    recognised: Money
    billed: Money

    @property
    def ahead(self) -> Money:
        """What is billed beyond what is recognised; negative where it is the other way round."""
        return self.billed - self.recognised


@dataclass(frozen=True, slots=True, kw_only=True)
class Balances:
    """
    Balances of one contract behind the netting.

    `entries` is what netting moved into each element, for the journal that a netting by contract
    needs; all nothing where each element stands by itself.
    """

    deferred: tuple[Money, ...]  #: contract liability by element, in their order
    unbilled: tuple[Money, ...]  #: contract asset by element, in their order
    entries: tuple[Money, ...]


def by_element(elements: Sequence[Position], currency: Currency) -> Balances:
    """Return the balances where each element stands by itself."""
    zero = Money(0, currency)
    ahead = [one.ahead for one in elements]
    return Balances(
        deferred=tuple(one if one.minor > 0 else zero for one in ahead),
        unbilled=tuple(-one if one.minor < 0 else zero for one in ahead),
        entries=tuple(zero for _ in ahead),
    )


def by_contract(elements: Sequence[Position], currency: Currency) -> Balances:
    """
    Return the balances of a contract that is an asset or a liability, and never both.

    What is left is spread over the elements that were of its kind, in proportion; source: the
    example, where 15.00 fall on 2.00 and 23.00.
    """
    alone = by_element(elements, currency)
    deferred, unbilled = total(alone.deferred, currency), total(alone.unbilled, currency)
    net = deferred - unbilled
    zero = Money(0, currency)
    nothing = tuple(zero for _ in elements)
    after = _spread(net, alone.deferred, nothing) if net.minor > 0 else nothing
    assets = _spread(-net, alone.unbilled, nothing) if net.minor < 0 else nothing
    before = [one.ahead for one in elements]
    behind = [one - other for one, other in zip(after, assets, strict=True)]
    entries = tuple(now - then for now, then in zip(behind, before, strict=True))
    return Balances(deferred=after, unbilled=assets, entries=entries)


def unconditional(delivered: Money, *, depends_on_others: bool) -> tuple[Money, Money]:
    """
    Return the contract asset and the receivable for what is delivered and not billed.

    It is an asset while payment depends on more than the passage of time (ASC 606-10-45-3).
    """
    zero = Money(0, delivered.currency)
    return (delivered, zero) if depends_on_others else (zero, delivered)


def _spread(net: Money, weights: Sequence[Money], nothing: tuple[Money, ...]) -> tuple[Money, ...]:
    return net.split([one.minor for one in weights]) if net else nothing
