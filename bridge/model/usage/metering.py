"""
What is known of credits and use of a deal: what was granted, what was used, what was rated.

Use is part of the deal that sold it. A usage line is booked with nothing, and books with each term
that is rated: a step of the line with the amount of that term. So what is booked is always what the
lines add up to, and what was booked before stays as it was. Draws on prepaid credits book nothing:
the credits were booked when they were sold.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bridge.model.credits.events import Event, Grant, GrantId
from bridge.model.credits.terms import DrawOrder
from bridge.model.credits.units import NONE
from bridge.model.ids import LineId
from bridge.model.money import Currency, Money, total


@dataclass(frozen=True, slots=True)
class Charge:
    """What use of a day costs."""

    on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Rated:
    """The use of one rated term beyond what is free, as the step of the deal that books it."""

    step: LineId
    charges: tuple[Charge, ...]  #: in the order of their days
    #: Which of the deal's metered lines it is of, from 0; later terms and lines change it never.
    place: int = 0
    again: int = 0  #: how many were rated before it of the same line and term

    def amount(self, currency: Currency) -> Money:
        """What the term costs."""
        return total((one.amount for one in self.charges), currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What the source itself says of a wallet at the end of a day, since its beginning."""

    on: date
    drawn: Decimal
    lapsed: Decimal
    overage: Decimal
    evidence: str  #: the record that says so
    rolled: Decimal = NONE  #: carried over to a later grant


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """
    Credits that are drawn together, and all that moves them; of no other pool anything is drawn.

    Grants that other deals sold are there as well, without their price: use draws on them, and
    what it brings is revenue of those deals.
    """

    events: tuple[Event, ...]
    through: date | None = None  #: the last day whose use is known; None: none is
    stated: tuple[Stated, ...] = ()
    order: DrawOrder | None = None  #: the order of drawing that the source names
    place: int = 0  #: which of the deal's metered lines it is of, from 0

    @property
    def grants(self) -> tuple[Grant, ...]:
        """Its grants, those of other deals included."""
        return tuple(event for event in self.events if isinstance(event, Grant))

    @property
    def is_kept_by_source(self) -> bool:
        """Whether the source has a wallet of its own: it states a balance once any use is told."""
        return bool(self.stated)

    def grants_by(self, line: LineId) -> bool:
        """Say whether a line sold credits of it."""
        return GrantId(line) in {grant.id for grant in self.grants}


@dataclass(frozen=True, slots=True, kw_only=True)
class Metering:
    """Credits and use of a deal; the id of a grant is that of the line that sold it."""

    pools: tuple[Pool, ...] = ()
    rated: tuple[Rated, ...] = ()

    def grants_by(self, line: LineId) -> bool:
        """Say whether a line sold credits."""
        return any(pool.grants_by(line) for pool in self.pools)


def charged(rated: Iterable[Rated], currency: Currency) -> Money:
    """Return what rated terms cost together."""
    return total((one.amount(currency) for one in rated), currency)
