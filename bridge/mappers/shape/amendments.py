"""Amendments: what changes an earlier promise. The earlier order is never edited."""

from collections.abc import Iterator

from bridge.mappers.shape.parts import Part
from bridge.mappers.shape.quotes import as_priced
from bridge.model.deal import Line


def as_new_order(line: Line) -> Iterator[Part]:
    """An increase is an order of its own at its own price, recognised over what remains."""
    return as_priced(line)
