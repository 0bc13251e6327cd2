"""The JSON forms of the books; other tools rely on these keys."""

from decimal import Decimal
from typing import Any

from bridge.adapters.store.deals import KnownDeal, KnownDocument, Summary, WholeDeal
from bridge.flow.sync.one_pass import Outcome
from bridge.ledger.balance import Balances, Position
from bridge.ledger.entries import Entry
from bridge.rulebooks.translation_forms import flag

Form = dict[str, Any]


def outcome(passed: Outcome) -> Form:
    """Return the summary of a pass: the state of the books after it."""
    return {**summary(passed.summary), "posted_now": passed.posted_now}


def summary(books: Summary) -> Form:
    """Return counts, and by currency where the booked amount is."""
    return {
        "deals": books.deals,
        "waiting": books.waiting,
        "translated": books.translated,
        "flagged": books.flagged,
        "excluded": books.excluded,
        "documents": books.documents,
        "posted": books.posted,
        "refused": books.refused,
        "unknown": books.unknown,
        "currencies": {code: _position(held) for code, held in books.currencies.items()},
    }


def _position(held: Position) -> Form:
    parts = ("booked", "waiting", "pending", "ordered", "excluded", "suspense", "unbalanced")
    return {part: getattr(held, part).text() for part in parts}


def deal(one: KnownDeal) -> Form:
    """Return a deal as it was judged last."""
    return {
        "deal": one.id,
        "name": one.name,
        "contract": one.contract,
        "kind": one.kind,
        "account_name": one.account_name,
        "currency": one.booked.currency.code,
        "booked": one.booked.text(),
        "booked_on": one.booked_on.isoformat() if one.booked_on else None,
        "state": one.state.value,
        "says": one.says,
        "model": one.model,
        "dossier": one.dossier,
        "rulebook": one.rulebook,
        "first_seen_at": one.first_seen_at.isoformat(),
        "updated_at": one.updated_at.isoformat(),
    }


def whole_deal(one: WholeDeal) -> Form:
    """Return a deal with documents, open exceptions and ledger entries."""
    return {
        **deal(one.deal),
        "documents": [_document(each) for each in one.documents],
        "exceptions": [
            {
                "code": each.code,
                "amount": each.amount.text(),
                "document": each.document,
                "flags": [flag(reason) for reason in each.flags],
            }
            for each in one.cases
        ],
        "entries": [entry(each) for each in one.entries],
    }


def _document(one: KnownDocument) -> Form:
    return {
        "external_id": one.external_id,
        "kind": one.kind.value,
        "state": one.state.value,
        "dated": one.dated.isoformat(),
        "amount": one.amount.text(),
        "currency": one.amount.currency.code,
        "netsuite_id": one.internal_id,
        "attempts": one.attempt,
        "settled": one.settled_how,
        "quiet_until": one.quiet_until.isoformat() if one.quiet_until else None,
        "error": one.error_says,
        "lines": [_line(line) for line in one.lines],
        "schedules": list(one.schedules),
    }


def _line(held: Form) -> Form:
    """Return a line as the books hold it, in the notation of `translate`."""
    service = held["service"] or (None, None)
    return {
        "source": held["source"],
        "line": held["key"],
        "item": held["item"],
        "quantity": f"{Decimal(held['quantity']):f}",
        "amount": held["amount"],
        "treatment": held["treatment"],
        "rule": held["rule"],
        "first_day": service[0],
        "last_day": service[1],
    }


def entry(one: Entry) -> Form:
    """Return an entry of the ledger with its postings."""
    return {
        "seq": one.seq,
        "at": one.at.isoformat(),
        "kind": one.kind,
        "actor": one.actor,
        "deal": one.deal,
        "refs": dict(one.refs),
        "payload": dict(one.payload),
        "postings": [
            {
                "account": leg.account,
                "amount": leg.money.text(),
                "currency": leg.money.currency.code,
                "period": leg.period,
            }
            for leg in one.postings
        ],
        "hash": one.hash,
        "previous": one.previous,
    }


def balances(held: Balances) -> list[Form]:
    """Return the balance of each account and currency; debits are positive."""
    return [
        {"account": account, "currency": currency.code, "balance": money.text()}
        for (account, currency), money in sorted(held.items())
        if money
    ]
