"""
The bookings that Salesforce has now, compared with the books by id, stamp and total.

The books are as old as the last pass. What was saved since, what is gone, and what they never knew
stands in the statement as unread, with its amount, until the next pass has read it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from bridge.adapters.salesforce.bookings.population import Stated, stated
from bridge.adapters.salesforce.bookings.rates import rates
from bridge.adapters.salesforce.client import Salesforce
from bridge.adapters.store.database import Store, Transaction
from bridge.adapters.store.deals import KnownDeal
from bridge.flow.defects import ORDER_VANISHED
from bridge.flow.sync import SOURCE
from bridge.ledger.judgement import DealState
from bridge.mappers import roots
from bridge.model.calendar import Clock
from bridge.model.deal import Action, Charge, DealKind
from bridge.model.ids import ContractId, DealId, LineId
from bridge.model.money import Money
from bridge.model.schedule import Method
from bridge.reconcile.sides import Booked, Standing, Terms

_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Unread:
    """What the books do not know of Salesforce's bookings: which deals, and lines with amounts."""

    new: tuple[DealId, ...] = ()  #: the books do not know them
    changed: tuple[DealId, ...] = ()  #: saved since they were read, with another total
    gone: tuple[DealId, ...] = ()  #: Salesforce shows them no more
    lines: tuple[Booked, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """The bookings that Salesforce has, and since when they may be others."""

    at: datetime
    live: Mapping[DealId, Stated]
    rates: Mapping[str, Decimal]  #: units of each currency for one of the corporate currency


@dataclass(frozen=True, slots=True, kw_only=True)
class _Books:
    known: Mapping[DealId, KnownDeal]
    codes: Mapping[DealId, str]  #: of the open exceptions of deals, the first one
    vanished: frozenset[DealId]
    read: frozenset[DealId]  #: as they were when they were noted last
    read_until: datetime | None


def listed(store: Store, salesforce: Salesforce, clock: Clock) -> Listed:
    """
    Read the bookings that Salesforce has; raises as any read.

    Sold opportunities are asked for only where one is in the books.
    """
    at = clock()
    with store.reading() as view:
        deals = [one.id for one in view.deals.all()]
    org, found = salesforce.org(), list[Stated]()
    asked = [roots.ORDER]
    if any(roots.root_of(deal) is roots.OPPORTUNITY for deal in deals):
        asked.append(roots.OPPORTUNITY)
    for root in asked:
        found += stated(salesforce, root, org)
    return Listed(at, {DealId(one.id): one for one in found}, rates(salesforce, org))


def unread(view: Transaction, told: Listed) -> Unread:
    """
    Compare what Salesforce has with the books, as they are where the sides are gathered.

    A booking that was saved before the last poll is as the books have it, whatever its total says:
    what a root states beside its lines is not what the books count. Of opportunities only those
    that are in the books are compared: of others, orders may book the sale.
    """
    cases = view.cases.all()
    books = _Books(
        known={one.id: one for one in view.deals.all()},
        codes={one.deal: one.code for one in reversed(cases) if one.document is None},
        vanished=frozenset(one.deal for one in cases if one.code == ORDER_VANISHED),
        read=view.deals.notes.answered(),
        read_until=view.turns.cursor(SOURCE),
    )
    new = [
        one
        for deal, one in told.live.items()
        if deal not in books.known and roots.root_of(deal) is roots.ORDER and _is_later(one, books)
    ]
    changed = [
        (one, books.known[deal])
        for deal, one in told.live.items()
        if deal in books.known and _is_later(one, books) and one.total != books.known[deal].booked
    ]
    gone = [one for one in books.known.values() if _is_gone(one, books, told)]
    return Unread(
        new=tuple(DealId(one.id) for one in new),
        changed=tuple(was.id for _, was in changed),
        gone=tuple(one.id for one in gone),
        lines=(
            *(_line(one, one.total, "new") for one in new),
            *(_held(line, books) for one, was in changed for line in _changes(one, was)),
            *(_held(_gone(one), books) for one in gone),
        ),
    )


def _held(line: Booked, books: _Books) -> Booked:
    """What changed of a deal that waits for a person waits with it: nobody misses it."""
    if books.known[line.deal].state is not DealState.FLAGGED:
        return line
    return suspended(line, books.codes.get(line.deal, "UNKNOWN"))


def suspended(line: Booked, code: str) -> Booked:
    """Return an unread line as what a flag holds."""
    return replace(line, standing=Standing.SUSPENSE, reason=code)


#: States of deals whose root Salesforce must show; what people decided may go.
_COUNTED = frozenset({DealState.TRANSLATED, DealState.WAITING, DealState.FLAGGED})


def _is_gone(one: KnownDeal, books: _Books, told: Listed) -> bool:
    """Say whether Salesforce shows a deal no more that the books had before it was asked."""
    return (
        one.id not in told.live
        and one.id not in books.vanished
        and one.state in _COUNTED
        and one.first_seen_at < told.at
    )


def _is_later(one: Stated, books: _Books) -> bool:
    """Say whether a record was saved after it was read; one that never was, is."""
    until = books.read_until
    return until is None or one.saved_at >= until or DealId(one.id) not in books.read


def _changes(one: Stated, was: KnownDeal) -> Iterable[Booked]:
    if one.total.currency == was.booked.currency:
        return (_line(one, one.total - was.booked, "changed"),)
    return (_line(one, one.total, "changed"), _line(one, -was.booked, "was"))


def _line(one: Stated, amount: Money, what: str) -> Booked:
    return unread_line(DealId(one.id), (one.name, one.account_name), one.day, amount, what)


def _gone(known: KnownDeal) -> Booked:
    day = known.booked_on or known.first_seen_at.date()
    return unread_line(known.id, (known.name, known.account_name), day, -known.booked, "gone")


def unread_line(
    deal: DealId, names: tuple[str, str], day: date, amount: Money, what: str
) -> Booked:
    """Return the whole difference of a deal as one line; its reason says what is unread of it."""
    terms = Terms(
        item="",
        quantity=_ONE,
        unit_price=amount.decimal(),
        amount=amount,
        term=None,
        method=Method.AT_ONCE,
    )
    line = LineId(f"{deal}-{what}")
    return Booked(
        line=line,
        root=line,
        deal=deal,
        deal_name=names[0],
        contract=ContractId(deal),
        customer="",
        customer_name=names[1],
        product="",
        base=amount.currency,
        subsidiary=None,
        kind=DealKind.NEW,
        action=Action.ADD,
        charge=Charge.ONE_TIME,
        booked_on=day,
        close_on=day,
        sold=(terms,),
        standing=Standing.UNREAD,
        reason=what,
    )
