"""
The translation: a dossier and a rulebook become documents with predicted schedules, or flags.

`translate` is pure: no clock, no network, no database. Sync, replay and the check of a quote call
this one function. Either every line of a deal is represented, or none is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from bridge.mappers import contracting, judge, overriding
from bridge.mappers.correct import correcting
from bridge.mappers.correct.staying import Case, Settled, Undone
from bridge.mappers.dossiers import READERS
from bridge.mappers.facts import COMBINATION
from bridge.mappers.judge import Modified, Ruled, Step
from bridge.mappers.read import whole
from bridge.mappers.read.opportunities import claiming
from bridge.mappers.read.whole import Read
from bridge.mappers.shape import assembling
from bridge.mappers.shape.arrangements import packages
from bridge.mappers.shape.assembling import Assembled
from bridge.model.deal import Deal, Heading
from bridge.model.document import Document, DocumentLine, Kind
from bridge.model.dossier import Dossier, PostedDocument
from bridge.model.flags import Flag
from bridge.model.ids import ExternalId
from bridge.model.money import total
from bridge.model.schedule import Schedule
from bridge.rules.rulebook import Rulebook, Source, Undecided


class NotConserved(Exception):
    """The documents or schedules of a deal do not add up to it: a mistake of the bridge itself."""


#: What a mistake in our code raises. It ends the deal's pass, is logged, and the next goes on.
OURS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, NameError, RuntimeError),
    *(TypeError, ValueError, NotConserved),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """The deal is represented: documents, their predicted schedules, and why."""

    heading: Deal
    documents: tuple[Document, ...]
    schedules: tuple[Schedule, ...]
    trace: tuple[Step, ...]
    #: Documents that NetSuite has and that stay as they were sent, though the deal is another now.
    held: Mapping[ExternalId, PostedDocument] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """A named rule, or two people, say that the deal is none of NetSuite's."""

    heading: Heading
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
    return judged(read(dossier, rulebook.source(dossier.model)), dossier, rulebook)


def read(dossier: Dossier, source: Source) -> Read:
    """Return what the records of a dossier are; of the rules their source alone has a say in it."""
    return READERS[dossier.model](dossier, source)


def judged(known: Read, dossier: Dossier, rulebook: Rulebook) -> Translation:
    """Return the translation of a dossier that is read already, by the source of the rulebook."""
    found = _by_itself(known, dossier, rulebook)
    return _unless_booked(found, dossier, rulebook.source(dossier.model))


def _unless_booked(found: Translation, dossier: Dossier, source: Source) -> Translation:
    """Hold a deal whose sale another record books; what is none of NetSuite's stays so."""
    said = claiming.flags(found.heading, dossier, source)
    match found:
        case Translated(heading=deal, trace=trace) if said:
            return Flagged(heading=deal, flags=said, trace=trace)
        case Flagged(flags=flags):
            return replace(found, flags=(*said, *flags))
        case _:
            return found


def _by_itself(known: Read, dossier: Dossier, rulebook: Rulebook) -> Translation:
    match known:
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
    change = contracting.modification(deal, known, rulebook)
    trace.extend(judge.steps(contracting.subject(deal), change) if change else ())
    header = rulebook.map("sales_order", known, deal.booked_on)
    trace.extend(judge.steps(f"order of {deal.id}", header))
    opinions = judge.lines(deal, known, rulebook)
    found = [flag for opinion in opinions for flag in opinion.flags]
    trace.extend(step for opinion in opinions for step in opinion.trace)
    modified = contracting.modified(deal, change)
    if not isinstance(modified, Modified):
        found.extend(modified)
    if COMBINATION in rulebook.tables:
        found.extend(packages.of_a_change(deal, dossier.package))
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
    settle = partial(correcting.settled, known=known, rulebook=rulebook)
    return _represent(deal, dossier, ruled, settle, tuple(trace))


def _represent(
    deal: Deal,
    dossier: Dossier,
    ruled: Ruled,
    settle: Callable[[Case], Settled | Undone],
    trace: tuple[Step, ...],
) -> Translated | Flagged:
    found = assembling.assemble(deal, dossier, ruled.header, ruled.lines, ruled.modified)
    if not isinstance(found, Assembled):
        return Flagged(heading=deal, flags=found, trace=trace)
    _prove_conserved(deal, found)
    if waits_for := found.waits_for:
        subject = contracting.subject(deal)
        trace = (*trace, Step(subject, ruled.modified.rule, lambda: waits_for))
    if dossier.posted is None:
        return _translated(deal, Settled(made=found), trace)
    case = Case(deal=deal, posted=dossier.posted, made=found, periods=dossier.frame.periods)
    return _translated(deal, settle(case), trace)


def _translated(
    deal: Deal, found: Settled | Undone, trace: tuple[Step, ...]
) -> Translated | Flagged:
    """Return what is to be in NetSuite, in the light of what it has of the deal already."""
    trace = (*trace, *found.trace)
    if isinstance(found, Undone):
        return Flagged(heading=deal, flags=(found.flag,), trace=trace)
    if found.held:
        _prove_conserved(deal, found.made)
    made = found.made
    return Translated(
        heading=deal,
        documents=made.documents,
        schedules=made.schedules,
        trace=trace,
        held=found.held,
    )


def _prove_conserved(deal: Deal, found: Assembled) -> None:
    """Prove to the cent that documents hold the deal, step by step, and schedules the documents."""
    steps = [step for line in deal.lines for step in line.segments]
    sold = {(step.id, step.amount.currency.code): step.amount.minor for step in steps}
    written = dict.fromkeys(sold, 0)
    for document in found.documents:
        for line in _booking(document):
            # What NetSuite has may be of lines that the deal has lost: nothing of it may be left.
            step, amount = (line.source, line.amount.currency.code), line.amount.minor
            written[step] = written.get(step, 0) + amount
        if total((line.revenue for line in document.lines), document.currency) != document.amount:
            raise NotConserved(f"{document.external_id} allocates more or less than its amount")
    named = [document.external_id for document in found.documents]
    if len(set(named)) < len(named):
        raise NotConserved(f"two documents of deal {deal.id} have one external id")
    if {step: amount for step, amount in written.items() if amount or step in sold} != sold:
        raise NotConserved(f"deal {deal.id} is {deal.booked}, its documents are not")
    for schedule in found.schedules:
        planned = total((part.amount for part in schedule.planned), schedule.total.currency)
        if planned != schedule.total:
            raise NotConserved(f"line {schedule.line} is {schedule.total}, its schedule {planned}")


def _booking(document: Document) -> tuple[DocumentLine, ...]:
    """Return the lines that may book; a merge names lines of other deals, too, with nothing."""
    if document.kind is Kind.MERGE_REQUEST and not any(line.amount for line in document.lines):
        return ()
    return document.lines
