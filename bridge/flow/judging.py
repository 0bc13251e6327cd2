"""From records to a judgement that the books can record: translate, and put what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bridge.ledger import judgement
from bridge.ledger.judgement import GRAPH_INCOMPLETE, Basis, DealFacts, Judgement, Prepared
from bridge.mappers.write import bodies
from bridge.model import notation
from bridge.model.deal import DealKind, Heading
from bridge.model.document import Document
from bridge.model.dossier import Dossier, PostedDocument
from bridge.model.flags import Flag
from bridge.model.ids import ExternalId
from bridge.model.packages.package import packaged
from bridge.rules.rulebook import Rulebook
from bridge.translate import Awaited, Excluded, Flagged, Translated, Translation, translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long incomplete records may stay so, and since when these are known."""

    now: datetime
    since: datetime
    limit: timedelta

    @property
    def ended(self) -> bool:
        """Whether the records were incomplete for too long."""
        return self.now - self.since > self.limit


def judge(dossier: Dossier, rulebook: Rulebook, patience: Patience) -> Judgement:
    """Translate a dossier; what is incomplete waits, and is flagged when patience has ended."""
    return judgement_of(translate(dossier, rulebook), dossier, rulebook, patience)


def judgement_of(
    translation: Translation, dossier: Dossier, rulebook: Rulebook, patience: Patience
) -> Judgement:
    """Return what the books would record of what a dossier became by a rulebook."""
    trace = () if isinstance(translation, Awaited) else translation.trace
    basis = Basis(
        dossier=dossier.address(),
        rulebook=rulebook.version,
        trace=trace,
        overrides=tuple(sorted({one.number for one in dossier.overrides})),
    )
    deal = facts(translation.heading, dossier.model)
    if dossier.posted is not None:
        deal = replace(deal, formerly=dossier.posted.formerly)
    match translation:
        case Translated(documents=documents, schedules=schedules, held=held):
            return judgement.Translated(
                deal=deal,
                documents=tuple(prepared(one, held) for one in documents),
                schedules=schedules,
                basis=basis,
            )
        case Excluded(rule=rule):
            says = f"left out by {rule}"
            return judgement.Excluded(deal=deal, rule=rule, says=says, basis=basis)
        case Flagged(flags=flags):
            return judgement.Flagged(deal=deal, flags=flags, basis=basis)
        case Awaited(missing=missing) if not patience.ended:
            return judgement.Waiting(deal=deal, says="; ".join(missing), basis=basis)
        case Awaited(missing=missing):
            flag = Flag(
                GRAPH_INCOMPLETE,
                f"still incomplete since {patience.since:%Y-%m-%d %H:%M} UTC: {'; '.join(missing)}",
                (f"order {deal.id}",),
                deal.booked,
            )
            return judgement.Flagged(deal=deal, flags=(flag,), basis=basis)


def facts(heading: Heading, model: str) -> DealFacts:
    """Return the deal as the books know it; its digest is of the deal, not of raw records."""
    return DealFacts(
        id=heading.id,
        name=heading.name,
        contract=heading.contract,
        kind=heading.kind,
        account_name=heading.account_name,
        booked=heading.booked,
        booked_on=heading.booked_on,
        model=model,
        digest=notation.address(heading),
        place=place_of(heading.kind),
        packaged=packaged(heading),
    )


def place_of(kind: str) -> int:
    """Return where a deal of a kind stands in its contract: the new deal first."""
    return 0 if kind == DealKind.NEW else 1


def prepared(document: Document, held: Mapping[ExternalId, PostedDocument]) -> Prepared:
    """
    Fix the bytes of a document, and their digest, before anything is sent.

    One that stays as NetSuite has it keeps those that were sent.
    """
    sent = held.get(document.external_id)
    if sent is not None:
        return Prepared(document=document, body=sent.body.encode(), digest=sent.digest, held=True)
    body, digest_of_it = bodies.sealed(document)
    return Prepared(document=document, body=body, digest=digest_of_it)
