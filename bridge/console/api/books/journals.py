"""Proposed journals, and the word of a person that one is posted."""

from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import Response

from bridge.adapters.store.browsing.journals import JournalFilter, ListedJournal, Posted
from bridge.console.api.forms import (
    Code,
    Cursor,
    Filter,
    Form,
    Listed,
    MoneyForm,
    Named,
    Sent,
    link_next,
)
from bridge.console.api.repeating import Once, named
from bridge.console.problems import Missing
from bridge.console.visits import Visit, needs
from bridge.flow import journals as flow
from bridge.flow.journals import Side
from bridge.model.ids import ExternalId
from bridge.people.roles import Permission

router = APIRouter(prefix="/journals", tags=["journals"], route_class=Once)
Seeing = Annotated[Visit, needs(Permission.SEE)]
Triaging = Annotated[Visit, needs(Permission.TRIAGE)]


class Journals(Cursor):
    """Which journals are wanted."""

    state: Posted | None = None
    currency: Code = None
    since: Annotated[date | None, Field(description="Dated on this day or later.")] = None
    before: Annotated[date | None, Field(description="Dated earlier than this day.")] = None
    q: Filter = ""

    @property
    def filter(self) -> JournalFilter:
        """Which journals are wanted."""
        return JournalFilter(
            standing=self.state,
            currency=self.currency,
            since=self.since,
            before=self.before,
            text=self.q,
        )


class SideForm(Form):
    """A line of a journal: an account, and what goes to one side of it."""

    account: str
    debit: MoneyForm | None
    credit: MoneyForm | None
    memo: str

    @classmethod
    def of(cls, one: Side) -> Self:
        """Return a line."""
        return cls(
            account=one.account,
            debit=None if one.debit is None else MoneyForm.of(one.debit),
            credit=None if one.credit is None else MoneyForm.of(one.credit),
            memo=one.memo,
        )


class JournalForm(Form):
    """A proposed journal, as a person posts it."""

    journal: str
    state: Posted
    dated: date
    amount: MoneyForm
    lines: tuple[SideForm, ...]
    netsuite_id: str | None
    deal: str
    deal_name: str
    customer: str

    @classmethod
    def of(cls, one: ListedJournal) -> Self:
        """Return a journal."""
        sides = flow.sides_of(one.body, one.currency)
        return cls(
            journal=one.external_id,
            state=Posted.DUE if flow.is_due(one.state) else Posted.POSTED,
            dated=one.dated,
            amount=MoneyForm.of(flow.debited(sides, one.currency)),
            lines=tuple(map(SideForm.of, sides)),
            netsuite_id=one.internal_id,
            deal=one.deal,
            deal_name=one.deal_name,
            customer=one.account_name,
        )


class PostedAs(Sent):
    """The journal in NetSuite that stands for a proposed one."""

    netsuite_id: Annotated[str, Field(pattern=r"^[0-9]{1,20}$", examples=["4711"])]


@router.get("")
def list_journals(
    visit: Seeing, wanted: Annotated[Journals, Query()], response: Response
) -> Listed[JournalForm]:
    """List proposed journals, the earliest day first."""
    with visit.console.store.reading() as view:
        page = view.lists.journals.page(wanted.filter, wanted.reach)
    link_next(visit.request, response, page.next)
    return Listed(items=tuple(JournalForm.of(one) for one in page.items), next=page.next)


@router.get("/{journal}")
def show_journal(visit: Seeing, journal: Named) -> JournalForm:
    """Show a proposed journal with its lines."""
    return _known(visit, journal)


@router.post("/{journal}/posted", dependencies=[Depends(named)])
def note_posted(visit: Triaging, journal: Named, sent: PostedAs) -> JournalForm:
    """Say that a person posted it: NetSuite is asked, and what it holds must tie."""
    _known(visit, journal)
    console = visit.console
    with console.asking.take():
        flow.note_posted(
            console.store,
            console.ends.netsuite,
            ExternalId(journal),
            sent.netsuite_id,
            visit.reader.name,
        )
    return _known(visit, journal)


def _known(visit: Visit, journal: str) -> JournalForm:
    with visit.console.store.reading() as view:
        found = view.lists.journals.one(journal)
    if found is None:
        raise Missing("There is no such proposed journal.")
    return JournalForm.of(found)
