"""Which deals an org booked, since a day or before: their ids, days and totals alone."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from bridge.adapters.salesforce import soql
from bridge.adapters.salesforce.client import Org, Salesforce
from bridge.adapters.salesforce.faults import SYSTEM
from bridge.errors import Unavailable
from bridge.mappers.roots import OPPORTUNITY, ORDER, Root
from bridge.model.money import Currency, Money
from bridge.model.record import Scalar
from bridge.rulebooks.assessing.sample import Booked

#: What tells that a record books, by its object.
BOOKED = {
    ORDER.object: "(Status = 'Activated' OR StatusCode = 'Activated')",
    OPPORTUNITY.object: "IsWon = true",
}
#: The field of an order or an opportunity that names who buys.
_ACCOUNT = "AccountId"


def booked(salesforce: Salesforce, root: Root, since: date, org: Org) -> Iterator[Booked]:
    """
    Yield all that was booked from a day on, in no order, with the totals that the records state.

    Costs a call for every 2,000 of them. An org without the object has none. Raises what the
    reading methods of the adapter raise, and Unavailable for a day or a total that is none.
    """
    if not salesforce.knows(root.object):
        return
    known = salesforce.describe(root.object).fields
    columns = [one for one in ("Id", root.day, root.total, "CurrencyIsoCode") if one in known]
    text = (
        f"SELECT {', '.join(columns)} FROM {root.object} WHERE {BOOKED[root.object]} "  # noqa: S608 - our own names and a date
        f"AND {root.day} >= {since.isoformat()} ORDER BY Id"
    )
    for row in salesforce.query(text):
        try:
            yield _booked(row, root, org)
        except (KeyError, ArithmeticError, ValueError) as error:
            says = f"{root.object} {row.get('Id')} has no day or total that can be read"
            raise Unavailable(SYSTEM, "bookings", "UNREADABLE", says) from error


def _booked(row: Mapping[str, Scalar], root: Root, org: Org) -> Booked:
    total, code = row.get(root.total), row.get("CurrencyIsoCode")
    amount = Money.covering(Decimal(str(total or 0)), Currency(str(code or org.currency)))
    return Booked(date.fromisoformat(str(row[root.day])).isoformat(), str(row["Id"]), amount)


def beside(salesforce: Salesforce, deals: Sequence[str], until: str) -> Iterator[tuple[str, str]]:
    """
    Yield day and id of the orders that the accounts of some orders gave until a day, in no order.

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
            if row[ORDER.day] and str(row[ORDER.day]) <= until:
                yield str(row[ORDER.day]), str(row["Id"])
