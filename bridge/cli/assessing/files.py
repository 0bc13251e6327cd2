"""An assessment in a file: a workbook, a page of Markdown, or JSON, as its name ends."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bridge.adapters.exporting import workbook
from bridge.errors import Misconfigured
from bridge.flow.assessing.scanning import Scan
from bridge.ledger.chain import Head
from bridge.model.ids import canonical
from bridge.reports.table import Column, Evidence, Report, Row, Type
from bridge.rulebooks.assessing import telling
from bridge.rulebooks.assessing.telling import Looked

_COLUMNS = (
    Column("code", "What stands in the way"),
    Column("deals", "Deals", Type.WHOLE),
    Column("alone", "Held by nothing else", Type.WHOLE),
    Column("amount", "Amount", Type.MONEY),
    Column("says", "Why"),
    Column("nearest", "Nearest"),
    Column("samples", "For example"),
)
ENDINGS = (".xlsx", ".md", ".json")


def checked(file: Path) -> Path:
    """Return a file that an assessment can be written to; Misconfigured for another ending."""
    if file.suffix not in ENDINGS:
        raise Misconfigured(
            f"a report is written as {', '.join(ENDINGS)}",
            where=f"--out {file}",
            act="let the name of the file end so",
        )
    return file


def write(scan: Scan, file: Path, looked: Looked, who: str, at: datetime) -> None:
    """Write an assessment; Misconfigured where the file cannot be written."""
    try:
        if file.suffix == ".xlsx":
            with file.open("wb") as to:
                workbook.write(report(scan, looked, at), to, who)
        elif file.suffix == ".md":
            text = telling.markdown(scan.assessment, looked, at)
            file.write_text(text, encoding="utf-8")
        else:
            file.write_bytes(canonical(telling.form(scan.assessment, looked)) + b"\n")
    except OSError as error:
        raise Misconfigured(
            f"the file cannot be written: {error.strerror}",
            where=str(file),
            act="name a file in a folder that you may write",
        ) from error


def report(scan: Scan, looked: Looked, at: datetime) -> Report:
    """Return what stands in the way as a table, a row for each cause and currency."""
    found = scan.assessment
    evidence = Evidence(
        population=f"{telling.deals(found, looked)}; {' '.join(looked.notes)}",
        filter="what holds deals back; a deal with several causes stands under each with all of it",
        as_of=at,
        rulebook=found.rulebook,
        ledger=Head(),
    )
    return Report(
        name="assessment",
        title=looked.title,
        columns=_COLUMNS,
        rows=tuple(_rows(scan)),
        evidence=evidence,
    )


def _rows(scan: Scan) -> Iterator[Row]:
    for cause in scan.assessment.causes:
        says = "; ".join(says for says, _ in cause.says)
        samples = ", ".join(f"{one.name} ({one.id})" for one in cause.samples)
        for amount in cause.amounts.values():
            counts = (cause.code, cause.deals, cause.alone)
            yield (*counts, amount, says, cause.nearest, samples)
