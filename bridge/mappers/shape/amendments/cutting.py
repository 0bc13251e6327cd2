"""
How an order line is cut where something is taken from it.

What is not invoiced is changed in the order itself: the line ends where the service ends, and what
goes on is a line of its own, so that each keeps the revenue of its own days whenever NetSuite
plans it. What is invoiced is given back. A line of which more is invoiced than was served is cut
behind its last paid day: what is taken before that day is given back, what is taken behind it is
never invoiced. Quantities go with the amounts, so that fair values scale with them: 20 seats less
for 5 of 12 months are 8.3333 less.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from bridge.mappers.shape.amendments.sharing import MONTHS_DIFFER_BY_DAYS
from bridge.mappers.shape.order_line import OrderLine
from bridge.mappers.shape.parts import Objection, Taken
from bridge.model.calendar import Term, add_months, whole_months
from bridge.model.document import Becomes
from bridge.model.money import Money, part_of, prorated, share
from bridge.model.schedule import Method

#: How far a count of invoiced months may lie from a whole one: quantities have four decimals.
_MONTHS_APART = Fraction(1, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What becomes of an order line, and how much of it is given back by a return."""

    own: Becomes | None  #: what the line itself becomes; None: it stays as it is
    going_on: Becomes | None  #: what stays of it from a day on, as a line beside it
    given_back: Money | None  #: what a return takes; None: there is none
    paid_until: date | None  #: the day behind the last one that is given back


def cut(taken: Taken) -> Cut | Objection:
    """Say how a line is cut, or why it cannot be."""
    lot = taken.lot
    if lot.is_allocated:
        return Objection(
            "ALLOCATED_LINE_REDUCED",
            f"the revenue of line {lot.key} of {lot.order} is allocated among several, and what "
            "a reduction leaves of it is not known; change the order and its allocation by hand",
        )
    if _is_invoiced_to_the_end(lot):
        until = lot.service.end if lot.service else None
        return Cut(own=None, going_on=None, given_back=taken.amount, paid_until=until)
    kept = _served(taken)
    if lot.returned_units or (lot.is_level and lot.invoiced):
        return _partly_invoiced(taken, kept)
    if kept.minor < 0 or _rest_is_negative(taken) or not lot.invoiced:
        found = _closing_objection(taken, kept) or _at(taken, kept)
    else:
        found = _invoiced_in_part(taken, kept)
    if isinstance(found, Cut) and found.own is not None:
        return _merged_objection(taken) or _dates_objection(taken, found.own) or found
    return found


def _is_invoiced_to_the_end(lot: OrderLine) -> bool:
    """Say whether all days of a line are invoiced; a rounded quantity may lack a hair."""
    if not lot.invoiced or lot.invoiced == lot.quantity:
        return bool(lot.invoiced)
    return lot.service is not None and _paid_until(lot) == lot.service.end


def _merged_objection(taken: Taken) -> Objection | None:
    """What a change of an order does to a merged arrangement no source tells."""
    lot = taken.lot
    if not lot.is_merged:
        return None
    return Objection(
        "MERGED_ORDER_CHANGED",
        f"line {lot.key} of {lot.order} is not invoiced whole, and its arrangement was merged: "
        "what a change of the order does to what was merged is not known; invoice the order, then "
        "it is given back, or change order and revenue by hand",
    )


def _is_within(taken: Taken) -> bool:
    """Say whether a line is served by time, and was served before the first day taken."""
    service = taken.lot.service
    by_time = taken.lot.method is not Method.AT_ONCE
    return by_time and service is not None and taken.starts > service.start


def _served(taken: Taken) -> Money:
    """Return what the order line itself keeps: what was served before, or all the rest."""
    kept = taken.lot.amount - taken.amount
    return kept - _rest(taken) if _is_within(taken) else kept


