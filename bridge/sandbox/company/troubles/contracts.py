"""Changes of contracts that do not fit what they change; the first orders of all are sound."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bridge.sandbox.company import changes
from bridge.sandbox.company.catalogue import ENT
from bridge.sandbox.company.cpq import Sale, seats
from bridge.sandbox.company.quarter import Desk
from bridge.sandbox.company.records import Record, but, cents


def _sold(desk: Desk, month: int, currency: str = "") -> Sale:
    like = desk.sale(currency, day=date(2026, month, 19))
    yearly = ENT.price(like.customer.currency)
    return replace(like, positions=(seats(ENT, 50, yearly, like.first),))


def more_than_held(desk: Desk) -> Iterator[Record]:
    """Three customers give up seats that they are to get later: amendments out of order."""
    for number in range(3):
        sold = _sold(desk, 2)
        yield from sold.records()
        yield from changes.decrease(sold, 5, 60 + number).records()


def another_price(desk: Desk) -> Iterator[Record]:
    """Two decreases credit seats at a quarter of what they were sold for."""
    for _ in range(2):
        sold = _sold(desk, 3)
        yield from sold.records()
        given_up = changes.decrease(sold, 5, 10)
        (position,) = given_up.positions
        cheap = replace(position, price=cents(position.price / 4))
        yield from replace(given_up, positions=(cheap,)).records()


def credit_to_another_customer(desk: Desk) -> Iterator[Record]:
    """Two cancellations credit another company of the same group."""
    for _ in range(2):
        sold = _sold(desk, 4, "USD")
        yield from sold.records()
        sister = desk.customers.next("USD")
        ended = replace(changes.cancel(sold, 4), customer=sister)
        yield from ended.records()


def of_what_is_held(desk: Desk) -> Iterator[Record]:
    """Three customers give seats up whose first order is held itself, for its rebate."""
    for _ in range(3):
        sold = _sold(desk, 7)
        yield from but(sold.records(), "Order", Rebate_Percent__c="4")
        yield from changes.decrease(sold, 1, 15).records()


def without_a_root(desk: Desk) -> Iterator[Record]:
    """Three amendments do not say what they amend: their lines were made by hand."""
    for _ in range(3):
        sold = _sold(desk, 5)
        yield from sold.records()
        lost = changes.decrease(sold, 3, 5).records()
        lost = but(lost, "OrderItem", SBQQ__RevisedOrderProduct__c=None)
        lost = but(lost, "SBQQ__QuoteLine__c", SBQQ__UpgradedSubscription__c=None)
        yield from but(lost, "SBQQ__Subscription__c", SBQQ__RevisedSubscription__c=None)


def swap_of_nothing(desk: Desk) -> Iterator[Record]:
    """Two swaps bring a product in, and take none out."""
    for _ in range(2):
        sold = _sold(desk, 4)
        yield from sold.records()
        exchanged = changes.swap(sold, 4, 12, ENT, ENT.price(sold.customer.currency, 15))
        yield from replace(exchanged, positions=exchanged.positions[1:]).records()


ALL = (
    more_than_held,
    another_price,
    credit_to_another_customer,
    of_what_is_held,
    without_a_root,
    swap_of_nothing,
)
