"""The close of a month: what stands open, from the books and, where it is asked, from NetSuite."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from bridge.adapters.netsuite.plans import PLAN_FAILED, Unplanned
from bridge.adapters.store.cases import ExceptionCase
from bridge.adapters.store.database import Transaction
from bridge.errors import BridgeError
from bridge.flow.journals import proposed
from bridge.flow.reporting.names import Names
from bridge.flow.sync.noting import SOURCE
from bridge.ledger.accounts import Family
from bridge.ledger.balance import amount_in
from bridge.ledger.judgement import DealState
from bridge.model.calendar import Term
from bridge.model.document import PROPOSED, Kind, State
from bridge.model.money import Currency, Money
from bridge.reports.checklist import Checklist, Line, Standing, Where, counted, unknown
from bridge.reports.cutoff import last_moment

#: States of a document that are not an end.
_UNSETTLED = frozenset({State.PREPARED, State.BLOCKED, State.SENDING, State.REFUSED})

_FAILED = ("plans", "Revenue plans that failed in NetSuite")
_UNAPPROVED = ("arrangements", "Revenue arrangements to be approved in NetSuite")
_ASKING = Where("/schedules", "bridge reports show close --ask-netsuite")
#: The kind of row that a reading of NetSuite's revenue has for elements.
_ELEMENTS = "element"


class Plans(Protocol):
    """The part of NetSuite that tells what is not planned; errors as of any read."""

    def unplanned(self) -> Unplanned:
        """Return what keeps revenue from being planned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the close of a month goes by besides the books."""

    #: Exceptions of less do not keep a month open, by currency.
    thresholds: Mapping[Currency, Money] = field(default_factory=dict)
    plans: Plans | None = None  #: None: NetSuite is not asked


def checklist(view: Transaction, month: Term, terms: Terms) -> Checklist:
    """Return what stands open now before a month can be closed; each line is independent."""
    names = Names.of(view)
    return Checklist(
        month=month,
        at=view.now(),
        lines=(
            _feed(view, month),
            _unread(view),
            _exceptions(view, month, names, terms.thresholds),
            _waiting(view, month, names),
            _merges(view),
            *_plans(view, month, terms.plans),
            _journals(view, month),
            *_documents(view, month),
        ),
    )


def _feed(view: Transaction, month: Term) -> Line:
    """Whether everything that was saved in the org by the end of the month was looked at."""
    title = ("feed", "Salesforce is read to the end of the month")
    where = Where("/sync", "bridge health")
    upper = view.turns.cursor(SOURCE)
    if upper is None:
        return unknown(title, "nothing was ever read", where)
    done = upper > last_moment(month.last)
    return Line(
        name=title[0],
        title=title[1],
        standing=Standing.DONE if done else Standing.OPEN,
        count=0 if done else 1,
        amounts={},
        says=f"it is read up to {upper:%Y-%m-%d %H:%M} UTC",
        where=where,
    )


def _unread(view: Transaction) -> Line:
    """Whether every change that was found was judged; what waits for records has its own line."""
    waiting = {one.id for one in view.deals.all(DealState.WAITING)}
    found = [one.deal for one in view.deals.notes.to_read() if one.deal not in waiting]
    title = ("unread", "Deals that changed and are not judged since")
    return _named(title, tuple(found), Where("/sync", "bridge sync --once"), none="none")


def _exceptions(
    view: Transaction, month: Term, names: Names, thresholds: Mapping[Currency, Money]
) -> Line:
    cases = [one for one in view.cases.all() if _touches(names.booked_on(one.deal), month)]
    above = [one.amount for one in cases if _counts(one, thresholds)]
    less = len(cases) - len(above)
    says = f"{less} more are below the threshold" if less else "no smaller ones are left aside"
    where = Where("/exceptions", "bridge exceptions list")
    return counted(("exceptions", "Exceptions of deals booked by then"), above, says, where)


def _counts(one: ExceptionCase, thresholds: Mapping[Currency, Money]) -> bool:
    least = thresholds.get(one.amount.currency)
    return least is None or abs(one.amount.minor) >= least.minor


def _waiting(view: Transaction, month: Term, names: Names) -> Line:
    balances = view.ledger.balances_by_deal()
    found = [
        amount_in(balances.get(one.id, {}), Family.WAITING, one.booked.currency)
        for one in names.deals.values()
        if one.state is DealState.WAITING and _touches(one.booked_on, month)
    ]
    says = "their records are not complete; those without a day of booking count, too"
    where = Where("/deals?state=WAITING", "bridge deals list --state WAITING")
    return counted(("waiting", "Deals that wait and may belong to the month"), found, says, where)


def _touches(booked_on: date | None, month: Term) -> bool:
    """Say whether a deal may have revenue in a month or before; without a day it may."""
    return booked_on is None or booked_on < month.end


def _merges(view: Transaction) -> Line:
    found = view.documents.of_kind(Kind.MERGE_REQUEST)
    pending = [one.amount for one in found if one.claim.state is not State.ACKNOWLEDGED]
    where = Where("/merges", "bridge merges list")
    says = "a merge takes effect in the first open period"
    return counted(("merges", "Merges that are not carried out"), pending, says, where)


def _plans(view: Transaction, month: Term, plans: Plans | None) -> tuple[Line, Line]:
    if plans is None:
        says = "NetSuite was not asked, and no reading of its revenue tells"
        return _failed_when_read(view, month), unknown(_UNAPPROVED, says, _ASKING)
    try:
        found = plans.unplanned()
    except BridgeError as error:
        says = str(error)
        return unknown(_FAILED, says, _ASKING), unknown(_UNAPPROVED, says, _ASKING)
    none = "none in all of the account"
    return (
        _named(_FAILED, found.failed, _ASKING, none=none),
        _named(_UNAPPROVED, found.unapproved, _ASKING, none=none),
    )


def _failed_when_read(view: Transaction, month: Term) -> Line:
    """Whether plans had failed when NetSuite's revenue was read last, for a reconciliation."""
    revenue = view.reconciling.revenue
    reading = revenue.readings().get(_ELEMENTS)
    if reading is None:
        return unknown(_FAILED, "NetSuite was not asked", _ASKING)
    as_of = f"as NetSuite's revenue was read at {reading.read_at:%Y-%m-%d %H:%M} UTC"
    found = tuple(dict.fromkeys(one.source for one in revenue.elements(PLAN_FAILED)))
    if not found and reading.read_at <= last_moment(month.last):
        return unknown(_FAILED, f"none, {as_of}: before the month had ended", _ASKING)
    line = _named(_FAILED, found, _ASKING, none="none in all of the account")
    return replace(line, says=f"{line.says}, {as_of}")


