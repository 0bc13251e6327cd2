"""What NetSuite's accounts say beside plans: invoices by line, journals, balances."""

from dataclasses import dataclass, field
from typing import NamedTuple

from bridge.model.money import Currency
from bridge.reconcile.sides import OrderKey


class BilledLine(NamedTuple):
    """A line of an invoice, a cash sale or what gives back, on an account that defers revenue."""

    document: str  #: as people call it
    line: int
    order: str  #: of which order or return it is, by its internal id; else the document itself
    order_line: int | None  #: None for what no order has ordered
    customer: str  #: as people call it
    period: str
    account: str
    base: Currency
    minor: int  #: in the currency of the books; what is billed is positive


class Posted(NamedTuple):
    """What a journal that no plan has made books on accounts of deferral and contract assets."""

    journal: str  #: internal id
    number: str  #: what people call it
    memo: str
    period: str
    base: Currency
    minor: int  #: a credit is positive; what goes from one of these accounts to another is nothing
    key: OrderKey | None = None  #: the order line that it is about, if it says one


class Balance(NamedTuple):
    """By how much an account moved in a period by transactions of a kind; a credit is positive."""

    account: str
    period: str
    kind: str  #: NetSuite's word for the kind of transaction
    base: Currency
    minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounting:
    """
    All of it; `deferral` and `assets` name the accounts.

    `elsewhere` is what moved them in periods that are no months, such as those for adjustments, by
    currency: no roll-forward has a place for it.
    """

    billed: tuple[BilledLine, ...] = ()
    posted: tuple[Posted, ...] = ()
    balances: tuple[Balance, ...] = ()
    deferral: frozenset[str] = frozenset()
    assets: frozenset[str] = frozenset()  #: contract assets; empty where nobody has named one
    elsewhere: dict[Currency, int] = field(default_factory=dict)
