"""The state of a wallet while its story is told; it is forgotten when the wallet is known."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from heapq import heappop, heappush
from typing import NamedTuple

from bridge.model.credits.events import (
    LAST,
    Conflict,
    Event,
    Grant,
    GrantId,
    Place,
    Use,
    name_of,
)
from bridge.model.credits.lots import Cause, Lot, Movement, Slice
from bridge.model.credits.terms import Terms, rank
from bridge.model.money import Currency, Money


class At(NamedTuple):
    """When something moved, by which event, and through which meter."""

    on: date
    reference: str
    meter: str = ""


@dataclass(slots=True)
class Story:
    """Lots, what was used of them, and what was noted on the way."""

    terms: Terms
    currency: Currency
    through: date
    grants: dict[GrantId, Grant]  #: of the whole story, those of later days included
    lots: dict[GrantId, Lot] = field(default_factory=dict)
    #: What each meter used, oldest first: slices of lots, and units beyond them.
    used: dict[str, list[Slice | Decimal]] = field(default_factory=dict)
    movements: list[Movement] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    _ends: list[tuple[Place, GrantId]] = field(default_factory=list)

    def add(self, grant: Grant, paid: Money, cause: Cause) -> None:
        """Open the lot of a grant."""
        lot = self.lots[grant.id] = Lot(grant, paid)
        self.moved(At(grant.on, grant.id), cause, Slice(lot, grant.units, paid))
        if grant.valid and grant.valid.last <= self.through:
            heappush(self._ends, ((grant.valid.last, LAST, grant.id), grant.id))

    def ended_before(self, place: Place) -> Iterator[Lot]:
        """Yield the lots whose time ends before a place in the story, each once, in order."""
        while self._ends and self._ends[0][0] < place:
            _, grant = heappop(self._ends)
            yield self.lots[grant]

    def in_order(self, day: date, meter: str | None) -> list[Lot]:
        """Return the lots that can be drawn from on a day, the first to be drawn first."""
        serving = [lot for lot in self.lots.values() if lot.grant.serves(day, meter)]
        key = rank(self.terms.order)
        return sorted(serving, key=lambda lot: key(lot.grant))

    def moved(self, at: At, cause: Cause, part: Slice) -> None:
        """Note units that moved, with their money."""
        self.movements.append(
            Movement(
                on=at.on,
                cause=cause,
                grant=part.lot.grant.id,
                reference=at.reference,
                meter=at.meter,
                units=part.units,
                money=part.money,
            )
        )

    def over(self, use: Use, units: Decimal) -> None:
        """Note units that no grant held; negative for those that a correction takes back."""
        self.movements.append(
            Movement(
                on=use.on,
                cause=Cause.OVERAGE,
                grant=None,
                reference=use.reference,
                meter=use.meter,
                units=units,
                money=Money(0, self.currency),
            )
        )

    def conflict(self, code: str, says: str, event: Event) -> None:
        """Note why an event cannot be told."""
        self.conflicts.append(Conflict(code, says, (name_of(event),)))
