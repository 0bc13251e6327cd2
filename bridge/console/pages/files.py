"""What a page shows as a file: a workbook, or comma-separated values with their evidence."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from io import BytesIO
from typing import TypeVar

from starlette.responses import Response

from bridge.adapters.exporting import comma_separated, workbook
from bridge.adapters.store.browsing.pages import PAGE_MAX, Page, Reach
from bridge.console.visits import Visit
from bridge.flow.reporting.asking import Asked
from bridge.people.roles import Reader
from bridge.reports.cutoff import Cutoff
from bridge.reports.table import Report

Item = TypeVar("Item")


class File(StrEnum):
    """A form of a report, as its name ends."""

    XLSX = "xlsx"
    CSV = "csv"
    ABOUT = "about.csv"  #: what shows that the other file of comma-separated values is whole


_TYPES: Mapping[File, str] = {
    File.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    File.CSV: "text/csv; charset=utf-8",
    File.ABOUT: "text/csv; charset=utf-8",
}


def download(report: Report, file: File, reader: Reader) -> Response:
    """Answer with a report as a file to be kept; Misconfigured for more rows than it can hold."""
    to, by = BytesIO(), reader.name
    match file:
        case File.XLSX:
            workbook.write(report, to, by, reader.prefers.negatives)
        case File.CSV:
            comma_separated.write(report, to, mark=True)
        case File.ABOUT:
            comma_separated.write_evidence(report, to, by, mark=True)
    name = f"{report.name}-{report.evidence.as_of:%Y-%m-%d}.{file}"
    kept = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(to.getvalue(), headers=kept, media_type=_TYPES[file])


def exported(visit: Visit, file: File, taken: Callable[[Asked], Report]) -> Response:
    """Answer with a list as a file: all of it that matches, as it is at one moment."""
    with visit.console.store.reading() as view:
        asked = Asked(view=view, cutoff=Cutoff.of(None, visit.console.clock()))
        report = taken(asked)
    return download(report, file, visit.reader)


def every(page: Callable[[Reach], Page[Item]]) -> Iterator[Item]:
    """Yield all that a list holds, from its first page to its last."""
    found = page(Reach(limit=PAGE_MAX))
    yield from found.items
    while found.next is not None:
        found = page(Reach(found.next, PAGE_MAX))
        yield from found.items


def in_words(filters: Mapping[str, object]) -> str:
    """
    Say by what a list is narrowed; what says nothing is left out.

    >>> in_words({"state": "OPEN", "text": ""}), in_words({"text": None})
    ("state is 'OPEN'", 'none')
    """
    return ", ".join(f"{name} is {str(one)!r}" for name, one in filters.items() if one) or "none"
