"""What reading the use of a deal gives: its lines with the rated terms, and what is metered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext

from bridge.mappers.read.row import Reading, Row
from bridge.mappers.read.whole import Read
from bridge.model.credits.events import Conflict
from bridge.model.deal import Deal, Heading, Line, Segment
from bridge.model.ids import LineId
from bridge.model.money import Money
from bridge.model.usage.metering import Metering, charged

#: What a unit price may have behind the point.
_PRICE_DECIMALS = 6
_EXACT_DIGITS = 60


@dataclass(frozen=True, slots=True)
class Metered:
    """Lines with the steps that rated terms add, what is metered, and the records it came from."""

    lines: tuple[Line, ...]
    metering: Metering | None
    rows: tuple[Row, ...]

    def heading(self, heading: Heading) -> Heading:
        """Return the heading of the deal with what was rated booked beside what was sold."""
        if self.metering is None or not self.metering.rated:
            return heading
        booked = heading.booked + charged(self.metering.rated, heading.currency)
        return replace(heading, booked=booked)

    def of(self, read: Read) -> Read:
        """Return what was read of the deal, with what is metered of it where it is whole."""
        if self.metering is None or not isinstance(read, Deal):
            return read
        return replace(read, metering=self.metering)


def with_steps(lines: Sequence[Line], steps: Sequence[tuple[LineId, Segment]]) -> tuple[Line, ...]:
    """Return lines with further steps, each behind those of the line that it names."""
    if not steps:
        return tuple(lines)
    return tuple(
        replace(line, segments=(*line.segments, *[step for of, step in steps if of == line.id]))
        for line in lines
    )


def unit_price(amount: Money, units: Decimal) -> Decimal:
    """
    Return what a unit costs, where one price made the amount; 0 where several tiers did.

    >>> from bridge.model.money import Currency
    >>> unit_price(Money.parse("1500.00", Currency("USD")), Decimal(15000))
    Decimal('0.1')
    """
    with localcontext(prec=_EXACT_DIGITS):
        each = amount.decimal() / units if units else Decimal(0)
        return Decimal(0) if each.scaleb(_PRICE_DECIMALS) % 1 else each.normalize()


def object_to(reading: Reading, conflicts: Sequence[Conflict], line: LineId) -> None:
    """Object to events that contradict each other."""
    for one in conflicts:
        reading.object(one.code, one.says, *one.references, line=line)


def late(row: Row, on: date, closed_by: str) -> None:
    """Object to use that arrived when its days were closed already."""
    row.reading.object(
        "USAGE_LATE",
        f"{row.record.type} {row.id} says what was used on {on}, and that time was closed before "
        "it arrived; decide in which period it counts, and report it there",
        f"{row.record.type} {row.id}",
        closed_by,
        line=row.line,
        nearest="report the use with a day of a period that is still open",
    )
