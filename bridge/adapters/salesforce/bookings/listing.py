"""Which deals an org booked, since a day or before: their ids and days alone."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from bridge.adapters.salesforce import soql
from bridge.adapters.salesforce.client import Salesforce
from bridge.mappers.roots import OPPORTUNITY, ORDER, Root

_BOOKED = {
    ORDER.object: "(Status = 'Activated' OR StatusCode = 'Activated')",
    OPPORTUNITY.object: "IsWon = true",
}
#: The field of an order or an opportunity that names who buys.
_ACCOUNT = "AccountId"


class Booked(NamedTuple):
    """A deal with the day of its booking, as Salesforce writes it; they sort by that."""

    day: str
    id: str


def booked(salesforce: Salesforce, root: Root, since: date, limit: int) -> Iterator[Booked]:
    """
    Yield what was booked from a day on, by that day, the newest first.

    Costs a call for every 2,000 of them. An org without the object has none. Raises what the
    reading methods of the adapter raise.
    """
    if not salesforce.knows(root.object):
        return
    text = (
        f"SELECT Id, {root.day} FROM {root.object} WHERE {_BOOKED[root.object]} AND {root.day} >= "  # noqa: S608 - our own names and a date
        f"{since.isoformat()} ORDER BY {root.day} DESC, Id DESC LIMIT {limit}"
    )
    yield from (Booked(str(row[root.day]), str(row["Id"])) for row in salesforce.query(text))


def beside(salesforce: Salesforce, deals: Sequence[str], until: str) -> Iterator[Booked]:
    """
    Yield the orders that the accounts of some orders gave until a day, in no order.

    Not all of them are bookings. Costs a call for every 200 of the deals and of their accounts.
    """
    columns = ("Id", _ACCOUNT)
    named = [
        row
        for text in soql.selects(ORDER.object, columns, "Id", deals)
        for row in salesforce.query(text)
    ]
    accounts = sorted({str(row[_ACCOUNT]) for row in named if row[_ACCOUNT]})
    for text in soql.selects(ORDER.object, ("Id", ORDER.day), _ACCOUNT, accounts):
        for row in salesforce.query(text):
            found = Booked(str(row[ORDER.day]), str(row["Id"]))
            if row[ORDER.day] and found.day <= until:
                yield found
