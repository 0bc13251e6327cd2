"""How queries name each kind of transaction, and on which side its lines stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bridge.sandbox.netsuite.schema import orders, transactions
from bridge.sandbox.netsuite.schema.transactions import (
    CASH_SALE,
    CREDIT,
    FULFILLMENT,
    INVOICE,
    ORDER,
    PAYMENT,
    RECEIPT,
    RETURN,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A kind of transaction as `transaction.type` and `recordtype` name it."""

    code: str
    label: str
    posts: bool = True
    gives_back: bool = False  #: its lines stand on the other side, and its total is negative

    def statuses(self, name: str) -> Mapping[str, str]:
        """Return the labels of the statuses of a record type."""
        return orders.STATUSES if name == ORDER else transactions.STATUSES[name]


#: Record type -> its names in queries.
KINDS: Mapping[str, Named] = {
    ORDER: Named("SalesOrd", "Sales Order", posts=False),
    INVOICE: Named("CustInvc", "Invoice"),
    CASH_SALE: Named("CashSale", "Cash Sale"),
    FULFILLMENT: Named("ItemShip", "Item Fulfillment"),
    RETURN: Named("RtnAuth", "Return Authorization", posts=False, gives_back=True),
    RECEIPT: Named("ItemRcpt", "Item Receipt", gives_back=True),
    CREDIT: Named("CustCred", "Credit Memo", gives_back=True),
    PAYMENT: Named("CustPymt", "Payment"),
}
#: Code -> label, of these and of what the account makes by itself.
LABELS: Mapping[str, str] = {
    **{kind.code: kind.label for kind in KINDS.values()},
    "RevArrng": "Revenue Arrangement",
    "Journal": "Journal",
}
#: Every family that the table of transactions holds.
FAMILIES = (*KINDS, "revenueArrangement", "journalEntry")
