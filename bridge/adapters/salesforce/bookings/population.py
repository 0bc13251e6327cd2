"""
The bookings that an org has now, by id, stamp and total: read whole, a call for every 2,000.

An order counts where its status, or what the org's own status means, says that it is activated; an
opportunity where it is won.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from bridge.adapters.salesforce.bookings.listing import BOOKED
from bridge.adapters.salesforce.client import Org, Salesforce
from bridge.adapters.salesforce.faults import SYSTEM
from bridge.adapters.salesforce.paging import Heard
from bridge.errors import Unavailable
from bridge.mappers.roots import Root
from bridge.model.ids import eighteen
from bridge.model.money import Currency, Money
from bridge.model.record import Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A booking as its root states it."""

    id: str
    name: str
    account_name: str
    day: date
    total: Money
    saved_at: datetime


def stated(salesforce: Salesforce, root: Root, org: Org, heard: Heard) -> Iterator[Stated]:
    """
    Yield the bookings of a root, and tell of each page; nothing where the org has no such object.

    Raises as any read, and Unavailable for a row without id, stamp, day or a total that its
    currency can hold.
    """
    if not salesforce.knows(root.object):
        return
    known = salesforce.describe(root.object).fields
    wanted = ("SystemModstamp", root.total, root.name, root.day, "CurrencyIsoCode")
    columns = ["Id", *(name for name in wanted if name in known), "Account.Name"]
    text = f"SELECT {', '.join(columns)} FROM {root.object} WHERE {BOOKED[root.object]} ORDER BY Id"  # noqa: S608 - our words
    for row in salesforce.query(text, heard=heard):
        try:
            yield _stated(row, root, org)
        except (KeyError, TypeError, ValueError) as error:
            says = f"{root.object} {row.get('Id')} has no stamp, day or total that can be read"
            raise Unavailable(SYSTEM, "population", "UNREADABLE", says) from error


def _stated(row: Mapping[str, Scalar], root: Root, org: Org) -> Stated:
    number = eighteen(str(row["Id"]))
    total = row.get(root.total)
    return Stated(
        id=number,
        name=str(row.get(root.name) or number),
        account_name=str(row.get("Account.Name") or ""),
        day=date.fromisoformat(str(row[root.day])[:10]),
        total=Money.covering(
            Decimal(str(total or 0)), Currency(str(row.get("CurrencyIsoCode") or org.currency))
        ),
        saved_at=datetime.fromisoformat(str(row["SystemModstamp"])).astimezone(UTC),
    )
