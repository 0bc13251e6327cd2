"""The lines that make a class of a statement, each with its proof: as they are walked again."""

from collections.abc import Collection
from dataclasses import dataclass

from bridge.flow.reconciling.walked.figures import Figures
from bridge.flow.reconciling.walked.line import WalkedLine
from bridge.reconcile.steps.move import Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class DrilledLine:
    """What a line has of a class, in minor units, and which records show why."""

    line: WalkedLine
    minor: int
    proof: Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class Drilled:
    """The largest lines of a class, and what all of them come to, in minor units."""

    lines: tuple[DrilledLine, ...]
    left_out: int  #: lines that are smaller
    minor: int


def drilled(figures: Figures, code: str, periods: Collection[str], most: int) -> Drilled:
    """Return the lines that a class has in some periods, the largest first, so many at most."""
    behind = figures.behind(code, periods)
    each = ((figures.line(one.name), one.minor) for one in behind[:most])
    return Drilled(
        lines=tuple(
            DrilledLine(line=line, minor=minor, proof=_proof(line, code))
            for line, minor in each
            if line is not None
        ),
        left_out=max(0, len(behind) - most),
        minor=sum(one.minor for one in behind),
    )


def _proof(line: WalkedLine, code: str) -> Proof:
    return next((one.proof for one in line.steps if one.code == code), Proof())
