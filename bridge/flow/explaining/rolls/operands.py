"""What a figure of a roll-forward is the sum of: other figures of it, each with its sign."""

from collections.abc import Iterator
from typing import NamedTuple

from bridge.flow.explaining.rolls.naming import Figure, Found
from bridge.flow.reconciling.rolls.drilling import CLOSING, OPENING
from bridge.flow.reconciling.rolls.told import GAP, Part, ToldLine
from bridge.model.money import Money
from bridge.reconcile.rolls.roll import Measured


class Operand(NamedTuple):
    """A summand: what it is called, with which sign it counts, and what explains it."""

    name: str
    amount: Money
    figure: Figure


def operands(found: Found) -> tuple[Operand, ...]:
    """Return what adds up to a figure of a period; nothing where lines of both systems do."""
    match found.figure.line:
        case "opening":
            return tuple(_before(found))
        case "closing" if found.told.measure is not Measured.BILLINGS:
            return tuple(_of(found, OPENING, Part.MOVEMENT, GAP))
        case "gap":
            return tuple(_gap(found))
        case "difference":
            return tuple(_difference(found))
        case _:
            return ()


def _before(found: Found) -> Iterator[Operand]:
    """An opening is the closing of the period before, where that is one of these."""
    periods, figure = found.told.periods, found.figure
    at = periods.index(figure.period or "")
    closing = found.told.line(CLOSING)
    if at and closing is not None:
        before = figure.beside(CLOSING, periods[at - 1])
        yield Operand(f"closing of {periods[at - 1]}", closing.amounts[at - 1], before)


def _of(found: Found, *wanted: str) -> Iterator[Operand]:
    """Yield the lines of these names or parts that are not nothing, and every end."""
    at = found.told.periods.index(found.figure.period or "")
    for line in found.told.lines:
        is_wanted = line.name in wanted or line.part in wanted
        if is_wanted and (line.amounts[at] or line.part is Part.END):
            yield Operand(line.title, line.amounts[at], found.figure.beside(line.name))


def _gap(found: Found) -> Iterator[Operand]:
    yield from _of(found, CLOSING)
    for one in _of(found, OPENING, Part.MOVEMENT):
        yield one._replace(name=f"less {one.name}", amount=-one.amount)


def _difference(found: Found) -> Iterator[Operand]:
    """What the accounts hold, less the closing and what is named of it."""
    at = found.told.periods.index(found.figure.period or "")
    is_tied = any(line.is_account for line in found.told.lines)
    for line in found.told.lines if is_tied else ():
        sign = 1 if line.is_account else -1
        if line.part is Part.ACCOUNT and line.amounts[at]:
            yield _signed(line, line.amounts[at], sign, found)
    closing = found.told.line(CLOSING)
    if closing is not None:
        yield _signed(closing, closing.amounts[at], -1, found)


def _signed(line: ToldLine, amount: Money, sign: int, found: Found) -> Operand:
    name = line.title if sign > 0 else f"less {line.title}"
    return Operand(name, amount if sign > 0 else -amount, found.figure.beside(line.name))
