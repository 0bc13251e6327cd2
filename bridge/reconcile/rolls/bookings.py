"""
Bookings rolled forward: what was booked so far, and what each period added.

Movements are the lines of deals. Opening and closing are counted without them, deal by deal: a line
that is lost, doubled or of another day than its deal is a gap.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from bridge.model.deal import DealKind
from bridge.model.ids import DealId
from bridge.model.money import Currency, Money
from bridge.reconcile.rolls.roll import Holding, Measured, Month, Part, Roll
from bridge.reconcile.rolls.span import Stretch, holding, holdings, of_booked, parts
from bridge.reconcile.sides import Booked, Sides, Terms
from bridge.reconcile.valuing import in_base

MOVEMENTS = ("new", "renewed", "increased", "decreased", "cancelled")
_ONE = Decimal(1)


class Count(NamedTuple):
    """What a deal was counted with on its day, in minor units of the books that it is in."""

    day: date
    base: Currency
    minor: int


class _Key(NamedTuple):
    deal: DealId
    day: date
    currency: Currency  #: of the deal


def counts(sides: Sides) -> tuple[Count, ...]:
    """
    Return what is counted of all deals, whatever their lines come to.

    An amount in another currency is valued as the lines of the deal are, and what they do not come
    to at the rate of the first of them; where the deal has none, it stands in its own currency.
    """
    lines: dict[_Key, list[tuple[Currency, Terms]]] = defaultdict(list)
    for one in sides.booked:
        for terms in one.sold:
            lines[_Key(one.deal, one.close_on, terms.amount.currency)].append((one.base, terms))
    amounts: dict[_Key, int] = defaultdict(int)
    for count in sides.counted:
        amounts[_Key(count.deal, count.day, count.amount.currency)] += count.amount.minor
    return tuple(
        one for key, minor in amounts.items() for one in _valued(key, minor, lines.get(key, ()))
    )


def _valued(key: _Key, minor: int, lines: Sequence[tuple[Currency, Terms]]) -> Iterator[Count]:
    for base, one in lines:
        yield Count(key.day, base, in_base(one.amount, one.rate, base))
    rest = Money(minor - sum(one.amount.minor for _, one in lines), key.currency)
    if rest:
        base, rate = (lines[0][0], lines[0][1].rate) if lines else (key.currency, _ONE)
        yield Count(key.day, base, in_base(rest, rate, base))


def bookings(
    booked: Iterable[Booked], counted: Iterable[Count], base: Currency, over: Stretch
) -> Roll:
    """Return what was booked in the currency of the books, at the rate of each booking."""
    lines = tuple(one for one in booked if one.base == base)
    moved = _moved(lines, base, over)
    # What lies behind the periods is the last but one of these, what lies before them the last one.
    sums = [0] * (len(over.periods) + 2)
    for day, of, minor in counted:
        if of == base:
            sums[over.at(day)] += minor
    months, opening = [], sums[-1]
    for at, period in enumerate(over.names):
        closing = opening + sums[at]
        movements = {name: parts(moved[at].get(name, ())) for name in MOVEMENTS}
        months.append(Month(period=period, opening=opening, movements=movements, closing=closing))
        opening = closing
    return Roll(
        measure=Measured.BOOKINGS,
        currency=base,
        movements=MOVEMENTS,
        months=tuple(months),
        holdings=holdings(_held(lines, base, over)),
    )


def _held(booked: Iterable[Booked], base: Currency, over: Stretch) -> Iterator[Holding]:
    """Yield what each line has booked so far."""
    count = len(over.periods) + 1
    for one in booked:
        before = over.at(one.close_on) + 1
        minor = _minor(one, base)
        yield holding(of_booked(one, minor), (minor * (at >= before) for at in range(count)))


def _minor(one: Booked, base: Currency) -> int:
    return sum(in_base(terms.amount, terms.rate, base) for terms in one.sold)


def _moved(
    booked: Iterable[Booked], base: Currency, over: Stretch
) -> Sequence[Mapping[str, list[Part]]]:
    """Return the lines of each period, by movement."""
    moved: list[dict[str, list[Part]]] = [defaultdict(list) for _ in over.periods]
    for one in booked:
        at = over.at(one.close_on)
        if 0 <= at < len(moved):
            minor = _minor(one, base)
            moved[at][_kind(one, minor)].append(of_booked(one, minor))
    return moved


def _kind(one: Booked, minor: int) -> str:
    match one.kind:
        case DealKind.NEW:
            return "new"
        case DealKind.RENEWAL:
            return "renewed"
        case DealKind.CANCELLATION:
            return "cancelled"
        case DealKind.AMENDMENT:
            return "increased" if minor > 0 else "decreased"
