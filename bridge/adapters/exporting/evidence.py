"""What a file says of its report besides the rows: what shows that it is whole."""

from collections.abc import Iterator
from datetime import datetime

from bridge.reports.table import Report


def lines(report: Report, by: str) -> Iterator[tuple[str, str]]:
    """Yield names and texts of the evidence, in the order in which people read it."""
    evidence = report.evidence
    yield "Report", report.title
    yield "Population", evidence.population
    yield "Filter", evidence.filter
    yield "As of", moment(evidence.as_of)
    yield "Rules", evidence.rulebook
    yield "Ledger", f"up to entry {evidence.ledger.seq}, hash {evidence.ledger.hash}"
    if evidence.ties:
        yield "Tie-out", evidence.ties
    yield "Rows", str(len(report.rows))
    titles = {one.name: one.title for one in report.columns}
    for name, sums in report.totals.items():
        for one in sums.values():
            yield f"Total of {titles[name]}", str(one)
    yield "SHA-256", report.digest
    yield "Taken by", by


def moment(at: datetime) -> str:
    """Return a moment as people read it; all of them are UTC."""
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
