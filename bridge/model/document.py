"""Documents: the NetSuite records that a deal becomes, before they have NetSuite's form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bridge.model.calendar import Term
from bridge.model.deal import Combination, FactValue
from bridge.model.ids import ContractId, DealId, ExternalId, LineId
from bridge.model.money import Currency, Money, total
from bridge.model.schedule import Method
from bridge.model.standalone import StandAlone


class Kind(StrEnum):
    """What kind of NetSuite record a document is."""

    SALES_ORDER = "sales_order"
    ORDER_CHANGE = "order_change"  #: what is not invoiced of an order, reduced or closed
    RETURN_AUTHORIZATION = "return_authorization"  #: what is invoiced of an order, given back
    MERGE_REQUEST = "merge_request"  #: arrangements that are to become one; it books nothing
    USAGE = "usage"  #: what was used beyond what was paid for ahead
    PROPOSED_JOURNAL = "proposed_journal"  #: revenue that a person posts


#: Kinds that a person posts: they rest PREPARED, are never sent, and nothing waits for them.
PROPOSED = frozenset({Kind.PROPOSED_JOURNAL})
#: What kinds are called in external ids.
_LETTERS = {
    Kind.SALES_ORDER: "so",
    Kind.ORDER_CHANGE: "oc",
    Kind.RETURN_AUTHORIZATION: "ra",
    Kind.MERGE_REQUEST: "mr",
    Kind.USAGE: "us",
    Kind.PROPOSED_JOURNAL: "pj",
}


class State(StrEnum):
    """
    Where a document stands on its way to NetSuite.

    *Unknown* is no state of its own: it is SENDING that was not answered.
    """

    PREPARED = "PREPARED"
    BLOCKED = "BLOCKED"  #: waits for what it amends
    SENDING = "SENDING"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    REFUSED = "REFUSED"  #: parks its contract
    SUPERSEDED = "SUPERSEDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Becomes:
    """What an order line says after a change, in absolute values: repeating it changes nothing."""

    quantity: Decimal
    units: Decimal
    amount: Money
    service: Term | None
    closed: bool  #: nothing of the line is to be delivered or invoiced any more
    #: Of a correction alone: what the mapping decides otherwise, of a line that it adds all.
    fields: Mapping[str, FactValue] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """
    One line of a document, with the treatment and the rule that made it.

    Quantity, units and amount are signed as in the deal; those of an order change are the
    difference that it makes to the order line of this key.
    """

    source: LineId
    #: The first line of the chain that it belongs to: what it amends, else its source.
    root: LineId
    #: The line's own number within the order (of an order change: within the order that it
    #: changes), from 1; it never changes once sent.
    key: int
    item: str
    #: What NetSuite counts: units, as a share of the term that they were priced for.
    quantity: Decimal
    #: What the customer has at a time, such as seats.
    units: Decimal
    amount: Money
    service: Term | None  #: None for what is recognised at once
    method: Method
    treatment: str
    rule: str  #: the row that chose the treatment: "ramp_treatment#priced-steps"
    fields: Mapping[str, FactValue] = field(default_factory=dict)  #: what the mapping decided
    becomes: Becomes | None = None  #: of an order change alone; None where words alone change
    #: What is recognised of it where amounts are allocated by fair value; None: its amount.
    allocated: Money | None = None
    #: What it would sell for alone; of an order change, what it becomes. None: nobody has said.
    alone: StandAlone | None = None

    @property
    def is_added(self) -> bool:
        """Whether an order gains this line by its change: it then becomes all that it changes."""
        becomes = self.becomes
        return becomes is not None and (self.units, self.amount) == (becomes.units, becomes.amount)

    @property
    def revenue(self) -> Money:
        """What its schedule adds up to."""
        return self.amount if self.allocated is None else self.allocated


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """Which arrangements become one, and how."""

    #: The records whose arrangements are merged, orders and returns, in the order of the contract.
    sources: tuple[ExternalId, ...]
    #: Whether what is recognised stays as it is; else all is planned again as if from the start.
    prospective: bool
    #: The first day of the first open period, when the deal was judged.
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """
    One NetSuite record to be written.

    `external_id` is a function of deal, kind and ordinal alone; it holds letters, digits, `_` and
    `-` only.
    """

    kind: Kind
    external_id: ExternalId
    deal: DealId
    contract: ContractId
    currency: Currency
    dated: date
    lines: tuple[DocumentLine, ...]
    fields: Mapping[str, FactValue]  #: what the header mapping decided
    #: The order that it changes, or from which it gives back; None for what stands alone.
    target: ExternalId | None = None
    merging: Merging | None = None  #: of a merge request alone

    @property
    def record(self) -> ExternalId:
        """The external id of the record that is written: of a change, that of the order."""
        if self.kind is Kind.ORDER_CHANGE and self.target is not None:
            return self.target
        return self.external_id

    @property
    def corrects(self) -> bool:
        """Whether it is about an order of its own deal, and not of an earlier one."""
        return self.target is not None and is_of(self.target, self.deal)

    @property
    def combines(self) -> bool:
        """Whether it merges contracts that were sold as a package."""
        return self.merging is not None and self.lines[0].treatment == Combination.COMBINE

    @property
    def amount(self) -> Money:
        """The sum of the lines, signed as in the deal."""
        return total((line.amount for line in self.lines), self.currency)


def external_id(deal: DealId, kind: Kind, ordinal: int) -> ExternalId:
    """
    Name a document: no clock, no random part, no attempt.

    >>> external_id(DealId("801000000000001AAA"), Kind.SALES_ORDER, 1)
    'bridge-801000000000001AAA-so-1'
    """
    return ExternalId(f"bridge-{deal}-{_LETTERS[kind]}-{ordinal}")


def is_of(name: ExternalId, deal: DealId) -> bool:
    """Say whether a document is one of a deal, by its name."""
    return name.startswith(f"bridge-{deal}-")


def ordinal(name: ExternalId) -> int:
    """Return which document of its deal and kind one is, from 1."""
    return int(name.rpartition("-")[2])
