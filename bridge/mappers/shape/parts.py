"""Parts: what a treatment makes of a line before it has a place in a document."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from bridge.mappers.shape.order_line import OrderLine
from bridge.mappers.shape.standing import Standing
from bridge.model.calendar import Term
from bridge.model.deal import Line
from bridge.model.flags import Flag
from bridge.model.ids import LineId
from bridge.model.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One future line of a new order: whose amount it carries, and the days of its revenue."""

    source: LineId
    root: LineId  #: the first line of its chain: what it adds to, else its source
    quantity: Decimal
    amount: Money
    service: Term | None  #: None for what is handed over at once
    allocated: Money | None = None  #: what is recognised of it, where that is not its amount
    #: The first day of the contract of its own that it belongs to; None: the deal's first order.
    apart: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What is taken away from a line that stands in an order, from a day on until its end."""

    source: LineId
    lot: OrderLine  #: as it stood before
    units: Decimal  #: how many of its units; not negative
    amount: Money  #: how much of its amount; not negative
    starts: date  #: the first day that is not served any more

    @property
    def days(self) -> int:
        """How many days its units are not served any more; 0 for what is handed over at once."""
        service = self.lot.service
        return (service.end - max(self.starts, service.start)).days if service else 0

    @property
    def by_day(self) -> Fraction:
        """What its units cost a day on the order line, in minor units."""
        service = self.lot.service
        days = service.days if service else 1
        units, of_units = self.units.as_integer_ratio()
        held, of_held = self.lot.units.as_integer_ratio()
        # One fraction, as four would be brought to their lowest terms one after the other.
        return Fraction(units * self.lot.amount.minor * of_held, of_units * held * days)


@dataclass(frozen=True, slots=True)
class Objection:
    """Why something cannot be represented: a code and a sentence; what would be, where one is."""

    code: str
    says: str
    nearest: str | None = None


#: Turns a line into its parts, which add up to the line, or says why it cannot.
Treatment = Callable[[Line, Standing], Iterator[Part | Taken | Flag]]
