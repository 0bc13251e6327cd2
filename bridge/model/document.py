"""Documents: the NetSuite records that a deal becomes, before they have NetSuite's form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bridge.model.calendar import Term
from bridge.model.deal import FactValue
from bridge.model.ids import ContractId, DealId, ExternalId, LineId
from bridge.model.money import Currency, Money, total
from bridge.model.schedule import Method


class Kind(StrEnum):
    """What kind of NetSuite record a document is."""

    SALES_ORDER = "sales_order"


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
class DocumentLine:
    """One line of a document, with the treatment and the rule that made it."""

    source: LineId
    #: The line's own number within the document, from 1; it never changes once sent.
    key: int
    item: str
    quantity: Decimal
    amount: Money
    service: Term | None  #: None for what is recognised at once
    method: Method
    treatment: str
    rule: str  #: the row that chose the treatment: "ramp_treatment#priced-steps"
    fields: Mapping[str, FactValue] = field(default_factory=dict)  #: what the mapping decided


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
    letters = {Kind.SALES_ORDER: "so"}[kind]
    return ExternalId(f"bridge-{deal}-{letters}-{ordinal}")
