"""A line of an order as it stands in NetSuite, after all that came before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bridge.model.calendar import Term
from bridge.model.deal import FactValue
from bridge.model.document import DocumentLine
from bridge.model.ids import ExternalId, LineId
from bridge.model.money import Money
from bridge.model.schedule import Method, PlannedRevenue
from bridge.model.standalone import StandAlone

#: The treatment whose order lines carry other days of service than they were priced for.
LEVELLED = "straight_line_total"
#: The treatment whose order lines have the price and the days of a line of one step.
AS_PRICED = "as_priced"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """
    A line of an order as it stands in NetSuite.

    Units and amount are what the order line says; what was given back of it by returns stands
    beside them and is never more.
    """

    order: ExternalId
    key: int
    source: LineId
    root: LineId
    place: int  #: lots of a chain in the order in which they were bought; pieces keep it
    item: str
    quantity: Decimal
    units: Decimal
    amount: Money
    service: Term | None
    method: Method
    fields: Mapping[str, FactValue]
    planned: tuple[PlannedRevenue, ...]  #: as predicted, returns not included
    invoiced: Decimal  #: of the quantity
    keeps_dates: bool  #: its revenue may be planned already, by days that no edit moves
    is_allocated: bool  #: its revenue is a share of what several lines were sold for
    returned_units: Decimal
    returned: Money
    alone: StandAlone | None = None  #: what it would sell for alone, where rules say so
    is_merged: bool = False  #: its arrangement is the result of a merge
    is_level: bool = False  #: its revenue is spread over other days than it was priced for
    sold_until: date | None = None  #: the day behind the last one sold, whatever was cut since

    @property
    def left(self) -> Decimal:
        """How many units were not given back."""
        return self.units - self.returned_units

    @property
    def invoiced_amount(self) -> Money:
        """What was invoiced of the amount: its share by quantity, half up to a minor unit."""
        if self.invoiced == self.quantity:
            return self.amount
        if not self.quantity:
            return Money(0, self.amount.currency)
        part = self.amount.decimal() * self.invoiced / self.quantity
        return Money.nearest(part, self.amount.currency)

    def serves_after(self, day: date) -> bool:
        """Say whether units of it are served on this day or later."""
        return self.service is not None and self.service.end > day and self.left > 0

    def begins_by(self, day: date) -> bool:
        """Say whether it is served from this day on, or from an earlier one."""
        return self.service is not None and self.service.start <= day

    def runs_out_on(self, day: date) -> bool:
        """Say whether the day behind its last one is this, as it was sold and not by a cut."""
        return self.service is not None and self.service.end == self.sold_until == day


def sold(order: ExternalId, line: DocumentLine, place: int) -> OrderLine:
    """Return a line of an order as it was sold: nothing of it is invoiced, planned or returned."""
    nothing = Decimal(0)
    return OrderLine(
        order=order,
        key=line.key,
        source=line.source,
        root=line.root,
        place=place,
        item=line.item,
        quantity=line.quantity,
        units=line.units,
        amount=line.amount,
        service=line.service,
        method=line.method,
        fields=line.fields,
        planned=(),
        invoiced=nothing,
        keeps_dates=False,
        is_allocated=line.allocated is not None,
        returned_units=nothing,
        returned=Money(0, line.amount.currency),
        alone=line.alone,
        is_level=line.treatment == LEVELLED,
        sold_until=line.service.end if line.service else None,
    )
