"""What the signs of a line say: a sale adds, and what is given up names what it takes from."""

from bridge.mappers.read.row import Reading
from bridge.mappers.roots import line_named
from bridge.model.deal import Action, Segment


def check(reading: Reading, step: Segment, action: Action) -> None:
    """
    Object to a step that is sold as an addition and takes away.

    One that gives no units back and has an amount below zero is a concession: less is owed for what
    was sold, and which of it that is, nothing says.
    """
    if action not in (Action.ADD, Action.INCREASE):
        return
    if step.quantity < 0:
        _object_to_decrease(reading, step)
    elif step.amount.minor < 0:
        _object_to_concession(reading, step)


def _object_to_decrease(reading: Reading, step: Segment) -> None:
    reading.object(
        "NEGATIVE_SALE",
        f"the line is sold as an addition, with quantity {step.quantity:f} and amount "
        f"{step.amount}; a decrease must say what it takes from",
        line_named(step.id),
        line=step.id,
        nearest="sell it as an amendment that decreases or cancels an earlier line",
    )


def _object_to_concession(reading: Reading, step: Segment) -> None:
    reading.object(
        "CONCESSION",
        f"the line grants {-step.amount}, and takes no units back; which price it lowers, and from "
        "when on, is not said",
        line_named(step.id),
        line=step.id,
        nearest="lower the price of the line that it is for: cancel that line for the days to "
        "come, and sell it anew at the lower price",
    )
