"""
The bookings that Salesforce has now, compared with the books by id, stamp and total.

The books are as old as the last pass. What was saved since stands in the statement as not yet read,
with its amount, until the next pass has read it; what they should have read by then is missing.
"""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from bridge.adapters.salesforce.bookings.population import Stated, stated
from bridge.adapters.salesforce.bookings.rates import rates
from bridge.adapters.salesforce.client import Salesforce
from bridge.adapters.salesforce.faults import SYSTEM
from bridge.adapters.salesforce.soql import Window
from bridge.adapters.store.cases import ExceptionCase
from bridge.adapters.store.database import Store, Transaction
from bridge.adapters.store.deals import KnownDeal
from bridge.adapters.store.dossiers import Unkept
from bridge.adapters.store.reconciling.runs import Part
from bridge.flow.defects import ORDER_VANISHED
from bridge.flow.reconciling.reading.progress import Progress
from bridge.flow.sync.noting import SOURCE
from bridge.ledger.judgement import DealState
from bridge.mappers import roots
from bridge.model.calendar import Clock
from bridge.model.deal import Action, Charge, DealKind
from bridge.model.ids import ContractId, DealId, LineId
from bridge.model.money import Currency, Money
from bridge.model.schedule import Method
from bridge.reconcile.sides import Booked, Standing, Terms

