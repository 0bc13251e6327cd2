"""Merges of revenue arrangements: what each waits for, and who agrees to it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bridge.adapters.store.database import Transaction
from bridge.console.forms import Form
from bridge.console.problems import Missing
from bridge.console.saying import Said
from bridge.console.security.proving import proves
from bridge.console.visits import Visit, needs
from bridge.flow.merging import accepting, approving
from bridge.flow.merging.approving import Asked, Entitled, Seen
from bridge.flow.merging.looking import Looking
from bridge.flow.merging.posting import MERGED_OTHERWISE
from bridge.model.document import Merging, State
from bridge.model.dossier import Package
from bridge.people.roles import Permission

PATH = "/merges"
router = APIRouter(prefix=PATH)
Seeing = Annotated[Visit, needs(Permission.SEE)]
Agreeing = Annotated[Visit, proves(Permission.APPROVE_MERGES)]
#: In which an approval still decides whether a merge goes.
_OPEN = frozenset({State.PREPARED, State.BLOCKED})


@dataclass(frozen=True, slots=True)
class Row:
    """A merge, and what it asks for."""

    asked: Asked
    merging: Merging

    @property
    def may_be_approved(self) -> bool:
        """Whether it waits for somebody who agrees."""
        return self.asked.document.claim.state in _OPEN and self.asked.approval is None

    @property
    def may_be_accepted(self) -> bool:
        """Whether it was made otherwise than it was asked for, and may be let stand."""
        document = self.asked.document
        return document.claim.state is State.REFUSED and document.error_code == MERGED_OTHERWISE


@dataclass(frozen=True, slots=True)
class Page:
    """All merges, in the order of the books, and the packages that were not asked to be merged."""

    rows: tuple[Row, ...]
    packages: tuple[Package, ...]


@dataclass(frozen=True, slots=True)
class One:
    """A merge, and what it still waits for."""

    row: Row
    waits_for: tuple[str, ...]
    may_agree: bool  #: whether the reader is one of those who approve
    names: tuple[str, ...]  #: whom the setting names; nobody: whoever has the role


@router.get("")
def merges(visit: Seeing) -> Response:
    """List merges as the books know them; NetSuite is not asked."""
    with visit.console.store.reading() as view:
        every = approving.asked_for(view, settled=True)
        rows = tuple(Row(one, approving.merging(view, one)) for one in every)
        packages = view.packages.open()
    return visit.shows("merges/list.html", Page(rows, packages))


@router.get("/{name}")
def merge(visit: Seeing, name: str) -> Response:
    """Show a merge, and what it waits for; NetSuite is asked, not changed."""
    with visit.console.store.reading() as view:
        row = _known(view, name)
    with visit.console.asking.take():
        waits_for = looking(visit).waits_for(row.asked.document)
    names = visit.console.settings.netsuite.merge_approvers
    may_agree = visit.reader.may(Permission.APPROVE_MERGES)
    if names:
        may_agree = may_agree and approving.among(names)(visit.reader.name) is not None
    return visit.shows("merges/merge.html", One(row, waits_for, may_agree, names))


@router.post("/{name}/approve")
def approve(visit: Agreeing, name: str, sent: Form) -> Response:
    """Approve a merge as it was seen, in the name of the reader; then a pass submits it."""
    store, by = visit.console.store, visit.reader.name
    seen = Seen(name, sent["seen"])
    approving.approve(store, seen, by=by, reason=sent["reason"], entitled=entitled(visit))
    return visit.goes_to(f"{PATH}/{name}", Said(f"{name} is approved."))


@router.post("/{name}/accept")
def accept(visit: Agreeing, name: str, sent: Form) -> Response:
    """Let a merge stand that was made otherwise than asked for, in the name of the reader."""
    by, seen = visit.reader.name, Seen(name, sent["seen"])
    with visit.console.asking.take():
        accepting.accept(
            looking(visit), seen, by=by, reason=sent["reason"], entitled=entitled(visit)
        )
    return visit.goes_to(f"{PATH}/{name}", Said(f"{name} is taken for done."))


def _known(view: Transaction, name: str) -> Row:
    for one in approving.asked_for(view, settled=True):
        if one.document.claim.external_id == name:
            return Row(one, approving.merging(view, one))
    raise Missing("There is no such merge.")


def entitled(visit: Visit) -> Entitled:
    """Return who may agree to merges."""
    console = visit.console
    return approving.entitled(console.store, console.settings.netsuite.merge_approvers)


def looking(visit: Visit) -> Looking:
    """Return what looks at merges in the books and in NetSuite."""
    return Looking(store=visit.console.store, merges=visit.console.ends.netsuite.merges)
