"""Orders that contradict themselves, as they do when people type at the end of a quarter."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from bridge.sandbox.company.catalogue import ENT, ONBOARDING
from bridge.sandbox.company.cpq import Sale, at_once
from bridge.sandbox.company.quarter import Desk
from bridge.sandbox.company.ramps import ramp
from bridge.sandbox.company.records import Record, but, later, without, written


def typed_over(desk: Desk) -> Iterator[Record]:
    """Six totals were rounded by hand: quantity times price is something else."""
    for number in range(6):
        sale = desk.sale()
        short = sale.total - (37 + 11 * number)
        yield from _totalled(sale, short)


def without_an_end(desk: Desk) -> Iterator[Record]:
    """Five orders of seats do not say how long they are served."""
    for _ in range(5):
        ordered = but(desk.sale().records(), "OrderItem", EndDate=None)
        quoted = but(ordered, "SBQQ__QuoteLine__c", SBQQ__EndDate__c=None)
        yield from but(quoted, "SBQQ__Subscription__c", SBQQ__SubscriptionEndDate__c=None)


def with_a_rebate(desk: Desk) -> Iterator[Record]:
    """Five orders have a field filled that sales operations made in August."""
    for number in range(5):
        rebate = str(3 + number % 3)
        yield from but(desk.sale().records(), "Order", Rebate_Percent__c=rebate)


def gaps(desk: Desk) -> Iterator[Record]:
    """Four ramps have a month between their years in which nothing is served."""
    for number in range(4):
        like = desk.sale()
        price = ENT.price(like.customer.currency, 5)
        sold = ramp(like.customer, ENT, like.day, like.first, ((60, price), (90 + number, price)))
        first, second = sold.positions
        begun = replace(second, first=later(second.first, 1))
        yield from replace(sold, positions=(first, begun)).records()


def two_currencies(desk: Desk) -> Iterator[Record]:
    """Three orders are in dollars, and their quotes in euro."""
    for _ in range(3):
        sale = desk.sale("USD")
        yield from but(sale.records(), "SBQQ__Quote__c", CurrencyIsoCode="EUR")


def open_ends(desk: Desk) -> Iterator[Record]:
    """Three subscriptions are called evergreen, and end."""
    evergreen = {"SBQQ__SubscriptionType__c": "Evergreen"}
    for _ in range(3):
        yield from but(desk.sale().records(), "SBQQ__QuoteLine__c", **evergreen)


def other_quotes(desk: Desk) -> Iterator[Record]:
    """Three quotes were priced anew after the order was made."""
    for _ in range(3):
        sale = desk.sale()
        net = written(sale.total - 480)
        yield from but(sale.records(), "SBQQ__QuoteLine__c", SBQQ__NetTotal__c=net)


def other_terms(desk: Desk) -> Iterator[Record]:
    """Three quotes agree on other terms of payment than their orders."""
    for _ in range(3):
        sale = replace(desk.sale(), terms="Net 30")
        yield from but(sale.records(), "SBQQ__Quote__c", SBQQ__PaymentTerms__c="Net 60")


def concessions(desk: Desk) -> Iterator[Record]:
    """Three orders have a line that lowers the price and says not of what."""
    for number in range(3):
        sale = desk.sale()
        lowered = replace(at_once(ONBOARDING, Decimal(1500 + 250 * number), sale.day), quantity=-1)
        yield from replace(sale, positions=(*sale.positions, lowered)).records()


def other_days(desk: Desk) -> Iterator[Record]:
    """Three prices are for other months than the order serves."""
    for _ in range(3):
        items = {"SBQQ__ProrateMultiplier__c": "0.7500"}
        yield from but(desk.sale().records(), "OrderItem", **items)


def other_customers(desk: Desk) -> Iterator[Record]:
    """Two contracts were drawn up for the parent company of the one that ordered."""
    for _ in range(2):
        sale = desk.sale("USD")
        parent = desk.customers.next("USD")
        yield from but(sale.records(), "Contract", AccountId=f"@{parent.key}")


def not_in_netsuite(desk: Desk) -> Iterator[Record]:
    """Five orders are of customers that nobody has set up in NetSuite: it refuses them."""
    for _ in range(5):
        sale = desk.sale()
        yield {"type": "Account", "key": sale.customer.key, "Type": "Prospect"}
        yield from sale.records()


def unfinished(desk: Desk) -> Iterator[Record]:
    """Five orders are being written: four not contracted, one not priced."""
    for _ in range(4):
        left_out = without(desk.sale().records(), "Contract", "SBQQ__Subscription__c")
        yield from but(left_out, "Order", SBQQ__Contracted__c=False)
    yield from but(desk.sale().records(), "Order", SBQQ__PriceCalcStatus__c="Queued")


def _totalled(sale: Sale, amount: Decimal) -> Iterator[Record]:
    """Yield the records of a sale whose total is typed over, on all of its records alike."""
    total = written(amount)
    quoted = but(sale.records(), "SBQQ__QuoteLine__c", SBQQ__NetTotal__c=total)
    ordered = but(quoted, "OrderItem", TotalPrice=total)
    yield from but(ordered, "Order", TotalAmount=total)


ALL = (
    typed_over,
    without_an_end,
    with_a_rebate,
    gaps,
    two_currencies,
    open_ends,
    other_quotes,
    other_terms,
    concessions,
    other_days,
    other_customers,
    not_in_netsuite,
    unfinished,
)
