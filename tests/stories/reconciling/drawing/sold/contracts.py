"""
What is sold by contracts, whose every day and every month is worth whole cents.

A lot is 7,927.80: 73 seats at 108.60 for 2026. That divides by 365 days and by 12 months, by the
181 days and 6 months of its first half, and what is added or given up by its own days and months.
So the amounts of a history are worked out without any rounding.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

SEATS = 73
PRICE = Decimal("108.60")
JANUARY, FEBRUARY, MARCH, APRIL = (date(2026, month, 1) for month in (1, 2, 3, 4))
LAST_DAY = date(2026, 12, 31)
#: Seats that are whole cents each day: from February on there are 334 days, from March on 306. A
#: twelfth of them has four decimals at most.
_OF_FEBRUARY, _OF_MARCH = 3 * 334, 306
#: The same over three years: 1,096 days are 8 times 137.
_OF_THREE_YEARS = 6 * 137
#: So many times as much is given up in the middle of a term, of 73 times as much.
_GIVEN_UP = 20


class Shape(StrEnum):
    """What a contract is made of."""

    PLAIN = "plain"  #: one order of one line for 2026
    RAMP = "ramp"  #: one order of three years, each with 73 seats more
    BUNDLE = (
        "bundle"  #: one order: seats, twice as many of its component, and help on the first day
    )
    AHEAD = "ahead"  #: one order, signed in January for twelve months from April on
    UPSELL = "upsell"  #: more seats from February on, by an order of their own
    COTERMED = "co-termed"  #: another product from February on, that ends with the first one
    SHARED = "shared"  #: another product from February on; both share revenue by fair values
    DECREASED = "decreased"  #: some seats are given up as of February
    SWAPPED = "swapped"  #: some seats become those of another product in March
    CANCELLED = "cancelled"  #: all seats are given up as of March
    RENEWED = "renewed"  #: early: all seats are given up as of March, and sold again for a year
    EXTENDED = "extended"  #: renewed in March for the year that follows the first one
    LICENCE = "licence"  #: one order of one line for 2026, all of it revenue of the first day
    LEVEL = "level"  #: one order of three years, each with more seats, at the same revenue a month


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """A line of an order as it is sold: the amount is the price by the seats."""

    key: str  #: of its records in the scenario
    order: str  #: of which it is there
    seats: int
    price: Decimal  #: of a seat for its days
    a_year: Decimal  #: of a seat
    first: date
    last: date
    on: date  #: when the order takes effect
    multiplier: str = "1.0000"
    product: str = "P-ENT"
    is_new: bool = False  #: whether an amendment adds it beside what there was
    is_renewal: bool = False  #: whether it goes on with what ends the day before it begins
    copied: str = ""  #: what tells it from the line of the scenario, where it is one more

    @property
    def minor(self) -> int:
        """The amount in cents."""
        return int(self.seats * self.price * 100)

    @property
    def is_at_once(self) -> bool:
        """Whether it is handed over on the day of its order."""
        return self.product == HELP


HELP = "P-HELP"
#: A subscription that is recognised at once, and one that is recognised level over its ramp.
LICENCE, LEVEL = "P-LIC", "P-LEV"
#: What is sold in packages, or added and merged: revenue is shared by what each is worth alone. So
#: much the rules say of a seat and a year, and so much NetSuite's list of a seat on an order; the
#: last one is sold for eleven months.
PRICED = {"FVA": (120, 120), "FVB": (120, 120), "FVC": (120, 360), "FVD": (120, 110)}


def sold(shape: Shape, lots: int) -> tuple[Seats, ...]:
    """Return the lines of a contract, the first one first."""
    return _LINES[shape](PRICE * lots)


def _plain(price: Decimal) -> tuple[Seats, ...]:
    return (_first("B0", SEATS, price),)


def _licence(price: Decimal) -> tuple[Seats, ...]:
    return (replace(_first("B0", SEATS, price), product=LICENCE),)


def _level(price: Decimal) -> tuple[Seats, ...]:
    steps = _ramp(price)
    return tuple(replace(one, seats=one.seats * _OF_THREE_YEARS, product=LEVEL) for one in steps)


def _ramp(price: Decimal) -> tuple[Seats, ...]:
    return tuple(
        Seats(
            key=f"A{number}",
            order="A",
            seats=SEATS * number,
            price=price,
            a_year=price,
            first=date(2025 + number, 1, 1),
            last=date(2025 + number, 12, 31),
            on=JANUARY,
        )
        for number in (1, 2, 3)
    )


def _bundle(price: Decimal) -> tuple[Seats, ...]:
    first = _first("B0", SEATS, price)
    component = replace(first, seats=2 * SEATS, product="P-ULT", copied="x")
    return first, component, replace(first, seats=1, product=HELP, copied="y")


def _ahead(price: Decimal) -> tuple[Seats, ...]:
    first = _first("B0", SEATS, price)
    return (replace(first, first=APRIL, last=date(2027, 3, 31)),)


def _upsell(price: Decimal) -> tuple[Seats, ...]:
    return (_first("B0", SEATS, price), _part("B1", _OF_FEBRUARY, price, FEBRUARY))


def _co_termed(price: Decimal) -> tuple[Seats, ...]:
    added = _part("D1b", _OF_FEBRUARY, price, FEBRUARY, "P-ULT")
    return (_first("D0", SEATS, price), replace(added, is_new=True))


def _shared(price: Decimal) -> tuple[Seats, ...]:
    """A seat is worth as much of both: eleven twelfths of the second are those of the first."""
    first = replace(_first("D0", 11 * SEATS, price), product="P-FVA")
    added = _part("D1b", 12 * SEATS, price * 2, FEBRUARY, "P-FVD")
    return first, replace(added, is_new=True)


def _decreased(price: Decimal) -> tuple[Seats, ...]:
    gone = _part("D1a", -_GIVEN_UP * _OF_FEBRUARY, price, FEBRUARY)
    return (_first("D0", SEATS * _OF_FEBRUARY, price), gone)


def _swapped(price: Decimal) -> tuple[Seats, ...]:
    seats = _GIVEN_UP * _OF_MARCH
    gone, come = (
        _part("D1a", -seats, price, MARCH),
        _part("D1b", seats, price * 2, MARCH, "P-ULT"),
    )
    return (_first("D0", SEATS * _OF_MARCH, price), gone, come)


def _cancelled(price: Decimal) -> tuple[Seats, ...]:
    seats = SEATS * _OF_MARCH
    return (_first("B0", seats, price), _part("C2", -seats, price, MARCH))


def _renewed(price: Decimal) -> tuple[Seats, ...]:
    seats = SEATS * _OF_MARCH
    gone = _part("E1", -seats, price, MARCH)
    again = replace(_first("E2", SEATS, price), first=MARCH, last=date(2027, 2, 28), on=MARCH)
    return (_first("E0", seats, price), gone, again)


def _extended(price: Decimal) -> tuple[Seats, ...]:
    first, last = date(2027, 1, 1), date(2027, 12, 31)
    sold = _first("E2", SEATS, price)
    again = replace(sold, first=first, last=last, on=MARCH, is_renewal=True)
    return (_first("E0", SEATS, price), again)


def _first(key: str, seats: int, price: Decimal) -> Seats:
    return Seats(
        key=key,
        order=key,
        seats=seats,
        price=price,
        a_year=price,
        first=JANUARY,
        last=LAST_DAY,
        on=JANUARY,
    )


def _part(key: str, seats: int, a_year: Decimal, first: date, product: str = "P-ENT") -> Seats:
    """Return a line of an amendment, at its share of the price of a year."""
    part = Decimal(13 - first.month) / 12
    return Seats(
        key=key,
        order=key[:2],
        seats=seats,
        price=(a_year * part).quantize(Decimal("0.01")),
        a_year=a_year,
        first=first,
        last=LAST_DAY,
        on=first,
        multiplier=str(part.quantize(Decimal("0.0001"))),
        product=product,
    )


_LINES: Mapping[Shape, Callable[[Decimal], tuple[Seats, ...]]] = {
    Shape.PLAIN: _plain,
    Shape.RAMP: _ramp,
    Shape.BUNDLE: _bundle,
    Shape.AHEAD: _ahead,
    Shape.UPSELL: _upsell,
    Shape.COTERMED: _co_termed,
    Shape.SHARED: _shared,
    Shape.DECREASED: _decreased,
    Shape.SWAPPED: _swapped,
    Shape.CANCELLED: _cancelled,
    Shape.RENEWED: _renewed,
    Shape.EXTENDED: _extended,
    Shape.LICENCE: _licence,
    Shape.LEVEL: _level,
}
