"""
The statement: every class of every period, in one currency at a time, down to the line.

Amounts of several currencies are never added: a statement is of one currency of the books.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from bridge.model.money import Currency, Money
from bridge.reconcile.classes import CLASSES, VARIANCE_ORDER
from bridge.reconcile.matching import matches
from bridge.reconcile.sides import Sides
from bridge.reconcile.valuing import Calendar, Valuer, Vector
from bridge.reconcile.walk import Route, Walk, walk

UNEXPLAINED = "UNX-1"


@dataclass(frozen=True, slots=True)
class LineStatement:
    """One match within the periods of a statement; amounts in minor units by class."""

    name: str  #: by which `Drill` finds the match again
    contract: str
    customer: str
    subsidiary: str | None
    start: int
    classes: tuple[tuple[str, int], ...]  #: in the order of the walk; none at nothing
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """
    From the start to NetSuite, for a grid of periods, in minor units of one currency.

    `classes` holds all codes that were found, in the order of the classes, each with its amounts
    by period; lines may cancel one another there, and do not in `lines`.
    """

    currency: Currency
    periods: tuple[str, ...]
    order: str  #: the name of the order in which variances were attributed
    start: Vector
    classes: Mapping[str, Vector]
    end: Vector
    lines: tuple[LineStatement, ...]
    #: What no class explains, never netted: neither between lines nor between periods.
    unexplained: Money

    @property
    def ties(self) -> bool:
        """Whether start and classes add up to the end in every period; else we are wrong."""
        return all(
            self.start.get(period, 0)
            + sum(vector.get(period, 0) for vector in self.classes.values())
            == self.end.get(period, 0)
            for period in self.periods
        )

    def amount(self, code: str) -> Money:
        """Return what a class comes to over the periods."""
        return Money(sum(self.classes.get(code, {}).values()), self.currency)

    def by_contract(self) -> Mapping[str, Mapping[str, int]]:
        """Return the classes of each contract, in minor units."""
        found: dict[str, dict[str, int]] = {}
        for line in self.lines:
            sums = found.setdefault(line.contract, {})
            for code, minor in line.classes:
                sums[code] = sums.get(code, 0) + minor
        return found


@dataclass(slots=True)
class _Sums:
    """What the walks of one currency come to so far."""

    start: dict[str, int] = field(default_factory=dict)
    classes: dict[str, dict[str, int]] = field(default_factory=dict)
    end: dict[str, int] = field(default_factory=dict)
    lines: list[LineStatement] = field(default_factory=list)
    unexplained: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """What a statement is of: from where to where, and for which periods."""

    route: Route
    periods: tuple[str, ...]


def statements(sides: Sides, grid: Grid) -> tuple[Statement, ...]:
    """
    Reconcile the two sides; one statement for each currency of the books, in order of their codes.

    Raises ValueError if the accounting periods have a gap.
    """
    sums: dict[Currency, _Sums] = {}
    wanted = frozenset(grid.periods)
    for walked in walks(sides, grid.route):
        _note(walked, sums.setdefault(walked.match.base, _Sums()), wanted)
    return tuple(_statement(base, sums[base], grid) for base in sorted(sums))


def walks(sides: Sides, route: Route, names: Collection[str] | None = None) -> Iterator[Walk]:
    """
    Walk every match, or again those that a statement calls by some names, for their proofs.

    Raises ValueError if the accounting periods have a gap.
    """
    calendar = calendar_of(sides)
    valuers: dict[Currency, Valuer] = {}
    for match in matches(sides):
        if names is None or match.name in names:
            base = match.base
            valuer = valuers.get(base) or valuers.setdefault(base, Valuer(calendar, base))
            yield walk(match, route, valuer)


def calendar_of(sides: Sides) -> Calendar:
    """Return the periods that hold every day of both sides."""
    days = list(_days(sides)) or [period.term.start for period in sides.periods]
    if not days:
        raise ValueError("there is no day and no accounting period to reconcile")
    return Calendar(sides.periods, min(days), max(days))


def _days(sides: Sides) -> Iterator[date]:
    for booked in sides.booked:
        yield booked.close_on
        for terms in (*booked.sold, *(one.terms for one in booked.ruled)):
            yield from (terms.term.start, terms.term.end) if terms.term else ()
        yield from (one.dated for one in booked.ruled)
    for held in sides.held:
        yield held.dated
        yield from (held.terms.term.start, held.terms.term.end) if held.terms.term else ()


def _note(walked: Walk, sums: _Sums, wanted: frozenset[str]) -> None:
    start = _add(_within(walked.start, wanted), sums.start)
    by_class: dict[str, int] = {}
    for step in walked.steps:
        amounts = _within(step.amounts, wanted)
        if not amounts:
            continue
        minor = _add(amounts, sums.classes.setdefault(step.code, {}))
        by_class[step.code] = by_class.get(step.code, 0) + minor
        if step.code == UNEXPLAINED:
            sums.unexplained += sum(map(abs, amounts.values()))
    end = _add(_within(walked.end, wanted), sums.end)
    if start or end or by_class:
        match = walked.match
        sums.lines.append(
            LineStatement(
                match.name,
                match.contract,
                match.customer,
                match.subsidiary,
                start,
                tuple(by_class.items()),
                end,
            )
        )


def _within(vector: Vector, wanted: frozenset[str]) -> Vector:
    """Return what lies in the wanted periods."""
    if vector.keys() <= wanted:
        return vector
    return {period: minor for period, minor in vector.items() if period in wanted}


def _add(vector: Vector, sums: dict[str, int]) -> int:
    """Add each period to the sums; return how much that was in all."""
    for period, minor in vector.items():
        sums[period] = sums.get(period, 0) + minor
    return sum(vector.values())


def _statement(base: Currency, sums: _Sums, grid: Grid) -> Statement:
    codes = (one.code for one in CLASSES if one.code in sums.classes)
    return Statement(
        currency=base,
        periods=grid.periods,
        order=VARIANCE_ORDER,
        start=sums.start,
        classes={code: sums.classes[code] for code in codes},
        end=sums.end,
        lines=tuple(sums.lines),
        unexplained=Money(sums.unexplained, base),
    )
