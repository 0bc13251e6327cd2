"""
The translation: a dossier and a rulebook become documents with predicted schedules, or flags.

`translate` is pure: no clock, no network, no database. Sync, replay and the check of a quote call
this one function. Either every line of a deal is represented, or none is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bridge.mappers import judge
from bridge.mappers.dossiers import READERS
from bridge.mappers.judge import Judged, Step
from bridge.mappers.read import whole
from bridge.mappers.shape import recognise
from bridge.mappers.shape.parts import Part
from bridge.model.calendar import Period, months
from bridge.model.deal import Deal, FactValue, Heading
from bridge.model.document import Document, DocumentLine, Kind, external_id
from bridge.model.dossier import Dossier
from bridge.model.flags import Flag
from bridge.model.money import Money, total
from bridge.model.schedule import PlannedRevenue, Schedule, spread
from bridge.rules.rulebook import Rulebook, Undecided

#: The documents of a deal are numbered from here; a reissue takes the next number.
_FIRST = 1


class NotConserved(Exception):
    """The documents or schedules of a deal do not add up to it: a mistake of the bridge itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """The deal is represented: documents, their predicted schedules, and why."""

    heading: Deal
    documents: tuple[Document, ...]
    schedules: tuple[Schedule, ...]
    trace: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """A named rule says that the deal is none of NetSuite's."""

    heading: Deal
    rule: str
    trace: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """The deal cannot be represented; its whole amount waits for a person."""

    heading: Heading
    flags: tuple[Flag, ...]
    trace: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """The records of the deal are still being written in Salesforce."""

    heading: Heading
    missing: tuple[str, ...]


Translation = Translated | Excluded | Flagged | Awaited


def translate(dossier: Dossier, rulebook: Rulebook) -> Translation:
    """
    Represent the deal of a dossier by a rulebook, or say in full why that cannot be.

    What comes back depends on the two arguments alone. Raises NotConserved if the result would
    not add up to the deal, which is a mistake of ours and never of the data.
    """
    match READERS[dossier.model](dossier, rulebook.source(dossier.model)):
        case whole.Incomplete(heading, missing):
            return Awaited(heading=heading, missing=missing)
        case whole.Unreadable(heading, flags):
            return Flagged(heading=heading, flags=flags, trace=())
        case Deal() as deal:
            return _judge(deal, dossier, rulebook)


def _judge(deal: Deal, dossier: Dossier, rulebook: Rulebook) -> Translation:
    known = judge.deal_facts(deal, rulebook)
    scope = rulebook.scope(known, deal.booked_on)
    trace = [*judge.steps(f"deal {deal.id}", scope)]
    if isinstance(scope, Undecided):
        flags = judge.flags(scope, deal.booked, deal.id)
        return Flagged(heading=deal, flags=flags, trace=tuple(trace))
    if scope.outputs["scope"] == "EXCLUDE":
        return Excluded(heading=deal, rule=scope.rule, trace=tuple(trace))
    header = rulebook.map("sales_order", known, deal.booked_on)
    trace.extend(judge.steps(f"order of {deal.id}", header))
    opinions = [judge.line(line, deal, known, rulebook) for line in deal.lines]
    found = [flag for opinion in opinions for flag in opinion.flags]
    trace.extend(step for opinion in opinions for step in opinion.trace)
    if isinstance(header, Undecided):
        found = [*judge.flags(header, deal.booked, deal.id), *found]
    else:
        found.extend(judge.unknown_codes(header.fields, dossier.frame, deal.booked, deal.id))
    lines = [opinion.judged for opinion in opinions if opinion.judged]
    for one in lines:
        named = {"item": one.item, **one.fields}
        found.extend(judge.unknown_codes(named, dossier.frame, one.line.amount, one.line.id))
    if found or isinstance(header, Undecided):
        return Flagged(heading=deal, flags=tuple(found), trace=tuple(trace))
    return _represent(deal, dossier, judge.fields(header), lines, tuple(trace))


def _represent(
    deal: Deal,
    dossier: Dossier,
    header: Mapping[str, FactValue],
    judged: Sequence[Judged],
    trace: tuple[Step, ...],
) -> Translated | Flagged:
    document = Document(
        kind=Kind.SALES_ORDER,
        external_id=external_id(deal.id, Kind.SALES_ORDER, _FIRST),
        deal=deal.id,
        contract=deal.contract,
        currency=deal.currency,
        dated=deal.booked_on,
        lines=tuple(_document_lines(judged)),
        fields=header,
    )
    try:
        schedules = tuple(
            _schedule(document, line, dossier.frame.periods) for line in document.lines
        )
    except ValueError as error:
        flag = Flag("NO_ACCOUNTING_PERIOD", f"{error}; set the periods up", (deal.id,), deal.booked)
        return Flagged(heading=deal, flags=(flag,), trace=trace)
    _prove_conserved(deal, document, schedules)
    return Translated(heading=deal, documents=(document,), schedules=schedules, trace=trace)


def _document_lines(judged: Sequence[Judged]) -> Iterator[DocumentLine]:
    parts = [(one, part) for one in judged for part in _parts(one)]
    for key, (one, part) in enumerate(parts, start=1):
        yield DocumentLine(
            source=part.source,
            key=key,
            item=one.item,
            quantity=part.quantity,
            amount=part.amount,
            service=part.service,
            method=one.method,
            treatment=one.treatment,
            rule=one.rule,
            fields=one.fields,
        )


def _parts(judged: Judged) -> Iterator[Part]:
    return recognise.treatment(judged.shape, judged.treatment)(judged.line)


def _schedule(document: Document, line: DocumentLine, periods: Sequence[Period]) -> Schedule:
    return Schedule(
        external_id=document.external_id,
        line=line.key,
        method=line.method,
        total=line.amount,
        planned=_planned(document, line, periods),
    )


def _planned(
    document: Document, line: DocumentLine, periods: Sequence[Period]
) -> tuple[PlannedRevenue, ...]:
    if line.service:
        known = periods or months(line.service.start, line.service.last)
        return spread(line.method, line.amount, line.service, known)
    known = periods or months(document.dated, document.dated)
    held = [period for period in known if period.term.start <= document.dated < period.term.end]
    if len(held) != 1:
        raise ValueError(f"{document.dated} lies in {len(held)} accounting periods")
    return (PlannedRevenue(held[0].name, line.amount),)


def _prove_conserved(deal: Deal, document: Document, schedules: Sequence[Schedule]) -> None:
    """Prove to the cent that documents hold the deal, step by step, and schedules the documents."""
    sold = {step.id: step.amount for line in deal.lines for step in line.segments}
    written: dict[str, Money] = {}
    for line in document.lines:
        written[line.source] = written.get(line.source, Money(0, deal.currency)) + line.amount
    if written != sold or document.amount != deal.booked:
        raise NotConserved(f"deal {deal.id} is {deal.booked}, its document {document.amount}")
    for schedule, line in zip(schedules, document.lines, strict=True):
        planned = total((part.amount for part in schedule.planned), deal.currency)
        if planned != line.amount:
            raise NotConserved(f"line {line.key} is {line.amount}, its schedule {planned}")