_ONE = Decimal(1)
#: The code of a deal that states another total than that of its lines.
_TOTALS_DIFFER = "TOTALS_DIFFER"
#: What is unread of a deal that the books do not know.
NEW = "new"
#: The server's clock may be ahead of ours.
_AHEAD = timedelta(days=1)
#: States of deals whose root Salesforce must show; what people decided may go.
_MISSED = frozenset({DealState.TRANSLATED, DealState.WAITING})
_COUNTED = _MISSED | {DealState.FLAGGED}


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
    #: Of the deals that it shows no more, those that were saved or deleted since the last pass.
    since: frozenset[DealId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Books:
    known: Mapping[DealId, KnownDeal]
    stated: Callable[[KnownDeal], Money]  #: the total of its root when it was judged last
    codes: Mapping[DealId, str]  #: of the open exceptions of deals, the first one
    vanished: frozenset[DealId]
    disputed: frozenset[DealId]  #: their lines come to another total than they state
    read: frozenset[DealId]  #: as they were when they were noted last
    noted: frozenset[DealId]  #: to be read by the next pass
    read_until: datetime | None

    def before(self, deal: DealId) -> Money:
        """Return that with which the total that a deal states now is compared."""
        known = self.known[deal]
        return known.booked if deal in self.disputed else self.stated(known)


def listed(store: Store, salesforce: Salesforce, clock: Clock, progress: Progress) -> Listed:
    """
    Read the bookings that Salesforce has; raises as any read.

    Sold opportunities are asked for only where one is in the books.
    """
    at = clock()
    with store.reading() as view:
        known, until = tuple(view.deals.all()), view.turns.cursor(SOURCE)
    org, found = salesforce.org(), list[Stated]()
    asked = [roots.ORDER]
    if any(roots.root_of(one.id) is roots.OPPORTUNITY for one in known):
        asked.append(roots.OPPORTUNITY)
    for root in asked:
        progress.begin(Part(system=SYSTEM, kind=roots.noun(root.object)))
        found += stated(salesforce, root, org, lambda page: progress.took(page.rows, page.total))
        progress.end()
    live = {DealId(one.id): one for one in found}
    gone = {one.id for one in known if one.id not in live and one.state in _MISSED}
    within = Window(until or at, at + _AHEAD)
    return Listed(at, live, rates(salesforce, org), _saved(salesforce, gone, within))


def _saved(salesforce: Salesforce, deals: AbstractSet[DealId], within: Window) -> frozenset[DealId]:
    """Return those of some deals that were saved or deleted in a window."""
    named = {roots.root_of(deal).object for deal in deals}
    saved = (one for name in named for one in salesforce.changed(name, ("Id",), within))
    return frozenset(DealId(one.record_id) for one in saved) & deals


def unread(view: Transaction, told: Listed) -> Unread:
    """
    Compare what Salesforce has with the books, as they are where the sides are gathered.

    A booking that was saved before the last poll is as the books have it, whatever its total says.
    What a root states is compared with what it stated when it was read: it knows nothing of use
    that was rated since, which the books count. Where it contradicts its own lines, which the books
    count until a person has decided, it is compared with them. Of opportunities only those that are
    in the books are compared: of others, orders may book the sale.
    """
    cases = view.cases.all()
    books = _Books(
        known={one.id: one for one in view.deals.all()},
        stated=partial(_was_stated, view),
        codes={one.deal: one.code for one in reversed(cases) if one.document is None},
        vanished=frozenset(one.deal for one in cases if one.code == ORDER_VANISHED),
        disputed=frozenset(one.deal for one in cases if _TOTALS_DIFFER in _codes(one)),
        read=view.deals.notes.answered(),
        noted=frozenset(one.deal for one in view.deals.notes.to_read()),
        read_until=view.turns.cursor(SOURCE),
    )
    later = {
        deal: one
        for deal, one in told.live.items()
        if deal in books.disputed or _is_later(one, books)
    }
    unknown = roots.of(roots.ORDER, (deal for deal in later if deal not in books.known))
    new = [later[DealId(deal)] for deal in unknown]
    changed = [
        (one, was)
        for deal, one in later.items()
        if deal in books.known and one.total != (was := books.before(deal))
    ]
    gone = [one for one in books.known.values() if _is_gone(one, books, told)]
    return Unread(
        new=tuple(DealId(one.id) for one in new),
        changed=tuple(DealId(one.id) for one, _ in changed if _is_later(one, books)),
        gone=tuple(one.id for one in gone),
        lines=(
            *(_placed(_line(one, one.total, NEW), one, books) for one in new),
            *(_placed(line, one, books) for one, was in changed for line in _changes(one, was)),
            *(_held(_gone(one, told), books) for one in gone),
        ),
    )


def _codes(case: ExceptionCase) -> frozenset[str]:
    return frozenset(flag.code for flag in case.flags)


def _was_stated(view: Transaction, known: KnownDeal) -> Money:
    """Return what the root of a deal stated when it was judged; where no one kept it, the books."""
    try:
        dossier = view.dossiers.read(known.dossier) if known.dossier else None
    except Unkept:
        dossier = None
    found = (one for one in dossier.records if one.id == known.id) if dossier else ()
    record = next(iter(found), None)
    if dossier is None or record is None:
        return known.booked
    code = str(record.fields.get("CurrencyIsoCode") or dossier.frame.currency)
    total = record.fields.get(roots.root_of(known.id).total)
    return Money.covering(Decimal(str(total or 0)), Currency(code))


def _placed(line: Booked, one: Stated, books: _Books) -> Booked:
    """Tell what the next pass reads from what the last one should have read."""
    until = books.read_until
    if until is None or (one.saved_at < until and line.deal not in books.noted):
        line = missing(line)
    return _held(line, books)


def _held(line: Booked, books: _Books) -> Booked:
    """What changed of a deal that waits for a person waits with it: nobody misses it."""
    known = books.known.get(line.deal)
    if known is None or known.state is not DealState.FLAGGED:
        return line
    return suspended(line, books.codes.get(line.deal, "UNKNOWN"))


def suspended(line: Booked, code: str) -> Booked:
    """Return an unread line as what a flag holds."""
    return replace(line, standing=Standing.SUSPENSE, reason=code)


def missing(line: Booked) -> Booked:
    """Return an unread line as one that a pass should have read."""
    return replace(line, standing=Standing.MISSING)


def _is_gone(one: KnownDeal, books: _Books, told: Listed) -> bool:
    """Say whether Salesforce shows a deal no more that the books had before it was asked."""
    return (
        one.id not in told.live
        and one.id not in books.vanished
        and one.state in _COUNTED
        and one.updated_at < told.at
    )


def _is_later(one: Stated, books: _Books) -> bool:
    """Say whether a record was saved after it was read; one that never was, is."""
    until = books.read_until
    return until is None or one.saved_at >= until or DealId(one.id) not in books.read


def _changes(one: Stated, was: Money) -> Iterable[Booked]:
    if one.total.currency == was.currency:
        return (_line(one, one.total - was, "changed"),)
    return (_line(one, one.total, "changed"), _line(one, -was, "was"))


def _line(one: Stated, amount: Money, what: str) -> Booked:
    return unread_line(DealId(one.id), (one.name, one.account_name), one.day, amount, what)


def _gone(known: KnownDeal, told: Listed) -> Booked:
    day = known.booked_on or known.first_seen_at.date()
    line = unread_line(known.id, (known.name, known.account_name), day, -known.booked, "gone")
    return line if known.id in told.since else missing(line)


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
        is_read=False,
    )
