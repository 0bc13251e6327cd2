"""The names and days of deals that a row of a report shows, as they are now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.deals import KnownDeal
from bridge.model.ids import DealId


@dataclass(frozen=True, slots=True)
class Names:
    """Deals by id, for the names that a row shows; what the books do not know has none."""

    deals: Mapping[DealId, KnownDeal]

    @classmethod
    def of(cls, view: Transaction) -> "Names":
        """Return the names of all deals, as they are now."""
        return cls({one.id: one for one in view.deals.all()})

    def __getitem__(self, deal: DealId) -> tuple[str, str]:
        """Return the name of the order and of the customer."""
        known = self.deals.get(deal)
        return (known.name, known.account_name) if known else ("", "")

    def booked_on(self, deal: DealId) -> date | None:
        """Return the day on which a deal was booked; None where its records do not say."""
        known = self.deals.get(deal)
        return known.booked_on if known else None
