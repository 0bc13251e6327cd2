"""
The moves of the ledger, each as one function, so that no caller can get a sign wrong.

An amount is signed as in the deal: a decrease moves with negative amounts. Amounts of zero leave
an entry without postings: what happened is still written down.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bridge.ledger import accounts
from bridge.ledger.accounts import Account
from bridge.ledger.entries import Draft, EntryKind, Posting
from bridge.mappers.judge import Step
from bridge.model.flags import Flag
from bridge.model.ids import DealId, Digest, ExternalId
from bridge.model.money import Money

Refs = Mapping[str, str]


def booked(deal: DealId, amount: Money, refs: Refs) -> Draft:
    """Book a deal that is seen for the first time; its amount waits."""
    return _move(EntryKind.BOOKED, (deal, amount), (accounts.BOOKED, accounts.WAITING), refs)


def rebooked(deal: DealId, difference: Money, refs: Refs, *, acknowledged: bool) -> Draft:
    """Book the difference (new less old) of a deal that changed; it waits."""
    kind = EntryKind.CHANGED if acknowledged else EntryKind.REBOOKED
    return _move(kind, (deal, difference), (accounts.BOOKED, accounts.WAITING), refs)


def judged(deal: DealId, refs: Refs, flags: Sequence[Flag] = ()) -> Draft:
    """Note that a deal was judged again and that nothing moved; `flags` are its reasons now."""
    payload = {"flags": [flag_content(flag) for flag in flags]} if flags else {}
    return Draft(kind=EntryKind.JUDGED, deal=deal, refs=refs, payload=payload)


def retried(deal: DealId, number: int) -> Draft:
    """Note that a person wants the deal of that exception to be looked at again."""
    return Draft(kind=EntryKind.RETRIED, deal=deal, payload={"exception": number})


def reread(deal: DealId, reason: str) -> Draft:
    """Note that an operator wants a deal to be read again, however it stands."""
    return Draft(kind=EntryKind.REREAD, deal=deal, payload={"reason": reason})


def flagged(deal: DealId, code: str, amount: Money, flags: Sequence[Flag], refs: Refs) -> Draft:
    """Put what waits of a deal into suspense, under the code of its exception."""
    return _move(
        EntryKind.FLAGGED,
        (deal, amount),
        (accounts.WAITING, accounts.suspense(code)),
        refs,
        {"flags": [flag_content(flag) for flag in flags]},
    )


def unflagged(deal: DealId, code: str, amount: Money, refs: Refs) -> Draft:
    """Take a deal out of suspense; its amount waits for what becomes of it."""
    path = (accounts.suspense(code), accounts.WAITING)
    return _move(EntryKind.UNFLAGGED, (deal, amount), path, refs)


def excluded(deal: DealId, rule: str, amount: Money, says: str, refs: Refs) -> Draft:
    """Leave out what waits of a deal, by a named rule."""
    path = (accounts.WAITING, accounts.excluded(rule))
    return _move(EntryKind.EXCLUDED, (deal, amount), path, refs, {"says": says})


def included(deal: DealId, rule: str, amount: Money, refs: Refs) -> Draft:
    """Take back what a rule had left out; it waits for what becomes of it."""
    path = (accounts.excluded(rule), accounts.WAITING)
    return _move(EntryKind.INCLUDED, (deal, amount), path, refs)


def given_back(deal: DealId, rule: str, amount: Money, says: str, refs: Refs) -> Draft:
    """Leave out what NetSuite has of a deal, and people gave back there by hand."""
    path = (accounts.ORDERED, accounts.excluded(rule))
    return _move(EntryKind.EXCLUDED, (deal, amount), path, refs, {"says": says})


def stands_again(deal: DealId, rule: str, amount: Money, refs: Refs) -> Draft:
    """Take back that something was given back; NetSuite has it as before."""
    path = (accounts.excluded(rule), accounts.ORDERED)
    return _move(EntryKind.INCLUDED, (deal, amount), path, refs)


def prepared(deal: DealId, document: ExternalId, amount: Money, body: Digest, refs: Refs) -> Draft:
    """Put what waits of a deal into a document that is to be sent with that body."""
    path = (accounts.WAITING, accounts.PENDING)
    about = {**refs, "document": document}
    return _move(EntryKind.PREPARED, (deal, amount), path, about, {"digest": body})


def superseded(
    deal: DealId, document: ExternalId, amount: Money, body: Digest, refs: Refs
) -> Draft:
    """Withdraw a body that was not sent, or was not done; its amount waits."""
    path = (accounts.PENDING, accounts.WAITING)
    about = {**refs, "document": document}
    return _move(EntryKind.SUPERSEDED, (deal, amount), path, about, {"digest": body})


def acknowledged(
    deal: DealId, document: ExternalId, amount: Money, settled: Mapping[str, str]
) -> Draft:
    """
    Note that NetSuite holds the document.

    `settled` says with which body digest, under which internal id, and how we know.
    """
    path = (accounts.PENDING, accounts.ORDERED)
    about = {"document": document}
    return _move(EntryKind.ACKNOWLEDGED, (deal, amount), path, about, settled)


def refused(deal: DealId, document: ExternalId, amount: Money, flag: Flag) -> Draft:
    """Put a document that NetSuite turned down into suspense, under the code of the refusal."""
    path = (accounts.PENDING, accounts.suspense(flag.code))
    payload = {"flags": [flag_content(flag)]}
    return _move(EntryKind.REFUSED, (deal, amount), path, {"document": document}, payload)


def reopened(deal: DealId, document: ExternalId, amount: Money, code: str, refs: Refs) -> Draft:
    """Take a refused document out of suspense; it is pending again."""
    path = (accounts.suspense(code), accounts.PENDING)
    return _move(EntryKind.REOPENED, (deal, amount), path, {**refs, "document": document})


def written_back(deal: DealId, desired: Digest) -> Draft:
    """Note that the origin of the deal was told what became of it."""
    return Draft(kind=EntryKind.WRITTEN_BACK, deal=deal, payload={"digest": desired})


def flag_content(flag: Flag) -> dict[str, object]:
    """Return a flag as JSON values; the amount as exact text with its currency."""
    return {
        "code": flag.code,
        "says": flag.says,
        "evidence": list(flag.evidence),
        "amount": flag.amount.text(),
        "currency": flag.amount.currency.code,
        "nearest": flag.nearest,
    }


def traced(draft: Draft, steps: Sequence[Step]) -> Draft:
    """
    Let an entry say how the rules came to it: `trace` holds subjects, the row, its sentences.

    They are kept, and not computed again when somebody asks: it is what the rules said on that
    day. Lines of which a rule says the very same share a step: an order has hundreds of them.
    """
    subjects: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for step in steps:
        subjects.setdefault((step.rule, step.says), []).append(step.subject)
    trace = [{"of": of, "rule": rule, "says": list(says)} for (rule, says), of in subjects.items()]
    return replace(draft, payload={**draft.payload, "trace": trace})


def _move(
    kind: EntryKind,
    moved: tuple[DealId, Money],
    path: tuple[Account, Account],
    refs: Refs,
    payload: Mapping[str, object] | None = None,
) -> Draft:
    """Move an amount of a deal from the first account of a path to the second."""
    (deal, amount), (origin, target) = moved, path
    postings = (Posting(origin, -amount), Posting(target, amount)) if amount else ()
    return Draft(kind=kind, deal=deal, postings=postings, refs=refs, payload=payload or {})
