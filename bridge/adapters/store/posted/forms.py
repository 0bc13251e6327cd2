"""The written form of documents in a dossier: those of earlier deals, and those of the deal."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bridge.model import document_notation
from bridge.model.document import Kind
from bridge.model.dossier import EarlierDocument, Posted, PostedDocument
from bridge.model.ids import DealId, Digest, ExternalId
from bridge.model.money import Currency


@dataclass(frozen=True, slots=True)
class JudgedBy:
    """The documents by which a deal was judged: of earlier deals, and its own."""

    earlier: tuple[EarlierDocument, ...]
    posted: Posted | None


def read_judged_by(content: Any) -> JudgedBy:
    """Read from a written dossier what else NetSuite holds of its contract."""
    return JudgedBy(read_earlier(content), read_posted(content))


def earlier(one: EarlierDocument) -> dict[str, object]:
    """Write a document of an earlier deal."""
    return {
        "deal": one.deal,
        "kind": one.kind,
        "external_id": one.external_id,
        "dated": one.dated,
        "target": one.target,
        "currencies": sorted({line.amount.currency.code for line in one.lines}),
        "lines": [document_notation.line(line) for line in one.lines],
        "schedules": [document_notation.schedule(each) for each in one.schedules],
        "keeps_dates": one.keeps_dates,
        "acknowledged": one.acknowledged,
        "invoiced": [[key, f"{quantity:f}"] for key, quantity in sorted(one.invoiced.items())],
    }


def read_earlier(content: Any) -> tuple[EarlierDocument, ...]:
    """Read the documents of earlier deals from a written dossier."""
    return tuple(_read_earlier(one) for one in content["earlier"])


def _read_earlier(content: Any) -> EarlierDocument:
    (code,) = content["currencies"]
    return _read_document(content, Currency(code))


def _read_document(content: Any, currency: Currency) -> EarlierDocument:
    name = ExternalId(content["external_id"])
    return EarlierDocument(
        deal=DealId(content["deal"]),
        kind=Kind(content["kind"]),
        external_id=name,
        dated=date.fromisoformat(content["dated"]),
        target=ExternalId(content["target"]) if content["target"] else None,
        lines=tuple(document_notation.parse_line(line, currency) for line in content["lines"]),
        schedules=tuple(
            document_notation.parse_schedule(each, name, currency) for each in content["schedules"]
        ),
        invoiced={key: Decimal(quantity) for key, quantity in content["invoiced"]},
        keeps_dates=content.get("keeps_dates", False),  # older dossiers do not say
        acknowledged=content.get("acknowledged"),
    )


def posted(held: Posted) -> dict[str, object]:
    """Write what NetSuite holds of the deal itself."""
    return {
        "documents": [_posted_document(one) for one in held.documents],
        "complete": held.complete,
        "touched_by": [*held.touched_by],
        "recognised": held.recognised,
        "days": held.days,
        "formerly": [*held.formerly],
    }


def _posted_document(one: PostedDocument) -> dict[str, object]:
    return {
        **earlier(one.document),
        "currency": one.currency.code,
        "body": one.body,
        "digest": one.digest,
        "made_of": one.made_of,
        "approved": one.approved,
    }


def read_posted(content: Any) -> Posted | None:
    """Read from a written dossier what NetSuite holds of its deal; older ones do not say."""
    held = content.get("posted")
    if held is None:
        return None
    return Posted(
        documents=tuple(_read_posted_document(one) for one in held["documents"]),
        complete=held["complete"],
        touched_by=tuple(map(ExternalId, held["touched_by"])),
        recognised=held["recognised"],
        days=held["days"],
        formerly=tuple(map(Digest, held.get("formerly", ()))),  # older dossiers do not say
    )


def _read_posted_document(content: Any) -> PostedDocument:
    currency = Currency(content["currency"])
    return PostedDocument(
        document=_read_document(content, currency),
        currency=currency,
        body=content["body"],
        digest=Digest(content["digest"]),
        made_of=Digest(content["made_of"]),
        approved=content["approved"],
    )
