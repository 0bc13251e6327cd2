"""What a line is economically, and which treatments there are for it."""

from collections.abc import Iterator
from dataclasses import replace

from bridge.mappers.shape import quotes, ramps
from bridge.mappers.shape.amendments import taking
from bridge.mappers.shape.credits import prepaid
from bridge.mappers.shape.parts import Treatment
from bridge.model.deal import Action, Charge, Deal, Line, Shape

#: What may be chosen for lines that give something up.
_TAKING: tuple[tuple[str, Treatment], ...] = (
    ("take_latest_first", taking.take_latest_first),
    ("take_earliest_first", taking.take_earliest_first),
)
#: What may be chosen for lines that come in pairs: one goes out, another comes in.
_EXCHANGING: tuple[tuple[str, Treatment], ...] = (
    ("exchange_latest_first", taking.exchange_latest_first),
    ("exchange_earliest_first", taking.exchange_earliest_first),
)
#: Every treatment by shape and name. Rules can name these and no others.
TREATMENTS: tuple[tuple[Shape, str, Treatment], ...] = (
    (Shape.FLAT, "as_priced", quotes.as_priced),
    (Shape.ONE_TIME, "as_priced", quotes.as_priced),
    (Shape.RAMP, "as_segments", ramps.as_segments),
    (Shape.RAMP, "separate_contracts", ramps.separate_contracts),
    (Shape.RAMP, "straight_line_total", ramps.straight_line_total),
    (Shape.RAMP, "by_unit_months", ramps.by_unit_months),
    (Shape.CREDIT_GRANT, "drawn_down", prepaid.drawn_down),
    (Shape.USAGE, "as_rated", prepaid.as_rated),
    (Shape.USAGE, "as_order", prepaid.as_order),
    (Shape.INCREASE, "as_new_order", taking.as_new_order),
    *((Shape.DECREASE, name, treatment) for name, treatment in _TAKING),
    *((Shape.CANCEL, name, treatment) for name, treatment in _TAKING),
    *((Shape.SWAP, name, treatment) for name, treatment in _EXCHANGING),
    *((Shape.PRICE_CHANGE, name, treatment) for name, treatment in _EXCHANGING),
    *((Shape.RENEWAL, name, treatment) for name, treatment in _EXCHANGING),
)

#: Shapes of lines that may take away.
_TAKING_SHAPES = frozenset(
    {Shape.DECREASE, Shape.CANCEL, Shape.SWAP, Shape.PRICE_CHANGE, Shape.RENEWAL}
)
_GIVING_UP = frozenset({Action.DECREASE, Action.CANCEL})
_REPRICING = ({Action.CANCEL, Action.ADD}, {Action.DECREASE, Action.ADD})
_BY_ACTION = {
    Action.INCREASE: Shape.INCREASE,
    Action.DECREASE: Shape.DECREASE,
    Action.CANCEL: Shape.CANCEL,
    Action.SWAP: Shape.SWAP,
    Action.RENEW: Shape.RENEWAL,
    Action.CHANGE: Shape.PRICE_CHANGE,
}


def shape_of(line: Line, deal: Deal) -> Shape:
    """
    Recognise the shape of a line in its deal.

    What it does to an earlier promise comes first, then how it is charged, then its steps. A line
    that is given up while the same product comes back for the same days is another price for it;
    one that is given up while another product comes in as a swap is one half of that.
    """
    if _is_repriced(line, deal):
        return Shape.PRICE_CHANGE
    if line.action in _GIVING_UP and _is_swapped(line, deal):
        return Shape.SWAP
    if line.action is Action.ADD or _is_metered(line, deal):
        return _shape_of_added(line, deal)
    return _BY_ACTION[line.action]


def _is_metered(line: Line, deal: Deal) -> bool:
    """Say whether a renewal begins credits or use anew: what is used decides, and no old line."""
    sells = line.action is Action.RENEW and line.quantity > 0
    granted = deal.metering is not None and deal.metering.grants_by(line.id)
    return sells and (granted or line.charge is Charge.USAGE)


def _shape_of_added(line: Line, deal: Deal) -> Shape:
    if deal.metering and deal.metering.grants_by(line.id):
        return Shape.CREDIT_GRANT
    if line.charge is Charge.USAGE:
        return Shape.USAGE
    if line.charge is Charge.ONE_TIME:
        return Shape.ONE_TIME
    return Shape.RAMP if len(line.segments) > 1 else Shape.FLAT


def _is_repriced(line: Line, deal: Deal) -> bool:
    """Say whether a line and another one of the deal are the old and the new price of one thing."""
    return any(
        {line.action, other.action} in _REPRICING
        and (line.product, line.term, line.quantity) == (other.product, other.term, -other.quantity)
        for other in deal.lines
    )


def _is_swapped(line: Line, deal: Deal) -> bool:
    """Say whether something comes in, by a swap, on the day on which a line goes out."""
    return any(
        other.action is Action.SWAP
        and other.quantity > 0
        and other.term is not None
        and line.term is not None
        and other.term.start == line.term.start
        for other in deal.lines
    )


def treatment(shape: Shape, name: str) -> Treatment:
    """Return a treatment by shape and name; the rulebook was checked against TREATMENTS."""
    return next(
        function for known, called, function in TREATMENTS if (known, called) == (shape, name)
    )


def one_by_one(line: Line, shape: Shape) -> Iterator[Line]:
    """
    Yield the steps of a line that are treated one after the other; the line itself for others.

    What one step takes away is gone when the next one is looked at.
    """
    if shape not in _TAKING_SHAPES or len(line.segments) == 1:
        yield line
        return
    for step in line.segments:
        yield replace(line, segments=(step,))


def names() -> dict[str, tuple[str, ...]]:
    """Return the names of treatments by shape, for the rulebook's vocabulary."""
    return {
        shape.value: tuple(called for known, called, _ in TREATMENTS if known is shape)
        for shape in Shape
    }
