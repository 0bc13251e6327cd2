"""
Seed files, which both sandboxes are filled from.

A file holds `{"org": {...}, "records": [{"type": T, "key": K, FIELD: VALUE, ...}]}`. A value
`"@KEY"` refers to another record, which may stand in another file, and becomes that record's id.
A later record with the same type and key updates the earlier one.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from pathlib import Path

from bridge.sandbox.ids import record_id

__all__ = ["Seed", "SeedInvalid", "SeedRecord", "load", "read", "record_id"]

TypeAndKey = tuple[str, str]
Scalar = str | Decimal | int | bool | None


class SeedInvalid(ValueError):
    """Seed files cannot be used; `findings` names every place, one line each."""

    def __init__(self, findings: Iterable[str]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(self.findings))


@dataclass(frozen=True, slots=True)
class SeedRecord:
    """One record of a seed, with its references resolved to ids."""

    type: str
    key: str
    fields: Mapping[str, Scalar]
    place: str  #: where it stands, for messages: "deal.json, record 3 (Order O-B1)"
    refers: Mapping[str, str]  #: field -> type of the record it refers to
    places: Mapping[str, str]  #: field -> where it was given, if several files give the record

    @property
    def id(self) -> str:
        """The 18-character id that follows from type and key."""
        return record_id(self.type, self.key)


@dataclass(frozen=True, slots=True)
class Seed:
    """What several seed files say together; records stand in order of first appearance."""

    org: Mapping[str, object]
    records: tuple[SeedRecord, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    type: str
    key: str
    fields: dict[str, Scalar]
    place: str
    places: dict[str, str]


def load(paths: Iterable[Path]) -> Seed:
    """
    Read and merge seed files in the given order; raises SeedInvalid with all findings at once.

    A file that cannot be opened raises the OSError of the system.
    """
    return read({str(path): path.read_text(encoding="utf-8") for path in paths})


def read(texts: Mapping[str, str], known: Iterable[SeedRecord] = ()) -> Seed:
    """
    Merge the texts of seed files, by name, in the mapping's order; raises SeedInvalid.

    Numbers with a decimal point become Decimal, digit by digit as they are written. References may
    also name `known` records, of seeds that were read before; these are not in the result.
    """
    findings: list[str] = []
    documents = [
        (name, document)
        for name, text in texts.items()
        if (document := _document(name, text, findings)) is not None
    ]
    org = _merged_org(documents, findings)
    entries = (_entries(name, document, findings) for name, document in documents)
    merged = _merged(chain.from_iterable(entries))
    named = {(record.type, record.key) for record in known} | set(merged)
    types: dict[str, list[str]] = {}
    for record_type, key in sorted(named):
        types.setdefault(key, []).append(record_type)
    records = tuple(_record(entry, types, findings) for entry in merged.values())
    if findings:
        raise SeedInvalid(findings)
    return Seed(org, records)


def _document(name: str, text: str, findings: list[str]) -> Mapping[str, object] | None:
    try:
        document = json.loads(
            text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_once_each
        )
        json.dumps(document, ensure_ascii=False, default=str).encode()  # half characters fail
    except json.JSONDecodeError as error:
        findings.append(f"{name}:{error.lineno}:{error.colno}: this is not JSON: {error.msg}")
        return None
    except RecursionError:
        findings.append(f"{name}: this is not JSON: it is nested too deeply")
        return None
    except ArithmeticError:
        findings.append(f"{name}: this is not JSON: the exponent of a number is out of range")
        return None
    except ValueError as error:
        findings.append(f"{name}: this is not JSON: {error}")
        return None
    if not isinstance(document, dict):
        findings.append(f'{name}: a seed is an object {{"org": {{...}}, "records": [...]}}')
        return None
    return document


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse an object that gives a name twice: one of the values would be lost unseen."""
    given = [name for name, _ in pairs]
    twice = sorted({name for name in given if given.count(name) > 1})
    if twice:
        raise ValueError(f"{', '.join(twice)} given twice in one object")
    return dict(pairs)


