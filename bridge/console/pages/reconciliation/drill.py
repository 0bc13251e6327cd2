"""The lines of a class of a statement in a period: each with what is told of it, and its amount."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request

from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.console.pages.leafing import chosen
from bridge.console.pages.retracing import retracing_of
from bridge.console.visits import Visit
from bridge.errors import Misconfigured
from bridge.flow.explaining.figures import naming
from bridge.flow.reconciling.drilling import DrilledLine, drilled
from bridge.flow.reconciling.told import Told
from bridge.model.money import Money
from bridge.reconcile.classes import BY_CODE, VarianceClass

#: Lines of a class that are shown; its file has all.
_LINES_MAX = 100
#: What a line may tell besides its customer and its deal; a column that none fills is left away.
_TELLING: Mapping[str, Callable[[DrilledLine], str]] = {
    "Order": lambda one: one.line.order or "",
    "Subsidiary": lambda one: one.line.subsidiary or "",
    "Was": lambda one: one.proof.was,
    "Became": lambda one: one.proof.became,
    "Proof": lambda one: ", ".join(one.proof.records),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a class."""

    of: DrilledLine
    cells: tuple[str, ...]  #: in the order of the columns
    amount: Money
    ref: str  #: what explains it


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """The lines of a class in a period."""

    of: VarianceClass
    columns: tuple[str, ...]  #: those that any line fills
    rows: tuple[Row, ...]
    left_out: int
    total: Money
    said: Money  #: by the statement
    ref: str  #: what explains both

    @property
    def moved(self) -> bool:
        """Whether the lines come to something else than the statement says."""
        return self.total != self.said


def drill(visit: Visit, kept: KeptStatement, statement: Told, period: str) -> Drill | None:
    """Return the lines of a class: walked again, or as they were for the last look."""
    code = _code(visit.request)
    if code is None:
        return None
    currency = statement.currency
    with visit.console.store.reading() as view:
        walked = retracing_of(visit.request).walked(view, kept)
    found = drilled(walked.of(currency), code, (period,), _LINES_MAX)
    held = next((one for one in statement.sums if one.code == code), None)
    ref = naming.figure(kept, currency, naming.span(period), code).ref
    columns = tuple(name for name, tell in _TELLING.items() if any(map(tell, found.lines)))
    return Drill(
        of=BY_CODE[code],
        columns=columns,
        rows=tuple(
            Row(
                of=one,
                cells=tuple(_TELLING[name](one) for name in columns),
                amount=Money(one.minor, currency),
                ref=f"{ref}/{one.line.name}",
            )
            for one in found.lines
        ),
        left_out=found.left_out,
        total=Money(found.minor, currency),
        said=statement.amount(held, period) if held else Money(0, currency),
        ref=ref,
    )


def _code(request: Request) -> str | None:
    code = chosen(request, "class")
    if code and code not in BY_CODE:
        raise Misconfigured(
            f"there is no class {code[:40]!r}", where="class", act="choose one of the statement"
        )
    return code or None
