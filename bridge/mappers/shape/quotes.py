"""Lines as they were quoted: one price over one term, or handed over at once."""

from collections.abc import Iterator

from bridge.mappers.shape.parts import Part
from bridge.model.deal import Line


def as_priced(line: Line) -> Iterator[Part]:
    """Each step is an order line at its own price, recognised over its own term."""
    for step in line.segments:
        yield Part(source=step.id, quantity=step.quantity, amount=step.amount, service=step.term)
