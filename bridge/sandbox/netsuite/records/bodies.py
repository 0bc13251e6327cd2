"""Read the body of a write: which fields and which lines it gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bridge.sandbox.netsuite.errors import Refusal, invalid_content
from bridge.sandbox.netsuite.records import values
from bridge.sandbox.netsuite.records.store import Line, Store
from bridge.sandbox.netsuite.schema.fields import Field, RecordType, Sublist

_NOT_FIELDS = frozenset({"id", "externalid", "links", "refname"})


class Validation(StrEnum):
    """What becomes of an unknown name or of a wrong value."""

    ERROR = "error"
    WARNING = "warning"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a write is asked to be done."""

    names: Validation = Validation.WARNING
    values: Validation = Validation.ERROR
    replace: frozenset[str] = frozenset()  #: sublists to be replaced, by canonical name
    trusted: bool = False  #: a seed, which may fill what the system fills
    source: str = "restWebServices"  #: what a transaction says that it came by


@dataclass(slots=True)
class Body:
    """What a body gives; a sublist that is None is to be emptied."""

    fields: Line = field(default_factory=dict)
    lines: dict[str, list[Line] | None] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def read(
    written: Mapping[str, object], record_type: RecordType, how: Options, store: Store
) -> Body:
    """
    Read a body against its record type.

    Raises:
        Refusal: an unknown name or a wrong value, unless `how` tolerates it.
    """
    reader = _Reader(how, store)
    body = Body(warnings=reader.warnings)
    for name, raw in written.items():
        sublist = record_type.sublists.get(name.lower())
        if sublist is not None:
            body.lines[sublist.name] = reader.lines(sublist, raw)
    rest = {name: raw for name, raw in written.items() if name.lower() not in record_type.sublists}
    body.fields = reader.row(rest, record_type.fields, "")
    return body


class _Reader:
    def __init__(self, how: Options, store: Store) -> None:
        self._how = how
        self._store = store
        self.warnings: list[str] = []

    def row(self, written: Mapping[str, object], fields: Mapping[str, Field], prefix: str) -> Line:
        """Read the fields of a record or line; `prefix` is the path before their names."""
        row: Line = {}
        for name, raw in written.items():
            field = fields.get(name.lower())
            if field is None:
                self._meet_unknown(name, prefix + name)
            elif not field.read_only or self._how.trusted:
                self._read_into(row, field, raw, prefix + name)
        return row

    def lines(self, sublist: Sublist, written: object) -> list[Line] | None:
        """Read `{"items": [...]}`; None if it, or its list, is null."""
        items = written.get("items", ()) if isinstance(written, Mapping) else written
        if items is None:
            return None
        if not isinstance(items, Sequence) or isinstance(items, str) or items is written:
            raise invalid_content(
                f"Invalid content for sublist '{sublist.name}'. Provide an object with items.",
                sublist.name,
            )
        return [self.row(*line) for line in _line_arguments(sublist, items)]

    def _read_into(self, row: Line, field: Field, raw: object, path: str) -> None:
        try:
            row[field.name] = values.parse(field, raw, path, self._store)
        except Refusal as refusal:
            if self._how.values is Validation.ERROR:
                raise
            self._warn(self._how.values, refusal.detail)

    def _meet_unknown(self, name: str, path: str) -> None:
        if name.lower() in _NOT_FIELDS:
            return
        if self._how.names is Validation.ERROR:
            raise invalid_content(f"Unknown reference or field: '{name[:80]}'.", path[:120])
        self._warn(self._how.names, f"Unknown field '{name[:80]}' was ignored.")

    def _warn(self, validation: Validation, says: str) -> None:
        if validation is Validation.WARNING:
            self.warnings.append(says)


def _line_arguments(
    sublist: Sublist, items: Sequence[object]
) -> Iterator[tuple[Mapping[str, object], Mapping[str, Field], str]]:
    for number, line in enumerate(items):
        path = f"{sublist.name}.items[{number}]"
        if not isinstance(line, Mapping):
            raise invalid_content(f"Invalid line in sublist '{sublist.name}'.", path)
        yield line, sublist.fields, f"{path}."
