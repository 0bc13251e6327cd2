"""Prepaid credits and use as lines: what is sold ahead, and what is owed when it is rated."""

from collections.abc import Iterator

from bridge.mappers.shape.parts import Part
from bridge.mappers.shape.standing import Standing
from bridge.model.deal import Line


def drawn_down(line: Line, standing: Standing) -> Iterator[Part]:
    """Credits are an order line at their price; they make no plan by time, use makes revenue."""
    for step in line.segments:
        amended = step.revises or line.revises
        yield Part(
            source=step.id,
            root=standing.root_of(amended) if amended else step.id,
            quantity=step.quantity,
            amount=step.amount,
            service=None,
        )


def as_rated(_line: Line, _standing: Standing) -> Iterator[Part]:
    """Use is no part of the order: each term that was rated is a usage document of its own."""
    yield from ()


def as_order(_line: Line, _standing: Standing) -> Iterator[Part]:
    """Each term that was rated is an order of its own: where NetSuite does not bill by use."""
    yield from ()