def _rest(taken: Taken) -> Money:
    """
    Return what the units that stay are worth for the days from which the others are gone.

    It follows from the credit, so that months count as sales counted them; where the credit is
    farther from the days than months can be, from the order line by its days.
    """
    lot = taken.lot
    if lot.is_level and lot.service is not None:
        stays = taken.units < lot.units
        whole = lot.amount - taken.amount - _before(lot, lot.service, taken.starts)
        return whole if stays else Money(0, whole.currency)
    gone, held = _steps(taken.units), _steps(lot.units)
    apart = abs(taken.amount.minor - taken.by_day * taken.days)
    if lot.service is None or apart <= taken.by_day * MONTHS_DIFFER_BY_DAYS:
        return share(taken.amount, held - gone, gone)
    return share(lot.amount, (held - gone) * taken.days, held * lot.service.days)


def _rest_is_negative(taken: Taken) -> bool:
    return _is_within(taken) and _rest(taken).minor < 0


def _before(lot: OrderLine, service: Term, day: date) -> Money:
    """Return the share of a level line that lies before a day: by months where these are whole."""
    if day <= service.start:
        return Money(0, lot.amount.currency)
    months, past = whole_months(service), whole_months(Term(service.start, day))
    if months and past:
        return share(lot.amount, past, months)
    return share(lot.amount, (day - service.start).days, service.days)


def _at(taken: Taken, kept: Money, invoiced: Decimal | None = None) -> Cut:
    """
    Cut a line on the first day taken; `kept` is what was served before.

    Its quantity is what was `invoiced`, where that is said.
    """
    lot, service = taken.lot, taken.lot.service
    if service is None:
        raise ValueError(f"line {lot.key} of {lot.order} serves no days that could be taken")
    staying = lot.units - taken.units
    after = lot.quantity - quantity_of(taken, taken.amount, taken.days)
    if not _is_within(taken):
        own = Becomes(
            quantity=after,
            units=staying,
            amount=kept,
            service=service,
            closed=not staying and not kept,
        )
        return Cut(own=own, going_on=None, given_back=None, paid_until=None)
    rest = lot.amount - taken.amount - kept
    served = after - _quantity(lot, rest, staying, taken.days) if invoiced is None else invoiced
    return Cut(
        own=_until(lot, taken.starts, served, kept),
        going_on=_from(lot, taken.starts, after - served, staying, rest),
        given_back=None,
        paid_until=None,
    )


def _invoiced_in_part(taken: Taken, kept: Money) -> Cut | Objection:
    """Cut a line of which some is invoiced: on the first day taken, or behind the last paid one."""
    lot = taken.lot
    plain = _at(taken, kept)
    if plain.own is not None and lot.invoiced <= plain.own.quantity:
        return _closing_objection(taken, kept) or plain
    until, unpaid = _paid_until(lot), lot.amount - lot.invoiced_amount
    staying = lot.units - taken.units
    if until == taken.starts and _goes_on(staying, unpaid - taken.amount):
        # Invoices count months where the deal counts days: what was invoiced is what was served.
        return _at(taken, lot.invoiced_amount, lot.invoiced)
    never = share(unpaid, _steps(taken.units), _steps(lot.units))
    back = taken.amount - never
    by_time = lot.method is not Method.AT_ONCE
    if not by_time or until is None or until <= taken.starts or back.minor < 0:
        return _partly_invoiced(taken, kept)
    unbilled = lot.quantity - lot.invoiced
    on = unbilled - _quantity(lot, never, taken.units, _days_from(lot, until))
    return Cut(
        own=_until(lot, until, lot.invoiced, lot.invoiced_amount),
        going_on=_from(lot, until, on, staying, unpaid - never),
        given_back=back,
        paid_until=until,
    )


def _goes_on(staying: Decimal, rest: Money) -> bool:
    return rest.minor >= 0 and (staying > 0 or not rest)


