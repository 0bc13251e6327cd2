"""The causes that hold the most, as bars: one scale for each currency, for they never add up."""

from dataclasses import dataclass, replace

from bridge.adapters.store.browsing.exceptions import CauseGroup
from bridge.console.pages.overview.wanted import Wanted
from bridge.console.writing import words
from bridge.model.money import Currency, Money

#: Bars of a chart; the list has the rest.
_BARS = 5
#: The geometry of a chart, in its own units.
WIDTH, ROW, BAR, LABEL = 500, 30, 14, 210
_LONGEST = WIDTH - LABEL - 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What one cause holds."""

    label: str
    says: str
    amount: Money
    count: int
    path: str
    y: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The bars of one currency, the longest first."""

    currency: Currency
    bars: tuple[Bar, ...]

    @property
    def width(self) -> int:
        """How wide the chart is."""
        return WIDTH

    @property
    def height(self) -> int:
        """How high the chart is."""
        return ROW * len(self.bars)


def charts(groups: tuple[CauseGroup, ...], wanted: Wanted) -> tuple[Chart, ...]:
    """Return a chart for each currency; an amount below zero counts as far as it is from zero."""
    held: dict[Currency, list[tuple[Money, CauseGroup]]] = {}
    for group in groups:
        for amount in group.amounts:
            held.setdefault(amount.currency, []).append((amount, group))
    return tuple(
        Chart(currency=currency, bars=_bars(held[currency], replace(wanted, currency=currency)))
        for currency in sorted(held)
    )


def _bars(held: list[tuple[Money, CauseGroup]], wanted: Wanted) -> tuple[Bar, ...]:
    ranked = sorted(held, key=lambda one: (-abs(one[0].minor), one[1].fingerprint))[:_BARS]
    most = max(abs(ranked[0][0].minor), 1)
    return tuple(
        Bar(
            label=words(group.cause.code),
            says=group.cause.says,
            amount=amount,
            count=group.count,
            path=wanted.path("/exceptions", cause=group.fingerprint),
            y=place * ROW,
            length=max(2, abs(amount.minor) * _LONGEST // most),
        )
        for place, (amount, group) in enumerate(ranked)
    )
