"""What the bridge answers to the examples of recurring revenue and retention."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from bridge.model.calendar import Term
from bridge.model.measures.definition import Converted, Measure, Segment
from bridge.model.money import Money
from bridge.reconcile.measures.movements import (
    Bought,
    Movements,
    Span,
    gross_retention,
    movements,
    net_retention,
    nothing,
)
from bridge.reconcile.measures.orders import Priced
from bridge.reconcile.measures.running import run_rate
from tests.oracles.cases import EUR, USD, Case
from tests.reconcile.worlds import a_line, terms


def usd(amount: str | int) -> Money:
    return Money.parse(amount, USD)


def priced(case: Case, quantity: str) -> Priced:
    return Priced(
        quantity=Decimal(case.inputs[quantity]),
        price=Decimal(case.inputs["price"]),
        list_price=Decimal(case.inputs["list_price"]),
        term=Term.inclusive(case.day("start"), case.day("end")),
        currency=USD,
    )


def new_order(case: Case) -> object:
    found = priced(case, "qty")
    line = a_line(1, case.day("start"), 12, found.monthly.minor)
    rate = run_rate(line.booked[0], line.booked[0].sold, Measure(name="arr"), case.day("start"))
    return {
        "mrr": found.monthly,
        "tcv": found.contract_value,
        "tcb": found.contract_billings,
        "elp": found.list_value,
        "arr": money_of(rate),
    }


def more_units(case: Case) -> object:
    found = priced(case, "delta_qty")
    return {
        "delta_mrr": found.monthly,
        "delta_tcv": found.contract_value,
        "delta_tcb": found.contract_billings,
        "delta_elp": found.list_value,
    }


def money_of(minor: Fraction) -> Money:
    assert minor.denominator == 1
    return Money(int(minor), USD)


def book(**amounts: str) -> dict[Bought, Fraction]:
    """What customers have of one product, each by its name, in dollars."""
    return {
        Bought(name, "SEAT", USD): Fraction(usd(amount).minor) for name, amount in amounts.items()
    }


def moved(case: Case) -> Mapping[str, Movements]:
    """Four customers of an opening: one grows, one shrinks, one leaves, one stays as it was."""
    given = {name: int(amount) for name, amount in case.inputs.items()}
    more, less, gone = (given[name] for name in ("expansion", "contraction", "churn"))
    stays = given["opening"] - more - less - gone
    opening = book(grows=str(more), shrinks=str(less), leaves=str(gone), stays=str(stays - less))
    opening |= book(shrinks=str(2 * less))
    closing = book(grows=str(2 * more), shrinks=str(less), stays=str(stays - less))
    if "new" in given:
        closing |= book(comes=str(given["new"]))
    rates = {USD: Fraction(1)}
    span = Span(opening=opening, closing=closing, rates_at_opening=rates, rates_at_closing=rates)
    return movements(span, Measure(name="arr"), USD)


def bridged(case: Case) -> object:
    each = moved(case)
    return {"closing": summed(each).closing, **retained(case)}


def retained(case: Case) -> Mapping[str, object]:
    each, measure = moved(case), Measure(name="arr")
    return {
        "nrr_percent": net_retention(each, measure),
        "grr_percent": gross_retention(each, measure),
    }


def summed(each: Mapping[str, Movements]) -> Movements:
    return sum(each.values(), start=nothing(USD))


def several_years(case: Case) -> object:
    measure = Measure(name="arr", segment=Segment.AVERAGE)
    found = []
    for deal in case.inputs["deals"]:
        months = 12 * deal["years"] if "years" in deal else 12 if "annual" in deal else 1
        amount = next(deal[name] for name in ("tcv", "annual", "monthly") if name in deal)
        line = a_line(1, date(2026, 1, 1), months)
        sold = terms(line, amount=usd(amount))
        found.append(money_of(run_rate(line.booked[0], [sold], measure, date(2026, 1, 31))))
    return {"arr": found}


def exchanged(case: Case) -> object:
    bought = {Bought("one", "SEAT", EUR): Fraction(Money.parse(case.inputs["eur"], EUR).minor)}
    span = Span(
        opening=bought,
        closing=bought,
        rates_at_opening={EUR: Fraction(case.inputs["rate_open"])},
        rates_at_closing={EUR: Fraction(case.inputs["rate_close"])},
    )
    spot, constant = (
        summed(movements(span, Measure(name="arr", converted=one), USD))
        for one in (Converted.SPOT, Converted.CONSTANT)
    )
    assert spot.opening == constant.opening
    return {
        "open": spot.opening,
        "spot": {"close": spot.closing, "movement_fx": spot.fx},
        "constant": {"close": constant.closing, "movement_fx": constant.fx},
    }


#: Case -> what the bridge answers.
ANSWERS: dict[str, Callable[[Case], object]] = {
    "ZU-METRICS-NEW": new_order,
    "ZU-METRICS-EXP": more_units,
    "ARR-BRIDGE-METRICKIT": bridged,
    "ARR-RET-PULSE": retained,
    "ARR-MULTIYEAR": several_years,
    "OWN-ARR-FX": exchanged,
}
