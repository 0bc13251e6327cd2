"""Explains what is planned of a document line: the whole schedule, or one period of it."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import takewhile
from typing import Any

from bridge.adapters.store.deals import KnownDocument
from bridge.flow.explaining.explanation import Fact, Phrase
from bridge.model.calendar import Period, Term, months
from bridge.model.document import Kind
from bridge.model.document_notation import parse_line
from bridge.model.money import Money, total
from bridge.model.schedule import Method
from bridge.model.schedules.telling import Share, share_of

#: What is planned of a line whose document is no plain sale: no share of the line by its method.
_MADE = {
    Kind.ORDER_CHANGE: "what the plan of the order line after the change is more than before it",
    Kind.MERGE_REQUEST: "what the plan after the merge is more than before it",
    Kind.PROPOSED_JOURNAL: "what became revenue by use in that period, which a person posts",
    Kind.USAGE: "use that was rated",
}


def facts(document: KnownDocument, line: int, period: str | None) -> Iterator[Fact]:
    """Tell of the schedule of a line, or of one period of it."""
    plan = _plan(document, line)
    if plan is None:
        return
    yield Fact("method", plan["method"])
    yield Fact("total", _money(document, plan["total"]))
    for name, amount in plan["periods"].items():
        if period in (None, name):
            ref = f"{document.external_id}/{line}/{name}"
            yield Fact(name, _money(document, amount), ref)


def planned(document: KnownDocument, line: int, period: str) -> Money | None:
    """Return what is planned of a line for a period; None where nothing is."""
    plan = _plan(document, line)
    text = plan["periods"].get(period) if plan else None
    return Money.parse(text, document.amount.currency) if text is not None else None


def phrases(
    document: KnownDocument, line: int, period: str, periods: Sequence[Period]
) -> Iterator[Phrase]:
    """Say what is planned of a line for a period, and how it comes to that where that is plain."""
    plan = _plan(document, line)
    if plan is None or period not in plan["periods"]:
        yield Phrase(f"nothing is planned of line {line} for {period}")
        return
    amount = Money.parse(plan["periods"][period], document.amount.currency)
    of = Money.parse(plan["total"], document.amount.currency)
    whole = Phrase(str(of), f"{document.external_id}/{line}")
    share = _share(document, line, period, periods)
    if share is not None and share.amount == amount:
        yield Phrase(f"{amount} in {period} = {share.says}, of ")
        yield from (whole, Phrase(f" ({plan['method']})"))
        return
    yield from (Phrase(f"{amount} in {period} of "), whole)
    late = _late(document, line, period, periods)
    method, due = plan["method"], share.amount if share else Money(0, amount.currency)
    if late is None or due + late != amount:
        yield Phrase(f": {_otherwise(document, share)} ({method})")
    elif share is None:
        yield Phrase(f": all of it was due in months that are closed ({method})")
    else:
        closed = f"{late} that was due in months that are closed"
        yield Phrase(f": {due}, which is {share.says}, and {closed} ({method})")


def _otherwise(document: KnownDocument, share: Share | None) -> str:
    """Say what an amount is that is no share of the line, nor such a share and what was due."""
    known = _MADE.get(document.kind)
    if known is not None:
        return known
    if share is None:
        return "the accounting periods of its plan are not known, nor how it comes about"
    return f"by the method alone it would be {share.amount}, {share.says}"


def _late(
    document: KnownDocument, line: int, period: str, periods: Sequence[Period]
) -> Money | None:
    """Return what was due in the closed periods directly before an open one; None for none."""
    ordered = sorted(periods, key=lambda one: one.term.start)
    behind = [one for one in ordered if one.name == period]
    before = [one for one in ordered if behind and one.term.start < behind[0].term.start]
    closed = list(takewhile(lambda one: one.closed, reversed(before)))
    held = (_share(document, line, one.name, periods) for one in closed)
    due = [one.amount for one in held if one is not None]
    return total(due, document.amount.currency) if due else None


def _share(
    document: KnownDocument, line: int, period: str, periods: Sequence[Period]
) -> Share | None:
    """Return what the method gives the period as long as nothing changed the plan."""
    written = next((one for one in document.lines if one["key"] == line), None)
    if written is None:
        return None
    held = parse_line(written, document.amount.currency)
    if held.becomes is not None:
        return None
    term = held.service or Term.inclusive(document.dated, document.dated)
    known = periods or months(term.start, term.last)
    if not _covered(term, known):
        return None
    return share_of(Method(held.method), held.revenue, term, known, period)


def _covered(term: Term, periods: Sequence[Period]) -> bool:
    first = min((one.term.start for one in periods), default=date.max)
    last = max((one.term.end for one in periods), default=date.min)
    return first <= term.start and term.end <= last


def _plan(document: KnownDocument, line: int) -> dict[str, Any] | None:
    return next((one for one in document.schedules if one["line"] == line), None)


def _money(document: KnownDocument, amount: str) -> str:
    return str(Money.parse(amount, document.amount.currency))
