"""The JSON forms of pairs and candidates; other tools rely on these keys."""

from typing import Any

from bridge.flow.reconciling.pairing.finding import Candidate, apart
from bridge.model.calendar import Term
from bridge.reconcile.pairs import Pair
from bridge.reconcile.sides import Booked, Held
from bridge.reconcile.signatures import Signature

Form = dict[str, Any]


def pair(one: Pair) -> Form:
    """Return a pair; the amount is an exact text."""
    return {
        "number": one.number,
        "state": one.state.value,
        "order": one.named.order,
        "line": one.named.line,
        "record": one.record,
        "sold": one.named.sold,
        "deal": one.deal,
        "deal_name": one.deal_name,
        "customer": one.customer,
        "amount": one.amount.text(),
        "currency": one.amount.currency.code,
        "proposed": _signature(one.proposed),
        "answered": _signature(one.answered) if one.answered else None,
    }


def _signature(one: Signature) -> Form:
    return {"by": one.by, "at": one.at.isoformat(), "reason": one.reason}


def candidate(one: Candidate) -> Form:
    """Return a line that NetSuite has alone, with what it could be."""
    held = one.held
    return {
        "order": held.order,
        "line": held.line,
        "record": held.number,
        "customer": held.customer_name,
        "item": held.terms.item,
        "dated": held.dated.isoformat(),
        **_days(held.terms.term),
        "amount": held.terms.amount.text(),
        "currency": held.terms.amount.currency.code,
        "could_be": [_could_be(held, booked) for booked in one.booked],
    }


def _could_be(held: Held, booked: Booked) -> Form:
    terms = [each.term for each in booked.sold if each.term]
    term = Term(min(one.start for one in terms), max(one.end for one in terms)) if terms else None
    return {
        "sold": booked.line,
        "deal": booked.deal,
        "deal_name": booked.deal_name,
        "product": booked.product,
        "closed_on": booked.close_on.isoformat(),
        **_days(term),
        "stands": booked.standing.value,
        "days_apart": apart(held, booked),
    }


def _days(term: Term | None) -> Form:
    return {
        "first_day": term.start.isoformat() if term else None,
        "last_day": term.last.isoformat() if term else None,
    }
