"""The ledger: entries, the last one first, and what the accounts hold."""

from datetime import UTC, date, datetime, time
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from bridge.adapters.store.browsing.entries import EntryFilter
from bridge.console.api.books.forms import EntryForm
from bridge.console.api.forms import Cursor, Filter, Form, Listed, MoneyForm, link_next
from bridge.console.problems import Missing
from bridge.console.visits import Visit, needs
from bridge.ledger.entries import EntryKind
from bridge.model.ids import DealId
from bridge.people.roles import Permission

router = APIRouter(prefix="/ledger", tags=["ledger"])
Seeing = Annotated[Visit, needs(Permission.SEE)]


class Entries(Cursor):
    """Which entries are wanted."""

    kind: EntryKind | None = None
    deal: Filter = ""
    actor: Filter = ""
    since: date | None = None
    before: date | None = None

    @property
    def filter(self) -> EntryFilter:
        """Which entries are wanted."""
        return EntryFilter(
            kind=self.kind,
            deal=self.deal or None,
            actor=self.actor,
            since=_beginning(self.since),
            before=_beginning(self.before),
        )


class Held(Form):
    """What an account holds; debits are positive."""

    account: str
    balance: MoneyForm


class Balances(Form):
    """What the accounts hold, and the entry up to which they were added up."""

    balances: tuple[Held, ...]
    head: int
    hash: str


@router.get("/entries")
def list_entries(
    visit: Seeing, wanted: Annotated[Entries, Query()], response: Response
) -> Listed[EntryForm]:
    """List entries of the ledger with their postings."""
    with visit.console.store.reading() as view:
        page = view.lists.entries.page(wanted.filter, wanted.reach)
    link_next(visit.request, response, page.next)
    return Listed(items=tuple(EntryForm.of(one) for one in page.items), next=page.next)


@router.get("/entries/{seq}")
def show_entry(visit: Seeing, seq: Annotated[int, Path(ge=1, lt=2**31)]) -> EntryForm:
    """Show an entry by its number."""
    with visit.console.store.reading() as view:
        found = view.lists.entries.one(seq)
    if found is None:
        raise Missing(f"The ledger has no entry {seq}.")
    return EntryForm.of(found)


@router.get("/balances")
def show_balances(visit: Seeing, deal: Annotated[Filter, Query()] = "") -> Balances:
    """Add up the postings by account and currency; of a deal, if one is named."""
    with visit.console.store.reading() as view:
        held = view.ledger.balances(deal=DealId(deal) if deal else None)
        head = view.ledger.head()
    balances = (
        Held(account=account, balance=MoneyForm.of(money))
        for (account, _), money in sorted(held.items())
        if money
    )
    return Balances(balances=tuple(balances), head=head.seq, hash=head.hash)


def _beginning(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None
