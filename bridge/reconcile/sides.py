"""
The two sides of a reconciliation, and the books between them, as plain values.

Three sources say each attribute of a line: what was **sold** (Salesforce), what was **ruled** (the
translation chose it), and what is **held** (NetSuite). Amounts are in transaction currency; a rate
takes them to the currency of the subsidiary's books.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from bridge.model.calendar import Period, Term
from bridge.model.deal import Action, Charge, DealKind
from bridge.model.ids import ContractId, DealId, ExternalId, LineId
from bridge.model.money import Currency, Money
from bridge.model.schedule import Method, Predicted
from bridge.reconcile.measures.rates import Rates


class Standing(StrEnum):
    """Where a line of Salesforce stands on its way to NetSuite."""

    MISSING = "MISSING"  #: Salesforce has it, the books should know it and do not
    UNREAD = "UNREAD"  #: saved or acknowledged since the other end was read; the next one reads it
    WAITING = "WAITING"  #: for a contract that is parked, or for its turn
    PENDING = "PENDING"  #: translated, its order is not acknowledged
    SUSPENSE = "SUSPENSE"  #: flagged; the reason is the code
    EXCLUDED = "EXCLUDED"  #: out of scope; the reason is the rule
    ORDERED = "ORDERED"  #: NetSuite has acknowledged its order
    OUTSIDE = "OUTSIDE"  #: people booked it in NetSuite by hand


class PlanState(StrEnum):
    """How far the revenue plan of an element is."""

    PLANNED = "PLANNED"  #: not started, in progress or complete
    HELD = "HELD"
    FAILED = "FAILED"
    UNPLANNED = "UNPLANNED"  #: NetSuite has not built it yet


class OrderKey(NamedTuple):
    """Names a line of an order: the external id of the record, and the line's own number."""

    record: ExternalId
    line: int


class Row(NamedTuple):
    """A row of a revenue plan; `minor` counts minor units of the element's currency."""

    planned: str  #: the period for which it was planned
    posting: str  #: the period in which it is posted, or will be
    minor: int
    is_recognised: bool
    journal: str | None = None  #: the internal id of the journal that recognised it


class Columns(Collection[Row]):
    """
    Rows by column, each in the order of the rows.

    There are millions of rows, and many plans have the same periods: one tuple is all of theirs.
    """

    __slots__ = ("journals", "minors", "planned", "posting", "recognised")

    def __init__(
        self,
        planned: tuple[str, ...] = (),
        posting: tuple[str, ...] = (),
        minors: tuple[int, ...] = (),
        recognised: tuple[bool, ...] = (),
        journals: tuple[str | None, ...] = (),
    ) -> None:
        self.planned = planned
        self.posting = posting
        self.minors = minors
        self.recognised = recognised
        self.journals = journals

    def __iter__(self) -> Iterator[Row]:
        return map(Row, self.planned, self.posting, self.minors, self.recognised, self.journals)

    def __len__(self) -> int:
        return len(self.minors)

    def __contains__(self, row: object) -> bool:
        return any(row == one for one in self)


def columns(rows: Collection[Row]) -> Columns:
    """Return rows by column; those that are so already as they are."""
    return rows if isinstance(rows, Columns) else Columns(*zip(*rows, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a side says of a line, or of one step of it."""

    item: str
    quantity: Decimal
    unit_price: Decimal  #: as the side prints it; amount by quantity is what counts
    amount: Money
    term: Term | None  #: None for what is handed over at once
    method: Method
    rate: Decimal = Decimal(1)  #: to the currency of the subsidiary's books, exact


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """
    What one document line says, signed as in the deal.

    A change of an order says the difference that it makes: what is ruled under one key adds up to
    what the order line is to say, whose days are those of the last one.
    """

    key: OrderKey
    terms: Terms
    dated: date
    treatment: str
    rule: str  #: the row that chose the treatment
    allocated: Money | None = None  #: what is to be recognised of it; None where nobody predicts
    is_drawn: bool = False  #: journals that a person posts recognise it, and no plan
    is_change: bool = False  #: a change of an order says it, dated by its deal and not by the order


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """A line of a deal as Salesforce has it now, with where the books have it."""

    line: LineId
    root: LineId  #: the first line of the chain that it belongs to: the contract line
    deal: DealId
    deal_name: str
    contract: ContractId
    customer: str
    customer_name: str
    product: str
    base: Currency  #: of the subsidiary's books
    subsidiary: str | None  #: None where no rule has said one yet
    kind: DealKind
    action: Action
    charge: Charge
    booked_on: date
    close_on: date
    sold: tuple[Terms, ...]  #: in order of time; nothing of use that no deal has booked
    standing: Standing
    reason: str | None = None  #: the flag's code, or the rule that leaves it out
    ruled: tuple[Ruled, ...] = ()
    is_trial: bool = False
    within: Term | None = None  #: the days of the whole line, where this is a part of it
    is_read: bool = True  #: no where nobody can read the days for which it was sold
    start_event_on: date | None = None  #: the day on which its service began, where that is said

    @property
    def buyer(self) -> str:
        """
        Who moves what recurs: the customer, or where nobody can read which, that of the contract.

        Two of whom nothing is known are two: what one brings never nets what another takes.
        """
        return self.customer or f"unknown, of {self.contract}"


class Counted(NamedTuple):
    """What the ledger has booked of a deal on its day, or what of a deal no pass has read yet."""

    deal: DealId
    day: date
    amount: Money  #: in transaction currency; without use that no deal has booked


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """
    A revenue element with its actual plan; forecasts are no part of it.

    What the elements of an order line sell adds up to the line: where a merge has truncated one,
    each says its part.
    """

    id: str
    arrangement: str
    sales: Money
    allocated: Money
    rate: Decimal
    state: PlanState
    rows: Collection[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A line of an order as NetSuite has it now."""

    order: str  #: the internal id
    number: str  #: what people call the order
    line: int  #: the line's own number in NetSuite
    key: OrderKey | None  #: None for a line that is not ours
    customer: str
    customer_name: str
    subsidiary: str
    base: Currency
    dated: date
    is_approved: bool
    is_closed: bool
    terms: Terms
    elements: tuple[Element, ...] = ()
    contract: ContractId | None = None  #: where the books know it
    stands_for: DealId | None = None  #: the flagged deal that a person booked with it
    unknown: str = ""  #: what NetSuite calls the method of its plan, where nobody knows the word

    @property
    def is_ours(self) -> bool:
        """Whether the bridge has written it."""
        return self.key is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    A line of a journal in a revenue account that no plan has made, credits positive.

    `tag` says what it is for: a class of variances; None where nobody has said.
    """

    id: str
    line: int
    period: str
    account: str
    subsidiary: str
    amount: Money  #: in the currency of the subsidiary's books
    tag: str | None = None
    proposal: ExternalId | None = None  #: ours, by which it was proposed
    key: OrderKey | None = None  #: the order line that it is about, if it says one


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """
    All that a statement needs.

    `expected` is what the books predict of an order line or of a proposed journal, by posting
    period, in transaction currency; it adds up to what is to be recognised. `breakage` is what of
    it is breakage or the shortfall of a minimum, in minor units of the subsidiary's currency.
    """

    booked: tuple[Booked, ...]
    held: tuple[Held, ...]
    periods: tuple[Period, ...]
    expected: Mapping[OrderKey, Predicted] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    breakage: Mapping[OrderKey, Mapping[str, int]] = field(default_factory=dict)
    #: What all deals come to, counted without their lines.
    counted: tuple[Counted, ...] = ()
    rates: Rates = field(default_factory=Rates)  #: of days, for what is reported in one currency
