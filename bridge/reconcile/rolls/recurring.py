"""
Recurring revenue rolled forward by a chosen definition, and what of it is retained.

Each currency of deals is told by itself, so that no rate is needed; at the rate of each booking it
is told in the currency of the books. What a definition reports in one currency stands beside them,
and what nobody can read beside each closing, as booked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise

from bridge.model.measures.definition import Converted, GrossRetained, Measure, Retained
from bridge.model.money import Currency, Money
from bridge.reconcile.measures.books import Between, book_of, first_days, span_between
from bridge.reconcile.measures.movements import (
    Book,
    Movements,
    Rates,
    gross_retention,
    movements,
    net_retention,
)
from bridge.reconcile.measures.running import unknown
from bridge.reconcile.rolls.roll import Holding, InCurrency, Measured, Month, Part, Roll, Share
from bridge.reconcile.rolls.span import Stretch, holding, parts
from bridge.reconcile.sides import Booked
from bridge.reconcile.valuing import in_base, whole

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
    moving = Moving(
        measure=measure,
        currency=currency,
        names=customers(booked),
        first=first_days(booked, measure),
        books={day: book_of(booked, measure, day) for day in days_of(over)},
        unread=_unread(booked, measure, days_of(over), currency),
    )
    return moving.roll(Measured.RECURRING, over)


def customers(booked: Iterable[Booked]) -> Mapping[str, str]:
    """Return what people call each customer."""
    return {one.buyer: one.customer_name for one in booked}


def days_of(over: Stretch) -> tuple[date, ...]:
    """Return the days at whose ends books are read: the opening, and the last of each period."""
    return (over.opening, *(one.term.last for one in over.periods))


def _unread(
    booked: Iterable[Booked], measure: Measure, days: Iterable[date], currency: Currency
) -> Mapping[date, int]:
    """Return what has no run rate that anybody knows on each day; nothing where all has one."""
    at_booking = measure.converted is Converted.BOOKING
    left = [one for one in booked if not one.is_read]
    found = {
        day: sum(
            in_base(terms.amount, terms.rate, currency) if at_booking else terms.amount.minor
            for one in left
            for terms in unknown(one, one.sold, day)
        )
        for day in days
    }
    return found if any(found.values()) else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """
    What each customer has on some days, and from when on each had anything.

    `rates` are those of each day; without them all is in the one currency.
    """

    measure: Measure
    currency: Currency
    names: Mapping[str, str]
    first: Mapping[str, date]
    books: Mapping[date, Book]
    rates: Mapping[date, Rates] = field(default_factory=dict)
    #: What has no run rate that anybody knows, as booked, on each day; none where all has one.
    unread: Mapping[date, int] = field(default_factory=dict)

    def roll(
        self, measured: Measured, over: Stretch, currencies: tuple[InCurrency, ...] = ()
    ) -> Roll:
        """Return it rolled forward, period by period; also what it is converted from, if it is."""
        days = days_of(over)
        return Roll(
            measure=measured,
            currency=self.currency,
            movements=MOVEMENTS,
            months=tuple(
                self._month(name, opening, closing)
                for name, (opening, closing) in zip(over.names, pairwise(days), strict=True)
            ),
            shares=shares(self._between(days[0], days[-1]), self.measure, self.currency),
            currencies=currencies,
            holdings=tuple(self._holdings(days)),
        )

    def worth(self, day: date) -> int:
        """Return what recurs at the end of a day, read without any movement."""
        rates = self._rates(day)
        return sum(whole(rate * rates[one.currency]) for one, rate in self.books[day].items())

    def _month(self, period: str, opening: date, closing: date) -> Month:
        each = self._between(opening, closing)
        return Month(
            period=period,
            opening=self.worth(opening),
            movements={name: _parts(each, name, self.names) for name in MOVEMENTS},
            closing=self.worth(closing),
            of_closing={"unknown": self.unread[closing]} if self.unread else {},
        )

    def _holdings(self, days: Sequence[date]) -> Iterator[Holding]:
        """Yield what each customer has at the end of each of these days."""
        sums = {one: [0] * len(days) for one in self.names}
        for at, day in enumerate(days):
            rates = self._rates(day)
            for one, rate in self.books[day].items():
                sums[one.customer][at] += whole(rate * rates[one.currency])
        for customer, each in sums.items():
            if any(each):
                yield holding(Part(customer, self.names[customer], None, None, 0), each)

    def _between(self, opening: date, closing: date) -> Mapping[str, Movements]:
        """Return the movements of each customer from one of the days to another."""
        last = self._rates(closing)
        days = Between(
            opening=opening,
            closing=closing,
            # What has no rate yet is nothing yet: at any rate it opens at nothing.
            rates_at_opening={**last, **self._rates(opening)},
            rates_at_closing=last,
        )
        span = span_between(self.books[opening], self.books[closing], self.first, days)
        return movements(span, self.measure, self.currency)

    def _rates(self, day: date) -> Rates:
        return self.rates[day] if self.rates else {self.currency: Fraction(1)}


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
