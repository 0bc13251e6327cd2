"""Reconciliation: the last statement of a measure, a period of it as a waterfall, all as a grid."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.console.pages.files import File, download
from bridge.console.pages.leafing import Choice, address, chosen, filters
from bridge.console.pages.reconciliation import signing
from bridge.console.pages.reconciliation.drill import Drill, drill
from bridge.console.pages.reconciliation.latest import definitions, latest
from bridge.console.pages.reconciliation.reading import Alone, Card, card
from bridge.console.pages.reconciliation.waterfall import Waterfall, waterfall
from bridge.console.problems import Missing
from bridge.console.saying import Said
from bridge.console.visits import Visit, needs
from bridge.errors import Misconfigured
from bridge.flow.explaining.figures import naming, reported
from bridge.flow.reconciling import daily, tabling
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.rolls import reporting
from bridge.flow.reconciling.rolls.reporting import ToldSum
from bridge.flow.reconciling.told import Sum, Told, lost, told
from bridge.model.money import Money
from bridge.people.roles import Permission

PATH = "/reconciliation"
router = APIRouter(prefix=PATH)
Seeing = Annotated[Visit, needs(Permission.SEE)]
#: Periods beside each other.
_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class GridRow:
    """A line of the statement over the periods that are shown."""

    of: Sum
    path: str  #: to its lines in the chosen period
    cells: tuple[tuple[Money, str], ...]  #: with what explains each
    year: tuple[Money, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One currency of a statement."""

    told: Told
    period: str
    chart: Waterfall
    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    refs: Mapping[str, str]  #: what explains the figures of the period, by class
    unexplained: tuple[Money, str]
    drill: Drill | None  #: into a class that is asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The last statement of a measure; without `shown` none was made yet."""

    measures: tuple[Choice, ...]
    definitions: tuple[Choice, ...]  #: of recurring revenue; none for other measures
    may_reconcile: bool
    reading: Card  #: how far both systems are read
    currencies: tuple[Choice, ...] = ()
    periods: tuple[Choice, ...] = ()
    signatures: signing.Card | None = None  #: of the chosen period
    look: Choice | None = None  #: with the totals, or without
    shown: Shown | None = None
    by: str = ""  #: the name of the definition
    definition: tuple[tuple[str, str], ...] = ()
    #: In one currency, and of what it is made, with what explains each, and what was converted.
    reported: tuple[tuple[ToldSum, str, str], ...] = ()
    lost: tuple[str, ...] = ()  #: of deals of which nobody can read what they sold
    made_at: datetime | None = None
    as_of: str = ""
    digest: str = ""
    lines: int = 0
    filters: str = ""


@router.get("")
def reconciliation(visit: Seeing) -> Response:
    """Show the last statement of a measure: nothing is read from either system."""
    request = visit.request
    measure = _measure(request)
    with visit.console.store.reading() as view:
        kept = latest(visit, view, measure)
        known = definitions(visit, view, measure)
        reading = card(view, visit.console.clock(), filters(request))
    bare = Page(
        measures=tuple(
            Choice(
                one.value, address(request, {"measure": one.value, "class": None}), one is measure
            )
            for one in Measures
        ),
        definitions=known,
        may_reconcile=(
            visit.reader.may(Permission.TRIAGE) and visit.console.settings.reconcile.every_h > 0
        ),
        reading=reading,
    )
    each = told(kept) if kept else ()
    shown = bare if kept is None or not each else _page(visit, kept, each, bare)
    return visit.shows("reconciliation/page.html", shown)


@router.get("/reading")
def reading(visit: Seeing) -> Response:
    """Show how far both systems are read: a part of the page, which asks for it by itself."""
    with visit.console.store.reading() as view:
        found = card(view, visit.console.clock(), filters(visit.request))
    return visit.shows("reconciliation/reading.html", Alone(replace(found, is_alone=True)))


@router.post("")
def reconcile(visit: Annotated[Visit, needs(Permission.TRIAGE)]) -> Response:
    """Let the daemon read both systems and make statements as soon as it can."""
    console = visit.console
    if not console.settings.reconcile.every_h:
        raise Misconfigured(
            "the daemon makes no statements",
            where="reconcile.every_h",
            act="set it to the hours between two, or let whoever runs it reconcile by command",
        )
    with console.store.transaction("statement_wanted", actor=visit.reader.name) as tx:
        tx.people.accounts.permit(Permission.TRIAGE)
        tx.turns.make_due(daily.NAME)
    return visit.goes_to(PATH, Said("Both systems are read; the new statements stand here then."))


