"""What NetSuite holds of revenue, as values: each names itself by the number that NetSuite gave."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bridge.model.money import Currency, Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """A line of an order or of a return, whoever made it."""

    id: int  #: its key in the whole account
    document: str  #: internal id
    shown: str  #: how NetSuite shows the document, by which elements name it
    external_id: str | None
    digest: str | None  #: of the body that the bridge sent last; None for what is not ours
    is_return: bool
    state: str  #: NetSuite's letter, such as "A": pending approval
    dated: date
    customer: str
    customer_name: str
    subsidiary: str
    rate: Decimal  #: of exchange, to the currency of the subsidiary
    key: int  #: within the document
    item: str  #: as it is shown, by which elements name it
    code: str  #: its external id, or else as it is shown
    quantity: Decimal  #: signed as the account shows it
    amount: Money  #: signed as the account shows it: what is sold is a credit in most
    closed: bool
    first: date | None  #: day of service
    last: date | None  #: day of service
    element: int | None  #: None while it has none, and of a return

    @property
    def is_approved(self) -> bool:
        """Whether the document is no longer pending approval."""
        return self.state != "A"


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A revenue element, with what it says of its source and of merges."""

    id: int
    arrangement: str
    source: str  #: the document as it is shown
    item: str
    customer: str
    customer_name: str
    subsidiary: str
    rate: Decimal
    quantity: Decimal
    sales: Money
    discounted: Money  #: sales amount after discounts; of a residual, what was left
    allocated: Money | None  #: None before it is allocated
    rule: str  #: name of the recognition rule; empty where there is none
    first: date | None
    last: date | None
    status: str  #: of its plans, in NetSuite's word
    stale: bool  #: whether its plans do not say yet what it says
    returns: int | None  #: the element of which it takes back
    merged_from: str | None  #: arrangement in which it stood before a merge
    merged_how: str  #: kind of the last merge, in capitals; empty without one


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A revenue plan by which revenue is posted."""

    id: int
    element: int
    amount: Money
    rate: Decimal
    rule: str
    method: str  #: of the rule, in NetSuite's word; empty where it is not told
    first: date | None
    last: date | None
    status: str  #: in NetSuite's word
    on_hold: bool


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What a plan says of one period."""

    id: int
    plan: int
    planned: str  #: internal id of the accounting period
    posted: str | None  #: the same of the posting; None while it is not recognised
    amount: Money
    recognised: bool
    journal: str | None  #: internal id


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """A subsidiary, and the currency in which it keeps its books."""

    id: str  #: internal id
    code: str  #: external id, or else the internal one
    currency: Currency


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerAccount:
    """An account of the general ledger."""

    id: str  #: internal id, by which postings and elements name it
    code: str | None  #: external id
    number: str | None  #: None where accounts have none
    shown: str  #: number and name, as people see it

    def is_called(self, name: str) -> bool:
        """Whether a rule or a setting may mean it by a name."""
        return name in {self.id, self.code, self.number, self.shown}


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalPart:
    """What a journal books on one account of revenue or deferred revenue."""

    journal: str  #: internal id
    number: str
    dated: date
    period: str  #: internal id
    memo: str
    account: str  #: internal id
    subsidiary: str
    amount: Money  #: in the currency of the books; a credit is negative


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingLine:
    """A line of an invoice, a cash sale, or what gives back, as it was posted on its account."""

    id: int  #: its key in the whole account
    document: str  #: internal id
    shown: str  #: how NetSuite shows the document
    period: str  #: internal id
    subsidiary: str
    customer_name: str
    key: int  #: within the document
    account: str  #: internal id
    amount: Money  #: in the currency of the books; a credit is negative, so is what is billed
    previous: str | None  #: internal id of the document that it was made from
    previous_key: int | None  #: of the line there


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountMove:
    """By how much transactions of a kind moved an account in a period."""

    account: str  #: internal id
    period: str  #: internal id
    kind: str  #: NetSuite's word for the kind of transaction
    subsidiary: str
    amount: Money  #: in the currency of the books; a credit is negative


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencyRate:
    """What one unit of a currency is worth in units of a base currency, from a day on."""

    id: int
    source: Currency  #: NetSuite's transaction currency
    target: Currency  #: its base currency
    rate: Decimal
    effective: date
