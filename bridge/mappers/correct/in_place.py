"""
An order that nobody has approved is corrected: the same order says what its deal says now.

What differs of a line is told under its own key; a line that is gone is closed with nothing left of
it; one with another item is closed, too, and the other comes beside it, for NetSuite lets no line
change its item once revenue rests on it. Nothing is recognised of an order before its approval.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import count

from bridge.mappers.correct import words
from bridge.mappers.correct.differing import PARTIES, Changed, Differences
from bridge.mappers.correct.held import HeldLine, HeldOrder
from bridge.mappers.shape.parts import Objection
from bridge.model.deal import Correction, FactValue
from bridge.model.document import Becomes, Document, DocumentLine, Kind, external_id
from bridge.model.money import Money
from bridge.model.schedule import Method, PlannedRevenue, Schedule, by_period


def objection(
    order: HeldOrder, asked: Document, told: Differences, *, recognised: bool
) -> Objection | None:
    """Say why an order cannot be corrected in its place, if it cannot."""
    begun = (order.approved, "approved"), (order.billed, "invoiced"), (recognised, "recognised")
    for is_so, what in begun:
        if is_so:
            says = f"{order.name} is {what} already, in whole or in part"
            return Objection("", f"{says}; `return_and_reissue` would give it back")
    parties = [name for name in PARTIES if name in told.header]
    if parties:
        says = f"an order that NetSuite has does not change its {', '.join(parties)}"
        return Objection("", says)
    if _is_shared(order, asked):
        # What one line loses, the others would have to give: NetSuite shares it out anew.
        return Objection("", f"the revenue of {order.name} is shared among its lines")
    return None


def _is_shared(order: HeldOrder, asked: Document) -> bool:
    return any(line.stands.is_allocated for line in order.lines) or any(
        line.allocated is not None for line in asked.lines
    )


def document(
    asked: Document, order: HeldOrder, told: Differences, *, number: int, rule: str
) -> Document:
    """Return the change that makes of an order what is asked for; `rule` chose it."""
    return Document(
        kind=Kind.ORDER_CHANGE,
        external_id=external_id(asked.deal, Kind.ORDER_CHANGE, number),
        deal=asked.deal,
        contract=asked.contract,
        currency=asked.currency,
        dated=asked.dated,
        lines=tuple(_lines(order, told, rule)),
        fields={**told.header, **told.words},
        target=order.name,
    )


def schedules(
    change: Document, asked: Iterable[Schedule], order: HeldOrder, told: Differences
) -> Iterator[Schedule]:
    """Yield by how much a correction moves what was planned, line by line."""
    planned = {one.line: one.planned for one in asked}
    goal = {line.source: planned.get(line.key, ()) for line in _asked(told)}
    before = {line.stands.key: line.stands.planned for line in order.lines}
    for line in change.lines:
        if line.becomes is None or line.method is Method.ON_USE:
            continue
        after = () if line.becomes.closed else goal[line.source]
        yield Schedule(
            external_id=change.external_id,
            line=line.key,
            method=line.method,
            total=line.revenue,
            planned=_moved(before.get(line.key, ()), after),
        )


def _asked(told: Differences) -> Iterator[DocumentLine]:
    yield from (one.asked for one in told.changed)
    yield from told.added


def _moved(
    before: Iterable[PlannedRevenue], after: Iterable[PlannedRevenue]
) -> tuple[PlannedRevenue, ...]:
    gone = tuple(PlannedRevenue(part.period, -part.amount) for part in before)
    moved = by_period((*gone, *after))
    return tuple(part for part in sorted(moved, key=lambda part: part.period) if part.amount)


def _lines(order: HeldOrder, told: Differences, rule: str) -> Iterator[DocumentLine]:
    keys = count(order.next_key)
    for line in (*told.removed, *(one.line for one in told.changed if _is_replaced(one))):
        yield _closed(line, rule)
    for one in told.changed:
        if one.fields and not _is_replaced(one):
            yield _changed(one, rule)
    for asked in (*(one.asked for one in told.changed if _is_replaced(one)), *told.added):
        yield _added(asked, next(keys), rule)
    yield from words.lines(told)


def _is_replaced(one: Changed) -> bool:
    return "item" in one.fields or one.asked.method is not one.line.stands.method


def _closed(line: HeldLine, rule: str) -> DocumentLine:
    """Return what leaves nothing of a line."""
    stands = line.stands
    return DocumentLine(
        source=stands.source,
        root=stands.root,
        key=stands.key,
        item=stands.item,
        quantity=-stands.quantity,
        units=-stands.units,
        amount=-stands.amount,
        service=stands.service,
        method=stands.method,
        treatment=Correction.CORRECT_UNBILLED.value,
        rule=rule,
        becomes=Becomes(
            quantity=Decimal(0),
            units=Decimal(0),
            amount=Money(0, stands.amount.currency),
            service=stands.service,
            closed=True,
            fields={},
        ),
    )


def _changed(one: Changed, rule: str) -> DocumentLine:
    asked, stands = one.asked, one.line.stands
    return replace(
        asked,
        key=stands.key,
        quantity=asked.quantity - stands.quantity,
        units=asked.units - stands.units,
        amount=asked.amount - stands.amount,
        rule=rule,
        becomes=_becomes(asked, one.mapped),
    )


def _added(asked: DocumentLine, key: int, rule: str) -> DocumentLine:
    return replace(asked, key=key, rule=rule, becomes=_becomes(asked, asked.fields))


def _becomes(asked: DocumentLine, fields: Mapping[str, FactValue]) -> Becomes:
    return Becomes(
        quantity=asked.quantity,
        units=asked.units,
        amount=asked.amount,
        service=asked.service,
        closed=False,
        fields=fields,
    )
