"""The one sentence of an explanation, its amount, and whether it still comes out."""

from collections.abc import Iterator, Mapping
from typing import Any

from bridge.adapters.store.cases import ExceptionCase
from bridge.adapters.store.deals import KnownDocument
from bridge.flow.explaining import plans
from bridge.flow.explaining.explanation import Phrase
from bridge.flow.explaining.naming import Subject
from bridge.flow.explaining.retracing import Retraced
from bridge.ledger.entries import Entry
from bridge.ledger.judgement import DealState
from bridge.model.document import State
from bridge.model.money import Money
from bridge.translate import Awaited, Excluded, Flagged, Translated

#: What a translation says of a deal that has no documents.
_AGAIN = {Translated: "translated into none", Excluded: "left out", Flagged: "flagged"}


def phrases(subject: Subject, retraced: Retraced | None) -> Iterator[Phrase]:
    """Say in one sentence what the subject is, with its figures."""
    deal = subject.deal.deal
    yield from (Phrase(deal.account_name), Phrase(", order "), Phrase(deal.name, deal.id))
    yield Phrase(": ")
    document, line = subject.document, subject.line
    if subject.entry is not None:
        yield from _moved(subject.entry)
    elif subject.exception is not None:
        yield from _held(subject.exception)
    elif document is None:
        yield from (Phrase(f"{deal.booked} booked, "), *_becomes(subject))
    elif line is None:
        yield from _named(document, f" is {document.amount}, {_where(document)}")
    elif subject.period is None:
        yield from _ordered(document, line)
    else:
        periods = retraced.dossier.frame.periods if retraced else ()
        yield from plans.phrases(document, line, subject.period, periods)


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
    if subject.exception is not None:
        return subject.exception.amount
    if document is None:
        return subject.deal.deal.booked
    if line is None:
        return document.amount
    if subject.period is not None:
        return plans.planned(document, line, subject.period)
    return Money.parse(_line(document, line)["amount"], document.amount.currency)


def _named(document: KnownDocument, says: str) -> tuple[Phrase, ...]:
    return (Phrase(document.external_id, document.external_id), Phrase(says))


def _moved(entry: Entry) -> Iterator[Phrase]:
    legs = ", ".join(f"{leg.account} {leg.money}" for leg in entry.postings)
    when = f"{entry.at:%Y-%m-%d %H:%M} UTC"
    what = legs or "which moves no amount"
    yield Phrase(f"entry {entry.seq}, {entry.kind} by {entry.actor} at {when}, {what}")


def _held(case: ExceptionCase) -> Iterator[Phrase]:
    first, *others = case.flags
    ended = f"held until {case.closed_at:%Y-%m-%d}" if case.closed_at else "holds"
    yield Phrase(f"exception {case.id} {ended} {case.amount}, because {first.says}")
    if others:
        yield Phrase(f", and for {len(others)} more reason{'s' if len(others) > 1 else ''}")
    if first.nearest:
        yield Phrase(f"; nearest: {first.nearest}")
    if case.document is not None:
        yield from (Phrase("; it is about "), Phrase(case.document, case.document))


def _ordered(document: KnownDocument, key: int) -> Iterator[Phrase]:
    line = _line(document, key)
    amount = Money.parse(line["amount"], document.amount.currency)
    yield Phrase(f"line {key} of ")
    yield from _named(document, f" orders {amount} of {line['item']}, by {line['rule']}")


def _line(document: KnownDocument, key: int) -> Mapping[str, Any]:
    return next(one for one in document.lines if one["key"] == key)


def _becomes(subject: Subject) -> Iterator[Phrase]:
    deal = subject.deal.deal
    if deal.state is not DealState.TRANSLATED:
        yield Phrase(f"{deal.state.value.lower()}: {deal.says}")
        return
    counting = [one for one in subject.deal.documents if one.state is not State.SUPERSEDED]
    yield Phrase("translated into " if counting else "translated into nothing")
    for place, one in enumerate(counting):
        yield from (Phrase(", " if place else ""), *_named(one, f" ({_where(one)})"))


def _where(document: KnownDocument) -> str:
    if document.state is State.ACKNOWLEDGED:
        return f"which NetSuite holds as {document.internal_id}"
    said = f": {document.error_says}" if document.error_says else ""
    return f"which is {document.state.value.lower()}{said}"
