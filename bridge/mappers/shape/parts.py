"""A part: what a treatment makes of a line before it has a place in a document."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from bridge.model.calendar import Term
from bridge.model.deal import Line
from bridge.model.ids import LineId
from bridge.model.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One future line of a document: whose amount it carries, and the days of its revenue."""

    source: LineId
    quantity: Decimal
    amount: Money
    service: Term | None  #: None for what is handed over at once


#: Turns a line into its parts, which add up to the line.
Treatment = Callable[[Line], Iterator[Part]]
