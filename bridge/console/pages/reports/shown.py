"""The reports that there are, one of them in pages, and as files."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.responses import Response

from bridge.adapters.exporting import evidence
from bridge.adapters.store.browsing.pages import PAGE
from bridge.console.pages.files import File, download
from bridge.console.pages.leafing import address, chosen, filters
from bridge.console.pages.reports.asked import taken
from bridge.console.visits import Visit, needs
from bridge.flow.reporting.catalogue import REPORTS, Takes
from bridge.people.roles import Permission
from bridge.reports.table import Cell, Column, Report, Type

router = APIRouter(prefix="/reports")
Seeing = Annotated[Visit, needs(Permission.SEE)]
#: Further than any report reaches.
_PAGES_MAX = 1_000_000
#: Reports that have a page of their own.
_ELSEWHERE = {"close": "/close"}


@dataclass(frozen=True, slots=True)
class Offered:
    """A report that there is."""

    name: str
    says: str
    path: str


@dataclass(frozen=True, slots=True)
class Offers:
    """All reports."""

    reports: tuple[Offered, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a row, and the page that it leads to; empty where it leads nowhere."""

    type: Type
    cell: Cell
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A part of a report, with the evidence of all of it."""

    report: Report
    says: str
    rows: tuple[tuple[Place, ...], ...]
    first: int  #: number of the first row that is shown, from 1 on
    evidence: tuple[tuple[str, str], ...]
    back: str | None
    onward: str | None
    filters: str  #: for the addresses of its files
    takes_as_of: bool
    takes_period: bool
    as_of: str
    period: str


@router.get("")
def reports(visit: Seeing) -> Response:
    """List the reports that there are."""
    offered = (
        Offered(name, one.says, _ELSEWHERE.get(name, f"/reports/{name}"))
        for name, one in REPORTS.items()
    )
    return visit.shows("reports/list.html", Offers(tuple(offered)))


@router.get("/{name}.about.csv")
def evidence_file(visit: Seeing, name: str) -> Response:
    """Give what shows that a report is whole, beside its comma-separated values."""
    return download(taken(visit, name), File.ABOUT, visit.reader)


@router.get("/{name}.{file}")
def report_file(visit: Seeing, name: str, file: File) -> Response:
    """Give a report as a file: all of its rows."""
    return download(taken(visit, name), file, visit.reader)


@router.get("/{name}")
def report(
    visit: Seeing, name: str, page: Annotated[int, Query(ge=1, le=_PAGES_MAX)] = 1
) -> Response:
    """Show a report, fifty rows at once."""
    found = taken(visit, name)
    request, first = visit.request, (page - 1) * PAGE
    takes = REPORTS[name].takes
    shown = Page(
        report=found,
        says=REPORTS[name].says,
        rows=tuple(_row(found.columns, row) for row in found.rows[first : first + PAGE]),
        first=first + 1,
        evidence=tuple(evidence.lines(found, visit.reader.name)),
        back=address(request, {"page": str(page - 1)}) if page > 1 else None,
        onward=(
            address(request, {"page": str(page + 1)}) if first + PAGE < len(found.rows) else None
        ),
        filters=filters(request, without="page"),
        takes_as_of=Takes.AS_OF in takes,
        takes_period=Takes.PERIOD in takes,
        as_of=chosen(request, "as_of"),
        period=chosen(request, "period"),
    )
    return visit.shows("reports/report.html", shown)


def _row(columns: tuple[Column, ...], row: tuple[Cell, ...]) -> tuple[Place, ...]:
    names = {one.name for one in columns}
    return tuple(
        Place(column.type, cell, _path(column.name, cell, names))
        for column, cell in zip(columns, row, strict=True)
    )


def _path(column: str, cell: Cell, names: set[str]) -> str:
    """Return the page about what a cell names: a deal, an exception, an entry of the ledger."""
    if cell in (None, ""):
        return ""
    match column:
        case "deal" if "account_name" in names:
            return f"/deals/{quote(str(cell), safe='')}"
        case "exception":
            return f"/exceptions/{cell}"
        case "entry":
            return f"/explain?ref=entry:{cell}"
        case _:
            return ""
