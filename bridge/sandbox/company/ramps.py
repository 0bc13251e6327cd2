"""Ramps: contracts of several years, each with its own seats at its own price."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bridge.sandbox.company.catalogue import Product
from bridge.sandbox.company.cpq import Position, Sale
from bridge.sandbox.company.customers import Customer
from bridge.sandbox.company.records import last_day, later

_A_YEAR_IN_MONTHS = 12


def ramp(
    customer: Customer,
    product: Product,
    day: date,
    first: date,
    years: Sequence[tuple[int, Decimal]],
) -> Sale:
    """Return a ramp that is signed on a day: seats and price of a seat, year by year."""
    steps = tuple(
        _step(product, later(first, _A_YEAR_IN_MONTHS * (year - 1)), year, units, price)
        for year, (units, price) in enumerate(years, 1)
    )
    return Sale(
        key=customer.key,
        customer=customer,
        day=day,
        positions=steps,
        months=_A_YEAR_IN_MONTHS * len(steps),
    )


def _step(product: Product, first: date, year: int, units: int, price: Decimal) -> Position:
    return Position(
        product=product,
        quantity=units,
        price=price,
        first=first,
        last=last_day(first, _A_YEAR_IN_MONTHS),
        segment=year,
    )
