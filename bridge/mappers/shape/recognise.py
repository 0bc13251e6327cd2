"""What a line is economically, and which treatments there are for it."""

from bridge.mappers.shape import amendments, quotes, ramps
from bridge.mappers.shape.parts import Treatment
from bridge.model.deal import Action, Charge, Line, Shape

#: Every treatment by shape and name. Rules can name these and no others.
TREATMENTS: tuple[tuple[Shape, str, Treatment], ...] = (
    (Shape.FLAT, "as_priced", quotes.as_priced),
    (Shape.ONE_TIME, "as_priced", quotes.as_priced),
    (Shape.RAMP, "as_segments", ramps.as_segments),
    (Shape.RAMP, "straight_line_total", ramps.straight_line_total),
    (Shape.INCREASE, "as_new_order", amendments.as_new_order),
)

_BY_ACTION = {
    Action.INCREASE: Shape.INCREASE,
    Action.DECREASE: Shape.DECREASE,
    Action.CANCEL: Shape.CANCEL,
    Action.SWAP: Shape.SWAP,
    Action.RENEW: Shape.RENEWAL,
    Action.CHANGE: Shape.PRICE_CHANGE,
}


def shape_of(line: Line) -> Shape:
    """
    Recognise the shape of a line.

    What it does to an earlier promise comes first, then how it is charged, then its steps.
    """
    if line.action is not Action.ADD:
        return _BY_ACTION[line.action]
    if line.charge is Charge.USAGE:
        return Shape.USAGE
    if line.charge is Charge.ONE_TIME:
        return Shape.ONE_TIME
    return Shape.RAMP if len(line.segments) > 1 else Shape.FLAT


def treatment(shape: Shape, name: str) -> Treatment:
    """Return a treatment by shape and name; the rulebook was checked against TREATMENTS."""
    return next(
        function for known, called, function in TREATMENTS if (known, called) == (shape, name)
    )


def names() -> dict[str, tuple[str, ...]]:
    """Return the names of treatments by shape, for the rulebook's vocabulary."""
    return {
        shape.value: tuple(called for known, called, _ in TREATMENTS if known is shape)
        for shape in Shape
    }
