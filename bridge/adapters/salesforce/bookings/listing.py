"""Which deals an org booked since a day: their ids alone, the newest first."""

from collections.abc import Iterator
from datetime import date

from bridge.adapters.salesforce.client import Salesforce
from bridge.mappers.roots import OPPORTUNITY, ORDER, Root

_BOOKED = {
    ORDER.object: "(Status = 'Activated' OR StatusCode = 'Activated')",
    OPPORTUNITY.object: "IsWon = true",
}


def booked(salesforce: Salesforce, root: Root, since: date, limit: int) -> Iterator[str]:
    """
    Yield the ids of what was booked from a day on, by that day, the newest first.

    Costs a call for every 2,000 of them. An org without the object has none. Raises what the
    reading methods of the adapter raise.
    """
    if not salesforce.knows(root.object):
        return
    text = (
        f"SELECT Id FROM {root.object} WHERE {_BOOKED[root.object]} AND {root.day} >= "  # noqa: S608 - our own names and a date
        f"{since.isoformat()} ORDER BY {root.day} DESC, Id DESC LIMIT {limit}"
    )
    yield from (str(row["Id"]) for row in salesforce.query(text))
