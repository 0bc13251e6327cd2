"""
Which contract a CPQ order belongs to.

An amendment or renewal names the contract of Salesforce that it continues, and that names the
order which made it. That order may have been an amendment or renewal itself, with a contract of
Salesforce of its own: its quote leads further back. Our contract is named by the first order.
"""

from bridge.mappers.graph import Step
from bridge.mappers.read.row import Reading, Row
from bridge.model.deal import DealKind
from bridge.model.ids import ContractId

#: What quotes of new business are called.
NEW = ("Quote", "Re-Quote")
#: How many renewals and amendments with contracts of their own may stand between an order and the
#: first one of its contract.
BETWEEN_MAX = 4
_MADE_BY = (
    Step("Order", "Id", (("Contract", "SBQQ__Order__c"),)),
    Step("SBQQ__Quote__c", "Id", (("Order", "SBQQ__Quote__c"),)),
)
#: The orders that made the contracts of Salesforce, and from each of them further back.
CHAIN = (
    *(*_MADE_BY, Step("Contract", "Id", (("SBQQ__Quote__c", "SBQQ__MasterContract__c"),)))
    * BETWEEN_MAX,
    *_MADE_BY,
)


def contract(reading: Reading, order: Row, quote: Row | None, kind: DealKind) -> ContractId:
    """Name the contract: a new deal's own order, else the first of those that it continues."""
    if quote is None or kind is DealKind.NEW:
        return ContractId(order.id)
    for _ in range(BETWEEN_MAX + 1):
        maker = _maker(reading, quote)
        if maker is None:
            return ContractId(order.id)
        earlier = maker.to("SBQQ__Quote__c", "SBQQ__Quote__c")
        if earlier is None or earlier.text("SBQQ__Type__c") in NEW:
            return ContractId(maker.id)
        quote = earlier
    reading.object(
        "CHAIN_TOO_LONG",
        f"more than {BETWEEN_MAX} renewals or amendments with contracts of their own stand between "
        "the order and the first one; which that is was not looked for",
        quote.names("SBQQ__MasterContract__c"),
        nearest="sell it as a new contract",
    )
    return ContractId(order.id)


def _maker(reading: Reading, quote: Row) -> Row | None:
    """Return the order that made the contract which a quote continues, or object."""
    continued = quote.to("Contract", "SBQQ__MasterContract__c")
    maker = reading.one("Order", continued.text("SBQQ__Order__c")) if continued else None
    if maker is None:
        reading.object(
            "CHAIN_WITHOUT_ROOT",
            "the order amends a contract whose first order cannot be found",
            quote.names("SBQQ__MasterContract__c"),
            *([continued.names("SBQQ__Order__c")] if continued else []),
        )
    return maker
