"""How a forecast plan is recalculated to meet the actual plans (help page section_4521314063)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bridge.sandbox.netsuite.revenue.arithmetic.periods import Calendar, Period
from bridge.sandbox.netsuite.revenue.arithmetic.rules import Reforecast
from bridge.sandbox.netsuite.revenue.arithmetic.spreading import Share, Whole, in_proportion


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalculation:
    """What a forecast is recalculated by."""

    method: Reforecast
    as_of: Period  #: up to and with it, the forecast says what the actual plans say
    offset: int = 0  #: of the manual method: periods after the first one of the forecast


def recalculated(
    whole: Whole,
    forecast: Sequence[Share],
    actual: Mapping[str, Decimal],
    how: Recalculation,
    calendar: Calendar,
) -> list[Share]:
    """
    Return the shares of the recalculated forecast, in the order of periods; they add up as before.

    Args:
        whole: what the forecast adds up to.
        forecast: the shares so far, in the order of periods.
        actual: id of a period -> what the actual plans hold for it.
        how: as of when, and where the difference goes.
        calendar: all periods.

    Raises:
        PlanFails: the difference goes to a period that is not set up.
    """
    amounts = {share.period.id: share.amount for share in forecast}
    upto = [period for period in calendar.all() if period.first <= how.as_of.first]
    for period in upto:
        if period.id in amounts or period.id in actual:
            amounts[period.id] = actual.get(period.id, Decimal(0))
    difference = whole.amount - sum(amounts.values())
    for period, part in _taking_up(whole, forecast, difference, how, calendar):
        amounts[period.id] = amounts.get(period.id, Decimal(0)) + part
    periods = sorted(map(calendar.named, amounts), key=lambda period: period.first)
    shares = [Share(period, amounts[period.id]) for period in periods]
    return _of_one_sign(shares, whole.amount, how.method)


def _taking_up(
    whole: Whole,
    forecast: Sequence[Share],
    difference: Decimal,
    how: Recalculation,
    calendar: Calendar,
) -> list[tuple[Period, Decimal]]:
    """Return the periods that bear the difference, with what each bears."""
    first, last = forecast[0].period, forecast[-1].period
    match how.method:
        case Reforecast.LAST_PERIOD:
            return [(last, difference)]
        case Reforecast.MANUAL:
            return [(calendar.later(first, how.offset), difference)]
    after = calendar.later(how.as_of, 1)
    later = [one for one in calendar.all() if after.first <= one.first <= last.first]
    if how.method is Reforecast.NEXT_PERIOD or not later:
        return [(after, difference)]
    spread = Whole(amount=difference, span=whole.span, digits=whole.digits, readings=whole.readings)
    return list(zip(later, in_proportion(spread, [Decimal(1)] * len(later)), strict=True))


def _of_one_sign(shares: list[Share], total: Decimal, method: Reforecast) -> list[Share]:
    """Carry a first or last amount of the wrong sign on to its neighbour, and so forth."""
    backwards = method in {Reforecast.LAST_PERIOD, Reforecast.MANUAL}
    ordered = shares[::-1] if backwards else shares
    sign = -1 if total < 0 else 1
    for place in range(len(ordered) - 1):
        share = ordered[place]
        if method is Reforecast.REMAINING_PERIODS or share.amount * sign >= 0:
            break
        follower = ordered[place + 1]
        ordered[place + 1] = Share(follower.period, follower.amount + share.amount)
        ordered[place] = Share(share.period, Decimal(0))
    return ordered[::-1] if backwards else ordered
