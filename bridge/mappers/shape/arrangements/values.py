"""
What each line would sell for alone, and how the lines of a new order share by it.

The item table says of an item whether NetSuite allocates by its fair value, and at which price of
a unit: for a year of what is charged again and again, else for the unit as it is. What an order
change leaves of a line keeps the ratio of its amount and its fair value; what is given back has
the part of the fair value that its quantity is. NetSuite allocates each order for itself before
anything is merged.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from bridge.mappers.judge import Judged
from bridge.mappers.shape import standing
from bridge.mappers.shape.order_line import OrderLine
from bridge.mappers.shape.standing import Standing
from bridge.model.calendar import years
from bridge.model.deal import Charge, Segment
from bridge.model.document import Document, DocumentLine, Kind
from bridge.model.flags import Flag
from bridge.model.ids import LineId
from bridge.model.money import total
from bridge.model.schedule import Method
from bridge.model.schedules.allocation import Allocation, NoFairValue, Share, allocated
from bridge.model.standalone import StandAlone

Steps = Mapping[LineId, tuple[Judged, Segment]]


@dataclass(frozen=True, slots=True)
class Lacking:
    """Why new orders cannot be allocated."""

    flags: tuple[Flag, ...]


def valued(
    documents: Sequence[Document], judged: Sequence[Judged], before: Standing
) -> tuple[Document, ...] | Lacking:
    """
    Return documents whose lines say what they would sell for alone, as far as rules say it.

    `before` is what stands without them.
    """
    steps = {step.id: (one, step) for one in judged for step in one.line.segments}
    found = [_valued(document, steps, before) for document in documents]
    flags = tuple(one for one in found if isinstance(one, Flag))
    if flags:
        return Lacking(flags)
    return tuple(one for one in found if isinstance(one, Document))


def _valued(document: Document, steps: Steps, before: Standing) -> Document | Flag:
    lines: Sequence[DocumentLine] | Flag
    match document.kind:
        case Kind.SALES_ORDER:
            lines = _shared(tuple(_sold(line, steps) for line in document.lines))
        case Kind.ORDER_CHANGE:
            lines = list(_changes(document, before))
        case _:
            lines = [_given_back(line, document, before) for line in document.lines]
    if isinstance(lines, Flag):
        return lines
    worth = tuple(lines)
    # Where no rule says what things are worth alone, each line is as it was.
    return document if worth == document.lines else replace(document, lines=worth)


def share_of(line: DocumentLine) -> Share | None:
    """Return what a line brings to an allocation; None where nobody has said how."""
    if line.alone is None:
        return None
    value = line.alone.fair_value
    return Share(
        sold=line.amount,
        fair_value=None if value is None else Fraction(value),
        allocation=line.alone.allocation,
    )


def _sold(line: DocumentLine, steps: Steps) -> DocumentLine:
    one, step = steps[line.source]
    if one.allocation is None:
        return line
    if line.allocated is not None:  # its share of a ramp is what the order line says it is worth
        worth = StandAlone(allocation=Allocation.NORMAL, fair_value=line.allocated.decimal())
        return replace(line, alone=worth)
    by_time = one.line.charge is Charge.RECURRING and step.term is not None
    time = years(step.term) if by_time and step.term else Fraction(1)
    units = Fraction(line.units) * time
    return replace(line, alone=StandAlone.of(one.allocation, one.fair_value, units))


def _changes(document: Document, before: Standing) -> Iterator[DocumentLine]:
    """What a line becomes keeps the ratio of the line, or of the one from which it goes on."""
    models = {one.key: one for one in before.lines if one.order == document.target}
    for line, cut in standing.with_cut(document.lines):
        model = models.get(line.key) or (models.get(cut) if cut is not None else None)
        if model is not None:
            models[line.key] = model
        yield _changed(line, model)


def _changed(line: DocumentLine, model: OrderLine | None) -> DocumentLine:
    if model is None or model.alone is None or line.becomes is None:
        return line
    return replace(line, alone=model.alone.part(line.becomes.amount, model.amount))


def _given_back(line: DocumentLine, document: Document, before: Standing) -> DocumentLine:
    lot = _lot(document, line, before)
    if lot is None or lot.alone is None:
        return line
    return replace(line, alone=lot.alone.given_back(-line.quantity, lot.quantity))


def _lot(document: Document, line: DocumentLine, stands: Standing) -> OrderLine | None:
    key = line.fields.get("orderLine")
    if document.target is None or not isinstance(key, int):
        return None
    return stands.line(document.target, key)


def _shared(lines: tuple[DocumentLine, ...]) -> tuple[DocumentLine, ...] | Flag:
    """Allocate a new order for itself; its lines keep their amounts where that changes nothing."""
    taking = [one for one in lines if one.alone and one.alone.allocation is Allocation.NORMAL]
    shares = [share for one in taking if (share := share_of(one))]
    if not shares:
        return lines
    try:
        revenue = allocated(shares)
    except NoFairValue as error:
        return _without_value(taking, str(error))
    if list(revenue) == [one.amount for one in taking]:
        return lines
    pairs = zip(taking, revenue, strict=True)
    moved = [one for one, amount in pairs if amount != one.amount and one.method is Method.ON_USE]
    if moved:
        return _drawn_otherwise(moved)
    by_key = {one.key: amount for one, amount in zip(taking, revenue, strict=True)}
    return tuple(replace(one, allocated=by_key.get(one.key, one.allocated)) for one in lines)


def _drawn_otherwise(moved: Sequence[DocumentLine]) -> Flag:
    """Journals draw what credits were sold for: of another revenue they would draw a wrong part."""
    items = ", ".join(dict.fromkeys(one.item for one in moved))
    return Flag(
        "CREDITS_ALLOCATED",
        f"by fair values {items} would have another revenue than its price, and what is drawn of "
        "it is journalled by its price",
        tuple(f"order product {one.source}" for one in moved),
        total((one.amount for one in moved), moved[0].amount.currency),
        nearest=f"let {items} keep its own amount: EXCLUDE as its allocation in the table of items",
    )


def _without_value(taking: Sequence[DocumentLine], says: str) -> Flag:
    lacking = [one for one in taking if one.alone and one.alone.fair_value is None] or taking
    items = ", ".join(dict.fromkeys(one.item for one in lacking))
    return Flag(
        "FAIR_VALUE_MISSING",
        f"{says}: NetSuite shares the total of an order by fair values, and the rules have none "
        f"for {items}",
        tuple(f"order product {one.source}" for one in lacking),
        total((one.amount for one in lacking), lacking[0].amount.currency),
        nearest=f"give {items} a fair value in the table of items, or exclude it from allocation",
    )
