"""
Instalments of an opportunity product as steps of what was sold: each delivered on its own day.

Salesforce keeps them as a forecast: of revenue, of quantity, or of both. They become steps only
where the source answers so, and only if they add up to what was sold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bridge.mappers.read import checks, whole
from bridge.mappers.read.row import Row
from bridge.mappers.read.values import plain
from bridge.model.calendar import Term
from bridge.model.deal import Segment
from bridge.model.ids import LineId
from bridge.model.money import Money, total

_REVENUE, _QUANTITY, _BOTH = "Revenue", "Quantity", "Both"
#: Decimals of a quantity, as rules read it.
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Whole:
    """What instalments must add up to, and within which days they are delivered."""

    quantity: Decimal
    price: Decimal  #: of a unit
    amount: Money
    first: date | None  #: of service, where it is said
    last: date | None


def of_item(item: Row, amount: Money) -> Whole:
    """Return what an order product sold; object where its price is not what it says."""
    quantity = checks.quantity(item)
    price = checks.unit_price(item, "UnitPrice")
    checks.product_of_price(item, quantity, price, amount)
    return Whole(quantity, price, amount, item.day("ServiceDate"), item.day("EndDate"))


def by_day(rows: Sequence[Row]) -> list[Row]:
    """Return instalments by their day, those without one first."""
    return sorted(rows, key=lambda row: (row.day("ScheduleDate") or date.min, row.id))


def steps(item: Row, rows: Sequence[Row], sold: Whole) -> tuple[Segment, ...]:
    """
    Return the steps of a product that was sold, by day; object where they are not what was sold.

    The first step has the id of the product, so that it names the line; the others have those of
    their instalments. An instalment of revenue alone has its share of the quantity.
    """
    dated = by_day(rows)
    quantity, price, amount = sold.quantity, sold.price, sold.amount
    kinds = {row.text("Type") for row in dated}
    if len(kinds) > 1 or not kinds <= {_REVENUE, _QUANTITY, _BOTH}:
        _object(item, dated, "they are not all of revenue, or of quantity, or of both", "Type")
    priced = kinds != {_QUANTITY}
    amounts = [_amount(row, price, amount, priced=priced) for row in dated]
    counted = kinds != {_REVENUE}
    units = _units(dated) if counted else _shares(quantity, amounts)
    _check(item, dated, amounts, amount)
    _check_units(item, dated, units, quantity)
    _check_days(item, dated, sold)
    return tuple(
        Segment(
            id=LineId(item.id if place == 0 else row.id),
            quantity=plain(units[place]),
            unit_price=price,
            amount=amounts[place],
            term=_delivered(row),
        )
        for place, row in enumerate(dated)
    )


def _amount(row: Row, price: Decimal, amount: Money, *, priced: bool) -> Money:
    """Return the amount of an instalment: its revenue, or its quantity at the price of a unit."""
    if priced:
        return whole.priced(row, "Revenue", amount.currency).amount or Money(0, amount.currency)
    return Money.nearest((row.number("Quantity") or Decimal(0)) * price, amount.currency)


def _units(rows: Sequence[Row]) -> list[Decimal]:
    return [row.number("Quantity") or Decimal(0) for row in rows]


def _shares(quantity: Decimal, amounts: Sequence[Money]) -> list[Decimal]:
    """
    Share a quantity in proportion to amounts, to four decimals, and lose nothing of it.

    Ten-thousandths of a unit are shared as minor units of money are.
    """
    weights = [amount.minor for amount in amounts]
    if min(weights) <= 0:  # that is an objection, and nothing is shared
        return [Decimal(0) for _ in weights]
    parts = Money(int(quantity.scaleb(_DECIMALS)), amounts[0].currency).split(weights)
    return [Decimal(part.minor).scaleb(-_DECIMALS) for part in parts]


def _delivered(row: Row) -> Term | None:
    day = row.day("ScheduleDate")
    return Term.inclusive(day, day) if day else None


def _check(item: Row, rows: Sequence[Row], amounts: Sequence[Money], amount: Money) -> None:
    added = total(amounts, amount.currency)
    if added != amount:
        _object(item, rows, f"they add up to {added}, and {amount} was sold", "Revenue")
    if any(one.minor <= 0 for one in amounts):
        _object(item, rows, "each must have an amount above zero", "Revenue")


def _check_units(
    item: Row, rows: Sequence[Row], units: Sequence[Decimal], quantity: Decimal
) -> None:
    added = sum(units, Decimal(0))
    if added != quantity:
        says = f"their quantities add up to {added:f}, and {quantity:f} were sold"
        _object(item, rows, says, "Quantity")
    if any(one <= 0 for one in units):
        _object(item, rows, "each must have a quantity above zero", "Quantity")


def _check_days(item: Row, rows: Sequence[Row], sold: Whole) -> None:
    """What states days of service is not delivered on others."""
    days = [row.day("ScheduleDate") for row in rows]
    first, last = sold.first or date.min, sold.last or date.max
    if None in days or any(day and not first <= day <= last for day in days):
        _object(item, rows, "their days are not within its days of service", "ScheduleDate")


def _object(item: Row, rows: Sequence[Row], says: str, field: str) -> None:
    item.reading.object(
        "INSTALMENTS_DIFFER",
        f"the instalments are to be the steps of the {item.noun}, and {says}",
        item.names("TotalPrice"),
        item.names("Quantity"),
        *[row.names(field) for row in rows],
        line=item.line,
        nearest=f"establish the instalments again, so that they add up to the {item.noun}",
    )
