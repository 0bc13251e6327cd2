"""The JSON forms of statements; other tools and signatures rely on these keys."""

from collections.abc import Iterable, Mapping
from typing import Any

from bridge.flow.reconciling.between.selling import Lost
from bridge.flow.reconciling.definitions import Measures
from bridge.model.measures.definition import Measure
from bridge.model.money import Currency, Money
from bridge.reconcile.classes import BY_CODE
from bridge.reconcile.measures.rates import DatedRate
from bridge.reconcile.rolls.roll import InCurrency
from bridge.reconcile.statement import LineStatement, Statement

Form = dict[str, Any]


def content(measure: Measures, definition: Measure | None, found: Iterable[Statement]) -> Form:
    """Return what is kept of statements: amounts are exact texts in the currency of the books."""
    return {
        "measure": measure.value,
        **({"definition": defined(definition)} if definition else {}),
        "statements": [_statement(one) for one in found],
    }


def defined(measure: Measure) -> Form:
    """Return every choice of a definition of recurring revenue."""
    return {
        "name": measure.name,
        "segment": measure.segment.value,
        "counted": measure.counted.value,
        "annualised": measure.annualised.value,
        "converted": measure.converted.value,
        "churned": measure.churned.value,
        "reactivated": measure.reactivated.value,
        "retained": measure.retained.value,
        "gross_retention": measure.gross_retention.value,
        "left_out": sorted(one.value for one in measure.left_out),
        **({"reported_in": measure.reported_in.code} if measure.reported_in else {}),
        **({"rates_of": measure.rates_of.isoformat()} if measure.rates_of else {}),
    }


def lost(one: Lost) -> Form:
    """Return a deal of which nobody can read what it sold, with the place and the next step."""
    return {
        "deal": one.deal,
        "name": one.name,
        "says": one.says,
        "where": one.where,
        "act": one.act,
    }


def converted(found: Iterable[InCurrency], target: Currency) -> list[Form]:
    """Return what each currency has of closings; `converted` is null where a rate is missing."""
    return [
        {
            "currency": one.currency.code,
            "closings": [Money(minor, one.currency).text() for minor in one.closings],
            "converted": None
            if one.converted is None
            else [Money(minor, target).text() for minor in one.converted],
            "rates": [_rate(rate) for rate in one.rates],
        }
        for one in found
    ]


def _rate(rate: DatedRate | None) -> Form | None:
    """Return a rate with where it stands in NetSuite."""
    if rate is None:
        return None
    return {
        "of": rate.source.code,
        "in": rate.target.code,
        "rate": f"{rate.rate:f}",
        "effective": rate.effective.isoformat(),
        "record": rate.id,
    }


def _statement(one: Statement) -> Form:
    return {
        "currency": one.currency.code,
        "variance_order": one.order,
        "periods": list(one.periods),
        "start": _sum(one.start, one),
        "classes": [
            {
                "code": code,
                "class": BY_CODE[code].name,
                "nature": BY_CODE[code].nature.value,
                "reverses": BY_CODE[code].reverses,
                "amount": one.amount(code).text(),
                "periods": _periods(vector, one.currency),
            }
            for code, vector in one.classes.items()
        ],
        "end": _sum(one.end, one),
        "unexplained": one.unexplained.text(),
        "ties": one.ties,
        "lines": [_line(line, one.currency) for line in one.lines],
    }


def _line(line: LineStatement, currency: Currency) -> Form:
    return {
        "line": line.name,
        "contract": line.contract,
        "customer": line.customer,
        "subsidiary": line.subsidiary,
        "start": Money(line.start, currency).text(),
        "classes": {code: Money(minor, currency).text() for code, minor in line.classes},
        "end": Money(line.end, currency).text(),
    }


def _sum(vector: Mapping[str, int], of: Statement) -> Form:
    whole = sum(vector.get(period, 0) for period in of.periods)
    return {
        "amount": Money(whole, of.currency).text(),
        "periods": _periods(vector, of.currency),
    }


def _periods(vector: Mapping[str, int], currency: Currency) -> dict[str, str]:
    return {name: Money(minor, currency).text() for name, minor in sorted(vector.items()) if minor}
