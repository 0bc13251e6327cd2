"""
What stands: the order lines of a contract in NetSuite, after all documents that came before.

A fold over those documents: orders add lines, order changes give them other values, returns take
from what was invoiced. It is computed anew from the dossier each time, and kept nowhere.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from bridge.mappers.shape.order_line import OrderLine, sold
from bridge.model.calendar import Term
from bridge.model.document import Becomes, DocumentLine, Kind
from bridge.model.dossier import EarlierDocument
from bridge.model.ids import ExternalId, LineId
from bridge.model.money import Money
from bridge.model.schedule import PlannedRevenue, by_period

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Standing:
    """The order lines of a contract, in the order of their documents."""

    lines: tuple[OrderLine, ...]
    #: Of every line of a deal, also one that took something, the first line of its chain.
    roots: Mapping[LineId, LineId] = field(default_factory=dict)

    def root_of(self, line: LineId) -> LineId:
        """Return the first line of the chain that a line belongs to; itself if it is not known."""
        return self.roots.get(line, line)

    def knows(self, root: LineId) -> bool:
        """Say whether an order holds a line of this chain."""
        return any(one.root == root for one in self.lines)

    def lots(self, root: LineId, day: date) -> tuple[tuple[OrderLine, ...], ...]:
        """
        Return the lots of a chain that are served on a day, first bought first.

        Each is given by its pieces from that day on, in the order of their days: one, unless
        units of it were taken before. What begins later cannot be given up from that day on.
        """
        held = [one for one in self.lines if one.root == root and one.serves_after(day)]
        held.sort(key=lambda one: (one.place, one.order, one.service or Term(day, date.max)))
        by_lot = groupby(held, key=lambda one: (one.place, one.order))
        lots = [tuple(pieces) for _, pieces in by_lot]
        return tuple(pieces for pieces in lots if pieces[0].begins_by(day))

    def line(self, order: ExternalId, key: int) -> OrderLine | None:
        """Return one line; None if the order has none of this key."""
        return next((one for one in self.lines if (one.order, one.key) == (order, key)), None)

    def next_key(self, order: ExternalId) -> int:
        """Return the first line key that an order does not use yet."""
        return 1 + max((one.key for one in self.lines if one.order == order), default=0)

    def with_lines(self, lines: Iterable[OrderLine]) -> "Standing":
        """Return what stands when these lines are added or, by order and key, replaced."""
        held = {(one.order, one.key): one for one in self.lines}
        held.update({(one.order, one.key): one for one in lines})
        return Standing(tuple(held.values()), self.roots)

    def with_roots(self, lines: Iterable[DocumentLine]) -> "Standing":
        """Return what stands when it is known to which chains these lines belong."""
        roots = {**{one.source: one.root for one in lines}, **self.roots}
        return Standing(self.lines, roots)


def of(earlier: Iterable[EarlierDocument]) -> Standing:
    """
    Return what stands after documents, which come in the order of their contract.

    Orders stand in that order, which is the order of their lots. Changes and returns work on what
    was there when NetSuite acknowledged them, and follow each other as they were acknowledged;
    what is not acknowledged yet comes after that, in the order of the contract.
    """
    standing = Standing(())
    for document in sorted(earlier, key=_turn):
        standing = _after(standing, document)
    return standing


def _turn(document: EarlierDocument) -> tuple[bool, bool, int]:
    """Return when a document has its turn: orders, what was acknowledged, what was not."""
    is_order = document.kind is Kind.SALES_ORDER
    rank = document.acknowledged
    return not is_order, rank is None, rank or 0


def _after(standing: Standing, document: EarlierDocument) -> Standing:
    match document.kind:
        case Kind.SALES_ORDER:
            place = len(standing.lines)
            sold = [_sold(document, line, place + at) for at, line in enumerate(document.lines)]
            return standing.with_lines(sold).with_roots(document.lines)
        case Kind.ORDER_CHANGE | Kind.RETURN_AUTHORIZATION:
            standing = after_all(standing, document.kind, _target(document), document.lines)
            for key in {line.key: None for line in document.lines}:
                standing = _planning(standing, document, key)
            return standing
        case Kind.MERGE_REQUEST:
            for line in document.lines:
                standing = _merged(standing, line, document.planned(line.key))
            return standing
        case Kind.USAGE | Kind.PROPOSED_JOURNAL:
            return standing


def after_all(
    standing: Standing, kind: Kind, order: ExternalId, lines: Sequence[DocumentLine]
) -> Standing:
    """Return what stands after all lines of a change of an order, or of a return from it."""
    for line, cut in with_cut(lines):
        standing = after(standing, kind, order, line, cut)
    return standing


def after(
    standing: Standing, kind: Kind, order: ExternalId, line: DocumentLine, cut: int | None
) -> Standing:
    """
    Return what stands after one line of a change of an order, or of a return from it.

    A line that the order does not have yet goes on from the one of the key `cut`.
    """
    known = standing.with_roots([line])
    if kind is Kind.ORDER_CHANGE:
        return _changed(known, order, line, cut)
    return _given_back(known, order, line)


def with_cut(lines: Sequence[DocumentLine]) -> Iterator[tuple[DocumentLine, int | None]]:
    """Return the lines of a change, each with the key of the one before: a cut writes both."""
    keys = (None, *(line.key for line in lines))
    return zip(lines, keys, strict=False)


def _target(document: EarlierDocument) -> ExternalId:
    if document.target is None:
        raise ValueError(f"{document.external_id} does not say which order it is about")
    return document.target


def _sold(document: EarlierDocument, line: DocumentLine, place: int) -> OrderLine:
    return replace(
        sold(document.external_id, line, place),
        planned=document.planned(line.key),
        invoiced=document.invoiced.get(line.key, _NOTHING),
        keeps_dates=document.keeps_dates,
    )


def _changed(
    standing: Standing, order: ExternalId, line: DocumentLine, cut: int | None
) -> Standing:
    becomes, held = line.becomes, standing.line(order, line.key)
    if becomes is None:  # words alone change
        told = [replace(held, fields={**held.fields, **line.fields})] if held else []
        return standing.with_lines(told)
    if becomes.fields is not None:
        return standing.with_lines([_corrected(standing, order, line, becomes)])
    model = held or (standing.line(order, cut) if cut is not None else None)
    if model is None:
        raise ValueError(f"a change of {order} does not say from what its line {line.key} goes on")
    changed = replace(
        model,
        key=line.key,
        source=model.source if held else line.source,
        quantity=becomes.quantity,
        units=becomes.units,
        amount=becomes.amount,
        service=becomes.service,
        invoiced=model.invoiced if held else _NOTHING,
        returned_units=model.returned_units if held else _NOTHING,
        returned=model.returned if held else Money(0, becomes.amount.currency),
        planned=model.planned if held else (),
        alone=line.alone or model.alone,
    )
    return standing.with_lines([changed])


def _corrected(
    standing: Standing, order: ExternalId, line: DocumentLine, becomes: Becomes
) -> OrderLine:
    """Return a line as a correction of its own deal leaves it, or adds it."""
    held = standing.line(order, line.key)
    whole = replace(
        line,
        quantity=becomes.quantity,
        units=becomes.units,
        amount=becomes.amount,
        service=becomes.service,
        fields={**(held.fields if held else {}), **(becomes.fields or {})},
    )
    if held is None:
        return sold(order, whole, len(standing.lines))
    return replace(
        sold(order, whole, held.place),
        planned=held.planned,
        invoiced=held.invoiced,
        keeps_dates=held.keeps_dates,
    )


def _given_back(standing: Standing, order: ExternalId, line: DocumentLine) -> Standing:
    key = line.fields["orderLine"]
    held = next(one for one in standing.lines if (one.order, one.key) == (order, key))
    given = replace(
        held,
        returned_units=held.returned_units - line.units,
        returned=held.returned - line.amount,
    )
    return standing.with_lines([given])


def _planning(standing: Standing, document: EarlierDocument, key: int) -> Standing:
    """Add what a change plans; the plan of a return is its own, beside that of the order line."""
    held = standing.line(_target(document), key)
    if document.kind is not Kind.ORDER_CHANGE or held is None:
        return standing
    together = by_period((*held.planned, *document.planned(key)))
    planned = tuple(part for part in together if part.amount)
    invoiced = document.invoiced.get(key, held.invoiced)
    return standing.with_lines([replace(held, planned=planned, invoiced=invoiced)])


def element_of(line: DocumentLine) -> tuple[ExternalId, int]:
    """Return which line of which document a line of a merge request is about."""
    return ExternalId(str(line.fields["document"])), int(str(line.fields["line"]))


def _merged(standing: Standing, line: DocumentLine, moved: Iterable[PlannedRevenue]) -> Standing:
    """Move the plan of an order line by what a merge moves; that of a return is no order line's."""
    held = standing.line(*element_of(line))
    if held is None:
        return standing
    together = by_period((*held.planned, *moved))
    planned = tuple(part for part in together if part.amount)
    return standing.with_lines([replace(held, planned=planned, is_merged=True)])
