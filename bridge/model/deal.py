"""The deal: one commercial event made whole, as sales recorded it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bridge.model.calendar import Term
from bridge.model.ids import ContractId, DealId, LineId
from bridge.model.money import Currency, Money, total
from bridge.model.usage.metering import Metering

#: What a rule may read: text, exact number, day, yes or no, or blank.
FactValue = str | Decimal | int | bool | date | None


class DealKind(StrEnum):
    """The commercial event that a deal is."""

    NEW = "NEW"
    AMENDMENT = "AMENDMENT"
    RENEWAL = "RENEWAL"
    CANCELLATION = "CANCELLATION"


class Action(StrEnum):
    """What a line does to what was sold before."""

    ADD = "ADD"
    INCREASE = "INCREASE"
    DECREASE = "DECREASE"
    CANCEL = "CANCEL"
    SWAP = "SWAP"
    RENEW = "RENEW"
    CHANGE = "CHANGE"


class Charge(StrEnum):
    """How a line is charged."""

    RECURRING = "RECURRING"
    ONE_TIME = "ONE_TIME"
    USAGE = "USAGE"


class Shape(StrEnum):
    """What a line is economically; rules choose a treatment for each shape."""

    FLAT = "FLAT"
    ONE_TIME = "ONE_TIME"
    RAMP = "RAMP"
    INCREASE = "INCREASE"
    DECREASE = "DECREASE"
    CANCEL = "CANCEL"
    SWAP = "SWAP"
    PRICE_CHANGE = "PRICE_CHANGE"
    RENEWAL = "RENEWAL"
    USAGE = "USAGE"
    CREDIT_GRANT = "CREDIT_GRANT"


class Modification(StrEnum):
    """How a change of a contract is accounted for (ASC 606-10-25-12 and 25-13)."""

    SEPARATE_CONTRACT = "separate_contract"  #: by itself, beside what was sold before
    PROSPECTIVE = "prospective"  #: what is left of the contract begins anew, together with it
    CUMULATIVE_CATCH_UP = "cumulative_catch_up"  #: as if it had been agreed from the start
    REVIEW = "review"  #: a person decides each

    @property
    def merges(self) -> bool:
        """Whether the arrangements of the contract become one."""
        return self in (Modification.PROSPECTIVE, Modification.CUMULATIVE_CATCH_UP)


class Correction(StrEnum):
    """What becomes of an order that NetSuite has when its deal was another one than it says."""

    CORRECT_UNBILLED = "correct_unbilled"  #: the same order is corrected, before it is approved
    RETURN_AND_REISSUE = "return_and_reissue"  #: all of it is given back, and ordered anew
    REVIEW = "review"  #: a person decides each


class Combination(StrEnum):
    """Whether contracts that were sold as a package count as one (ASC 606-10-25-9)."""

    COMBINE = "combine"  #: as one: their arrangements are merged as if from the start
    SEPARATE = "separate"  #: each by itself, as if nothing had been said
    REVIEW = "review"  #: a person decides each

    @property
    def merges(self) -> bool:
        """Whether the arrangements of the contracts become one."""
        return self is Combination.COMBINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One step of a line: a quantity at a price over its own term."""

    id: LineId
    #: What this step adds; negative where the line takes away.
    quantity: Decimal
    unit_price: Decimal
    amount: Money
    term: Term | None  #: None for what is handed over at once
    label: str | None = None  #: the name that sales gave the step, where it gave one
    #: What this step amends, where that is not what its line amends.
    revises: LineId | None = None
    trial: bool = False  #: sales gave it for trial, before what is paid for


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """
    One priced promise of a deal: its steps in order of time, one step for a line without a ramp.

    A line is named by its first step.
    """

    product: str
    product_name: str
    action: Action
    charge: Charge
    segments: tuple[Segment, ...]
    billing_frequency: str | None  #: as sales wrote it; None where billing is not by period
    billing_type: str | None  #: in advance or in arrears, where sales said so
    revises: LineId | None  #: the line that this one amends; None on new lines
    facts: Mapping[str, FactValue] = field(default_factory=dict)  #: declared by the rulebook

    def __post_init__(self) -> None:
        if not self.segments:
            raise ValueError("a line has at least one step")

    @property
    def id(self) -> LineId:
        """The id of the first step."""
        return self.segments[0].id

    @property
    def amount(self) -> Money:
        """The sum of the steps."""
        if len(self.segments) == 1:
            return self.segments[0].amount
        return total((step.amount for step in self.segments), self.segments[0].amount.currency)

    @property
    def quantity(self) -> Decimal:
        """What the first step adds."""
        return self.segments[0].quantity

    @property
    def term(self) -> Term | None:
        """From the first day of the first step to the last day of the last; None if at once."""
        if len(self.segments) == 1:
            return self.segments[0].term
        terms = [step.term for step in self.segments if step.term]
        if not terms:
            return None
        return Term(min(term.start for term in terms), max(term.end for term in terms))


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """
    What is known of a deal even where its lines cannot be read.

    `booked` is the signed total of its lines in transaction currency before tax. `contract` is
    named by its first order; a new deal names a contract of its own.
    """

    id: DealId
    name: str
    kind: DealKind
    contract: ContractId
    account: str
    account_name: str
    booked: Money
    booked_on: date
    #: Declared by the rulebook; of a deal that is not whole those that could be read.
    facts: Mapping[str, FactValue] = field(default_factory=dict)

    @property
    def currency(self) -> Currency:
        """The transaction currency."""
        return self.booked.currency

    @property
    def heading(self) -> "Heading":
        """The heading of what was read; a whole deal is its own."""
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal(Heading):
    """One commercial event made whole; its lines add up to what is booked."""

    lines: tuple[Line, ...]
    metering: Metering | None = None  #: None for a deal without credits and without use

    def __post_init__(self) -> None:
        added = total((line.amount for line in self.lines), self.currency)
        if added != self.booked:
            raise ValueError(f"the lines add up to {added}, the deal says {self.booked}")
