"""How a question about records is answered by their source, and what is said where it is not."""

from collections.abc import Sequence

from bridge.mappers.read.row import Row
from bridge.rules.rulebook import Source


def answer(source: Source, question: str, rows: Sequence[Row]) -> str | None:
    """Return what the source answers for these records; None where it gives no answer."""
    known = source.answers.get(question)
    if known is None or known.always is not None:
        return known.always if known else None
    decides = next((row for row in rows if row.record.type == known.object), None)
    value = decides.text(known.named) if decides else None
    return known.gives.get(value, known.others) if value is not None else known.others


def unanswered(source: Source, question: str, rows: Sequence[Row]) -> tuple[str, tuple[str, ...]]:
    """Say why there is no answer, with evidence, and where it can be given."""
    known = source.answers.get(question)
    place = f"answer '{question}' in sources/{source.model}.yaml"
    if known is None:
        return place, ()
    decides = [row for row in rows if row.record.type == known.object]
    shown = ", ".join(row.shown(known.named) for row in decides) or "not there"
    evidence = tuple(row.names(known.named) for row in decides)
    return f"{known.object}.{known.named} is {shown}: {place} for it", evidence
