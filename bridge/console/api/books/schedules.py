"""Predicted schedules, and explanations of every number."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from bridge.adapters.store.browsing.schedules import ScheduleFilter
from bridge.console.api.books.forms import ScheduleForm
from bridge.console.api.forms import Code, Cursor, Filter, Form, Listed, MoneyForm, link_next
from bridge.console.pages.retracing import retracing_of
from bridge.console.visits import Visit, needs
from bridge.flow.explaining.explanation import Explanation
from bridge.flow.explaining.telling import explain
from bridge.people.roles import Permission

router = APIRouter(tags=["schedules"])
Seeing = Annotated[Visit, needs(Permission.SEE)]


class Schedules(Cursor):
    """Which schedules are wanted."""

    currency: Code = None
    contract: Filter = ""
    method: Filter = ""
    q: Filter = ""

    @property
    def filter(self) -> ScheduleFilter:
        """Which schedules are wanted."""
        return ScheduleFilter(
            currency=self.currency,
            contract=self.contract or None,
            method=self.method or None,
            text=self.q,
        )


class FactForm(Form):
    """One thing that is known, and under which reference it is explained itself."""

    name: str
    says: str
    ref: str | None


class ChapterForm(Form):
    """One step on the way from the source to the number."""

    title: str
    facts: tuple[FactForm, ...]


class OperandForm(Form):
    """A part of the sentence, and the reference under which it is explained itself."""

    says: str
    ref: str


class ExplanationForm(Form):
    """What a reference stands for; `recomputed` says whether it still comes out as recorded."""

    ref: str
    sentence: str
    operands: tuple[OperandForm, ...]
    amount: MoneyForm | None
    recomputed_amount: MoneyForm | None  #: None where documents are compared, by their digests
    chapters: tuple[ChapterForm, ...]
    recomputed: bool | None
    verdict: str


@router.get("/schedules")
def list_schedules(
    visit: Seeing, wanted: Annotated[Schedules, Query()], response: Response
) -> Listed[ScheduleForm]:
    """List predicted schedules line by line, with the amount of each period."""
    with visit.console.store.reading() as view:
        page = view.lists.schedules.page(wanted.filter, wanted.reach)
    link_next(visit.request, response, page.next)
    return Listed(items=tuple(ScheduleForm.of(one) for one in page.items), next=page.next)


@router.get("/explain")
def explain_reference(
    visit: Seeing, ref: Annotated[Filter, Query(min_length=1)]
) -> ExplanationForm:
    """Explain what a reference stands for: a document, a line, a period of it, an entry."""
    return _explained(visit, ref)


@router.get("/explain/{ref:path}")
def explain_named(visit: Seeing, ref: Annotated[Filter, Path(min_length=1)]) -> ExplanationForm:
    """Explain what the address names, slashes and all, as `/explain?ref=` does."""
    return _explained(visit, ref)


def _explained(visit: Visit, ref: str) -> ExplanationForm:
    with visit.console.store.reading() as view:
        return _form(explain(view, retracing_of(visit.request), ref))


def _form(told: Explanation) -> ExplanationForm:
    chapters = (
        ChapterForm(
            title=chapter.title,
            facts=tuple(
                FactForm(name=one.name, says=one.says, ref=one.ref) for one in chapter.facts
            ),
        )
        for chapter in told.chapters
    )
    return ExplanationForm(
        ref=told.ref,
        sentence=told.sentence,
        operands=tuple(
            OperandForm(says=one.says, ref=one.ref) for one in told.phrases if one.ref is not None
        ),
        amount=MoneyForm.of(told.amount) if told.amount is not None else None,
        recomputed_amount=MoneyForm.of(told.again) if told.again is not None else None,
        chapters=tuple(chapters),
        recomputed=told.recomputed,
        verdict=told.verdict,
    )
