"""Ramps: one promise whose quantity or price changes by steps."""

from collections.abc import Iterator

from bridge.mappers.shape.parts import Part
from bridge.mappers.shape.quotes import as_priced
from bridge.model.deal import Line


def as_segments(line: Line) -> Iterator[Part]:
    """Each step of a ramp is an order line of its own, recognised over its own term."""
    return as_priced(line)


def straight_line_total(line: Line) -> Iterator[Part]:
    """
    Each step is an order line as priced, and all of them are recognised over the whole term.

    Billing stays as priced; the revenue of the line is level from its first day to its last.
    """
    for step in line.segments:
        yield Part(source=step.id, quantity=step.quantity, amount=step.amount, service=line.term)
