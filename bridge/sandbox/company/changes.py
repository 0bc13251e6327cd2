"""What becomes of a contract: seats are added, given up, swapped, cancelled and renewed."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from bridge.sandbox.company.catalogue import Product
from bridge.sandbox.company.cpq import Position, Sale, seats
from bridge.sandbox.company.records import cents, last_day, later, multiplier


def increase(sale: Sale, passed: int, more: int) -> Sale:
    """Add seats after so many months; they end with the contract, at the price of the first."""
    sold = sale.positions[0]
    added = _rest(sale, sold, passed, more)
    return _amended(sale, "UP", (replace(added, action="Quantity Increase"),))


def decrease(sale: Sale, passed: int, fewer: int) -> Sale:
    """Give seats up after so many months."""
    given_up = _rest(sale, sale.positions[0], passed, -fewer)
    return _amended(sale, "DOWN", (replace(given_up, action="Quantity Decrease"),))


def cancel(sale: Sale, passed: int) -> Sale:
    """Give all up after so many months."""
    sold = sale.positions[0]
    given_up = _rest(sale, sold, passed, -sold.quantity)
    return _amended(sale, "END", (replace(given_up, action="Cancel"),))


def swap(sale: Sale, passed: int, units: int, taken: Product, yearly: Decimal) -> Sale:
    """Give units up and take as many of another product instead."""
    out = replace(_rest(sale, sale.positions[0], passed, -units), action="Quantity Decrease")
    left = sale.months - passed
    into = replace(seats(taken, units, yearly, out.first, left), action="Product Swap")
    return _amended(sale, "SWAP", (out, into))


def co_term(sale: Sale, passed: int, added: Product, units: int, yearly: Decimal) -> Sale:
    """Add another product, which ends with the contract."""
    first = later(sale.first, passed)
    return _amended(sale, "ADD", (seats(added, units, yearly, first, sale.months - passed),))


def renew(sale: Sale, signed: date, yearly: Decimal, units: int) -> Sale:
    """Go on for a year from the end of a contract, signed on a day."""
    sold = sale.positions[0]
    again = seats(sold.product, units, yearly, sale.last + timedelta(days=1))
    return replace(
        sale,
        key=f"{sale.key}-NEXT",
        kind="Renewal",
        contract=sale.key,
        day=signed,
        months=12,
        po=None,
        positions=(replace(again, action="Renew", renews=sale.name_of(1), before=sold.quantity),),
    )


def _rest(sale: Sale, sold: Position, passed: int, units: int) -> Position:
    left = sale.months - passed
    return Position(
        product=sold.product,
        quantity=units,
        price=cents(sold.price * left / sale.months),
        first=later(sold.first, passed),
        last=last_day(sold.first, sale.months),
        multiplier=multiplier(left),
        revises=sale.name_of(1),
        before=sold.quantity,
    )


def _amended(sale: Sale, suffix: str, positions: tuple[Position, ...]) -> Sale:
    return replace(
        sale,
        key=f"{sale.key}-{suffix}",
        kind="Amendment",
        contract=sale.key,
        day=positions[0].first,
        positions=positions,
        po=None,
        purpose=None,
    )
