"""The lines of the documents that take something from an order: of its change, of its return."""

from collections.abc import Iterator
from dataclasses import dataclass

from bridge.mappers.shape.amendments.cutting import Cut, quantity_of
from bridge.mappers.shape.order_line import OrderLine
from bridge.mappers.shape.parts import Taken
from bridge.model.calendar import Term
from bridge.model.document import Becomes, DocumentLine, Kind
from bridge.model.ids import LineId
from bridge.model.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The treatment that took something, and the rule that chose it."""

    treatment: str
    rule: str


def lines(taken: Taken, cut: Cut, next_key: int, by: Chosen) -> Iterator[tuple[Kind, DocumentLine]]:
    """
    Yield the lines that take something away, each with the kind of its document.

    `next_key` is the next free key of the order. The key of a line of a return is that of the
    order line of which it gives back; its document numbers it.
    """
    if cut.own is not None:
        yield Kind.ORDER_CHANGE, _line(taken, taken.lot.key, cut.own, by, was=taken.lot)
    if cut.going_on is not None:
        yield Kind.ORDER_CHANGE, _line(taken, next_key, cut.going_on, by, was=None)
    if cut.given_back is not None:
        yield Kind.RETURN_AUTHORIZATION, _returned(taken, cut, cut.given_back, by)


def _line(
    taken: Taken, key: int, becomes: Becomes, by: Chosen, *, was: OrderLine | None
) -> DocumentLine:
    nothing = Money(0, becomes.amount.currency)
    lot = taken.lot
    return DocumentLine(
        source=LineId(taken.source),
        root=lot.root,
        key=key,
        item=lot.item,
        quantity=becomes.quantity - (was.quantity if was else 0),
        units=becomes.units - (was.units if was else 0),
        amount=becomes.amount - (was.amount if was else nothing),
        service=becomes.service,
        method=lot.method,
        treatment=by.treatment,
        rule=by.rule,
        fields=lot.fields,
        becomes=becomes,
    )


def _returned(taken: Taken, cut: Cut, amount: Money, by: Chosen) -> DocumentLine:
    lot, service = taken.lot, taken.lot.service
    if service is None or cut.paid_until is None:
        raise ValueError(f"line {lot.key} of {lot.order} serves no days that could be given back")
    days = Term(max(taken.starts, service.start), cut.paid_until)
    return DocumentLine(
        source=LineId(taken.source),
        root=lot.root,
        key=lot.key,
        item=lot.item,
        quantity=-quantity_of(taken, amount, days.days),
        units=-taken.units,
        amount=-amount,
        service=days,
        method=lot.method,
        treatment=by.treatment,
        rule=by.rule,
        fields={"orderLine": lot.key},
    )
