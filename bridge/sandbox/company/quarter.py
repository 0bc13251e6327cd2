"""The sound part of the quarter: what sales closed and finance never has to look at."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from bridge.sandbox.company import changes, cloud
from bridge.sandbox.company.catalogue import ENT, ONBOARDING, ULT, Product
from bridge.sandbox.company.cloud import CloudOrder
from bridge.sandbox.company.cpq import Sale, at_once, seats
from bridge.sandbox.company.credits import CreditPack
from bridge.sandbox.company.customers import Customers
from bridge.sandbox.company.plain import Item, PlainOrder
from bridge.sandbox.company.ramps import ramp
from bridge.sandbox.company.records import Record, turn

#: Seats as companies buy them, and discounts as sales gives them.
_SEATS = (25, 40, 85, 12, 60, 140, 30, 220, 18, 75, 340, 50, 110, 15, 480, 65, 95, 35, 160, 20)
_DISCOUNTS = (0, 5, 10, 0, 15, 8, 20, 0, 12, 25, 10, 5, 18)
_TERMS = ("Net 30", None, "Net 45", "Net 30", "Net 60", "Net 30", None)
_MONTHS = (12, 12, 24, 12, 36, 12, 12, 12, 24)
_MONEY = ("USD", "USD", "EUR", "USD", "USD", "USD", "EUR")
#: Half of the quarter closes in its last month, most of that in its last week.
_DAYS = tuple(
    date.fromisoformat(f"2026-{day}")
    for day in (
        *("07-07", "07-16", "07-28", "07-31", "08-05", "08-13", "08-20", "08-27", "08-31"),
        *("09-03", "09-10", "09-15", "09-18", "09-22", "09-24", "09-25", "09-28", "09-29"),
        *("09-29", "09-30", "09-30", "09-30", "09-30"),
    )
)
_EVERY_FOURTH = 4
#: Which of the plain orders were reduced two days later.
_GIVEN_BACK = (2, 8)


@dataclass(slots=True)
class Desk:
    """Takes orders one after the other, no two of them alike."""

    customers: Customers
    taken: int = 0

    def sale(self, currency: str = "", months: int = 12, day: date | None = None) -> Sale:
        """Return an order of seats of one product; served from the next month on."""
        self.taken += 1
        number = self.taken
        customer = self.customers.next(currency or turn(_MONEY, number))
        signed = day or turn(_DAYS, number * 5)
        product = ULT if number % 4 == 0 else ENT
        units = turn(_SEATS, number * 7)
        yearly = product.price(customer.currency, turn(_DISCOUNTS, number))
        return Sale(
            key=customer.key,
            customer=customer,
            day=signed,
            positions=(seats(product, units, yearly, next_month(signed), months),),
            months=months,
            terms=turn(_TERMS, number),
            po=f"PO-{4100 + number * 37}" if number % 3 else None,
        )

    def product_sale(self, product: Product, units: int, currency: str = "") -> Sale:
        """Return an order of so many units of a product."""
        sale = self.sale(currency)
        yearly = product.price(sale.customer.currency)
        return replace(sale, positions=(seats(product, units, yearly, sale.first),))


def next_month(day: date) -> date:
    """Return the first day of the month behind a day."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def new_business(desk: Desk) -> Iterator[Sale]:
    """Yield new customers: seats for one to three years, every third with its onboarding."""
    for number in range(36):
        sale = desk.sale(months=turn(_MONTHS, number))
        if number % 3 == 0:
            price = ONBOARDING.price(sale.customer.currency)
            once = at_once(ONBOARDING, price, sale.day)
            sale = replace(sale, positions=(*sale.positions, once))
        yield sale