def _merged_org(
    documents: Iterable[tuple[str, Mapping[str, object]]], findings: list[str]
) -> Mapping[str, object]:
    """Merge what the files say of the org: any says multi-currency, lists join, the rest agrees."""
    merged: dict[str, object] = {}
    for name, document in documents:
        org = document.get("org", {})
        if isinstance(org, dict):
            findings += [
                f"{name}: org.{setting} is {value!r}, an earlier file says {merged[setting]!r}"
                for setting, value in org.items()
                if not _merged_setting(merged, setting, value)
            ]
        else:
            findings.append(f"{name}: org must be an object")
    return merged


def _merged_setting(merged: dict[str, object], setting: str, value: object) -> bool:
    """Add a setting to those of earlier files; False if it contradicts them."""
    earlier = merged.setdefault(setting, value)
    if setting == "multi_currency" and isinstance(earlier, bool) and isinstance(value, bool):
        merged[setting] = earlier or value
    elif isinstance(earlier, list) and isinstance(value, list):
        merged[setting] = [*earlier, *(item for item in value if item not in earlier)]
    else:
        return earlier == value
    return True


def _entries(name: str, document: Mapping[str, object], findings: list[str]) -> Iterable[_Entry]:
    records = document.get("records", [])
    if not isinstance(records, list):
        findings.append(f"{name}: records must be a list")
        return
    for number, record in enumerate(records, start=1):
        entry = _entry(f"{name}, record {number}", record, findings)
        if entry is not None:
            yield entry


def _entry(place: str, record: object, findings: list[str]) -> _Entry | None:
    if not isinstance(record, dict):
        findings.append(f"{place}: a record is an object with type, key and fields")
        return None
    record_type, key = record.get("type"), record.get("key")
    if not isinstance(record_type, str) or not isinstance(key, str) or not record_type or not key:
        findings.append(f"{place}: a record needs the texts `type` and `key`")
        return None
    place = f"{place} ({record_type} {key})"
    fields: dict[str, Scalar] = {}
    for field, value in record.items():
        if field in ("type", "key"):
            continue
        if value is None or isinstance(value, str | Decimal | int):
            fields[field] = value
        else:
            findings.append(f"{place}, field {field}: a value is a text, number, boolean or null")
    return _Entry(record_type, key, fields, place, dict.fromkeys(fields, place))


def _merged(entries: Iterable[_Entry]) -> dict[TypeAndKey, _Entry]:
    merged: dict[TypeAndKey, _Entry] = {}
    for entry in entries:
        earlier = merged.get((entry.type, entry.key))
        merged[entry.type, entry.key] = entry if earlier is None else _updated(earlier, entry)
    return merged


def _updated(earlier: _Entry, later: _Entry) -> _Entry:
    fields = {**earlier.fields, **later.fields}
    places = {**earlier.places, **later.places}
    return _Entry(later.type, later.key, fields, earlier.place, places)


def _record(entry: _Entry, types: Mapping[str, list[str]], findings: list[str]) -> SeedRecord:
    fields: dict[str, Scalar] = {}
    refers: dict[str, str] = {}
    for field, value in entry.fields.items():
        fields[field] = value
        if not isinstance(value, str) or not value.startswith("@"):
            continue
        candidates = types.get(value[1:], [])
        if len(candidates) == 1:
            refers[field] = candidates[0]
            fields[field] = record_id(candidates[0], value[1:])
        elif candidates:
            among = ", ".join(candidates)
            findings.append(
                f"{entry.places[field]}, field {field}: {value} could be any of {among}"
            )
        else:
            findings.append(
                f"{entry.places[field]}, field {field}: no record has the key {value[1:]}"
            )
    return SeedRecord(entry.type, entry.key, fields, entry.place, refers, entry.places)
