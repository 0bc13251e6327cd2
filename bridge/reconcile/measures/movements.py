"""
Movements of recurring revenue: new, expansion, contraction, churn, reactivation, exchange rates.

A customer is classified first and its products after: never line by line, or a swap of lines would
show as churn and as new. So movements exclude each other, and with the opening they come to the
closing, for each customer and in sum.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from bridge.model.measures.definition import (
    Converted,
    GrossRetained,
    Measure,
    Reactivated,
    Retained,
)
from bridge.model.money import Currency, Money, total, with_digits

_PERCENT_DIGITS = 2
_NONE = Fraction(0)
_WHOLE = 100


class Bought(NamedTuple):
    """What a customer has of a product, in one currency."""

    customer: str
    product: str
    currency: Currency


#: Run rates in minor units of their own currency, exactly.
Book = Mapping[Bought, Fraction]
#: What one minor unit of a currency is worth in minor units of the reporting currency, exactly.
Rates = Mapping[Currency, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Movements:
    """From the opening to the closing; contraction and churn are negative."""

    opening: Money
    new: Money
    reactivation: Money
    expansion: Money
    contraction: Money
    churn: Money
    fx: Money
    closing: Money

    @property
    def ties(self) -> bool:
        """Whether the opening and all movements come to the closing."""
        moved = (self.new, self.reactivation, self.expansion, self.contraction, self.churn, self.fx)
        return total((self.opening, *moved), self.opening.currency) == self.closing

    def __add__(self, other: "Movements") -> "Movements":
        sums = (
            (one.name, getattr(self, one.name) + getattr(other, one.name)) for one in fields(self)
        )
        return Movements(**dict(sums))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Two moments, and what is known beside them."""

    opening: Book
    closing: Book
    rates_at_opening: Rates
    rates_at_closing: Rates
    #: Customers that had something before the opening, and nothing at it.
    known_before: frozenset[str] = frozenset()


def movements(span: Span, measure: Measure, reporting: Currency) -> Mapping[str, Movements]:
    """
    Return the movements of each customer, in minor units of the reporting currency.

    What leaves with its customer leaves at the rate of the opening; what stays is revalued first.
    Raises KeyError for a currency without a rate.
    """
    bought: dict[str, set[Bought]] = defaultdict(set)
    for one in (*span.opening, *span.closing):
        bought[one.customer].add(one)
    return {
        name: Movements(
            **{
                key: Money(minor, reporting)
                for key, minor in _of_customer(bought[name], span, measure).items()
            }
        )
        for name in sorted(bought)
    }


def nothing(currency: Currency) -> Movements:
    """Return movements of nothing."""
    zero = Money(0, currency)
    return Movements(**{one.name: zero for one in fields(Movements)})


def net_retention(each: Mapping[str, Movements], measure: Measure) -> Decimal | None:
    """
    Return NRR in percent by the formula of the definition; None without an opening.

    New and returning customers are in no formula.
    """
    cohort = [one for one in each.values() if one.opening]
    if not cohort:
        return None
    if measure.retained is Retained.CUSTOMER_WEIGHTED:
        shares = [Fraction(_kept(one, measure), one.opening.minor) for one in cohort]
        return _percent(sum(shares, _NONE) / len(shares))
    opening = sum(one.opening.minor for one in cohort)
    return _percent(Fraction(sum(_kept(one, measure) for one in cohort), opening))


def gross_retention(each: Mapping[str, Movements], measure: Measure) -> Decimal | None:
    """
    Return GRR in percent, at most 100; None without an opening.

    Source: the SaaS Metrics Standards Board takes contraction off; some calculators leave it out.
    """
    cohort = [one for one in each.values() if one.opening]
    if not cohort:
        return None
    opening = sum(one.opening.minor for one in cohort)
    lost = sum(one.churn.minor for one in cohort)
    if measure.gross_retention is GrossRetained.WITH_CONTRACTION:
        lost += sum(one.contraction.minor for one in cohort)
    return _percent(Fraction(opening + lost, opening))


def _kept(one: Movements, measure: Measure) -> int:
    if measure.retained is Retained.POINT_TO_POINT:
        return one.closing.minor
    return one.opening.minor + one.expansion.minor + one.contraction.minor + one.churn.minor


def _percent(share: Fraction) -> Decimal:
    return with_digits(share * _WHOLE, _PERCENT_DIGITS)


def _of_customer(products: Collection[Bought], span: Span, measure: Measure) -> dict[str, int]:
    """Classify the products of a customer as a whole, and where it stays one by one."""
    each = [_Product.of(one, span, measure) for one in products]
    opening, closing = sum(one.opening for one in each), sum(one.closing for one in each)
    moved = dict.fromkeys(("new", "reactivation", "expansion", "contraction", "churn", "fx"), 0)
    if not opening:
        [name] = {one.customer for one in products}
        moved[_arrival(name, span, measure)] = closing
    elif not closing:
        moved["churn"] = -opening
    else:
        for one in each:
            moved["fx"] += one.revalued - one.opening
            more = one.closing - one.revalued
            moved["expansion" if more > 0 else "contraction"] += more
    return moved | {"opening": opening, "closing": closing}


def _arrival(name: str, span: Span, measure: Measure) -> str:
    if name not in span.known_before:
        return "new"
    match measure.reactivated:
        case Reactivated.SEPARATE:
            return "reactivation"
        case Reactivated.NEW:
            return "new"
        case Reactivated.EXPANSION:
            return "expansion"


@dataclass(frozen=True, slots=True)
class _Product:
    """What a customer has of a product, in minor units of the reporting currency."""

    opening: int
    revalued: int  #: the opening at the rate of the closing
    closing: int

    @classmethod
    def of(cls, one: Bought, span: Span, measure: Measure) -> "_Product":
        first = span.rates_at_opening[one.currency]
        last = (
            first
            if measure.converted is Converted.CONSTANT
            else span.rates_at_closing[one.currency]
        )
        opening, closing = span.opening.get(one, _NONE), span.closing.get(one, _NONE)
        return cls(_whole(opening * first), _whole(opening * last), _whole(closing * last))


def _whole(exact: Fraction) -> int:
    return int(with_digits(exact, 0))
