"""
Remaining performance obligations: what is contracted and not recognised, current and not.

Use that nobody has committed to is not in it, and what the customer may cancel neither (ASC
606-10-50-13 to 50-14A; which expedients are taken is a policy).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bridge.model.calendar import add_months
from bridge.model.money import Currency, Money, total
from bridge.reconcile.measures.rolling import RollForward
from bridge.reconcile.valuing import Calendar

#: What is due within so many months of the day is current.
CURRENT_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Obligation:
    """What is planned of one promise, by period; `is_committed` is no for use."""

    planned: Mapping[str, Money]
    is_committed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """What is still to be recognised after a day."""

    current: Money
    later: Money

    @property
    def whole(self) -> Money:
        """Both together."""
        return self.current + self.later


def remaining(
    obligations: Iterable[Obligation], as_of: date, calendar: Calendar, currency: Currency
) -> Remaining:
    """
    Return what is due in the periods behind that of `as_of`, which is taken to its end.

    Raises KeyError for a period that the calendar does not have.
    """
    border = calendar.periods[calendar.place[calendar.name_of(as_of)]].term.end
    until = add_months(border, CURRENT_MONTHS)
    due = [
        (calendar.periods[calendar.place[period]].term.start, amount)
        for one in obligations
        if one.is_committed
        for period, amount in one.planned.items()
    ]
    current = [amount for start, amount in due if border <= start < until]
    later = [amount for start, amount in due if start >= until]
    return Remaining(current=total(current, currency), later=total(later, currency))


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What moves remaining obligations; revenue and cancellations are negative."""

    new_bookings: Money
    modifications: Money
    revenue: Money
    cancelled: Money
    fx: Money


def rolled(opening: Money, changes: Changes, closing: Money) -> RollForward:
    """Return the roll-forward of remaining obligations."""
    names = ("new_bookings", "modifications", "revenue", "cancelled", "fx")
    return RollForward(opening, {name: getattr(changes, name) for name in names}, closing)
