"""
The run rate of a line: what a year of it is worth on a day, by a chosen definition.

A line that takes away has a negative amount, and so a negative rate from its first day on.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from bridge.model.calendar import Term, years
from bridge.model.deal import Action, Charge
from bridge.model.measures.definition import (
    Annualised,
    Churned,
    Counted,
    LeftOut,
    Measure,
    Segment,
)
from bridge.reconcile.sides import Booked, Terms

_DAYS_A_YEAR = 365
_NONE = Fraction(0)


def run_rate(booked: Booked, sold: Sequence[Terms], measure: Measure, on: date) -> Fraction:
    """
    Return the run rate of a year, in minor units of the transaction currency, exactly.

    Nothing for what the definition leaves out and for what does not count on the day, and nothing
    for a line that was not read: `unknown` says how much that is. A part of a line counts in the
    days of the whole, so that the parts add up to the rate of the line. What renews counts from its
    first day, whatever the definition: until then what it renews does, and both would be one rate
    twice.
    """
    if not booked.is_read or is_left_out(booked, measure):
        return _NONE
    steps = [(terms, terms.term) for terms in sold if terms.term]
    if not steps:
        return _NONE
    term = booked.within or spanned(one for _, one in steps)
    is_ahead = measure.counted is Counted.SIGNED and booked.action is not Action.RENEW
    begun = booked.close_on if is_ahead else term.start
    ended = term.last if measure.churned is Churned.ON_LAST_DAY else term.end
    if not begun <= on < ended:
        return _NONE
    if measure.segment is Segment.AVERAGE:
        whole = sum(terms.amount.minor for terms, _ in steps)
        return a_year_of(Fraction(whole), term, measure.annualised)
    counted = [
        a_year_of(Fraction(terms.amount.minor), one, measure.annualised)
        for terms, one in steps
        if _is_chosen(one, term, measure.segment, max(on, term.start))
    ]
    return sum(counted, _NONE)


def unknown(booked: Booked, sold: Iterable[Terms], on: date) -> Iterator[Terms]:
    """Yield what was booked by a day and has no run rate, for nobody can read its days."""
    if not booked.is_read and booked.close_on <= on:
        yield from sold


def spanned(terms: Iterable[Term]) -> Term:
    """Return the days from the first one of all terms to the last one."""
    held = tuple(terms)
    return Term(min(one.start for one in held), max(one.end for one in held))


def _is_chosen(step: Term, whole: Term, segment: Segment, day: date) -> bool:
    match segment:
        case Segment.ENTRY:
            return step.start == whole.start
        case Segment.EXIT:
            return step.end == whole.end
        case _:
            return step.start <= day < step.end


def is_left_out(booked: Booked, measure: Measure) -> bool:
    """Whether a definition counts a line of this kind at all."""
    kinds = {
        LeftOut.TRIAL: booked.is_trial,
        LeftOut.USAGE: booked.charge is Charge.USAGE,
        LeftOut.ONE_TIME: booked.charge is Charge.ONE_TIME,
    }
    return any(kinds[one] for one in measure.left_out)


def a_year_of(minor: Fraction, term: Term, by: Annualised) -> Fraction:
    """
    Return what a year of an amount over a term is worth.

    >>> from datetime import date
    >>> two_years = Term(date(2026, 1, 1), date(2028, 1, 1))
    >>> a_year_of(Fraction(2_400_000), two_years, Annualised.BY_MONTHS)
    Fraction(1200000, 1)
    """
    if by is Annualised.BY_DAYS:
        return minor * _DAYS_A_YEAR / term.days
    return minor / years(term)
