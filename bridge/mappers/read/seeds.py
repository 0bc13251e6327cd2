"""
Seed files: an org's settings and records as a person writes them, with `@KEY` for references.

`{"org": {...}, "records": [{"type": "Order", "key": "O-B1", "AccountId": "@ACME", ...}]}`; a later
record with the same type and key updates the earlier one. Ids derive from type and key alone.
"""

import hashlib
import json
import string
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bridge.errors import Misconfigured
from bridge.model.dossier import Frame
from bridge.model.ids import eighteen
from bridge.model.money import Currency
from bridge.model.record import Record, Scalar

_BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
_PREFIXES = {
    "Account": "001",
    "Asset": "02i",
    "Contact": "003",
    "Contract": "800",
    "Opportunity": "006",
    "Order": "801",
    "OrderItem": "802",
    "Pricebook2": "01s",
    "PricebookEntry": "01u",
    "Product2": "01t",
    "Quote": "0Q0",
    "QuoteLineItem": "0QL",
    "User": "005",
}
_ACT = "correct the file and run it again"


@dataclass(frozen=True, slots=True)
class Seed:
    """What a seed file holds: the frame that its org gives, and its records."""

    frame: Frame
    records: tuple[Record, ...]


def seed_id(record_type: str, key: str) -> str:
    """Return the id of a seed file's record: a function of its type and key alone."""
    prefix = _PREFIXES.get(record_type) or "a" + _base62(f"prefix:{record_type}")[:2]
    return eighteen(f"{prefix}0{_base62(f'{record_type}:{key}')[:11]}")


def _base62(text: str) -> str:
    number = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
    digits = ""
    while number:
        number, digit = divmod(number, 62)
        digits = _BASE62[digit] + digits
    return digits


def parse(text: str, *, where: str) -> Seed:
    """
    Read a seed file's text; `where` names it in messages.

    Raises Misconfigured for anything that is not such a file: JSON, org, record or reference.
    """
    try:
        content = json.loads(text, parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Misconfigured(f"this is no JSON ({error})", where=where, act=_ACT) from error
    if not isinstance(content, dict) or not isinstance(content.get("records"), list):
        raise Misconfigured(
            'a records file is {"org": {...}, "records": [...]}', where=where, act=_ACT
        )
    merged = _merge(content["records"], where)
    ids = {key: seed_id(record_type, key) for record_type, key in merged}
    records = tuple(
        Record(record_type, ids[key], {"Id": ids[key], **_resolved(fields, ids, f"{where}: {key}")})
        for (record_type, key), fields in merged.items()
    )
    return Seed(_frame(content.get("org", {}), where), records)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _merge(rows: list[object], where: str) -> dict[tuple[str, str], dict[str, Scalar]]:
    merged: dict[tuple[str, str], dict[str, Scalar]] = {}
    for place, row in enumerate(rows, start=1):
        at = f"{where}: record {place}"
        if not isinstance(row, dict):
            raise Misconfigured("a record is an object", where=at, act=_ACT)
        record_type, key = row.get("type"), row.get("key")
        if not (isinstance(record_type, str) and isinstance(key, str) and record_type and key):
            raise Misconfigured('a record needs texts "type" and "key"', where=at, act=_ACT)
        fields = {name: value for name, value in row.items() if name not in ("type", "key")}
        for name, value in fields.items():
            if isinstance(value, (dict, list)):
                raise Misconfigured(f"{name} must be a single value", where=at, act=_ACT)
        merged.setdefault((record_type, key), {}).update(fields)
    return merged


def _resolved(
    fields: Mapping[str, Scalar], ids: Mapping[str, str], where: str
) -> dict[str, Scalar]:
    return {name: _value(value, ids, f"{where}.{name}") for name, value in fields.items()}


def _value(value: Scalar, ids: Mapping[str, str], where: str) -> Scalar:
    if not (isinstance(value, str) and value.startswith("@")):
        return value
    if value[1:] not in ids:
        raise Misconfigured(f"{value} names no record of the file", where=where, act=_ACT)
    return ids[value[1:]]


def _frame(org: object, where: str) -> Frame:
    if not isinstance(org, dict):
        raise Misconfigured('"org" is an object', where=where, act=_ACT)
    try:
        currency = Currency(str(org["currency"]))
        return Frame(
            currency=currency,
            multi_currency=org.get("multi_currency") is True,
            time_zone=str(org["time_zone"]),
        )
    except (KeyError, ValueError) as error:
        raise Misconfigured(
            f'"org" needs an ISO "currency" and a "time_zone" ({error})', where=where, act=_ACT
        ) from error
