"""
An order that is approved, invoiced or recognised is given back whole, and ordered anew.

What is invoiced of it becomes a return, what is not is closed by an order change; then the order
that the deal asks for now goes out under the next number. Nothing that happened is overwritten:
revenue of closed periods stays there, and the first open one takes up the difference.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bridge.mappers.correct.held import HeldOrder
from bridge.mappers.shape import predicting, standing
from bridge.mappers.shape.amendments import changing, cutting
from bridge.mappers.shape.amendments.changing import Chosen
from bridge.mappers.shape.order_line import OrderLine
from bridge.mappers.shape.parts import Objection, Taken
from bridge.model.calendar import Period, Term
from bridge.model.deal import Correction
from bridge.model.document import Becomes, Document, DocumentLine, Kind, external_id
from bridge.model.dossier import EarlierDocument
from bridge.model.schedule import Method, PlannedRevenue, Schedule, end_of_last
from bridge.model.schedules.closed import in_open_periods

#: What goes back comes first: a new order beside one that stays would be billed twice.
_ORDER = (Kind.ORDER_CHANGE, Kind.RETURN_AUTHORIZATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The next number of each kind among the documents of the deal."""

    change: int
    return_: int
    order: int

    def of(self, kind: Kind) -> int:
        """Return the next number of a kind."""
        return {
            Kind.ORDER_CHANGE: self.change,
            Kind.RETURN_AUTHORIZATION: self.return_,
            Kind.SALES_ORDER: self.order,
        }[kind]


def reissued(
    asked: Document,
    order: HeldOrder,
    numbers: Numbers,
    rule: str,
    periods: Sequence[Period],
) -> tuple[Document, ...] | Objection:
    """
    Return what gives an order back whole, and behind it the one that is asked for.

    `periods` are NetSuite's, or none; what is planned for closed ones is recognised.
    """
    by = Chosen(treatment=Correction.RETURN_AND_REISSUE.value, rule=rule)
    lines: dict[Kind, list[DocumentLine]] = {}
    for line in order.lines:
        found = _given_back(line.stands, order, by, _recognised_until(line.stands, periods))
        if isinstance(found, Objection):
            return found
        for kind, given in found:
            lines.setdefault(kind, []).append(given)
    back = tuple(
        replace(
            asked,
            kind=kind,
            external_id=external_id(asked.deal, kind, numbers.of(kind)),
            lines=tuple(_numbered(kind, lines[kind])),
            fields={} if kind is Kind.ORDER_CHANGE else asked.fields,
            target=order.name,
        )
        for kind in _ORDER
        if kind in lines
    )
    name = external_id(asked.deal, Kind.SALES_ORDER, numbers.order)
    return (*back, replace(asked, external_id=name))


def _numbered(kind: Kind, lines: Sequence[DocumentLine]) -> Iterator[DocumentLine]:
    """Yield lines with their keys: those of a return are its own."""
    for number, line in enumerate(lines, start=1):
        yield line if kind is Kind.ORDER_CHANGE else replace(line, key=number)


def _recognised_until(lot: OrderLine, periods: Sequence[Period]) -> date | None:
    """Return the day behind the last period in which revenue of a line is recognised."""
    closed = {period.name for period in periods if period.closed}
    done = [part for part in lot.planned if part.period in closed]
    return end_of_last(done, periods) if done else None


def _given_back(
    lot: OrderLine, order: HeldOrder, by: Chosen, recognised_until: date | None
) -> list[tuple[Kind, DocumentLine]] | Objection:
    if lot.service is None or lot.method is Method.AT_ONCE:
        return list(_at_once(lot, by))
    taken = Taken(
        source=lot.source,
        lot=lot,
        units=lot.left,
        amount=lot.amount - lot.returned,
        starts=lot.service.start,
    )
    cut = cutting.cut(taken)
    if isinstance(cut, Objection):
        return cut
    if cut.own is not None and cut.own.closed and recognised_until is not None:
        if lot.keeps_dates:
            return _kept(lot)
        cut = replace(cut, own=_ended(cut.own, recognised_until))
    return list(changing.lines(taken, cut, order.next_key, by))


def _ended(own: Becomes, day: date) -> Becomes:
    """Let a closed line end with what is recognised of it: then that leaves at once."""
    service = own.service
    if service is None or not service.start < day < service.end:
        return own
    return replace(own, service=Term(service.start, day))


def _kept(lot: OrderLine) -> Objection:
    says = (
        f"revenue of line {lot.key} of {lot.order} is recognised and not invoiced, and would leave "
        "bit by bit, for in this account it keeps its days; invoice the order, then it is given "
        "back whole"
    )
    return Objection("", says)


def _at_once(lot: OrderLine, by: Chosen) -> Iterator[tuple[Kind, DocumentLine]]:
    """Yield what gives back a line without days: what is invoiced by a return, the rest closed."""
    back = lot.invoiced_amount
    if lot.invoiced != lot.quantity or not lot.invoiced:
        kept = Becomes(
            quantity=lot.invoiced,
            units=lot.units if lot.invoiced else Decimal(0),
            amount=back,
            service=lot.service,
            closed=not lot.invoiced,
        )
        yield Kind.ORDER_CHANGE, _line(lot, by, becomes=kept)
    if lot.invoiced:
        yield Kind.RETURN_AUTHORIZATION, _line(lot, by, becomes=None)


def _line(lot: OrderLine, by: Chosen, *, becomes: Becomes | None) -> DocumentLine:
    """Return the line of a change, or of a return of all that is invoiced."""
    gone = (-lot.invoiced, -lot.units, -lot.invoiced_amount)
    if becomes is not None:
        gone = (
            becomes.quantity - lot.quantity,
            becomes.units - lot.units,
            becomes.amount - lot.amount,
        )
    quantity, units, amount = gone
    return DocumentLine(
        source=lot.source,
        root=lot.root,
        key=lot.key,
        item=lot.item,
        quantity=quantity,
        units=units,
        amount=amount,
        service=lot.service,
        method=lot.method,
        treatment=by.treatment,
        rule=by.rule,
        fields=lot.fields if becomes else {"orderLine": lot.key},
        becomes=becomes,
    )


def schedules(
    documents: Sequence[Document],
    posted: Sequence[EarlierDocument],
    asked: Sequence[Schedule],
    periods: Sequence[Period],
) -> Iterator[Schedule]:
    """
    Yield what NetSuite will plan of all this: `asked` is what it would plan of the new order.

    Raises ValueError where a period is missing.
    """
    before = standing.of(posted)
    for document in documents:
        if document.kind is Kind.SALES_ORDER:
            yield from (replace(one, external_id=document.external_id) for one in asked)
            continue
        is_change = document.kind is Kind.ORDER_CHANGE
        at_once = [line for line in document.lines if is_change and line.service is None]
        by_time = tuple(line for line in document.lines if line not in at_once)
        yield from predicting.schedules(replace(document, lines=by_time), before, periods)
        for line in at_once:
            yield _taken_back(document, line, before, periods)


def _taken_back(
    document: Document,
    line: DocumentLine,
    before: standing.Standing,
    periods: Sequence[Period],
) -> Schedule:
    """Return how a line without days loses what is closed of it: where all of it was planned."""
    lot = before.line(document.target, line.key) if document.target else None
    parts = lot.planned[:1] if lot else ()
    planned = tuple(PlannedRevenue(part.period, line.amount) for part in parts)
    return Schedule(
        external_id=document.external_id,
        line=line.key,
        method=line.method,
        total=line.amount,
        planned=in_open_periods(planned, periods) if periods else planned,
    )
