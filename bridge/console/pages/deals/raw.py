"""What was received and what was sent, as it is."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bridge.adapters.store.deals import WholeDeal
from bridge.flow.explaining.retracing import Retraced
from bridge.model.ids import canonical


@dataclass(frozen=True, slots=True)
class Text:
    """A record or a body, written for people."""

    title: str
    text: str


def raw_of(whole: WholeDeal, retraced: Retraced | None) -> tuple[Text, ...]:
    """Return the records of the dossier and the bodies of the documents."""
    records = retraced.dossier.records if retraced else ()
    read = [Text(f"{one.type} {one.id}", _pretty(canonical(one.fields))) for one in records]
    sent = [
        Text(f"{one.external_id} ({one.state.value.lower()})", _pretty(one.body))
        for one in whole.documents
    ]
    return (*sent, *read)


def _pretty(written: bytes) -> str:
    return "\n".join(_lines(json.loads(written, parse_float=Decimal), ""))


def _lines(value: Any, indent: str) -> list[str]:
    """Write JSON over several lines with exact numbers, which the standard library cannot."""
    inner = indent + "  "
    if isinstance(value, dict) and value:
        parts = [
            f"{inner}{json.dumps(name, ensure_ascii=False)}: {_joined(one, inner)}"
            for name, one in value.items()
        ]
        return ["{", *(",\n".join(parts)).split("\n"), indent + "}"]
    if isinstance(value, list) and value:
        parts = [f"{inner}{_joined(one, inner)}" for one in value]
        return ["[", *(",\n".join(parts)).split("\n"), indent + "]"]
    return [canonical(value).decode()]


def _joined(value: Any, indent: str) -> str:
    return "\n".join(_lines(value, indent))
