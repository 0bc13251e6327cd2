"""The ledger: every entry, the last one first."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bridge.adapters.store.browsing.entries import EntryFilter
from bridge.console.pages.files import File, every, exported, in_words
from bridge.console.pages.leafing import chosen, day_of, filters, onward, reach_of
from bridge.console.visits import Visit, needs
from bridge.flow.reporting.asking import Asked
from bridge.flow.reporting.lists import listed_entries
from bridge.ledger.chain import Finding, Head
from bridge.ledger.entries import Entry, EntryKind
from bridge.model.ids import DealId
from bridge.model.money import Money
from bridge.people.roles import Permission
from bridge.reports.table import Report

router = APIRouter(prefix="/ledger")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A part of the ledger."""

    rows: tuple[Entry, ...]
    onward: str | None
    filters: str  #: for the addresses of its files
    kinds: tuple[str, ...]
    kind: str
    deal: str
    actor: str
    since: str
    before: str
    head: Head
    balances: tuple[tuple[str, Money], ...]  #: by account, of the whole ledger or of the deal


@dataclass(frozen=True, slots=True)
class Proof:
    """What a proof of the books found."""

    findings: tuple[Finding, ...]
    head: Head


@router.get("")
def ledger(visit: Annotated[Visit, needs(Permission.SEE)]) -> Response:
    """List entries, and what the accounts hold."""
    request = visit.request
    wanted = _wanted(request)
    with visit.console.store.reading() as view:
        found = view.lists.entries.page(wanted, reach_of(request))
        held = view.ledger.balances(deal=DealId(wanted.deal) if wanted.deal else None)
        head = view.ledger.head()
    page = Page(
        rows=found.items,
        onward=onward(request, found.next),
        filters=filters(request),
        kinds=tuple(EntryKind),
        kind=wanted.kind or "",
        deal=wanted.deal or "",
        actor=wanted.actor,
        since=chosen(request, "since"),
        before=chosen(request, "before"),
        head=head,
        balances=tuple((name, money) for (name, _), money in sorted(held.items()) if money),
    )
    return visit.shows("ledger/page.html", page)


@router.get("/export.{file}")
def export(visit: Annotated[Visit, needs(Permission.SEE)], file: File) -> Response:
    """Give the entries that match as a file, the last one first."""
    wanted = _wanted(visit.request)
    names = ("kind", "deal", "actor", "since", "before")
    filtered = in_words({name: chosen(visit.request, name) for name in names})

    def taken(asked: Asked) -> Report:
        found = every(lambda reach: asked.view.lists.entries.page(wanted, reach))
        return listed_entries(asked, found, filtered)

    return exported(visit, file, taken)


@router.get("/proof")
def proof(visit: Annotated[Visit, needs(Permission.SEE)]) -> Response:
    """Prove the books: chain, balance of each entry, conservation, and that lists tell the same."""
    with visit.console.proving.take():
        findings = visit.console.store.verify()
    with visit.console.store.reading() as view:
        head = view.ledger.head()
    return visit.shows("ledger/proof.html", Proof(findings, head))


def _wanted(request: Request) -> EntryFilter:
    return EntryFilter(
        kind=chosen(request, "kind") or None,
        deal=chosen(request, "deal") or None,
        actor=chosen(request, "actor"),
        since=day_of(request, "since"),
        before=day_of(request, "before"),
    )
