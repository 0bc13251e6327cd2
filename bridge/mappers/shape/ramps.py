"""Ramps: one promise whose quantity or price changes by steps."""

from collections.abc import Iterator
from dataclasses import replace

from bridge.mappers.shape.parts import Part
from bridge.mappers.shape.quotes import as_priced
from bridge.mappers.shape.standing import Standing
from bridge.model.calendar import whole_months
from bridge.model.deal import Line
from bridge.model.flags import Flag


def as_segments(line: Line, standing: Standing) -> Iterator[Part]:
    """Each step of a ramp is an order line of its own, recognised over its own term."""
    return as_priced(line, standing)


def separate_contracts(line: Line, standing: Standing) -> Iterator[Part]:
    """
    Each step behind the first is an order of its own, with what else begins on its day.

    Where the customer may leave at each step without a penalty, no step is promised before the one
    ahead of it is served: each is a contract of its own, and NetSuite arranges it alone.
    """
    first, *later = as_priced(line, standing)
    yield first
    for part in later:
        yield replace(part, apart=part.service.start if part.service else None)


def straight_line_total(line: Line, standing: Standing) -> Iterator[Part]:
    """
    Each step is an order line as priced, and all of them are recognised over the whole term.

    Billing stays as priced; the revenue of the line is level from its first day to its last.
    """
    for part in as_priced(line, standing):
        yield replace(part, service=line.term)


def by_unit_months(line: Line, standing: Standing) -> Iterator[Part | Flag]:
    """
    Each step is an order line as priced; its revenue is its share of the unit-months.

    Every unit of every month costs the same: 100, 150 and 200 seats of a year each recognise 2/9,
    3/9 and 4/9 of the total. The order line carries its fair value, so that NetSuite allocates so.
    """
    lengths = [whole_months(step.term) if step.term else None for step in line.segments]
    whole = [length for length in lengths if length is not None]
    weights = [
        int(step.quantity.scaleb(4) * length)
        for step, length in zip(line.segments, whole, strict=False)
    ]
    if len(whole) < len(lengths) or min(weights) < 0 or not any(weights):
        yield Flag(
            "UNIT_MONTHS_UNKNOWN",
            f"the steps of line {line.id} are not all whole months of units, so their unit-months "
            "cannot be counted; choose another treatment, or let each step last whole months",
            (f"line {line.id}",),
            line.amount,
        )
        return
    shares = line.amount.split(weights)
    for part, share in zip(as_priced(line, standing), shares, strict=True):
        yield replace(part, allocated=share)
