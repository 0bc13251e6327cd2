"""
What a deal comes to, as little of it as a comparison needs.

A replay translates every deal of the books; of most nothing differs. So a result holds what tells
one from another, in values that are quick to compare and to send from process to process.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bridge.ledger.judgement import DealState
from bridge.mappers.write import bodies
from bridge.mappers.write.sales_order import DIGEST_FIELD
from bridge.model.document import Document
from bridge.model.dossier import PostedDocument
from bridge.model.flags import Flag
from bridge.model.ids import Digest, ExternalId, canonical
from bridge.model.schedule import Schedule
from bridge.translate import Awaited, Excluded, Flagged, Translated, Translation

#: The field of a document's header that names who sells.
SUBSIDIARY = "subsidiary"


@dataclass(frozen=True, slots=True, order=True)
class Spread:
    """What is planned of a document line; `periods` is canonical JSON, minor units by period."""

    document: ExternalId
    line: int
    method: str
    minor: int
    periods: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells one result of a deal from another: state, reasons, bodies and plans."""

    state: DealState
    #: The codes of what stands against it, or the rule that leaves it out; sorted.
    reasons: tuple[str, ...] = ()
    documents: tuple[tuple[ExternalId, Digest], ...] = ()  #: by external id
    spreads: tuple[Spread, ...] = ()  #: by document and line


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A line of a document: of whom, of what, by which row, and how much."""

    document: ExternalId
    line: int
    subsidiary: str  #: the code; blank where the rules name none
    item: str
    method: str
    treatment: str
    rule: str
    minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a deal comes to by a rulebook."""

    mark: Mark
    lines: tuple[Written, ...] = ()
    rules: tuple[str, ...] = ()  #: the rows that decided, each once, in the order of the trace


#: What a record comes to that is no deal by itself: by the rules, another record books its sale.
PASSED_OVER = Result(mark=Mark(DealState.EXCLUDED, ("no booking",)))


def of(found: Translation) -> Result:
    """Return what a translation comes to."""
    return whole(found, mark(found))


def mark(found: Translation) -> Mark:
    """Return what tells a translation from another: of most that is all that is asked."""
    match found:
        case Translated(documents=documents, schedules=schedules, held=held):
            return Mark(
                DealState.TRANSLATED,
                documents=tuple(sorted(_sealed(documents, held))),
                spreads=tuple(sorted(map(spread, schedules))),
            )
        case Excluded(rule=rule):
            return Mark(DealState.EXCLUDED, (rule,))
        case Flagged(flags=flags):
            return Mark(DealState.FLAGGED, codes(flags))
        case Awaited():
            return Mark(DealState.WAITING)


def whole(found: Translation, its: Mark) -> Result:
    """Return what a translation comes to, besides the mark that it has."""
    match found:
        case Translated(documents=documents, trace=trace):
            lines = tuple(line for one in documents for line in _lines(one))
            return Result(mark=its, lines=lines, rules=_each_once(step.rule for step in trace))
        case Excluded(trace=trace) | Flagged(trace=trace):
            return Result(mark=its, rules=_each_once(step.rule for step in trace))
        case Awaited():
            return Result(mark=its)


def codes(flags: Iterable[Flag]) -> tuple[str, ...]:
    """Return the codes of flags, each once, sorted."""
    return tuple(sorted({flag.code for flag in flags}))


def spread(schedule: Schedule) -> Spread:
    """Return what is planned of a line, a period once, as the books write it."""
    periods: dict[str, int] = {}
    for part in schedule.planned:  # of one currency, as their schedule is
        periods[part.period] = periods.get(part.period, 0) + part.amount.minor
    return Spread(
        schedule.external_id,
        schedule.line,
        schedule.method.value,
        schedule.total.minor,
        canonical(periods).decode(),
    )


def _sealed(
    documents: Iterable[Document], held: Mapping[ExternalId, PostedDocument]
) -> Iterator[tuple[ExternalId, Digest]]:
    """Yield each document with the digest of its body; one that stays as it was sent has that."""
    for one in documents:
        sent = held.get(one.external_id)
        yield one.external_id, sent.digest if sent else Digest(str(bodies.body(one)[DIGEST_FIELD]))


def _lines(document: Document) -> Iterator[Written]:
    subsidiary = str(document.fields.get(SUBSIDIARY) or "")
    for line in document.lines:
        yield Written(
            document=document.external_id,
            line=line.key,
            subsidiary=subsidiary,
            item=line.item,
            method=line.method.value,
            treatment=line.treatment,
            rule=line.rule,
            minor=line.amount.minor,
        )


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, dict.fromkeys(names)))