def _until(lot: OrderLine, day: date, quantity: Decimal, amount: Money) -> Becomes:
    """Return a line that ends before a day."""
    if lot.service is None:
        raise ValueError(f"line {lot.key} of {lot.order} serves no days at which it could end")
    served = Term(lot.service.start, day)
    return Becomes(quantity=quantity, units=lot.units, amount=amount, service=served, closed=False)


def _from(
    lot: OrderLine, day: date, quantity: Decimal, units: Decimal, amount: Money
) -> Becomes | None:
    """Return a line of what stays from a day on; None if nothing does."""
    if lot.service is None or not units:
        return None
    service = Term(day, lot.service.end)
    return Becomes(quantity=quantity, units=units, amount=amount, service=service, closed=False)


def quantity_of(taken: Taken, amount: Money, days: int) -> Decimal:
    """Return which quantity of the order line an amount is, or its units for days where free."""
    return _quantity(taken.lot, amount, taken.units, days)


def _quantity(lot: OrderLine, amount: Money, units: Decimal, days: int) -> Decimal:
    if lot.amount or lot.service is None:
        return prorated(lot.quantity, amount, lot.amount)
    return part_of(lot.quantity, Fraction(units) * days / Fraction(lot.units) / lot.service.days)


def _paid_until(lot: OrderLine) -> date | None:
    """
    Return the day behind the last one that is invoiced, which are counted from the first.

    None where the invoices come neither to whole months of the term nor to whole days.
    """
    if lot.service is None or not lot.quantity:
        return None
    part = Fraction(lot.invoiced) / Fraction(lot.quantity)
    months = whole_months(lot.service)
    if months is not None:
        paid = int(part * months + Fraction(1, 2))
        if abs(part * months - paid) <= _MONTHS_APART:
            return add_months(lot.service.start, paid)
    days = part * lot.service.days
    return lot.service.start + timedelta(days=int(days)) if days.denominator == 1 else None


def _days_from(lot: OrderLine, day: date) -> int:
    return (lot.service.end - day).days if lot.service else 0


def _steps(units: Decimal) -> int:
    """Return units in steps of their last decimal, to be weights."""
    return int(units.scaleb(4))


def _partly_invoiced(taken: Taken, kept: Money) -> Objection:
    lot = taken.lot
    return Objection(
        "PARTLY_INVOICED",
        f"{lot.invoiced_amount} of line {lot.key} of {lot.order} are invoiced, which is more than "
        f"the {kept} that are served until {taken.starts}, less than its {lot.amount}, and does "
        "not end with a month or a day of its term; invoice the order whole, then it is given "
        "back, or take the last invoice back, then it is reduced",
    )


def _closing_objection(taken: Taken, kept: Money) -> Objection | None:
    lot = taken.lot
    before = lot.service is not None and taken.starts <= lot.service.start
    if taken.units == lot.units and before and kept:
        return Objection(
            "CANCELLED_LINE_KEEPS_AMOUNT",
            f"line {lot.key} of {lot.order} is cancelled before its first day, and {kept} of it "
            "are not credited",
        )
    if kept.minor < 0 or _rest_is_negative(taken):
        return Objection(
            "CREDIT_EXCEEDS_ORDER",
            f"it takes {taken.amount} from line {lot.key} of {lot.order}, and what stays of it "
            f"from {taken.starts} on is worth {_rest(taken)}; the line has {lot.amount}",
        )
    return None


def _dates_objection(taken: Taken, own: Becomes) -> Objection | None:
    """A line that is to end earlier needs an account in which planned revenue ends with it."""
    lot = taken.lot
    if not lot.keeps_dates or own.service is None or own.service == lot.service:
        return None
    return Objection(
        "ACCOUNT_KEEPS_DATES",
        f"line {lot.key} of {lot.order} would have to end before {own.service.end}, its order is "
        "approved, and revenue in this account keeps the days that the line had then; a "
        "field map that moves the dates would do (netsuite.dates_follow_lines then says so), or "
        "revenue that is changed by hand",
    )
