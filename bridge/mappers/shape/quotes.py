"""Lines as they were quoted: one price over one term, or handed over at once."""

from collections.abc import Iterator

from bridge.mappers.shape.parts import Part
from bridge.mappers.shape.standing import Standing
from bridge.model.deal import Line


def as_priced(line: Line, standing: Standing) -> Iterator[Part]:
    """Each step is an order line at its own price, recognised over its own term."""
    for step in line.segments:
        amended = step.revises or line.revises
        yield Part(
            source=step.id,
            root=standing.root_of(amended) if amended else step.id,
            quantity=step.quantity,
            amount=step.amount,
            service=step.term,
        )
