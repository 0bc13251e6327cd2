"""Gathers both sides of a reconciliation and the books between them, as values."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bridge.adapters.netsuite.revenue.held import JournalPart
from bridge.adapters.store.database import Transaction
from bridge.adapters.store.reconciling.books import BookedDocument
from bridge.adapters.store.reconciling.context import Context
from bridge.flow.reconciling.between import booking, holding
from bridge.flow.reconciling.between.booking import Around
from bridge.flow.reconciling.between.holding import Account
from bridge.flow.reconciling.between.population import Unread
from bridge.flow.reconciling.between.ruling import Books, books
from bridge.ledger.accounts import Family, parse
from bridge.model.ids import DealId
from bridge.model.money import Money, total
from bridge.queue.decision import Outcome
from bridge.reconcile.classes import BY_CODE
from bridge.reconcile.sides import Booked, Entry, OrderKey, Sides
from bridge.rules.rulebook import Rulebook

#: A person who posts a journal for a reason says its class in the memo: "FX-2 revaluation".
_TAG = re.compile(r"\b[A-Z]{2,3}-\d\b")


def gathered(view: Transaction, rulebook: Rulebook, told: Context, unread: Unread) -> Sides:
    """
    Return all that a statement needs, from what is kept of NetSuite and from the books.

    Raises NoPeriod if a plan has a row in a period that is no month for posting.
    """
    rates = holding.rates(view.reconciling.revenue.records("order_line"))
    documents = tuple(view.reconciling.books.documents())
    ruled = books(documents, rates)
    account = Account(periods=told.periods, books=told.books, outside=_outside(view))
    held = tuple(holding.holding(view, account, ruled))
    journals = {row.journal for line in held for one in line.elements for row in one.rows}
    return Sides(
        booked=(*_booked(view, rulebook, ruled, told), *unread.lines),
        held=held,
        periods=tuple(told.periods.values()),
        expected=ruled.expected,
        entries=tuple(_entries(told, ruled, journals)),
    )


def _booked(view: Transaction, rulebook: Rulebook, ruled: Books, told: Context) -> Iterator[Booked]:
    around = Around(
        view=view,
        rulebook=rulebook,
        books=ruled,
        bases={one.code: one.currency for one in told.books.values()},
        codes=dict(_codes(view)),
        excluded=dict(_excluded(view)),
    )
    for known in view.deals.all():
        yield from booking.lines(known, around)


def _codes(view: Transaction) -> Iterator[tuple[DealId, str]]:
    """The code under which each deal is in suspense; the queue has the oldest one last."""
    cases = reversed(view.cases.all())
    yield from ((case.deal, case.code) for case in cases if case.document is None)


def _excluded(view: Transaction) -> Iterator[tuple[DealId, str]]:
    for deal, balances in view.ledger.balances_by_deal().items():
        for (account, _), money in balances.items():
            family, reason = parse(account)
            if family is Family.EXCLUDED and money and reason:
                yield deal, reason


def _outside(view: Transaction) -> dict[str, DealId]:
    """Return the deals that somebody booked by hand, by the internal id of what was made."""
    found: dict[str, DealId] = {}
    for deal in view.deals.all():
        for _, decision in view.lives.decisions_of(deal.id):
            proposal = decision.proposal
            if proposal.outcome is Outcome.OUTSIDE and proposal.record:
                found[proposal.record.partition(":")[2]] = deal.id
    return found


def _entries(told: Context, ruled: Books, of_plans: set[str | None]) -> Iterator[Entry]:
    """Yield what journals book on accounts of revenue, but for those that plans made."""
    counted: Counter[str] = Counter()
    for part in told.postings.journals:
        if part.journal in of_plans or part.account not in told.postings.recognition:
            continue
        counted[part.journal] += 1
        proposal = ruled.proposals.get(part.journal)
        entry = _entry(part, counted[part.journal], told)
        yield from [entry] if proposal is None else _proposed(entry, proposal)


def _entry(part: JournalPart, line: int, told: Context) -> Entry:
    tags = [one for one in _TAG.findall(part.memo) if one in BY_CODE]
    books_of = told.books.get(part.subsidiary)
    period = told.periods.get(part.period)
    return Entry(
        id=part.journal,
        line=line,
        period=period.name if period else part.period,
        account=part.account,
        subsidiary=books_of.code if books_of else part.subsidiary,
        amount=-part.amount,
        tag=tags[0] if tags else None,
    )


def _proposed(entry: Entry, proposal: BookedDocument) -> Sequence[Entry]:
    """
    Share a journal that we proposed among its lines, if it adds up to them.

    In another currency than theirs it is about its first line.
    """
    lines = {line.key: line for line in proposal.lines}
    amounts = [line.amount for line in proposal.lines]
    ties = _sum(amounts) == entry.amount.decimal()
    keys = list(lines) if ties else list(lines)[:1]
    return [
        Entry(
            id=entry.id,
            line=entry.line + place,
            period=entry.period,
            account=entry.account,
            subsidiary=entry.subsidiary,
            amount=_of(lines[key].amount, entry.amount) if ties else entry.amount,
            tag=entry.tag,
            proposal=proposal.external_id,
            key=OrderKey(proposal.record, key),
        )
        for place, key in enumerate(keys)
    ]


def _sum(amounts: Sequence[Money]) -> Decimal | None:
    return total(amounts, amounts[0].currency).decimal() if amounts else None


def _of(amount: Money, like: Money) -> Money:
    return Money.parse(amount.decimal(), like.currency)
