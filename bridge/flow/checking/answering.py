"""
What a check answers over the API, written straight from what was found.

Its fields are those that the description of the API names, in that order. A check answers while
somebody waits: nothing is told here that the answer does not have.
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from bridge.flow.checking.checked import Checked, worst
from bridge.model.document import Document, DocumentLine
from bridge.model.flags import Flag
from bridge.model.money import Money
from bridge.model.schedule import Schedule
from bridge.translate import Awaited, Excluded, Flagged, Translated

Form = dict[str, Any]
_FLAGGED, _TRANSLATED = "flagged", "translated"


def answer(found: Sequence[Checked], rules: str) -> bytes:
    """Return the verdict over deals and each of them, by a version of the rules: JSON in UTF-8."""
    deals = [_deal(one) for one in found]
    form = {
        "verdict": _FLAGGED if any(one["verdict"] == _FLAGGED for one in deals) else _TRANSLATED,
        "answer": worst(found).value,
        "rules": rules,
        "deals": deals,
    }
    return msgspec.json.encode(form)


def _deal(one: Checked) -> Form:
    translation, heading = one.translation, one.translation.heading
    made = translation if isinstance(translation, Translated) else None
    told = one.draft.told if one.draft else _as_it_is
    return {
        "answer": one.answer.value,
        "warnings": one.warnings,
        "draft": one.says,
        "as_if_activated_on": one.as_if.isoformat() if one.as_if else None,
        "deal": heading.id,
        "name": heading.name,
        "contract": heading.contract,
        "booked": _money(heading.booked),
        "verdict": _verdict(one),
        "rule": translation.rule if isinstance(translation, Excluded) else None,
        "flags": [_flag(each) for each in one.flags],
        "documents": [_document(each, told) for each in made.documents] if made else [],
        "schedules": [_schedule(each) for each in made.schedules] if made else [],
    }


def _as_it_is(text: str) -> str:
    return text


def _verdict(one: Checked) -> str:
    match one.translation:
        case Translated():
            return _TRANSLATED
        case Excluded():
            return "excluded"
        case Flagged() | Awaited():
            return _FLAGGED


def _flag(one: Flag) -> Form:
    return {
        "code": one.code,
        "says": one.says,
        "evidence": one.evidence,
        "amount": _money(one.amount),
        "nearest": one.nearest,
    }


def _document(one: Document, told: Callable[[str], str]) -> Form:
    return {
        "kind": one.kind.value,
        "external_id": one.external_id,
        "target": one.target,
        "amount": _money(one.amount),
        "lines": [_line(each, told) for each in one.lines],
    }


def _line(one: DocumentLine, told: Callable[[str], str]) -> Form:
    return {
        "source": told(one.source),
        "line": one.key,
        "item": one.item,
        "quantity": f"{one.quantity:f}",
        "amount": _money(one.amount),
        "treatment": one.treatment,
        "rule": one.rule,
        "first_day": one.service.start.isoformat() if one.service else None,
        "last_day": one.service.last.isoformat() if one.service else None,
    }


def _schedule(one: Schedule) -> Form:
    return {
        "external_id": one.external_id,
        "line": one.line,
        "method": one.method.value,
        "total": _money(one.total),
        "periods": {part.period: _money(part.amount) for part in one.planned},
    }


def _money(one: Money) -> Form:
    return {"minor": one.minor, "currency": one.currency.code}