def _named(title: tuple[str, str], found: tuple[str, ...], where: Where, *, none: str) -> Line:
    return Line(
        name=title[0],
        title=title[1],
        standing=Standing.OPEN if found else Standing.DONE,
        count=len(found),
        amounts={},
        says=", ".join(found) or none,
        where=where,
    )


def _journals(view: Transaction, month: Term) -> Line:
    found = [
        proposed(one)
        for one in view.deals.journals()
        if one.document.state is State.PREPARED and one.document.dated < month.end
    ]
    where = Where("/journals", "bridge journals list")
    says = "a person posts them in NetSuite, and says so"
    return counted(("journals", "Proposed journals that nobody posted"), found, says, where)


def _documents(view: Transaction, month: Term) -> tuple[Line, ...]:
    """Whatever the bridge should have sent by the end of the month, by how it stands."""
    held = [
        one
        for one in view.reports.documents()
        if one.state in _UNSETTLED
        and one.dated < month.end
        and one.kind not in {*PROPOSED, Kind.MERGE_REQUEST}
    ]
    where = Where("/sync", "bridge reports show documents")
    groups = (
        ("refused", "Documents that NetSuite refused", {State.REFUSED}),
        ("unknown", "Documents of which no answer came", {State.SENDING}),
        ("unsent", "Documents that are not sent yet", {State.PREPARED, State.BLOCKED}),
    )
    return tuple(
        counted(
            (name, title),
            [one.amount for one in held if one.state in states],
            "dated in the month or before",
            where,
        )
        for name, title, states in groups
    )