@router.get("/export.{file}")
def export(visit: Seeing, file: File) -> Response:
    """Give the last statement of a measure as a file: a row for each step of each period."""
    measure = _measure(visit.request)
    with visit.console.store.reading() as view:
        kept = latest(visit, view, measure)
        if kept is None:
            raise Missing("No statement of that measure was made yet.")
        found = tabling.report(view, kept)
    return download(found, file, visit.reader)


def _page(visit: Visit, kept: KeptStatement, each: tuple[Told, ...], bare: Page) -> Page:
    request = visit.request
    statement = _of_currency(request, each)
    period = _period(request, statement)
    with_totals = chosen(request, "totals") != "no"
    return replace(
        bare,
        currencies=tuple(
            Choice(
                one.currency.code,
                address(request, {"currency": one.currency.code, "class": None}),
                one is statement,
            )
            for one in each
        ),
        periods=tuple(
            Choice(name, address(request, {"period": name}), name == period)
            for name in statement.periods
        ),
        look=Choice(
            "Steps only" if with_totals else "With totals",
            address(request, {"totals": "no" if with_totals else None}),
            is_here=False,
        ),
        signatures=signing.card(visit, period),
        shown=_shown(visit, kept, statement, period),
        by=kept.content.get("definition", {}).get("name", ""),
        definition=tuple(_defined(kept.content.get("definition", {}))),
        reported=tuple((one, *reported.refs(kept, one)) for one in reporting.told(kept.content)),
        lost=lost(kept.content),
        made_at=kept.made_at,
        as_of=kept.as_of.isoformat(),
        digest=kept.digest,
        lines=statement.lines,
        filters=filters(request),
    )


def _shown(visit: Visit, kept: KeptStatement, statement: Told, period: str) -> Shown:
    request = visit.request
    last = statement.periods.index(period) + 1
    columns = statement.periods[max(0, last - _COLUMNS) : last]
    year = tuple(name for name in columns if name[:4] == period[:4])
    paths = [_path(request, one, period) for one in statement.sums]
    named = partial(naming.figure, kept, statement.currency)
    rows = tuple(
        GridRow(
            one,
            path,
            tuple(
                (statement.amount(one, name), named(naming.span(name), one.code).ref)
                for name in columns
            ),
            (statement.whole(one, year), named(naming.span(*year), one.code).ref),
        )
        for one, path in zip(statement.sums, paths, strict=True)
        if one.is_end or one.is_unexplained or any(one.minor.get(name) for name in columns)
    )
    unexplained = named(naming.ALL, naming.UNEXPLAINED)
    return Shown(
        told=statement,
        period=period,
        chart=waterfall(statement, period, paths, totals=chosen(request, "totals") != "no"),
        columns=columns,
        rows=rows,
        refs={one.code: named(naming.span(period), one.code).ref for one in statement.sums},
        unexplained=(statement.unexplained, unexplained.ref),
        drill=drill(visit, kept, statement, period),
    )


def _path(request: Request, one: Sum, period: str) -> str:
    code = None if one.is_end else one.code
    return address(request, {"period": period, "class": code})


def _measure(request: Request) -> Measures:
    asked = chosen(request, "measure") or Measures.PLAN.value
    if asked not in tuple(Measures):
        raise Misconfigured(
            f"there is no measure {asked[:40]!r}",
            where="measure",
            act=f"choose {', '.join(Measures)}",
        )
    return Measures(asked)


def _of_currency(request: Request, each: tuple[Told, ...]) -> Told:
    asked = chosen(request, "currency").upper() or each[0].currency.code
    found = next((one for one in each if one.currency.code == asked), None)
    if found is None:
        raise Misconfigured(
            f"the statement has no books in {asked[:40]!r}",
            where="currency",
            act=f"choose {', '.join(one.currency.code for one in each)}",
        )
    return found


def _period(request: Request, statement: Told) -> str:
    asked = chosen(request, "period") or statement.periods[-1]
    if asked not in statement.periods:
        raise Misconfigured(
            f"the statement has no period {asked[:40]!r}",
            where="period",
            act=f"choose one from {statement.periods[0]} to {statement.periods[-1]}",
        )
    return asked


def _defined(form: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Say each choice of the definition in words, for no number of it means anything without."""
    yield from reporting.choices({name: form[name] for name in form if name != "name"})
    if form:
        yield "rate of this statement", reporting.OF_WALKS
