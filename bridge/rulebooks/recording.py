"""Makes a golden deal of a deal: its records, and what the rulebook makes of them today."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bridge.mappers.read import seeds
from bridge.mappers.write import sales_order
from bridge.model.dossier import Dossier
from bridge.model.ids import canonical
from bridge.model.record import Scalar
from bridge.rulebooks import bookings, translation_forms
from bridge.rules.rulebook import Rulebook

#: What a golden deal leaves free: in which words the rules tell it, and the digest of the rest.
_FREE = frozenset({"trace", sales_order.DIGEST_FIELD})
_WIDTH = 100
#: What stands first in a record.
_NAMES = ("type", "key")


@dataclass(frozen=True, slots=True)
class Example:
    """Records in the form of a seed file: the org's settings, and rows with type and key."""

    org: Mapping[str, object]
    rows: Sequence[Mapping[str, Scalar]]


def of_dossier(dossier: Dossier) -> Example:
    """
    Return the records of a dossier under keys of their own, their references among each other kept.

    Ids of the org do not go along; names of customers do, as the rules may read them.
    """
    keys: dict[str, str] = {}
    for record in dossier.records:
        keys.setdefault(record.id, f"{record.type}-{len(keys) + 1}")
    frame = dossier.frame
    return Example(
        org={
            "currency": frame.currency.code,
            "multi_currency": frame.multi_currency,
            "time_zone": frame.time_zone,
        },
        rows=[
            {
                "type": record.type,
                "key": keys[record.id],
                **{
                    name: _referred(value, keys)
                    for name, value in record.fields.items()
                    if name != "Id" and value is not None
                },
            }
            for record in dossier.records
        ],
    )


def written(example: Example, *, says: str, why: str, rulebook: Rulebook) -> str:
    """Return the text of a golden deal; raises Misconfigured if the records are no seed file."""
    text = _text(example, {"golden": says, "why": why})
    found = bookings.translations(seeds.parse(text, where=says), rulebook)
    form = translation_forms.translations(found)
    expected = {
        "verdict": form["verdict"],
        "deals": [_expected(deal) for deal in form["deals"]],
    }
    return _text(example, {"golden": says, "why": why}, expected)


def _expected(deal: Mapping[str, Any]) -> dict[str, Any]:
    bodies = [
        {**document, "body": {k: v for k, v in document["body"].items() if k not in _FREE}}
        for document in deal["documents"]
    ]
    return {
        name: value for name, value in {**deal, "documents": bodies}.items() if name not in _FREE
    }


def _text(
    example: Example, head: Mapping[str, str], expected: Mapping[str, Any] | None = None
) -> str:
    """Write it as a person would: a line for each record, what is expected below."""
    heads = [f"{_json(name)}: {_json(value)}" for name, value in head.items()]
    rows = ",\n  ".join(_row(row) for row in example.rows)
    parts = [
        *heads,
        f'"org": {canonical(example.org).decode()}',
        f'"records": [\n  {rows}\n ]',
    ]
    if expected is not None:
        parts.append(f'"expect": {_pretty(expected, 1)}')
    return "{\n " + ",\n ".join(parts) + "\n}\n"


def _row(row: Mapping[str, Scalar]) -> str:
    """Write a record on one line, its type and key first."""
    named = {**{name: row[name] for name in _NAMES}, **row}
    return "{" + ", ".join(f"{_json(k)}: {canonical(v).decode()}" for k, v in named.items()) + "}"


def _pretty(value: object, depth: int) -> str:
    """Write JSON so that what is short stands on one line, and the rest below each other."""
    line = canonical(value).decode()
    if len(line) + depth <= _WIDTH:
        return line
    inner = "\n" + " " * (depth + 1)
    outer = "\n" + " " * depth
    match value:
        case dict():
            rows = [f"{_json(key)}: {_pretty(each, depth + 1)}" for key, each in value.items()]
            return "{" + inner + ("," + inner).join(rows) + outer + "}"
        case list():
            rows = [_pretty(each, depth + 1) for each in value]
            return "[" + inner + ("," + inner).join(rows) + outer + "]"
        case _:
            return line


def _json(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _referred(value: Scalar, keys: Mapping[str, str]) -> Scalar:
    """Return a reference to another record of the dossier as `@KEY`, anything else as it is."""
    return f"@{keys[value]}" if isinstance(value, str) and value in keys else value
