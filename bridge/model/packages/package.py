"""
Packages: contracts of one customer that were negotiated together, as sales declared it.

The first deal of each contract names the package, and says how many contracts it is of: so that it
is known when all of them are there, whichever comes last. Dates are no evidence of a package.
"""

from dataclasses import dataclass
from datetime import date

from bridge.model.deal import DealKind, Heading
from bridge.model.ids import ContractId, DealId
from bridge.model.money import Currency

#: The facts of a deal that declare it: the name of its package, and of how many contracts that is.
PACKAGE, CONTRACTS = "package", "package_contracts"
#: Both of them: an org that has neither field never declares a package.
DECLARING = frozenset({PACKAGE, CONTRACTS})
#: Fewer contracts are no package.
LEAST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Packaged:
    """That the contract of a deal is one of a package."""

    name: str
    contracts: int | None  #: of how many contracts; None where nobody said it


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Another contract of a package, by its first deal, as the books know it."""

    deal: DealId
    name: str
    contract: ContractId
    contracts: int | None  #: of how many contracts it says that the package is
    booked_on: date | None
    currency: Currency
    #: The external ids of its customer and subsidiary in NetSuite; None before it has an order.
    customer: str | None = None
    subsidiary: str | None = None
    settled: bool = False  #: NetSuite acknowledged all that became of its first deal
    out: str | None = (
        None  #: its amount, and why it is left out of the books; None if it is in them
    )

    def form(self) -> list[object]:
        """Return everything in it, for an address."""
        return [
            *(self.deal, self.name, self.contract, self.contracts, self.booked_on),
            *(self.currency.code, self.customer, self.subsidiary, self.settled),
            *([self.out] if self.out else []),
        ]


def packaged(deal: Heading) -> Packaged | None:
    """
    Return what a deal declares of its package; None for one that was sold by itself.

    Only a new deal opens a contract: what a change of it says of packages is its contract's. One
    that cannot be translated is of its package, too: the others wait for it.
    """
    if deal.kind is not DealKind.NEW:
        return None
    name, contracts = deal.facts.get(PACKAGE), deal.facts.get(CONTRACTS)
    if name is None:
        return None
    return Packaged(name=str(name), contracts=contracts if isinstance(contracts, int) else None)
