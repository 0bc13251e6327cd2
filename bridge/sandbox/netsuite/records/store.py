"""The records of the account, in memory, found by id or by external id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from bridge.sandbox.netsuite.schema.fields import RecordType


@dataclass(frozen=True, slots=True)
class Reference:
    """Leads to a record of a family, by internal id."""

    family: str
    id: str


Value = str | int | Decimal | bool | date | datetime | Reference | tuple[Reference, ...] | None
Line = dict[str, Value]


@dataclass(slots=True, kw_only=True)
class Record:
    """One stored record; fields and lines hold values by canonical name, absent ones are null."""

    type: RecordType
    id: str
    external_id: str | None
    fields: Line = field(default_factory=dict)
    lines: dict[str, list[Line]] = field(default_factory=dict)  #: by canonical sublist name
    line_keys_given: int = 0  #: the highest key that a line ever had

    def copy(self) -> Record:
        """Return a record that can be changed without changing this one."""
        return replace(
            self,
            fields=dict(self.fields),
            lines={name: [dict(line) for line in lines] for name, lines in self.lines.items()},
        )

    def shown_name(self) -> str:
        """The name by which references show the record."""
        title = self.fields.get(self.type.title)
        return str(title) if title is not None else self.id

    def contents(self) -> tuple[object, ...]:
        """All that a caller can have changed, for comparing before and after."""
        body = {name: value for name, value in self.fields.items() if name not in _TIMES}
        lines = {name: list(map(_filled, lines)) for name, lines in self.lines.items()}
        return (self.external_id, _filled(body), lines)


#: Transactions share their ids: those that the account makes by itself have a range of their own.
_FIRST_IDS = {
    "entity": 1001,
    "item": 101,
    "salesOrder": 5001,
    "accountingPeriod": 101,
    "revenueArrangement": 700001,
    "journalEntry": 800001,
}


_TIMES = frozenset({"createdDate", "dateCreated", "lastModifiedDate"})


def _filled(row: Line) -> Line:
    return {name: value for name, value in row.items() if value is not None}


class Store:
    """Records by family; `revision` grows with every change."""

    def __init__(self) -> None:
        self.revision = 0
        self._families: dict[str, dict[str, Record]] = {}
        self._external: dict[tuple[str, str], Record] = {}
        self._next_ids = dict(_FIRST_IDS)
        self._line_keys = 0

    def new_id(self, family: str) -> str:
        """Return an internal id that no record of the family has, or had."""
        number = self._next_ids.get(family, 1)
        self._next_ids[family] = number + 1
        return str(number)

    def new_line_key(self) -> int:
        """Return a `lineUniqueKey`: unique over all lines of the account."""
        self._line_keys += 1
        return self._line_keys

    def get(self, family: str, internal_id: str) -> Record | None:
        """Find a record by internal id."""
        return self._families.get(family, {}).get(internal_id)

    def by_external_id(self, family: str, external_id: str) -> Record | None:
        """Find a record by external id; case does not matter."""
        return self._external.get((family, external_id.lower()))

    def put(self, record: Record) -> None:
        """Store a record, in place of the one with its id."""
        self.revision += 1
        family = record.type.family
        self._forget_external_id(family, record.id)
        self._families.setdefault(family, {})[record.id] = record
        if record.external_id is not None:
            self._external[family, record.external_id.lower()] = record

    def remove(self, family: str, internal_id: str) -> None:
        """Take a record out, if it is there."""
        self.revision += 1
        self._forget_external_id(family, internal_id)
        self._families.get(family, {}).pop(internal_id, None)

    def of_family(self, family: str) -> Iterator[Record]:
        """Yield the records of a family in the order they were first stored."""
        return iter(list(self._families.get(family, {}).values()))

    def all(self) -> Iterator[Record]:
        """Yield every record, family by family."""
        return (record for family in list(self._families) for record in self.of_family(family))

    def refers_to(self, family: str, internal_id: str) -> bool:
        """Tell whether any record leads to this one."""
        wanted = Reference(family, internal_id)
        return any(wanted in _values(record) for record in self.all())

    def _forget_external_id(self, family: str, internal_id: str) -> None:
        record = self.get(family, internal_id)
        if record is not None and record.external_id is not None:
            del self._external[family, record.external_id.lower()]


def _values(record: Record) -> Iterator[Value]:
    rows = [record.fields, *(line for lines in record.lines.values() for line in lines)]
    for row in rows:
        for value in row.values():
            yield from value if isinstance(value, tuple) else (value,)
