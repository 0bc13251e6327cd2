"""What NetSuite has of a deal, and what becomes of another one in its place."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from bridge.mappers.shape import assembling
from bridge.mappers.write import bodies
from bridge.model import notation
from bridge.model.document import Document, Kind
from bridge.model.dossier import Posted, PostedDocument
from bridge.model.ids import Digest, ExternalId
from bridge.model.schedule import Schedule, by_period
from bridge.rules.rulebook import Rulebook
from bridge.translate import Flagged, Translated, Translation, translate
from tests.mappers import rules
from tests.mappers.builders import Built

_MISTYPED = "mistyped: [no, no, no, no, no, {}]"
_FOUND_LATE = "found-late: [yes, -, -, no, no, {}]"


def correcting() -> Rulebook:
    """Rules that correct what nobody has approved."""
    shipped = _MISTYPED.format("review")
    return rules.changed("corrections.yaml", shipped, _MISTYPED.format("correct_unbilled"))


def reissuing() -> Rulebook:
    """Rules that give back what is approved, and order it anew."""
    shipped = _FOUND_LATE.format("review")
    return rules.changed("corrections.yaml", shipped, _FOUND_LATE.format("return_and_reissue"))


def acknowledged(
    result: Translation,
    *,
    of_them: int | None = None,
    approved: bool = False,
    invoiced: Mapping[int, str] | None = None,
    touched_by: tuple[str, ...] = (),
) -> Posted:
    """
    What NetSuite has when it has acknowledged the documents of a deal, or the first of them.

    `invoiced` is the quantity of lines of the first order, by key.
    """
    assert isinstance(result, Translated), result
    complete = of_them is None
    sent = assembling.earlier(result.documents[:of_them], result.schedules)
    billed = {key: Decimal(quantity) for key, quantity in (invoiced or {}).items()}
    return Posted(
        documents=tuple(
            PostedDocument(
                document=replace(
                    document,
                    invoiced=billed if rank == 1 else {},
                    acknowledged=None if document.kind is Kind.SALES_ORDER else rank,
                ),
                currency=result.heading.currency,
                body=_sent(made, result)[0].decode(),
                digest=_sent(made, result)[1],
                made_of=_made_of(result, made, complete=complete),
                approved=approved and document.kind is Kind.SALES_ORDER,
            )
            for rank, (document, made) in enumerate(
                zip(sent, result.documents, strict=False), start=1
            )
        ),
        complete=complete,
        touched_by=tuple(map(ExternalId, touched_by)),
    )


def _sent(made: Document, result: Translated) -> tuple[bytes, Digest]:
    held = result.held.get(made.external_id)
    return (held.body.encode(), held.digest) if held else bodies.sealed(made)


def _made_of(result: Translated, made: Document, *, complete: bool) -> Digest:
    held = result.held.get(made.external_id)
    return held.made_of if held and not complete else notation.address(result.heading)


def told(deal: Built, posted: Posted, rulebook: Rulebook) -> Translation:
    """What becomes of a deal of which NetSuite has something."""
    return translate(replace(deal.dossier, posted=posted), rulebook)


def new(result: Translation) -> tuple[Document, ...]:
    """The documents that NetSuite does not have yet."""
    assert isinstance(result, Translated), result
    return tuple(one for one in result.documents if one.external_id not in result.held)


def why(result: Translation) -> tuple[str, ...]:
    """Why a person decides."""
    assert isinstance(result, Flagged), result
    (flag,) = result.flags
    assert (flag.code, bool(flag.nearest)) == ("CHANGED_AFTER_POSTING", True)
    return flag.evidence[1:]


def changes(document: Document) -> list[tuple[int, str, str]]:
    """What the lines of a document change: key, quantity and amount."""
    return [
        (line.key, f"{line.quantity.normalize():f}", line.amount.text()) for line in document.lines
    ]


def by_month(schedules: Iterable[Schedule]) -> dict[str, str]:
    """What is planned by all these schedules, month by month."""
    whole = by_period(part for one in schedules for part in one.planned)
    return {part.period: part.amount.text() for part in whole if part.amount}
