"""
Recurring revenue rolled forward by a chosen definition, and what of it is retained.

Each currency of deals is told by itself, so that no rate is needed; at the rate of each booking it
is told in the currency of the books.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from bridge.model.measures.definition import Converted, GrossRetained, Measure, Retained
from bridge.model.money import Currency, Money
from bridge.reconcile.measures.books import Between, book_of, first_days, span_between
from bridge.reconcile.measures.movements import (
    Book,
    Movements,
    gross_retention,
    movements,
    net_retention,
)
from bridge.reconcile.rolls.roll import Measured, Month, Part, Roll, Share
from bridge.reconcile.rolls.span import Stretch, parts
from bridge.reconcile.sides import Booked
from bridge.reconcile.valuing import whole

MOVEMENTS = ("new", "reactivation", "expansion", "contraction", "churn", "fx")


def recurring(booked: Iterable[Booked], measure: Measure, over: Stretch) -> tuple[Roll, ...]:
    """Return a roll-forward for each currency in which anything recurs."""
    by_currency: dict[Currency, list[Booked]] = {}
    for one in booked:
        for terms in one.sold[:1]:
            at_booking = measure.converted is Converted.BOOKING
            currency = one.base if at_booking else terms.amount.currency
            by_currency.setdefault(currency, []).append(one)
    return tuple(_roll(by_currency[one], measure, over, one) for one in sorted(by_currency))


def _roll(booked: Sequence[Booked], measure: Measure, over: Stretch, currency: Currency) -> Roll:
    names = {one.customer: one.customer_name for one in booked}
    days = [over.opening, *(one.term.last for one in over.periods)]
    moving = _Moving(
        measure=measure,
        currency=currency,
        first=first_days(booked, measure),
        books={day: book_of(booked, measure, day) for day in days},
    )
    months = []
    for period, (opening, closing) in zip(over.names, pairwise(days), strict=True):
        each = moving.between(opening, closing)
        months.append(
            Month(
                period=period,
                opening=moving.worth(opening),
                movements={name: _parts(each, name, names) for name in MOVEMENTS},
                closing=moving.worth(closing),
            )
        )
    return Roll(
        measure=Measured.RECURRING,
        currency=currency,
        movements=MOVEMENTS,
        months=tuple(months),
        shares=shares(moving.between(days[0], days[-1]), measure, currency),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moving:
    """What each customer has on some days, and from when on each had anything."""

    measure: Measure
    currency: Currency
    first: Mapping[str, date]
    books: Mapping[date, Book]

    def worth(self, day: date) -> int:
        """Return what recurs at the end of a day, read without any movement."""
        return sum(whole(rate) for rate in self.books[day].values())

    def between(self, opening: date, closing: date) -> Mapping[str, Movements]:
        """Return the movements of each customer from one of the days to another."""
        rates = {self.currency: Fraction(1)}
        days = Between(
            opening=opening, closing=closing, rates_at_opening=rates, rates_at_closing=rates
        )
        span = span_between(self.books[opening], self.books[closing], self.first, days)
        return movements(span, self.measure, self.currency)


def _parts(each: Mapping[str, Movements], name: str, names: Mapping[str, str]) -> tuple[Part, ...]:
    return parts(
        Part(customer, names[customer], None, None, getattr(one, name).minor)
        for customer, one in each.items()
    )


def shares(
    each: Mapping[str, Movements], measure: Measure, currency: Currency
) -> tuple[Share, Share]:
    """Return net and gross retention with their numerators and denominators."""
    cohort = [one for one in each.values() if one.opening]
    opening = Money(sum(one.opening.minor for one in cohort), currency)
    return (
        Share(
            name="NRR",
            percent=net_retention(each, measure),
            numerator=Money(sum(_net(one, measure) for one in cohort), currency),
            denominator=opening,
        ),
        Share(
            name="GRR",
            percent=gross_retention(each, measure),
            numerator=Money(sum(_gross(one, measure) for one in cohort), currency),
            denominator=opening,
        ),
    )


def _net(one: Movements, measure: Measure) -> int:
    if measure.retained is Retained.POINT_TO_POINT:
        return one.closing.minor
    return one.opening.minor + one.expansion.minor + one.contraction.minor + one.churn.minor


def _gross(one: Movements, measure: Measure) -> int:
    with_it = measure.gross_retention is GrossRetained.WITH_CONTRACTION
    return one.opening.minor + one.churn.minor + (one.contraction.minor if with_it else 0)
