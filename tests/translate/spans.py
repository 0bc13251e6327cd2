"""Tables of revenue by month, as short as a hand would write them."""

from datetime import date
from decimal import Decimal

from bridge.model.calendar import months

#: First month, last month, what each of them recognises.
Spans = tuple[tuple[str, str, str], ...]


def spelled_out(spans: Spans) -> dict[str, Decimal]:
    """The amount of every month of a table."""
    return {
        period.name: Decimal(amount)
        for first, last, amount in spans
        for period in months(date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01"))
    }
