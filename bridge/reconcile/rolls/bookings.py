"""Bookings rolled forward: what was booked so far, and what each period added."""

from collections import defaultdict
from collections.abc import Iterable

from bridge.model.deal import DealKind
from bridge.model.money import Currency
from bridge.reconcile.rolls.roll import Measured, Month, Part, Roll
from bridge.reconcile.rolls.span import Stretch, of_booked, parts
from bridge.reconcile.sides import Booked
from bridge.reconcile.valuing import in_base

MOVEMENTS = ("new", "renewed", "increased", "decreased", "cancelled")


def bookings(booked: Iterable[Booked], base: Currency, over: Stretch) -> Roll:
    """Return what was booked in the currency of the books, at the rate of each booking."""
    before, until = 0, over.periods[-1].term.last
    whole = [0] * len(over.periods)
    moved: list[dict[str, list[Part]]] = [defaultdict(list) for _ in over.periods]
    for one in booked:
        at = over.at(one.close_on)
        if one.base != base or one.close_on > until:
            continue
        minor = _worth(one, base)
        if at < 0:
            before += minor
            continue
        whole[at] += minor
        moved[at][_kind(one, minor)].append(of_booked(one, minor))
    months, opening = [], before
    for at, period in enumerate(over.names):
        months.append(
            Month(
                period=period,
                opening=opening,
                movements={name: parts(moved[at][name]) for name in MOVEMENTS},
                closing=before + sum(whole[: at + 1]),
            )
        )
        opening = months[-1].closing
    return Roll(measure=Measured.BOOKINGS, currency=base, movements=MOVEMENTS, months=tuple(months))


def _worth(one: Booked, base: Currency) -> int:
    return sum(in_base(terms.amount, terms.rate, base) for terms in one.sold)


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
