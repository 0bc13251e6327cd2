"""Merges of revenue arrangements, and the revenue accountants who agree to them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Self

from fastapi import APIRouter, Depends
from starlette.responses import Response

from bridge.adapters.store.database import Transaction
from bridge.console.api.forms import Form, MoneyForm, Named
from bridge.console.api.matching import IfMatch, etag_of, require_match
from bridge.console.api.operating.streams import Why
from bridge.console.api.repeating import Once, named
from bridge.console.pages.merges import entitled, looking
from bridge.console.problems import Missing
from bridge.console.security.proving import proves_by_call
from bridge.console.visits import Visit, needs
from bridge.flow.merging import accepting, approving
from bridge.flow.merging.approving import Asked, Seen
from bridge.ledger.merges import Approval
from bridge.model.document import Merging, State
from bridge.model.ids import Digest
from bridge.people.roles import Permission

router = APIRouter(prefix="/merges", tags=["merges"], route_class=Once)
Seeing = Annotated[Visit, needs(Permission.SEE)]
Agreeing = Annotated[Visit, proves_by_call(Permission.APPROVE_MERGES)]


class ApprovalForm(Form):
    """Who approved a merge as it stands, and why."""

    by: str
    at: datetime
    effective: date
    reason: str

    @classmethod
    def of(cls, one: Approval) -> Self:
        """Return an approval."""
        return cls(by=one.by, at=one.at, effective=one.on, reason=one.reason)


class MergeForm(Form):
    """A merge as it is asked for."""

    merge: str
    deal: str
    contract: str
    state: State
    prospective: bool
    effective: date
    sources: tuple[str, ...]
    amount: MoneyForm
    approval: ApprovalForm | None

    @classmethod
    def of(cls, one: Asked, merging: Merging) -> Self:
        """Return a merge."""
        document = one.document
        return cls(
            merge=document.claim.external_id,
            deal=document.deal,
            contract=document.contract,
            state=document.claim.state,
            prospective=merging.prospective,
            effective=merging.on,
            sources=merging.sources,
            amount=MoneyForm.of(document.amount),
            approval=ApprovalForm.of(one.approval) if one.approval else None,
        )


class MergeForms(Form):
    """All merges, in the order of the books."""

    merges: tuple[MergeForm, ...]


@router.get("")
def list_merges(visit: Seeing) -> MergeForms:
    """List merges as the books know them; NetSuite is not asked."""
    with visit.console.store.reading() as view:
        every = approving.asked_for(view, settled=True)
        forms = (MergeForm.of(one, approving.merging(view, one)) for one in every)
        return MergeForms(merges=tuple(forms))


@router.get("/{merge}")
def show_merge(visit: Seeing, merge: Named, response: Response) -> MergeForm:
    """Show a merge as the books know it; NetSuite is not asked."""
    return _answered(visit, merge, response)


@dataclass(frozen=True, slots=True)
class Agreed:
    """A merge that is agreed to, as it was seen (`If-Match`)."""

    visit: Visit
    seen: Seen


def _agreed(visit: Agreeing, merge: Named, if_match: IfMatch = None) -> Agreed:
    with visit.console.store.reading() as view:
        form, seen = _known(view, merge)
    require_match(if_match, etag_of(form, seen=seen), "The merge")
    return Agreed(visit, Seen(merge, seen))


As = Annotated[Agreed, Depends(_agreed)]


@router.post("/{merge}/approve", dependencies=[Depends(named)])
def approve_merge(merge: Named, agreed: As, sent: Why, response: Response) -> MergeForm:
    """Approve a merge as it was seen, in the name of the reader; then a pass submits it."""
    visit = agreed.visit
    store, by = visit.console.store, visit.reader.name
    approving.approve(store, agreed.seen, by=by, reason=sent.reason, entitled=entitled(visit))
    return _answered(visit, merge, response)


@router.post("/{merge}/accept", dependencies=[Depends(named)])
def accept_merge(merge: Named, agreed: As, sent: Why, response: Response) -> MergeForm:
    """Let a merge stand that was made otherwise than asked for, in the name of the reader."""
    visit, by = agreed.visit, agreed.visit.reader.name
    with visit.console.asking.take():
        accepting.accept(
            looking(visit), agreed.seen, by=by, reason=sent.reason, entitled=entitled(visit)
        )
    return _answered(visit, merge, response)


def _answered(visit: Visit, name: str, response: Response) -> MergeForm:
    with visit.console.store.reading() as view:
        form, seen = _known(view, name)
    response.headers["ETag"] = etag_of(form, seen=seen)
    return form


def _known(view: Transaction, name: str) -> tuple[MergeForm, Digest]:
    """Return a merge, and the digest of what it asks for."""
    for one in approving.asked_for(view, settled=True):
        if one.document.claim.external_id == name:
            return MergeForm.of(one, approving.merging(view, one)), one.document.digest
    raise Missing("There is no such merge.")
