"""The list as it is shown: rows, causes, tabs, and what filters may choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bridge.adapters.store.browsing.exceptions import CauseGroup, ExceptionList
from bridge.adapters.store.browsing.pages import Reach
from bridge.adapters.store.cases import ExceptionCase
from bridge.adapters.store.database import Transaction
from bridge.console.pages.exceptions.asked import Asked, View
from bridge.model.money import Money
from bridge.model.reasons.catalogue import CATALOGUE
from bridge.people.views import SavedView
from bridge.queue.cause import Cause
from bridge.queue.life import CaseState, ResolvedBy, WaitsFor

#: More causes than anybody reads; what is beyond them is told as a number.
_CAUSES = 100
#: A sentence with so many parts left out tells nobody anything.
_BLANKS = 3
_TITLES = {
    CaseState.OPEN: "Open",
    CaseState.WAITING: "Waiting",
    CaseState.SNOOZED: "Snoozed",
    CaseState.RESOLVED: "Resolved",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An exception in the list."""

    number: int
    url: str
    customer: str
    deal_name: str
    code: str
    says: str
    amount: Money
    since: datetime
    owner: str | None
    state: CaseState
    stands: str  #: whom it waits for or until when it rests; empty while it is open
    is_overdue: bool
    came_back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One state, and how many exceptions have it."""

    title: str
    state: CaseState
    url: str
    count: int
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the filters may choose from: what there is."""

    codes: tuple[str, ...]
    currencies: tuple[str, ...]
    owners: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of the list, or the causes."""

    asked: Asked
    tabs: tuple[Tab, ...]
    choices: Choices
    amounts: tuple[Money, ...]  #: of all that is asked for
    rows: tuple[Row, ...]
    more: str | None  #: the URL of what follows
    groups: tuple[CauseGroup, ...]
    more_groups: int
    views: tuple[SavedView, ...]  #: that the reader keeps, or that others share
    newest: int  #: the number of the exception that came last, whether or not it is asked for
    now: datetime

    @property
    def total(self) -> int:
        """How many exceptions were asked for."""
        return next(tab.count for tab in self.tabs if tab.is_here)

    def says(self, cause: Cause) -> str:
        """Return what exceptions have in common; what their code means where figures say most."""
        reason = CATALOGUE.get(cause.code)
        return reason.means if reason and cause.blanks >= _BLANKS else cause.says

    @property
    def shows_causes(self) -> bool:
        """Whether causes are shown, rather than exceptions."""
        return self.asked.shows is View.CAUSES


def listing(view: Transaction, asked: Asked, now: datetime, reader: str) -> Listing:
    """Return what is asked for, with the views of a reader."""
    queue, wanted = view.lists.exceptions, asked.filter
    causes = asked.shows is View.CAUSES
    groups = queue.causes(wanted, _CAUSES) if causes else None
    page = None if causes else queue.page(wanted, Reach(asked.after or None), asked.sort)
    following = page.next if page else None
    return Listing(
        asked=asked,
        tabs=tabs(queue, asked),
        choices=Choices(codes=queue.codes(), currencies=queue.currencies(), owners=queue.owners()),
        amounts=queue.amounts(wanted),
        rows=tuple(row(one, asked) for one in page.items) if page else (),
        more=asked.url(after=following, view=View.LIST) if following else None,
        groups=groups.shown if groups else (),
        more_groups=groups.more if groups else 0,
        views=view.people.views.of(reader),
        newest=queue.newest(),
        now=now,
    )


def tabs(queue: ExceptionList, asked: Asked) -> tuple[Tab, ...]:
    """Return the states with their counts, by the same filter."""
    counts: Mapping[CaseState, int] = queue.counts(asked.filter)
    return tuple(
        Tab(
            title=title,
            state=state,
            url=asked.url(state=state),
            count=counts[state],
            is_here=state is asked.state,
        )
        for state, title in _TITLES.items()
    )


def row(one: ExceptionCase, asked: Asked) -> Row:
    """Return an exception as a row."""
    first, *more = dict.fromkeys(flag.says for flag in one.flags)
    return Row(
        number=one.id,
        url=asked.of(one.id),
        customer=one.account_name,
        deal_name=one.deal_name,
        code=one.code,
        says=f"{first} (and {len(more)} more)" if more else first,
        amount=one.amount,
        since=one.opened_at,
        owner=one.lived.life.assignee,
        state=one.state,
        stands=stands(one),
        is_overdue=one.lived.life.escalated,
        came_back=one.returned is not None,
    )


WAITS_FOR_WORDS = {
    WaitsFor.ORIGIN: "sales",
    WaitsFor.RULE: "a rule",
    WaitsFor.NETSUITE: "NetSuite",
    WaitsFor.POLICY: "a policy",
    WaitsFor.SECOND: "a second person",
}
RESOLVED_BY_WORDS = {
    ResolvedBy.DEAL: "by the deal",
    ResolvedBy.RULES: "by rules",
    ResolvedBy.RETRY: "by sending again",
    ResolvedBy.DECISION: "by decision",
    ResolvedBy.OVERRIDE: "by override",
    ResolvedBy.OTHER: "by what it waited for",
}


def stands(one: ExceptionCase) -> str:
    """Say what an exception waits for, until when it rests, or what resolved it."""
    life = one.lived.life
    if one.resolved_by is not None:
        return RESOLVED_BY_WORDS[one.resolved_by]
    if life.waits_for is not None:
        return f"for {WAITS_FOR_WORDS[life.waits_for]}"
    return f"until {life.rests}" if life.rests else ""