def ramps(desk: Desk) -> Iterator[Sale]:
    """Yield contracts of two and three years that grow from year to year."""
    for number in range(8):
        like = desk.sale()
        product, units = like.positions[0].product, like.positions[0].quantity
        price = product.price(like.customer.currency, turn(_DISCOUNTS, number + 2))
        growth = (100, 150, 200) if number % 3 else (100, 130)
        years = [(units * share // 100, price + 24 * year) for year, share in enumerate(growth)]
        yield ramp(like.customer, product, like.day, like.first, years)


def grown(desk: Desk) -> Iterator[Sale]:
    """Yield contracts of the spring that took more seats, or another product, in the quarter."""
    for number in range(12):
        sold = desk.sale(day=date(2026, 1 + number % 5, 9 + number))
        yield sold
        passed = turn((5, 5, 4, 3, 3), number)
        if number % _EVERY_FOURTH:
            yield changes.increase(sold, passed, 5 + 3 * number)
        else:
            yearly = ULT.price(sold.customer.currency, 10)
            yield changes.co_term(sold, passed, ULT, 10 + number, yearly)


def shrunk(desk: Desk) -> Iterator[Sale]:
    """Yield contracts that gave seats up, and some that ended early."""
    for number in range(6):
        sold = desk.sale(day=date(2026, 2 + number % 3, 12))
        yield sold
        yield changes.decrease(sold, 5, 2 + number)
    for number in range(4):
        sold = desk.sale(day=date(2026, 2 + number, 17))
        yield sold
        yield changes.cancel(sold, 6)


def swapped(desk: Desk) -> Iterator[Sale]:
    """Yield contracts whose customers went over to Ultimate with some of their seats."""
    for number in range(5):
        like = desk.sale(day=date(2026, 3, 4 + number))
        yearly = ENT.price(like.customer.currency)
        sold = replace(like, positions=(seats(ENT, 40 + 20 * number, yearly, like.first),))
        yield sold
        taken = ULT.price(like.customer.currency, 10)
        yield changes.swap(sold, 4 + number % 2, 10 + 5 * number, ULT, taken)


def renewed(desk: Desk) -> Iterator[Sale]:
    """Yield contracts of last year that were renewed when they ended."""
    for number in range(6):
        sold = desk.sale(day=date(2025, 7 + number % 3, 3 + number))
        yield sold
        product = sold.positions[0].product
        yearly = product.price(sold.customer.currency, turn(_DISCOUNTS, number + 1))
        units = sold.positions[0].quantity + number
        yield changes.renew(sold, sold.last - timedelta(days=6), yearly, units)


def revenue_cloud(desk: Desk) -> Iterator[CloudOrder]:
    """Yield what Munich sold with Revenue Cloud, with seats added to every third order."""
    for number in range(9):
        like = desk.sale("EUR", day=date(2026, 4 + number % 6, 1))
        order = CloudOrder(
            customer=like.customer,
            product=ENT,
            day=like.day,
            quantity=like.positions[0].quantity,
            yearly=ENT.price("EUR", turn((0, 10, 20), number)),
        )
        yield order
        if number % 3 == 0:
            yield cloud.more(order, 2 + number % 2, 6 + number)


def plain_orders(desk: Desk) -> Iterator[PlainOrder]:
    """Yield what field teams sold without CPQ; the third gives two seats back again."""
    for number in range(12):
        like = desk.sale()
        customer, sold = like.customer, like.positions[0]
        seat = Item(ENT, sold.quantity, ENT.price(customer.currency, 10), like.first)
        items: tuple[Item, ...] = (seat,)
        if number % 2:
            service = Item(ONBOARDING, 1, ONBOARDING.price(customer.currency), like.day)
            items = (seat, service)
        order = PlainOrder(
            key=customer.key, customer=customer, day=like.day, items=items, po=like.po
        )
        yield order
        if number in _GIVEN_BACK:
            back = (replace(seat, quantity=-2),)
            taken = replace(order, key=f"{order.key}-BACK", items=back, reduces=order.key, po=None)
            yield replace(taken, day=order.day + timedelta(days=2))


def credit_packs(desk: Desk) -> Iterator[CreditPack]:
    """Yield prepaid credits; the first customer has used more than it bought."""
    for number, used in enumerate(((90_000, 70_000), (20_000,), (12_500, 18_000), (), (5_000,))):
        yield CreditPack(
            customer=desk.customers.next(turn(("USD", "USD", "EUR"), number)),
            day=date(2026, turn((1, 4, 2, 8, 5), number), 1),
            units=100_000 * (1 + number % 3),
            price=Decimal("0.08"),
            beyond=Decimal("0.10"),
            used=used,
        )


def excluded(desk: Desk) -> Iterator[Record]:
    """Yield the records of evaluations, which a rule leaves out."""
    for _ in range(3):
        sale = desk.product_sale(ENT, 5, "USD")
        yield from replace(sale, purpose="Evaluation", po=None).records()


def records(desk: Desk) -> Iterator[Record]:
    """Yield the records of all that is sound."""
    parts = (new_business, ramps, grown, shrunk, swapped, renewed)
    for part in (*parts, revenue_cloud, plain_orders, credit_packs):
        for order in part(desk):
            yield from order.records()
    yield from excluded(desk)
