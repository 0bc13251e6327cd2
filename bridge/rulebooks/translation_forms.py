"""The JSON forms of translations; other tools rely on these keys."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from bridge.mappers.judge import Step
from bridge.mappers.write import bodies
from bridge.model.document import Document, DocumentLine
from bridge.model.dossier import PostedDocument
from bridge.model.flags import Flag
from bridge.model.schedule import Schedule
from bridge.translate import Awaited, Excluded, Flagged, Translated, Translation

Form = dict[str, Any]


def translations(of: Sequence[Translation]) -> Form:
    """Return what became of the deals of a records file."""
    return together([translation(one) for one in of])


def together(deals: Sequence[Form]) -> Form:
    """Return deals as one form: flagged if one of them is, with the parts of all in one place."""
    parts = ("flags", "documents", "schedules")
    return {
        "verdict": "flagged" if any(one["verdict"] == "flagged" for one in deals) else "translated",
        "deals": list(deals),
        **{part: [each for one in deals for each in one[part]] for part in parts},
    }


def translation(one: Translation) -> Form:
    """Return what became of one deal; an incomplete one is flagged with what it waits for."""
    blank: Form = {"flags": [], "documents": [], "schedules": [], "trace": []}
    match one:
        case Translated(documents=documents, schedules=schedules, trace=steps, held=held):
            parts: Form = {
                "documents": [document(each, held.get(each.external_id)) for each in documents],
                "schedules": [schedule(each) for each in schedules],
                "trace": trace(steps),
            }
            verdict = "translated"
        case Excluded(rule=rule, trace=steps):
            verdict, parts = "excluded", {"trace": trace(steps), "rule": rule}
        case Flagged(flags=flags, trace=steps):
            verdict, parts = (
                "flagged",
                {"flags": [flag(each) for each in flags], "trace": trace(steps)},
            )
        case Awaited():
            verdict, parts = "flagged", {"flags": [flag(waiting(one))]}
    heading = one.heading
    return {
        "deal": heading.id,
        "name": heading.name,
        "contract": heading.contract,
        "currency": heading.currency.code,
        "booked": heading.booked.text(),
        "verdict": verdict,
        **blank,
        **parts,
    }


def waiting(one: Awaited) -> Flag:
    """Return what holds a deal of which records are missing, with all of its amount."""
    says = "; ".join(one.missing)
    return Flag("GRAPH_INCOMPLETE", says, (f"order {one.heading.id}",), one.heading.booked)


def flag(one: Flag) -> Form:
    """Return a flag."""
    return {
        "code": one.code,
        "says": one.says,
        "evidence": list(one.evidence),
        "amount": one.amount.text(),
        "currency": one.amount.currency.code,
        "nearest": one.nearest,
    }


def document(one: Document, held: PostedDocument | None = None) -> Form:
    """Return a document with the body that would be sent, or was, where NetSuite `held` it."""
    return {
        "kind": one.kind.value,
        "external_id": one.external_id,
        "target": one.target,
        "amount": one.amount.text(),
        "currency": one.currency.code,
        "body": json.loads(held.body, parse_float=Decimal) if held else bodies.body(one),
        "lines": [_line(line) for line in one.lines],
    }


def _line(line: DocumentLine) -> Form:
    return {
        "source": line.source,
        "line": line.key,
        "item": line.item,
        "quantity": f"{line.quantity:f}",
        "amount": line.amount.text(),
        "treatment": line.treatment,
        "rule": line.rule,
        "first_day": line.service.start.isoformat() if line.service else None,
        "last_day": line.service.last.isoformat() if line.service else None,
    }


def schedule(one: Schedule) -> Form:
    """Return a predicted schedule."""
    return {
        "external_id": one.external_id,
        "line": one.line,
        "method": one.method.value,
        "total": one.total.text(),
        "periods": {part.period: part.amount.text() for part in one.planned},
    }


def trace(steps: Sequence[Step]) -> list[Form]:
    """Return the steps of a trace."""
    return [{"subject": step.subject, "rule": step.rule, "says": list(step.says)} for step in steps]
