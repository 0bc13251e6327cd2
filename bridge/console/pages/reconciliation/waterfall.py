"""The waterfall: from one end of a statement to the other, a bar for each class, to scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bridge.flow.reconciling.told import Sum, Told
from bridge.model.money import Money

#: The geometry, in units of its own: names at the left with their amounts, which a phone shows too.
WIDTH, ROW, BAR = 960, 28, 16
_LEFT, _RIGHT = 360, 10
_PLOT = WIDTH - _LEFT - _RIGHT
_THINNEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One line of a statement; `kind` is total, up, down or left (unexplained)."""

    code: str
    label: str
    says: str
    amount: Money
    kind: str
    path: str
    x: int
    y: int
    length: int
    reached: int  #: where the next bar begins


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The bars, from above to below; no axis is cut, so lengths are to be compared."""

    bars: tuple[Bar, ...]
    zero: int  #: where nothing is

    @property
    def height(self) -> int:
        """How high the chart is."""
        return ROW * len(self.bars)


class _Span(NamedTuple):
    """From where to where a bar goes, in minor units."""

    begin: int
    end: int


def waterfall(told: Told, period: str, paths: Sequence[str], *, totals: bool) -> Waterfall:
    """
    Draw a period of a statement.

    Classes with nothing in the period are left out, but for what is unexplained. Without `totals`
    the two ends are left out as well, and what lies between them has all of the room.
    """
    shown = [
        (one, path)
        for one, path in zip(told.sums, paths, strict=True)
        if (totals if one.is_end else one.minor.get(period) or one.is_unexplained)
    ]
    spans = _spans([one.minor.get(period, 0) for one, _ in shown], [one.is_end for one, _ in shown])
    low = min((0, *(min(span) for span in spans)))
    high = max((0, *(max(span) for span in spans)))
    scale = _Scale(low, max(high - low, 1))
    bars = tuple(
        _bar(
            one, told.amount(one, period), path, _Placed(scale.x(span.begin), scale.x(span.end), y)
        )
        for y, ((one, path), span) in enumerate(zip(shown, spans, strict=True))
    )
    return Waterfall(bars, scale.x(0))


def _spans(amounts: Sequence[int], ends: Sequence[bool]) -> list[_Span]:
    """Let each bar begin where the last one ended, and the two ends at nothing."""
    reached, spans = 0, []
    for minor, is_end in zip(amounts, ends, strict=True):
        begin = 0 if is_end else reached
        reached = begin + minor
        spans.append(_Span(begin, reached))
    return spans


class _Scale(NamedTuple):
    """From minor units to the units of the chart."""

    low: int
    width: int

    def x(self, minor: int) -> int:
        return _LEFT + (minor - self.low) * _PLOT // self.width


class _Placed(NamedTuple):
    """Where a bar lies."""

    begin: int
    end: int
    row: int


def _bar(one: Sum, amount: Money, path: str, placed: _Placed) -> Bar:
    left, right = sorted(placed[:2])
    moved = "up" if amount.minor >= 0 else "down"
    return Bar(
        code=one.code,
        label=one.title,
        says=one.of.meaning if one.of else "",
        amount=amount,
        kind="total" if one.is_end else "left" if one.is_unexplained else moved,
        path=path,
        x=left,
        y=placed.row * ROW,
        length=max(right - left, _THINNEST if amount else 0),
        reached=placed.end,
    )
