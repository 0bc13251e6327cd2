"""Deals and documents."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from bridge.adapters.store.browsing.deals import DealFilter
from bridge.adapters.store.database import Transaction
from bridge.adapters.store.deals import WholeDeal
from bridge.console.api.books.forms import DealForm, DocumentForm, WholeDealForm
from bridge.console.api.forms import Code, Cursor, Filter, Listed, Named, link_next
from bridge.console.problems import Missing
from bridge.console.visits import Visit, needs
from bridge.ledger.judgement import DealState
from bridge.model.ids import DealId, ExternalId
from bridge.people.roles import Permission

router = APIRouter(tags=["deals"])
Seeing = Annotated[Visit, needs(Permission.SEE)]


class Deals(Cursor):
    """Which deals are wanted."""

    state: DealState | None = None
    currency: Code = None
    q: Filter = ""

    @property
    def filter(self) -> DealFilter:
        """Which deals are wanted."""
        return DealFilter(state=self.state, currency=self.currency, text=self.q)


@router.get("/deals")
def list_deals(
    visit: Seeing, wanted: Annotated[Deals, Query()], response: Response
) -> Listed[DealForm]:
    """List deals, the ones that were judged last first."""
    with visit.console.store.reading() as view:
        page = view.lists.deals.page(wanted.filter, wanted.reach)
    link_next(visit.request, response, page.next)
    return Listed(items=tuple(DealForm.of(one) for one in page.items), next=page.next)


@router.get("/deals/{deal}")
def show_deal(visit: Seeing, deal: Named) -> WholeDealForm:
    """Show a deal with its documents, their predicted schedules, and what is open on it."""
    with visit.console.store.reading() as view:
        return WholeDealForm.of(_whole(view, DealId(deal)))


@router.get("/documents/{external_id}")
def show_document(visit: Seeing, external_id: Named) -> DocumentForm:
    """Show a document by its external id."""
    with visit.console.store.reading() as view:
        name = view.lists.documents.named(ExternalId(external_id))
        if name is None:
            raise Missing("There is no such document.")
        held = _whole(view, view.lists.documents.deal_of(name)).documents
    return next(DocumentForm.of(one) for one in held if one.external_id == name)


def _whole(view: Transaction, deal: DealId) -> WholeDeal:
    found = view.deals.whole(deal)
    if found is None:
        raise Missing("There is no such deal.")
    return found
