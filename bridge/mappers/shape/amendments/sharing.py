"""How the amount of a decrease is shared over the order lines that give units."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import lcm

from bridge.mappers.shape.order_line import OrderLine
from bridge.mappers.shape.parts import Objection, Taken
from bridge.model.calendar import Term
from bridge.model.deal import Segment
from bridge.model.ids import ExternalId
from bridge.model.money import Money, share, total

#: A piece of a lot, and how many units it gives.
Given = tuple[OrderLine, Decimal]
#: What the units of a piece weigh when an amount is shared.
Worth = Callable[[OrderLine, Decimal, Term], Fraction]
OrderKey = tuple[ExternalId, int]

#: The days of the longest month.
_MONTH_DAYS = 31
#: How many days a count of months may differ from one of days, over whatever term.
MONTHS_DIFFER_BY_DAYS = 3


def shared(step: Segment, term: Term, given: Sequence[Given]) -> list[Taken]:
    """
    Share the amount of a step over the pieces that give units.

    Where all were bought at one price, each unit gives back the same for each day, as sales
    credited it; else each piece gives back in proportion to its own price. Where that alone is
    refused, the other way is taken.
    """
    ways = (_days, _price) if _at_one_price(given) else (_price, _days)
    first = _shared(step, term, given, ways[0])
    if not any(map(objection, first)):
        return first
    other = _shared(step, term, given, ways[1])
    return first if any(map(objection, other)) else other


def unshared(step: Segment, term: Term, given: Sequence[Given]) -> Objection | None:
    """Say why a credit cannot be shared over the pieces that give units."""
    level = [lot for lot, _ in given if lot.is_level]
    if level and len(given) > 1:
        return Objection(
            "LEVEL_LINE_REDUCED",
            f"it takes from line {level[0].key} of {level[0].order}, whose revenue is level over "
            "its ramp, and from others; which credit belongs to which is not said",
            nearest="credit each of them by an order product of its own",
        )
    return _without_credit(step, term, given)


def _without_credit(step: Segment, term: Term, given: Sequence[Given]) -> Objection | None:
    """Object where units that were paid for are given up for nothing: their revenue is unsaid."""
    worth = sum((_price(lot, units, term) for lot, units in given), Fraction(0))
    if step.amount or not worth:
        return None
    rest = share(Money(worth.numerator, step.amount.currency), 1, worth.denominator)
    return Objection(
        "CANCELLED_WITHOUT_CREDIT",
        f"it gives up {-step.quantity:f} units from {term.start} on and credits nothing; whether "
        f"the about {rest} that they hold are revenue of that day or of the days as before is not "
        "said; change the revenue by hand",
        nearest=f"credit what they hold, about {rest.text()}, or let them run to their end",
    )


def objection(taken: Taken) -> Objection | None:
    """Say why a piece cannot give what is taken from it."""
    lot = taken.lot
    value = lot.amount - lot.returned
    if taken.amount.minor > value.minor:
        return Objection(
            "CREDIT_EXCEEDS_ORDER",
            f"it takes {taken.amount} from line {lot.key} of {lot.order}, of which {value} stand",
        )
    return _price_objection(taken)


def _at_one_price(given: Sequence[Given]) -> bool:
    """
    Say whether pieces were bought at one price.

    For one term a unit costs the same but for a rounded minor unit; for terms that differ, a price
    that sales counted by months lies a few days from one by days.
    """
    return all(_same_price(one, other) for (one, _), (other, _) in combinations(given, 2))


def _same_price(one: OrderLine, other: OrderLine) -> bool:
    apart = abs(_by_day(one) - _by_day(other))
    days = [lot.service.days if lot.service else 1 for lot in (one, other)]
    if one.service == other.service:
        return apart * days[0] <= 1
    dearest = max(_by_day(one), _by_day(other))
    return apart <= dearest * sum(Fraction(MONTHS_DIFFER_BY_DAYS, count) for count in days)


def _by_day(lot: OrderLine) -> Fraction:
    """Return what a unit costs a day, in minor units."""
    days = lot.service.days if lot.service else 1
    units, of_units = lot.units.as_integer_ratio()
    return Fraction(lot.amount.minor * of_units, units * days)


def _shared(step: Segment, term: Term, given: Sequence[Given], worth: Worth) -> list[Taken]:
    """
    Share an amount by a weight.

    Pieces that begin within the days taken are credited with what their units hold, and those in
    whose middle the first day lies share the rest. Where there is but one kind, all share.
    """
    amount = -step.amount
    begun = [one for one in given if _days_before(one[0], term)]
    whole = [one for one in given if not _days_before(one[0], term)]
    amounts: dict[OrderKey, Money] = {}
    if begun and whole:
        amounts = {_key(lot): _worth_of(lot, units) for lot, units in whole}
        amount -= total(amounts.values(), amount.currency)
    sharing = begun or whole
    weights = [worth(lot, units, term) for lot, units in sharing]
    if not any(weights):
        weights = [Fraction(units) for _, units in sharing]
    scale = lcm(*(weight.denominator for weight in weights))
    parts = amount.split([int(weight * scale) for weight in weights]) if sharing else ()
    amounts.update(zip((_key(lot) for lot, _ in sharing), parts, strict=True))
    return [
        Taken(source=step.id, lot=lot, units=units, amount=amounts[_key(lot)], starts=term.start)
        for lot, units in given
    ]


def _key(lot: OrderLine) -> OrderKey:
    return lot.order, lot.key


def _days_before(lot: OrderLine, term: Term) -> bool:
    """Say whether a piece is served before the days that are taken."""
    return lot.service is not None and lot.service.start < term.start


def _worth_of(lot: OrderLine, units: Decimal) -> Money:
    """Return what units that were not given back hold of a piece: each its whole price."""
    return share(lot.amount, int(units.scaleb(4)), int(lot.units.scaleb(4)))


def _days(lot: OrderLine, units: Decimal, term: Term) -> Fraction:
    """Weigh units by the days for which they are taken; what is free weighs nothing."""
    overlap = lot.service.overlap(term) if lot.service and lot.amount else 0
    return Fraction(units) * overlap


def _price(lot: OrderLine, units: Decimal, term: Term) -> Fraction:
    """Weigh units by what they cost for the days for which they are taken."""
    return _days(lot, units, term) * _by_day(lot)


def _price_objection(taken: Taken) -> Objection | None:
    """
    Compare a credit with the price of its lot, day by day.

    Months differ in length, and a month begun may be credited whole; a month's worth is the most
    that this can make, and less than all the days that are given up. What lies farther apart is a
    credit at another price.
    """
    lot, worth = taken.lot, taken.by_day * taken.days
    if lot.service is None or lot.is_level:
        return None  # the days of a level line are not those of its price
    apart = abs(taken.amount.minor - worth)
    fits = apart <= taken.by_day * _MONTH_DAYS and apart < worth
    if taken.amount.minor >= 0 and (fits or not (lot.amount or taken.amount)):
        return None
    at_price = share(Money(worth.numerator, lot.amount.currency), 1, worth.denominator)
    return Objection(
        "CREDIT_AT_ANOTHER_PRICE",
        f"it takes {taken.amount} for {taken.units:f} units and {taken.days} days, which cost "
        f"about {at_price} on line {lot.key} of {lot.order}",
    )
