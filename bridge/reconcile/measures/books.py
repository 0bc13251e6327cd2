"""Recurring revenue of all that was sold, by customer and product: on a day, between two days."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bridge.model.measures.definition import Converted, Measure
from bridge.reconcile.measures.movements import Book, Bought, Rates, Span
from bridge.reconcile.measures.running import is_left_out, run_rate
from bridge.reconcile.sides import Booked
from bridge.reconcile.valuing import exact_rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """Two days and the rates on them; the opening is at the end of its day, as is the closing."""

    opening: date
    closing: date
    rates_at_opening: Rates
    rates_at_closing: Rates


def book_of(booked: Iterable[Booked], measure: Measure, on: date) -> Book:
    """
    Return what each customer has of each product at the end of a day, without what is nothing.

    In the currency of the deal, or at the rate of each booking in that of the books.
    """
    found: dict[Bought, Fraction] = defaultdict(Fraction)
    for one in booked:
        rate = run_rate(one, one.sold, measure, on)
        if not rate:
            continue
        terms = one.sold[0]
        currency = terms.amount.currency
        if measure.converted is Converted.BOOKING:
            rate, currency = rate * exact_rate(terms, one.base), one.base
        found[Bought(one.buyer, one.product, currency)] += rate
    return {key: rate for key, rate in found.items() if rate}


def span_of(booked: Iterable[Booked], measure: Measure, between: Between) -> Span:
    """Return what movements are made of; who had something before the opening is known then."""
    lines = tuple(booked)
    opening, closing = (book_of(lines, measure, day) for day in (between.opening, between.closing))
    return span_between(opening, closing, first_days(lines, measure), between)


def span_between(opening: Book, closing: Book, first: Mapping[str, date], between: Between) -> Span:
    """Return the same of books that are known, and of the first day of each customer."""
    known = {customer for customer, day in first.items() if day <= between.opening}
    return Span(
        opening=opening,
        closing=closing,
        rates_at_opening=between.rates_at_opening,
        rates_at_closing=between.rates_at_closing,
        known_before=frozenset(known - {one.customer for one in opening}),
    )


def first_days(booked: Iterable[Booked], measure: Measure) -> dict[str, date]:
    """Return from when on each customer had anything of what the definition counts."""
    found: dict[str, date] = {}
    for one in booked:
        starts = [terms.term.start for terms in one.sold if terms.term]
        if starts and not is_left_out(one, measure):
            found[one.buyer] = min(*starts, found.get(one.buyer, starts[0]))
    return found
