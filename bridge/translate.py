"""
The translation: a dossier and a rulebook become documents with predicted schedules, or flags.

`translate` is pure: no clock, no network, no database. Sync, replay and the check of a quote call
this one function. Either every line of a deal is represented, or none is.
"""

from dataclasses import dataclass

from bridge.mappers import judge, overriding
from bridge.mappers.dossiers import READERS
from bridge.mappers.judge import Modified, Ruled, Step
from bridge.mappers.read import whole
from bridge.mappers.shape import assembling
from bridge.mappers.shape.assembling import Assembled
from bridge.model.deal import Deal, Heading
from bridge.model.document import Document, DocumentLine, Kind
from bridge.model.dossier import Dossier
from bridge.model.flags import Flag
from bridge.model.money import Money, total
from bridge.model.schedule import Schedule
from bridge.rules.rulebook import Rulebook, Undecided


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
            answering = overriding.overridden(rulebook, dossier.overrides)
            return _judge(deal, dossier, answering)


def _judge(deal: Deal, dossier: Dossier, rulebook: Rulebook) -> Translation:
    known = judge.deal_facts(deal, rulebook)
    scope = rulebook.scope(known, deal.booked_on)
    trace = [*judge.steps(f"deal {deal.id}", scope)]
    if isinstance(scope, Undecided):
        flags = judge.flags(scope, deal.booked, deal.id)
        return Flagged(heading=deal, flags=flags, trace=tuple(trace))
    if scope.outputs["scope"] == "EXCLUDE":
        return Excluded(heading=deal, rule=scope.rule, trace=tuple(trace))
    change = judge.modification(deal, known, rulebook)
    trace.extend(judge.steps(f"contract {deal.contract}", change) if change else ())
    header = rulebook.map("sales_order", known, deal.booked_on)
    trace.extend(judge.steps(f"order of {deal.id}", header))
    opinions = judge.lines(deal, known, rulebook)
    found = [flag for opinion in opinions for flag in opinion.flags]
    trace.extend(step for opinion in opinions for step in opinion.trace)
    modified = judge.modified(deal, change)
    if not isinstance(modified, Modified):
        found.extend(modified)
    if isinstance(header, Undecided):
        found = [*judge.flags(header, deal.booked, deal.id), *found]
    else:
        found.extend(judge.unknown_codes(header.fields, dossier.frame, deal.booked, deal.id))
    lines = [opinion.judged for opinion in opinions if opinion.judged]
    for one in lines:
        named = {"item": one.item, **one.fields}
        found.extend(judge.unknown_codes(named, dossier.frame, one.line.amount, one.line.id))
    if found or isinstance(header, Undecided) or not isinstance(modified, Modified):
        return Flagged(heading=deal, flags=tuple(found), trace=tuple(trace))
    ruled = Ruled(header=judge.fields(header), lines=lines, modified=modified)
    return _represent(deal, dossier, ruled, tuple(trace))


def _represent(
    deal: Deal, dossier: Dossier, ruled: Ruled, trace: tuple[Step, ...]
) -> Translated | Flagged:
    found = assembling.assemble(deal, dossier, ruled.header, ruled.lines, ruled.modified)
    if not isinstance(found, Assembled):
        return Flagged(heading=deal, flags=found, trace=trace)
    _prove_conserved(deal, found)
    return Translated(
        heading=deal, documents=found.documents, schedules=found.schedules, trace=trace
    )


def _prove_conserved(deal: Deal, found: Assembled) -> None:
    """Prove to the cent that documents hold the deal, step by step, and schedules the documents."""
    sold = {step.id: step.amount for line in deal.lines for step in line.segments}
    written = {step: Money(0, deal.currency) for step in sold}
    for document in found.documents:
        for line in _booking(document):
            written[line.source] += line.amount
        if total((line.revenue for line in document.lines), deal.currency) != document.amount:
            raise NotConserved(f"{document.external_id} allocates more or less than its amount")
    named = [document.external_id for document in found.documents]
    if len(set(named)) < len(named):
        raise NotConserved(f"two documents of deal {deal.id} have one external id")
    if written != sold:
        raise NotConserved(f"deal {deal.id} is {deal.booked}, its documents are not")
    for schedule in found.schedules:
        planned = total((part.amount for part in schedule.planned), deal.currency)
        if planned != schedule.total:
            raise NotConserved(f"line {schedule.line} is {schedule.total}, its schedule {planned}")


def _booking(document: Document) -> tuple[DocumentLine, ...]:
    """Return the lines that may book; a merge names lines of other deals, too, with nothing."""
    if document.kind is Kind.MERGE_REQUEST and not any(line.amount for line in document.lines):
        return ()
    return document.lines
