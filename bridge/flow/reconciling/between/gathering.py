"""Gathers both sides of a reconciliation and the books between them, as values."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from bridge.adapters.netsuite.revenue.held import JournalPart
from bridge.adapters.store.database import Transaction
from bridge.adapters.store.reconciling.context import Context
from bridge.flow.reconciling.between import booking, holding, rating, wholly
from bridge.flow.reconciling.between.collecting import uncollected
from bridge.flow.reconciling.between.dating import NoPeriod
from bridge.flow.reconciling.between.holding import Account
from bridge.flow.reconciling.between.lagging import unshown
from bridge.flow.reconciling.between.population import Unread
from bridge.flow.reconciling.between.ruling import Books, Proposal, books
from bridge.flow.reconciling.between.selling import Sales
from bridge.flow.reconciling.between.wholly import Around
from bridge.ledger.accounts import Family, parse
from bridge.model.calendar import Period
from bridge.model.ids import DealId
from bridge.model.money import Money
from bridge.model.schedule import Predicted
from bridge.queue.decision import Outcome
from bridge.reconcile.pairs import PAIRS, paired, pairs
from bridge.reconcile.sides import Booked, Counted, Entry, Held, OrderKey, Sides
from bridge.reconcile.valuing import in_base
from bridge.rules.rulebook import Rulebook

#: A person who posts a journal for a reason says its class in the memo: "FX-2 revaluation".
_TAG = re.compile(r"\b[A-Z]{2,3}-\d\b")
#: Decisions that name a record which a person made in NetSuite.
_BY_HAND = frozenset({Outcome.OUTSIDE, Outcome.GIVEN_BACK})


@uncollected()
def gathered(view: Transaction, rulebook: Rulebook, told: Context, unread: Unread) -> Sides:
    """
    Return all that a statement needs, from what is kept of NetSuite and from the books.

    Raises NoPeriod if a plan has a row in a period that is no month for posting, or a journal is of
    a day in none.
    """
    lines = tuple(view.reconciling.revenue.records("order_line"))
    rates = holding.rates(lines)
    documents = tuple(view.reconciling.books.documents())
    gone = view.reconciling.revenue.gone.of_records()
    ruled = books(documents, rates, unshown(view, lines), gone)
    account = Account(periods=told.periods, books=told.books, outside=_outside(view))
    held = tuple(holding.holding(view, account, ruled, lines))
    journals = holding.journals_of(held)
    booked, counted = _booked(view, rulebook, ruled, told)
    sides = Sides(
        booked=(*booked, *unread.lines),
        held=held,
        periods=tuple(told.periods.values()),
        expected=ruled.expected,
        entries=tuple(_entries(told, ruled, journals)),
        breakage=_breakage(held, ruled),
        counted=(*counted, *wholly.unread(unread.lines)),
        rates=rating.rates(view, rulebook, (*booked, *unread.lines)),
    )
    return paired(sides, pairs(view.ledger.entries(deal=PAIRS)).values())


def _breakage(held: Iterable[Held], ruled: Books) -> dict[OrderKey, dict[str, int]]:
    """What of the proposed journals is breakage, in the currency of the books of each order."""
    orders = {one.key: one for one in held}
    found: dict[OrderKey, dict[str, int]] = {}
    for one in ruled.proposals:
        order = orders.get(one.key)
        if order is not None and one.breakage:
            minor = in_base(one.breakage, order.terms.rate, order.base)
            found.setdefault(one.key, {}).update(dict.fromkeys(one.revenue.minors, minor))
    return found


def _booked(
    view: Transaction, rulebook: Rulebook, ruled: Books, told: Context
) -> tuple[list[Booked], list[Counted]]:
    """Return the lines of all deals, and what the ledger counts of each without them."""
    sales = Sales(view, rulebook)
    around = Around(
        when_ordered=sales.when_ordered(),
        books=ruled,
        bases={one.code: one.currency for one in told.books.values()},
        rates=told.rates,
        codes=dict(_codes(view)),
        excluded=dict(_excluded(view)),
    )
    now, held = sales.of(), wholly.in_ledger(view)
    booked: list[Booked] = []
    counted: list[Counted] = []
    for known in view.deals.all():
        sold = now(known)
        booked += booking.lines(known, sold, around)
        counted += wholly.counted(known, sold, held.get(known.id, {}))
    return booked, counted


def _codes(view: Transaction) -> Iterator[tuple[DealId, str]]:
    """The code under which each deal is in suspense; the queue has the oldest one last."""
    cases = reversed(view.cases.all())
    yield from ((case.deal, case.code) for case in cases if case.document is None)


def _excluded(view: Transaction) -> Iterator[tuple[DealId, str]]:
    for deal, balances in view.ledger.balances_by_deal(of=Family.EXCLUDED).items():
        for (account, _), money in balances.items():
            family, reason = parse(account)
            if family is Family.EXCLUDED and money and reason:
                yield deal, reason


def _outside(view: Transaction) -> dict[str, DealId]:
    """Return the deals that people booked or gave back by hand, by the id of the record."""
    found: dict[str, DealId] = {}
    for deal, decision in view.lives.decisions():
        proposal = decision.proposal
        if proposal.outcome in _BY_HAND and proposal.record:
            found[proposal.record.partition(":")[2]] = deal
    return found


def _entries(told: Context, ruled: Books, of_plans: set[str | None]) -> Iterator[Entry]:
    """Yield what journals book on accounts of revenue, but for those that plans made."""
    counted: Counter[str] = Counter()
    for part in told.postings.journals:
        if part.journal in of_plans or part.account not in told.postings.recognition:
            continue
        counted[part.journal] += 1
        proposed = ruled.posted.get(part.journal)
        entry = _entry(part, counted[part.journal], told)
        yield from _proposed(entry, proposed) if proposed else [entry]


def _entry(part: JournalPart, line: int, told: Context) -> Entry:
    tags = _TAG.findall(part.memo)
    books_of = told.books.get(part.subsidiary)
    period = told.periods.get(part.period) or _month_of(part.dated, told)
    if period is None:
        raise NoPeriod(
            f"journal {part.number} is of {part.dated}, which is in no month for posting"
        )
    return Entry(
        id=part.journal,
        line=line,
        period=period.name,
        account=told.shown(part.account),
        subsidiary=books_of.code if books_of else part.subsidiary,
        amount=-part.amount,
        tag=tags[0] if tags else None,
    )


def _month_of(day: date, told: Context) -> Period | None:
    """Return the month of a journal that is posted in an adjustment period, by its own date."""
    return next(
        (one for one in told.periods.values() if one.term.start <= day < one.term.end), None
    )


def _proposed(entry: Entry, proposed: Sequence[Proposal]) -> Sequence[Entry]:
    """
    Share a journal that we proposed among its lines, if it adds up to them.

    In another currency than theirs it is about its first line.
    """
    amounts = [_sum(one.revenue) for one in proposed]
    ties = sum(amounts) == entry.amount.decimal()
    shared = list(zip(proposed, amounts, strict=True)) if ties else [(proposed[0], Decimal(0))]
    return [
        Entry(
            id=entry.id,
            line=entry.line + place,
            period=entry.period,
            account=entry.account,
            subsidiary=entry.subsidiary,
            amount=Money.parse(amount, entry.amount.currency) if ties else entry.amount,
            tag=entry.tag,
            proposal=one.journal.external_id,
            key=one.key,
        )
        for place, (one, amount) in enumerate(shared)
    ]


def _sum(revenue: Predicted) -> Decimal:
    return Money(sum(revenue.minors.values()), revenue.currency).decimal()
