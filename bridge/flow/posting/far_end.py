"""What posting needs of the system at the far end."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol


class FoundLine(Protocol):
    """What a look-up tells of a line."""

    @property
    def key(self) -> int:
        """The line's own number."""

    @property
    def quantity(self) -> Decimal | None:
        """The line's quantity; None if it has none."""

    @property
    def amount(self) -> Decimal | None:
        """The line's amount; None if it has none."""

    @property
    def first(self) -> date | None:
        """The line's first day of service; None if it has none."""

    @property
    def last(self) -> date | None:
        """The line's last day of service; None if it has none."""

    @property
    def closed(self) -> bool:
        """Whether nothing of the line is to be delivered or invoiced any more."""


class FoundRecord(Protocol):
    """What a look-up tells of a record that exists."""

    @property
    def internal_id(self) -> str:
        """The remote's own id."""

    @property
    def digest(self) -> str | None:
        """Of the body that was sent last; None if it was never ours."""

    @property
    def lines(self) -> Sequence[FoundLine] | None:
        """The lines with their amounts; None if not all of them were told."""


class Sold(Protocol):
    """What happened to a line of an order."""

    @property
    def order(self) -> str:
        """The external id of its order."""

    @property
    def key(self) -> int:
        """The line's own number."""

    @property
    def invoiced(self) -> Decimal:
        """How much of its quantity is invoiced."""

    @property
    def approved(self) -> bool:
        """Whether its order is approved."""


class Orders(Protocol):
    """What is known of orders beyond what was written into them; errors as of any read."""

    @property
    def dates_follow_lines(self) -> bool:
        """Whether planned revenue follows the days of an order line."""

    def sold_lines(self, orders: Sequence[str]) -> Sequence[Sold]:
        """Return the lines of orders, by external id; an order that is not there has none."""


class Remote(Orders, Protocol):
    """The part of NetSuite that posting needs; errors as in `bridge.errors`."""

    def upsert(self, record_type: str, external_id: str, body: bytes) -> str:
        """Create or update a record; return its internal id."""

    def derive(self, source: tuple[str, str], record_type: str, body: bytes) -> str:
        """Make a record from another one, given by type and internal id; return its own id."""

    def find(self, record_type: str, external_id: str) -> FoundRecord | None:
        """Look a record up; None only if there is none."""
