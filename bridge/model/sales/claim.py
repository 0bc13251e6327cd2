"""Claims: what the books know of the other records of a sale, for one sale is booked once."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from bridge.model.ids import DealId
from bridge.model.money import Currency, Money

#: The code of a deal whose sale another record books already.
BOOKED_TWICE = "SALE_BOOKED_TWICE"
#: The code of an opportunity whose order is no booking, and of which nobody says what it is then.
ORDER_REJECTED = "ORDER_REJECTED"


class Standing(StrEnum):
    """What the books know of a record that belongs to the sale of a deal."""

    BOOKS = "books"  #: it is in the books, or somebody made its record in NetSuite
    GONE = "gone"  #: it is in the books, and Salesforce no longer shows it
    REJECTED = "rejected"  #: two people settled that it is no booking
    YIELDED = "yielded"  #: they did so because the deal that asks books the sale
    #: An order that booked the sale, and people gave it back in NetSuite by hand: the sale is over,
    #: and nothing else books it.
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Another record of the sale of a deal: the opportunity of an order, or an order of one."""

    deal: DealId
    name: str
    booked: Money
    standing: Standing

    @property
    def books(self) -> bool:
        """Whether it is what books the sale, or what booked it until the sale ended."""
        return self.standing in (Standing.BOOKS, Standing.GONE, Standing.ENDED)

    def form(self) -> list[object]:
        """Write it, for an address and to keep it."""
        booked = self.booked
        return [self.deal, self.name, booked.currency.code, booked.minor, self.standing.value]

    @classmethod
    def parse(cls, form: Sequence[Any]) -> Self:
        """Read a written one."""
        deal, name, code, minor, standing = form
        return cls(
            deal=DealId(deal),
            name=name,
            booked=Money(minor, Currency(code)),
            standing=Standing(standing),
        )
