"""The one sentence of an explanation, its amount, and whether it still comes out."""

from collections.abc import Mapping
from typing import Any

from bridge.adapters.store.deals import KnownDocument
from bridge.flow.explaining import plans
from bridge.flow.explaining.naming import Subject
from bridge.flow.explaining.retracing import Retraced
from bridge.ledger.entries import Entry
from bridge.ledger.judgement import DealState
from bridge.model.document import State
from bridge.model.money import Money
from bridge.translate import Awaited, Excluded, Flagged, Translated

#: What a translation says of a deal that has no documents.
_AGAIN = {Translated: "translated into none", Excluded: "left out", Flagged: "flagged"}


def sentence(subject: Subject, retraced: Retraced | None) -> str:
    """Say in one sentence what the subject is, with its figures."""
    deal = subject.deal.deal
    whose = f"{deal.account_name}, order {deal.name}"
    if subject.entry is not None:
        return f"{whose}: {_moved(subject.entry)}"
    if subject.document is None:
        return f"{whose}: {deal.booked} booked, {_becomes(subject)}"
    if subject.line is None:
        return f"{whose}: {subject.document.external_id} is {subject.document.amount}, " + _where(
            subject.document
        )
    if subject.period is None:
        return f"{whose}: {_ordered(subject.document, subject.line)}"
    periods = retraced.dossier.frame.periods if retraced else ()
    return f"{whose}: " + plans.sentence(subject.document, subject.line, subject.period, periods)


def verdict(retraced: Retraced | None) -> str:
    """Say whether the deal, translated once more, is what was recorded."""
    if retraced is None:
        return "nothing was kept of its records, so it cannot be translated once more"
    if retraced.instead is not None:
        return f"what became of it was not for the rules to say: {retraced.instead}"
    return _verdict(retraced)


def _verdict(retraced: Retraced) -> str:
    if isinstance(retraced.translation, Awaited):
        return "its records are incomplete"
    if retraced.differing:
        return f"translated once more it comes out otherwise: {', '.join(retraced.differing)}"
    count = len(retraced.recomputed)
    if count:
        what = f"{count} document{'s' if count != 1 else ''} of it"
        return f"translated once more, {what} came out as recorded, by SHA-256"
    again = _AGAIN[type(retraced.translation)]
    if retraced.same_reasons is None:
        return f"translated once more, it is {again}"
    others = "for the same reasons" if retraced.same_reasons else "for other reasons than recorded"
    return f"translated once more, it is {again}, {others}"


def amount_of(subject: Subject) -> Money | None:
    """Return the amount of the subject; None where it is no amount."""
    document, line = subject.document, subject.line
    if subject.entry is not None:
        return None
    if document is None:
        return subject.deal.deal.booked
    if line is None:
        return document.amount
    if subject.period is not None:
        return plans.planned(document, line, subject.period)
    return Money.parse(_line(document, line)["amount"], document.amount.currency)


def _moved(entry: Entry) -> str:
    legs = ", ".join(f"{leg.account} {leg.money}" for leg in entry.postings)
    when = f"{entry.at:%Y-%m-%d %H:%M} UTC"
    what = legs or "which moves no amount"
    return f"entry {entry.seq}, {entry.kind} by {entry.actor} at {when}, {what}"


def _ordered(document: KnownDocument, key: int) -> str:
    line = _line(document, key)
    amount = Money.parse(line["amount"], document.amount.currency)
    return (
        f"line {key} of {document.external_id} orders {amount} of {line['item']}, by {line['rule']}"
    )


def _line(document: KnownDocument, key: int) -> Mapping[str, Any]:
    return next(one for one in document.lines if one["key"] == key)


def _becomes(subject: Subject) -> str:
    deal = subject.deal.deal
    counting = [one for one in subject.deal.documents if one.state is not State.SUPERSEDED]
    if deal.state is DealState.TRANSLATED:
        names = ", ".join(f"{one.external_id} ({_where(one)})" for one in counting)
        return f"translated into {names or 'nothing'}"
    return f"{deal.state.value.lower()}: {deal.says}"


def _where(document: KnownDocument) -> str:
    if document.state is State.ACKNOWLEDGED:
        return f"which NetSuite holds as {document.internal_id}"
    said = f": {document.error_says}" if document.error_says else ""
    return f"which is {document.state.value.lower()}{said}"
