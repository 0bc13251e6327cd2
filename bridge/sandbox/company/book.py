"""The whole company: what both systems hold of it at first, and what people change afterwards."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from bridge.sandbox.company import cloud, quarter, second_thoughts
from bridge.sandbox.company.catalogue import PRODUCTS
from bridge.sandbox.company.credits import metered
from bridge.sandbox.company.customers import Customers
from bridge.sandbox.company.quarter import Desk
from bridge.sandbox.company.records import Record
from bridge.sandbox.company.troubles import contracts, orders, rules

#: Deals of one kind, taken at the desk.
Part = Callable[[Desk], Iterator[Record]]
#: Every deal of the quarter, in the order in which they are taken.
ALL: tuple[Part, ...] = (quarter.records, *rules.ALL, *orders.ALL, *contracts.ALL)

_ORG = {"currency": "USD", "multi_currency": True, "time_zone": "America/Los_Angeles"}


def salesforce(parts: Sequence[Part] = ALL) -> str:
    """Return the seed of the org: customers, products, and the deals of these parts."""
    desk = Desk(Customers())
    sold = [record for part in parts for record in part(desk)]
    catalogue = [product.record() for product in PRODUCTS]
    standing = [*desk.customers.records(), *catalogue, metered(), cloud.selling_model()]
    return seed((*standing, *sold))


def later(parts: Sequence[Part] = ALL) -> str:
    """Return the seed of what people change in the org once these parts were booked."""
    desk = Desk(Customers())
    return seed(second_thoughts.of(record for part in parts for record in part(desk)))


def last(parts: Sequence[Part] = ALL) -> str:
    """Return the seed of what people change once more, when what they changed before was read."""
    desk = Desk(Customers())
    return seed(second_thoughts.regretted(record for part in parts for record in part(desk)))


def netsuite() -> str:
    """Return the seed of the account beside its customers: the first half of the year is closed."""
    closed = [
        {"type": "accountingPeriod", "externalId": f"{year}-{month:02}", "closed": True}
        for year in (2024, 2025, 2026)
        for month in range(1, 13)
        if (year, month) <= _CLOSED_UNTIL
    ]
    return json.dumps({"records": closed}, indent=1)


#: Year and month of the last period that is closed.
_CLOSED_UNTIL = (2026, 6)


def seed(records: Iterable[Record]) -> str:
    """Write records as a seed, a record a line; what is blank is left out."""
    lines = (
        json.dumps({name: value for name, value in record.items() if value is not None})
        for record in records
    )
    listed = ",\n".join(lines)
    return f'{{"org": {json.dumps(_ORG)}, "records": [\n{listed}\n]}}\n'
