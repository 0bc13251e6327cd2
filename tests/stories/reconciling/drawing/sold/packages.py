"""
Packages: two contracts of twelve months that count as one, and share revenue by fair values.

One is served from January on, the other from April. Each sells as many seats, and by the rules a
seat of each is worth the same: half of both is the revenue of each, whatever it is sold for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from tests.stories.reconciling.drawing.sold.contracts import PRICED, Seats, Shape, sold
from tests.stories.reconciling.drawing.sold.records import Records, records_of, renamed
from tests.stories.reconciling.drawing.worth.currencies import FOREIGN, LOTS

_FIRST, _SECOND, _THRICE, _ = PRICED


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Two contracts that sales declare to be one, and what befalls them."""

    name: str
    lots: tuple[int, int]
    currency: str
    is_late: bool  #: the second one comes when two months of the first one are posted
    is_repriced: bool  #: NetSuite's list says that a seat of the second one is worth thrice as much

    @property
    def is_foreign(self) -> bool:
        """Whether its subsidiary keeps its books in another currency."""
        return self.currency == FOREIGN

    @property
    def lines(self) -> tuple[Seats, Seats]:
        """The one line of each of its contracts."""
        second = _THRICE if self.is_repriced else _SECOND
        [one], [other] = sold(Shape.PLAIN, self.lots[0]), sold(Shape.AHEAD, self.lots[1])
        return replace(one, product=f"P-{_FIRST}"), replace(other, product=f"P-{second}")

    @property
    def orders(self) -> tuple[str, str]:
        """Its orders in Salesforce."""
        return f"O-B0-{self.name}a", f"O-B0-{self.name}b"

    def records(self, place: int) -> Records:
        """Return the records of one of its contracts."""
        line = self.lines[place]
        said = {"Package__c": f"PK-{self.name}", "Package_Contracts__c": 2}
        name = self.orders[place].removeprefix("O-B0-")
        found = records_of(Shape.PLAIN, [line], [line.order])
        return [renamed(one, name, self.currency, said) for one in found]


def drawn(random: Random, name: str) -> Package:
    """Draw a package: whole cents by quarters, and one is sold for less than the other."""
    currency = random.choice(("USD", "EUR", FOREIGN))
    times = LOTS if currency == FOREIGN else 1
    one = random.randint(1, 5)
    return Package(
        name=name,
        lots=(one * times, (8 - one + 4 * random.randint(1, 3)) * times),
        currency=currency,
        is_late=random.random() < _OFTEN,
        is_repriced=random.random() < _OFTEN,
    )


_OFTEN = 0.5


def items() -> Iterator[dict[str, object]]:
    """What NetSuite has to know of what is sold in packages: items, and the list of fair values."""
    for code, (_, worth) in PRICED.items():
        item = f"SUB-{code}"
        yield {
            "type": "serviceSaleItem",
            "externalId": item,
            "itemId": item,
            "displayName": item,
            "createRevenuePlansOn": "ARRANGEMENT",
            "revenueRecognitionRule": {"externalId": "SL-EVEN"},
            "VSOESopGroup": "NORMAL",
            "deferredRevenueAccount": "2500 Deferred Revenue",
            "incomeAccount": "4000 Revenue",
        }
        yield {"type": "fairValuePrice", "item": {"externalId": item}, "fairValue": worth}
