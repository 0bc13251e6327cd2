"""Statements of reconciliation and roll-forwards, as they were kept: nothing is read or made."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, Self

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from bridge.adapters.store.reconciling.statements import (
    KeptStatement,
    ListedStatement,
    StatementFilter,
)
from bridge.console.api.forms import Code, Cursor, Filter, Form, Listed, MoneyForm, link_next
from bridge.console.api.reconciling.reported import ReportedForm
from bridge.console.problems import Missing
from bridge.console.visits import Number, Visit, needs
from bridge.errors import Misconfigured
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.rolls import reporting
from bridge.flow.reconciling.told import Sum, Told, lost, told
from bridge.model.money import Currency, Money
from bridge.people.roles import Permission
from bridge.reconcile.classes import BY_CODE, Nature

router = APIRouter(prefix="/reconciliation/statements", tags=["reconciliation"])
Seeing = Annotated[Visit, needs(Permission.SEE)]
_Measure = Annotated[Measures | None, Field(description="From where to where it leads.")]
_Period = Annotated[
    Filter | None, Field(description="That was asked for; empty for those of all periods.")
]


class Spans(Cursor):
    """Which roll-forwards are wanted."""

    period: _Period = None


class Statements(Spans):
    """Which statements are wanted."""

    measure: _Measure = None
    definition: Annotated[Filter | None, Field(description="Of recurring revenue.")] = None

    @property
    def filter(self) -> StatementFilter:
        """Which statements are wanted."""
        return StatementFilter(
            measures=tuple(Measures) if self.measure is None else (self.measure,),
            period=self.period,
            definition=self.definition,
        )


class Lines(Cursor):
    """Which lines of a statement are wanted."""

    currency: Annotated[Code, Field(description="Of the books.")] = None
    code: Annotated[Filter, Field(description="Those that have an amount of this class.")] = ""


class ListedForm(Form):
    """What a statement is of; the digest is that of all that it says."""

    number: int
    measure: str
    definition: str | None  #: of recurring revenue
    period: str | None  #: that was asked for; None for all up to the day
    as_of: date
    made_at: datetime
    digest: str

    @classmethod
    def of(cls, one: ListedStatement) -> Self:
        """Return what a statement is of."""
        return cls(
            number=one.id,
            measure=one.measure,
            definition=one.definition or None,
            period=one.period or None,
            as_of=one.as_of,
            made_at=one.made_at,
            digest=one.digest,
        )


class SumForm(Form):
    """An end of a statement: what it comes to, and in which periods."""

    amount: MoneyForm
    periods: dict[str, MoneyForm]

    @classmethod
    def of(cls, one: Sum, told: Told) -> Self:
        """Return a line of a statement."""
        return cls(**_amounts(one, told))


class ClassForm(SumForm):
    """A class of a statement: what it means, what it comes to, and in which periods."""

    code: str
    name: str
    nature: Nature | None
    reverses: bool | None  #: None, like the nature, for a class that a release does not know

    @classmethod
    def of(cls, one: Sum, told: Told) -> Self:
        """Return a class of a statement."""
        return cls(
            **_amounts(one, told),
            code=one.code,
            name=one.title,
            nature=one.nature,
            reverses=one.of.reverses if one.of else None,
        )


def _amounts(one: Sum, told: Told) -> dict[str, Any]:
    periods = [name for name in told.periods if one.minor.get(name)]
    return {
        "amount": MoneyForm.of(told.whole(one, told.periods)),
        "periods": {name: MoneyForm.of(told.amount(one, name)) for name in periods},
    }


class BooksForm(Form):
    """What a statement says of one currency of the books: the start and the classes are the end."""

    currency: str
    variance_order: str
    periods: tuple[str, ...]
    start: SumForm
    classes: tuple[ClassForm, ...]
    end: SumForm
    unexplained: MoneyForm  #: neither lines nor periods are netted
    ties: bool
    lines: int

    @classmethod
    def of(cls, one: Told) -> Self:
        """Return a currency of a statement."""
        start, *classes, end = one.sums
        return cls(
            currency=one.currency.code,
            variance_order=one.order,
            periods=one.periods,
            start=SumForm.of(start, one),
            classes=tuple(ClassForm.of(each, one) for each in classes),
            end=SumForm.of(end, one),
            unexplained=MoneyForm.of(one.unexplained),
            ties=one.ties,
            lines=one.lines,
        )


class HeadForm(Form):
    """What all forms of statements begin with; `head` fills it."""

    number: int
    measure: str
    definition: dict[str, str | tuple[str, ...]] | None  #: every choice of it
    period: str | None
    as_of: date
    made_at: datetime
    digest: str
    rulebook: str | None  #: None where an earlier release kept it
    lost: tuple[str, ...]  #: deals that stand as one amount: why, where, and what to do


class StatementForm(HeadForm):
    """A statement, currency by currency; amounts of two are never added."""

    books: tuple[BooksForm, ...]
    reported: tuple[ReportedForm, ...]  #: the total first; none without a currency of reports

    @classmethod
    def of(cls, one: KeptStatement) -> Self:
        """Return a statement."""
        return cls(
            **head(one),
            books=tuple(map(BooksForm.of, told(one))),
            reported=tuple(ReportedForm.of(one, each) for each in reporting.told(one.content)),
        )


def head(one: KeptStatement) -> dict[str, Any]:
    """Return of what a statement is, as all forms of statements have it."""
    return {
        "number": one.id,
        "measure": one.measure,
        "definition": one.content.get("definition"),
        "period": one.period or None,
        "as_of": one.as_of,
        "made_at": one.made_at,
        "digest": one.digest,
        "rulebook": one.content.get("rulebook"),
        "lost": lost(one.content),
    }


class LineForm(Form):
    """A line of a statement over all its periods: start, amounts of classes, and end."""

    line: str
    contract: str
    customer: str
    subsidiary: str | None
    start: MoneyForm
    classes: dict[str, MoneyForm]
    end: MoneyForm

    @classmethod
    def of(cls, one: dict[str, Any], currency: Currency) -> Self:
        """Return a line as it was kept."""

        def money(text: str) -> MoneyForm:
            return MoneyForm.of(Money.parse(text, currency))

        return cls(
            line=one["line"],
            contract=one["contract"],
            customer=one["customer"],
            subsidiary=one["subsidiary"],
            start=money(one["start"]),
            classes={code: money(text) for code, text in one["classes"].items()},
            end=money(one["end"]),
        )


@router.get("")
def list_statements(
    visit: Seeing, wanted: Annotated[Statements, Query()], response: Response
) -> Listed[ListedForm]:
    """List the statements that are kept, the newest first."""
    with visit.console.store.reading() as view:
        page = view.reconciling.statements.page(wanted.filter, wanted.reach)
    link_next(visit.request, response, page.next)
    return Listed(items=tuple(map(ListedForm.of, page.items)), next=page.next)


@router.get("/{number}")
def show_statement(visit: Seeing, number: Number) -> StatementForm:
    """Show a statement: the start, every class by period, and the end."""
    return StatementForm.of(_known(visit, number))


@router.get("/{number}/lines")
def list_lines(
    visit: Seeing, number: Number, wanted: Annotated[Lines, Query()], response: Response
) -> Listed[LineForm]:
    """List the lines of a statement with what each has of every class."""
    if wanted.code and wanted.code not in BY_CODE:
        raise Misconfigured(
            f"there is no class {wanted.code[:40]!r}", where="code", act="take one of the statement"
        )
    rows = list(_lines(_known(visit, number), wanted))
    after = wanted.reach.keys(int)
    page = wanted.reach.page(
        [one for one in rows if after is None or one[0] > int(after[0])],
        lambda one: LineForm.of(one[1], one[2]),
        lambda one: (one[0],),
    )
    link_next(visit.request, response, page.next)
    return Listed(items=page.items, next=page.next)


def _lines(kept: KeptStatement, wanted: Lines) -> Iterator[tuple[int, dict[str, Any], Currency]]:
    """Yield the lines that are wanted, each with its place in the statement and its currency."""
    places = (
        (line, Currency(form["currency"]))
        for form in kept.content["statements"]
        for line in form["lines"]
    )
    for place, (line, currency) in enumerate(places):
        is_wanted = wanted.currency in (None, currency.code)
        if is_wanted and (not wanted.code or wanted.code in line["classes"]):
            yield place, line, currency


def _known(visit: Visit, number: int) -> KeptStatement:
    kept = one_kept(visit, number)
    if kept is None or kept.measure not in tuple(Measures):
        raise Missing("There is no such statement, or it is kept no longer.")
    return kept


def one_kept(visit: Visit, number: int) -> KeptStatement | None:
    """Return what is kept under a number; None if nothing is."""
    with visit.console.store.reading() as view:
        return view.reconciling.statements.of(number)
