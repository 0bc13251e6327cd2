"""
Recurring revenue of all currencies rolled forward in one of them, at the rates of a definition.

Each currency is converted product by product and rounded once, so that the currencies add up to the
total. One that has no rate on a day on which it has anything is left out of all periods, and stands
beside the total with its amount.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from bridge.model.measures.definition import Measure
from bridge.model.money import Currency
from bridge.reconcile.measures.books import book_of, first_days
from bridge.reconcile.measures.movements import Book, Bought
from bridge.reconcile.measures.rates import Rates
from bridge.reconcile.measures.running import unknown
from bridge.reconcile.rolls.recurring import Moving, customers, days_of
from bridge.reconcile.rolls.roll import InCurrency, Measured, Roll
from bridge.reconcile.rolls.span import Stretch
from bridge.reconcile.sides import Booked
from bridge.reconcile.valuing import whole

_ITSELF = Fraction(1)


class Worth(NamedTuple):
    """What a customer has of a product, in minor units."""

    customer: str  #: as people call it
    product: str
    own: int  #: in its own currency
    converted: int | None  #: in the reporting one; None without a rate


def reported(
    booked: Iterable[Booked], measure: Measure, over: Stretch, rates: Rates
) -> Iterator[Roll]:
    """Yield a roll-forward in the reporting currency, if the definition has one."""
    if measure.reported_in is None:
        return
    lines = tuple(one for one in booked if one.sold)
    books = {day: book_of(lines, measure, day) for day in days_of(over)}
    unread = {day: _unread(lines, day) for day in books}
    held = {day: {**book, **unread[day]} for day, book in books.items()}
    converting = _Converting(measure, measure.reported_in, rates)
    known = converting.known(held)
    kept = [one for one in lines if one.sold[0].amount.currency in known]
    moving = Moving(
        measure=measure,
        currency=measure.reported_in,
        names=customers(kept),
        first=first_days(kept, measure),
        books={day: _only(book, known) for day, book in books.items()},
        rates={day: converting.of_day(day, known) for day in books},
        unread={
            day: _worth(_only(book, known), converting.of_day(day, known))
            for day, book in unread.items()
        }
        if any(unread.values())
        else {},
    )
    closings = {day: books[day] for day in days_of(over)[1:]}
    currencies = converting.currencies(closings, held)
    if currencies:
        yield moving.roll(Measured.REPORTED, over, currencies)


def reported_on(
    booked: Iterable[Booked], measure: Measure, day: date, rates: Rates
) -> tuple[InCurrency, ...]:
    """
    Return what recurs at the end of a day, currency by currency, each with what it is converted.

    Nothing where the definition reports in no currency.
    """
    if measure.reported_in is None:
        return ()
    lines = tuple(one for one in booked if one.sold)
    books = {day: book_of(lines, measure, day)}
    return _Converting(measure, measure.reported_in, rates).currencies(books, books)


def worth_on(
    booked: Iterable[Booked], measure: Measure, day: date, rates: Rates
) -> dict[Currency, tuple[Worth, ...]]:
    """
    Return what makes each of these amounts: who has how much of which product, the largest first.

    Empty where the definition reports in no currency.
    """
    if measure.reported_in is None:
        return {}
    lines = tuple(one for one in booked if one.sold)
    names, converting = customers(lines), _Converting(measure, measure.reported_in, rates)
    found: dict[Currency, list[Worth]] = defaultdict(list)
    for one, rate in book_of(lines, measure, day).items():
        factor = converting.factor(one.currency, day)
        converted = None if factor is None else whole(rate * factor)
        worth = Worth(names[one.customer], one.product, whole(rate), converted)
        found[one.currency].append(worth)
    return {
        currency: tuple(sorted(each, key=lambda one: (-abs(one.own), *one[:2])))
        for currency, each in found.items()
    }


@dataclass(frozen=True, slots=True)
class _Converting:
    """Takes amounts of days to the reporting currency."""

    measure: Measure
    target: Currency
    rates: Rates

    def known(self, books: Mapping[date, Book]) -> frozenset[Currency]:
        """Return the currencies that have a rate on each day on which they have anything."""
        missing = {
            one
            for day, book in books.items()
            for one in _currencies([book])
            if self.factor(one, day) is None
        }
        return _currencies(books.values()) - missing

    def currencies(
        self, closings: Mapping[date, Book], books: Mapping[date, Book]
    ) -> tuple[InCurrency, ...]:
        """Return each currency of some books at the closings among them, by code."""
        known, held = self.known(books), _currencies(books.values())
        return tuple(self._in_currency(one, closings, known) for one in sorted(held))

    def of_day(self, day: date, known: Iterable[Currency]) -> dict[Currency, Fraction]:
        """Return what a minor unit of each currency is worth, of those that have a rate then."""
        found = {one: self.factor(one, day) for one in known}
        return {one: factor for one, factor in found.items() if factor is not None}

    def _in_currency(
        self, currency: Currency, closings: Mapping[date, Book], known: frozenset[Currency]
    ) -> InCurrency:
        """Return what a currency has at the end of each day."""
        books = {day: _only(book, frozenset({currency})) for day, book in closings.items()}
        return InCurrency(
            currency=currency,
            closings=tuple(_worth(book, {currency: _ITSELF}) for book in books.values()),
            converted=tuple(_worth(book, self.of_day(day, known)) for day, book in books.items())
            if currency in known
            else None,
            rates=tuple(
                self.rates.at(currency, self.target, self.measure.rated_on(day)) for day in books
            ),
        )

    def factor(self, currency: Currency, day: date) -> Fraction | None:
        """Return what a minor unit of a currency is worth on a day; None without a rate."""
        return self.rates.of_minor(currency, self.target, self.measure.rated_on(day))


def _unread(lines: Iterable[Booked], day: date) -> Book:
    """Return what has no run rate that anybody knows on a day, as booked."""
    found: dict[Bought, Fraction] = defaultdict(Fraction)
    for one in lines:
        for terms in unknown(one, one.sold, day):
            found[Bought(one.buyer, one.product, terms.amount.currency)] += terms.amount.minor
    return found


def _currencies(books: Iterable[Book]) -> frozenset[Currency]:
    return frozenset(one.currency for book in books for one in book)


def _only(book: Book, known: frozenset[Currency]) -> Book:
    return {one: rate for one, rate in book.items() if one.currency in known}


def _worth(book: Book, factors: Mapping[Currency, Fraction]) -> int:
    return sum(whole(rate * factors[one.currency]) for one, rate in book.items())
