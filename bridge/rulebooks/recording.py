"""Makes a golden deal of a deal: its records, and what the rulebook makes of them today."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bridge.errors import Misconfigured
from bridge.mappers.read import seeds
from bridge.mappers.write import sales_order
from bridge.model.dossier import Dossier
from bridge.model.ids import canonical
from bridge.model.record import Scalar
from bridge.rulebooks import bookings, translation_forms
from bridge.rules.rulebook import Rulebook
from bridge.translate import Awaited, Translation, translate

#: What a golden deal leaves free: in which words the rules tell it, and the digest of the rest.
_FREE = frozenset({"trace", sales_order.DIGEST_FIELD})
_WIDTH = 100
#: What tells the lines of two translations apart, whatever the ids of their records.
_TELLING = ("item", "quantity", "amount", "treatment", "rule", "first_day", "last_day")
#: What stands first in a record.
_NAMES = ("type", "key")


@dataclass(frozen=True, slots=True)
class Example:
    """Records in the form of a seed file: the org's settings, and rows with type and key."""

    org: Mapping[str, object]
    rows: Sequence[Mapping[str, Scalar]]
    dossier: Dossier | None = None  #: what the records were taken from, where it was the books
    months_close: bool = False  #: as in a seed file


def of_dossier(dossier: Dossier, *before: Dossier) -> Example:
    """
    Return the records of a dossier under keys of their own, their references among each other kept.

    `before` are the dossiers of the orders before it in its contract, which are examples then, too.
    An id of one of these records in a field of its own does not go along. Whatever else the fields
    hold does, names of customers too, as the rules may read them.
    """
    records = {record.id: record for one in (*before, dossier) for record in one.records}
    keys = {
        each: f"{record.type}-{number}"
        for number, (each, record) in enumerate(records.items(), start=1)
    }
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
            for record in records.values()
        ],
        dossier=dossier,
    )


def _essence(one: Translation) -> object:
    """Return what a deal comes to, without the ids of its records."""
    form = translation_forms.translation(one)
    lines = [
        [line[name] for name in _TELLING] for each in form["documents"] for line in each["lines"]
    ]
    kinds = [each["kind"] for each in form["documents"]]
    flags = [[each["code"], each["amount"]] for each in form["flags"]]
    return [form["verdict"], form["currency"], form["booked"], kinds, lines, flags]


def written(example: Example, *, says: str, why: str, rulebook: Rulebook) -> str:
    """
    Return the text of a golden deal; raises Misconfigured if the records are no seed file.

    So it does for a deal of the books whose records alone would be translated otherwise than with
    all that is known there: an amendment without the orders before it is another deal.
    """
    text = _text(example, {"golden": says, "why": why})
    found = bookings.translations(seeds.parse(text, where=says), rulebook)
    whole = example.dossier
    if whole is not None:
        wanted = _essence(translate(whole, rulebook))
        waits = any(isinstance(one, Awaited) for one in found)
        if waits or wanted not in [_essence(one) for one in found]:
            raise Misconfigured(
                "its records alone are translated otherwise than in the books, where the orders"
                " before it and the codes of the account are known",
                where=f"deal {whole.deal}",
                act="write a records file with all orders of its contract, and record that",
            )
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
        *(['"months_close": true'] if example.months_close else []),
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
