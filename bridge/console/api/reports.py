"""Reports: the same values as in the workbooks, with the evidence of each."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query

from bridge.console.api.forms import Form, MoneyForm, Named
from bridge.console.problems import Missing
from bridge.console.visits import Visit, needs
from bridge.flow.reporting.catalogue import REPORTS, Wish, report
from bridge.flow.reporting.close import Terms
from bridge.model.money import Money
from bridge.people.roles import Permission
from bridge.reports.table import Cell, Report, Type

router = APIRouter(prefix="/reports", tags=["reports"])
Seeing = Annotated[Visit, needs(Permission.SEE)]
CellForm = MoneyForm | int | datetime | date | str | None


class KnownForm(Form):
    """A report, and what it can be asked for."""

    name: str
    says: str
    takes: tuple[str, ...]


class KnownForms(Form):
    """The reports that there are."""

    reports: tuple[KnownForm, ...]


class ColumnForm(Form):
    """A column of a report."""

    name: str
    title: str
    type: Type


class EvidenceForm(Form):
    """What shows that a report is whole."""

    population: str
    filter: str
    as_of: datetime
    rules: str
    ledger_entry: int
    ledger_hash: str
    ties: str
    sha256: str


class ReportForm(Form):
    """A report: columns, rows in their order, sums by column, and the evidence."""

    name: str
    title: str
    columns: tuple[ColumnForm, ...]
    rows: tuple[tuple[CellForm, ...], ...]
    totals: dict[str, tuple[MoneyForm, ...]]
    evidence: EvidenceForm


@router.get("")
def list_reports(visit: Seeing) -> KnownForms:
    """List the reports that there are."""
    del visit
    return KnownForms(
        reports=tuple(
            KnownForm(
                name=name, says=one.says, takes=tuple(sorted(t.name.lower() for t in one.takes))
            )
            for name, one in REPORTS.items()
        )
    )


@router.get("/{name}")
def show_report(
    visit: Seeing,
    name: Named,
    as_of: Annotated[date | None, Query()] = None,
    period: Annotated[str | None, Query(pattern=r"^\d{4}-\d{2}$")] = None,
) -> ReportForm:
    """Take a report from the books: as of the end of a day, or of a month, where it can be."""
    if name not in REPORTS:
        raise Missing("There is no such report.")
    console = visit.console
    terms = Terms(thresholds=console.settings.close.thresholds)
    wish = Wish(now=console.clock(), as_of=as_of, period=period, terms=terms)
    with console.store.reading() as view:
        return _form(report(view, name, wish))


def _form(one: Report) -> ReportForm:
    evidence = one.evidence
    return ReportForm(
        name=one.name,
        title=one.title,
        columns=tuple(ColumnForm(name=c.name, title=c.title, type=c.type) for c in one.columns),
        rows=tuple(tuple(map(_cell, row)) for row in one.rows),
        totals={name: MoneyForm.of_all(sums.values()) for name, sums in one.totals.items()},
        evidence=EvidenceForm(
            population=evidence.population,
            filter=evidence.filter,
            as_of=evidence.as_of,
            rules=evidence.rulebook,
            ledger_entry=evidence.ledger.seq,
            ledger_hash=evidence.ledger.hash,
            ties=evidence.ties,
            sha256=one.digest,
        ),
    )


def _cell(cell: Cell) -> CellForm:
    return MoneyForm.of(cell) if isinstance(cell, Money) else cell
