"""
Tells what a rulebook leaves out as a whole: tables, mappings, shapes, and days on which none holds.

None of it is a guess that the bridge would make: such a deal is an exception with its amount. But a
rulebook that leaves something out says so when it is checked, and not deal by deal.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from bridge.mappers.shape import recognise
from bridge.rulebooks.findings.written import finding, read_bodies, sections
from bridge.rules.diagnostics import Diagnostic, Severity
from bridge.rules.files.header import Effective
from bridge.rules.files.nodes import Place, Section, Text
from bridge.rules.outcomes import NOT_IN_EFFECT, RULE_MISSING, SHAPE_UNDECIDED
from bridge.rules.rulebook import Rulebook
from bridge.rules.tables.rule import Rule
from bridge.rules.tables.table_reader import SCOPE

_DAY = timedelta(days=1)
_KINDS = ("table", "lookup", "mapping")
#: The mappings that every deal is asked for.
_DOCUMENTS = ("sales_order", "sales_order_line")

#: The days between two, both ends included.
Days = tuple[date, date]


def findings(files: Mapping[str, str], rulebook: Rulebook) -> tuple[Diagnostic, ...]:
    """Return what is left out, of a rulebook without errors."""
    bodies = read_bodies(files)
    scope = rulebook.tables.get(SCOPE)
    return (
        *_undeclared(rulebook),
        *_undecided_shapes(rulebook),
        *(_days_without(scope, rulebook, bodies) if scope else ()),
    )


def _undeclared(rulebook: Rulebook) -> Iterator[Diagnostic]:
    needed = [
        ("table", SCOPE, rulebook.tables.keys()),
        *(("mapping", name, rulebook.mappings.keys()) for name in _DOCUMENTS),
    ]
    for kind, name, known in needed:
        if name not in known:
            yield finding(
                Place(f"{name}.yaml", 1, 1, 1),
                f"no file declares the {kind} {name}: every deal becomes {RULE_MISSING}",
                f"{kind}: {name}",
                Severity.WARNING,
            )


def _undecided_shapes(rulebook: Rulebook) -> Iterator[Diagnostic]:
    for shape, treatments in recognise.names().items():
        if treatments and shape not in rulebook.deciding:
            yield finding(
                Place(".", 1, 1, 1),
                f"no table decides {shape}: such a line becomes {SHAPE_UNDECIDED}",
                f"decides: [{shape}], in a table that gives one of {', '.join(treatments)}",
                Severity.NOTE,
            )


def _days_without(
    scope: Rule, rulebook: Rulebook, bodies: Mapping[str, Section]
) -> Iterator[Diagnostic]:
    """Yield each rule that is not in effect on days on which deals are in scope."""
    places = dict(_places(bodies))
    asked = {name for body in bodies.values() for name in _asked(body)}
    alone: list[tuple[str, tuple[Effective, ...]]] = [
        (f"mapping {name}", (each.effective,)) for name, each in rulebook.mappings.items()
    ]
    for kind, rules in (("table", rulebook.tables), ("lookup", rulebook.lookups)):
        alone += [
            (f"{kind} {name}", (each.effective,)) for name, each in rules.items() if name in asked
        ]
    for name, effective in alone:
        for days in _left(scope.effective, effective):
            yield _told(places[name], f"the {name} is not in effect", days)
    for shape, tables in rulebook.deciding.items():
        place = places[f"table {tables[0].name}"]
        for days in _left(scope.effective, [each.effective for each in tables]):
            yield _told(place, f"no table that decides {shape} is in effect", days)


def _places(bodies: Mapping[str, Section]) -> Iterator[tuple[str, Place]]:
    """Yield where each rule says on which days it decides."""
    for body in bodies.values():
        for kind in _KINDS:
            name, effective = body.get(kind), body.get("effective")
            if isinstance(name, Text) and effective is not None:
                yield f"{kind} {name.value}", effective.place


def _asked(body: Section) -> Iterator[str]:
    for _, use in sections(body.get("uses")):
        yield from (each.value for kind in _KINDS if isinstance(each := use.get(kind), Text))


def _told(place: Place, what: str, days: Days) -> Diagnostic:
    first, last = (day.isoformat() if date.min < day < date.max else "" for day in days)
    return finding(
        place,
        f"{what} {f'{first} .. {last}'.strip()}, when deals are in scope: that becomes "
        f"{NOT_IN_EFFECT}",
        "let it hold on these days, or let another rule",
        Severity.NOTE,
    )


def _left(whole: Effective, parts: Iterable[Effective]) -> Iterator[Days]:
    """
    Yield the days of a whole on which no part is in effect.

    >>> year = Effective(date(2026, 1, 1), date(2026, 12, 31))
    >>> [str(first) for first, _ in _left(year, [Effective(None, date(2026, 6, 30))])]
    ['2026-07-01']
    """
    start, end = _days(whole)
    for first, last in sorted(map(_days, parts)):
        if first > start:
            yield start, min(first - _DAY, end)
        if last >= end:
            return
        start = max(start, last + _DAY)
    if start <= end:
        yield start, end


def _days(effective: Effective) -> Days:
    return effective.first or date.min, effective.last or date.max
