"""Deals that the rulebook does not know: new products, terms, currencies, rhythms and purposes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bridge.sandbox.company.catalogue import ASSIST, ENT, SUPPORT
from bridge.sandbox.company.cpq import seats
from bridge.sandbox.company.quarter import Desk
from bridge.sandbox.company.ramps import ramp
from bridge.sandbox.company.records import Record, turn


def assist(desk: Desk) -> Iterator[Record]:
    """Ten customers took the assistant that was launched in August, some beside their seats."""
    for number in range(10):
        sale = desk.product_sale(ASSIST, turn((25, 40, 60, 120, 15, 200), number))
        if number % 3 == 0:
            beside = seats(ENT, 30, ENT.price(sale.customer.currency, 10), sale.first)
            sale = replace(sale, positions=(beside, *sale.positions))
        yield from sale.records()


def premier_support(desk: Desk) -> Iterator[Record]:
    """Five customers bought Premier support, which no item stands for yet."""
    for _ in range(5):
        yield from desk.product_sale(SUPPORT, 1).records()


def long_terms_of_payment(desk: Desk) -> Iterator[Record]:
    """Five deals are payable in 75 or 120 days, for which NetSuite has no terms."""
    for agreed in ("Net 75", "Net 75", "Net 75", "Net 120", "Net 120"):
        yield from replace(desk.sale(), terms=agreed).records()


def sterling(desk: Desk) -> Iterator[Record]:
    """Four customers pay in pounds, and no subsidiary sells in pounds."""
    for _ in range(4):
        yield from desk.sale("GBP").records()


def half_yearly(desk: Desk) -> Iterator[Record]:
    """Four deals are billed half-yearly, a rhythm that the rules do not name."""
    for _ in range(4):
        yield from replace(desk.sale(), billed="Semiannual").records()


def partner_demos(desk: Desk) -> Iterator[Record]:
    """Three orders are for demonstrations by partners; whether that is a sale nobody wrote down."""
    for _ in range(3):
        sale = desk.product_sale(ENT, 10)
        yield from replace(sale, purpose="Partner demo", po=None).records()


def level_ramps(desk: Desk) -> Iterator[Record]:
    """Two ramps are no ramps: the same seats at the same price in each year."""
    for _ in range(2):
        like = desk.sale()
        price = ENT.price(like.customer.currency, 10)
        years = ((80, price), (80, price))
        yield from ramp(like.customer, ENT, like.day, like.first, years).records()


def beyond_the_calendar(desk: Desk) -> Iterator[Record]:
    """One order of eight years ends later than NetSuite has accounting periods."""
    sale = desk.sale("USD", months=96, day=date(2026, 9, 30))
    part = seats(ENT, 250, Decimal(840), sale.first, 96)
    yield from replace(sale, positions=(part,)).records()


ALL = (
    assist,
    premier_support,
    long_terms_of_payment,
    sterling,
    half_yearly,
    partner_demos,
    level_ramps,
    beyond_the_calendar,
)
