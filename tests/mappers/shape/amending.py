"""Contracts that are amended order by order, without records and rules: judged lines go in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from bridge.mappers.judge import BY_ITSELF, Judged, Modified
from bridge.mappers.shape import assembling, recognise, standing
from bridge.mappers.shape.assembling import Assembled
from bridge.mappers.shape.standing import Standing
from bridge.model.calendar import Period, Term
from bridge.model.deal import Action, Charge, Deal, DealKind, Line, Segment, Shape
from bridge.model.document import Document, DocumentLine, Kind
from bridge.model.dossier import Dossier, EarlierDocument, Frame
from bridge.model.flags import Flag
from bridge.model.ids import ContractId, DealId, LineId
from bridge.model.money import Currency, Money, total
from bridge.model.schedule import Method, Schedule
from bridge.model.schedules.allocation import Allocation

USD = Currency("USD")
YEAR = ("2026-01-01", "2026-12-31")


def a_step(name: str, units: str, amount: str, days: tuple[str, str] | None = YEAR) -> Segment:
    """One step; its days are its first and its last one."""
    term = Term.inclusive(*map(date.fromisoformat, days)) if days else None
    return Segment(
        id=LineId(name),
        quantity=Decimal(units),
        unit_price=Decimal(0),
        amount=Money.parse(amount, USD),
        term=term,
    )


def sold(*steps: Segment, product: str = "ENT", action: Action = Action.ADD) -> Line:
    """What is sold; an increase says by `replace` what it adds to."""
    return Line(
        product=product,
        product_name=product,
        action=action,
        charge=Charge.RECURRING,
        segments=steps,
        billing_frequency=None,
        billing_type=None,
        revises=None,
    )


def taken(revises: str | None, *steps: Segment, action: Action = Action.DECREASE) -> Line:
    """What is given up of a line that was sold before."""
    named = LineId(revises) if revises else None
    return replace(sold(*steps, action=action), revises=named)


@dataclass(slots=True, kw_only=True)
class Contract:
    """A contract while it is amended; `earlier` are the documents of the deals so far."""

    order: str = "latest"  #: which lots go first
    ramps: str = "as_segments"  #: how they are treated
    method: Method = Method.STRAIGHT_LINE_EVEN
    periods: tuple[Period, ...] = ()
    earlier: tuple[EarlierDocument, ...] = ()
    deals: int = 0
    name: str = "deal"  #: what its deals are called, each with its number
    modified: Modified = BY_ITSELF  #: how each deal is accounted for
    #: How products share in arrangements, and what a unit is worth; nothing is said of others.
    alone: Mapping[str, tuple[Allocation, str | None]] = field(default_factory=dict)

    def found(self, *lines: Line) -> Assembled | tuple[Flag, ...]:
        """What one more deal becomes; the contract stays as it is."""
        deal = self._deal(lines)
        frame = Frame(currency=USD, multi_currency=False, time_zone="UTC", periods=self.periods)
        dossier = Dossier(model="cpq", deal=deal.id, records=(), earlier=self.earlier, frame=frame)
        judged = [self._judged(line, deal) for line in lines]
        return assembling.assemble(deal, dossier, {}, judged, self.modified)

    def books(self, *lines: Line) -> Assembled:
        """What one more deal becomes, which the deals after it then know."""
        found = self.found(*lines)
        assert isinstance(found, Assembled), found
        self.deals += 1
        self.earlier += assembling.earlier(found.documents, found.schedules)
        return found

    def flags(self, *lines: Line) -> tuple[Flag, ...]:
        """Why a deal cannot be represented."""
        found = self.found(*lines)
        assert not isinstance(found, Assembled), found
        return found

    def invoices(self, share: str = "1", *, order: int = 1) -> None:
        """Invoice so much of every line of one of the orders, as they stand, at least."""
        named = self.orders[order - 1].external_id
        held = {
            one.key: max(one.invoiced, one.quantity * Decimal(share))
            for one in self.stands.lines
            if one.order == named
        }
        self.earlier = tuple(
            replace(
                one, invoiced={line.key: held[line.key] for line in one.lines if line.key in held}
            )
            if named in (one.external_id, one.target) and one.kind in _INVOICED
            else one
            for one in self.earlier
        )

    @property
    def orders(self) -> list[EarlierDocument]:
        return [one for one in self.earlier if one.kind is Kind.SALES_ORDER]

    @property
    def stands(self) -> Standing:
        return standing.of(self.earlier)

    @property
    def schedules(self) -> list[Schedule]:
        return [each for one in self.earlier for each in one.schedules]

    def _deal(self, lines: Sequence[Line]) -> Deal:
        return Deal(
            id=DealId(f"{self.name}{self.deals + 1}"),
            name="",
            kind=DealKind.AMENDMENT,
            contract=ContractId(f"{self.name}1"),
            account="001",
            account_name="Acme",
            booked=total((line.amount for line in lines), USD),
            booked_on=date(2026, 1, 1),
            lines=tuple(lines),
        )

    def _judged(self, line: Line, deal: Deal) -> Judged:
        shape = recognise.shape_of(line, deal)
        names = [
            name for name in recognise.names()[shape] if not name.startswith(_OTHER[self.order])
        ]
        allocation, value = self.alone.get(line.product, (None, None))
        return Judged(
            line=line,
            shape=shape,
            treatment=self.ramps if shape is Shape.RAMP else names[0],
            rule="table#row",
            item=f"SUB-{line.product}",
            method=self.method,
            fields={},
            allocation=allocation,
            fair_value=Decimal(value) if value else None,
        )


_INVOICED = (Kind.SALES_ORDER, Kind.ORDER_CHANGE)
_OTHER = {
    "latest": ("take_earliest", "exchange_earliest"),
    "earliest": ("take_latest", "exchange_latest"),
}


def lines_of(documents: Sequence[Document], kind: Kind) -> list[DocumentLine]:
    """The lines of all documents of one kind."""
    return [line for document in documents if document.kind is kind for line in document.lines]
