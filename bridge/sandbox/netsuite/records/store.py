"""The records of the account, in memory, found by id or by external id."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from bridge.sandbox.netsuite.schema.fields import RecordType
from bridge.sandbox.netsuite.schema.transactions import NAMES


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
        shown = str(title) if title is not None else self.id
        return f"{self.type.label} #{shown}" if self.type.label else shown

    def contents(self) -> tuple[object, ...]:
        """All that a caller can have changed, for comparing before and after."""
        body = {name: value for name, value in self.fields.items() if name not in _TIMES}
        lines = {name: list(map(_filled, lines)) for name, lines in self.lines.items()}
        return (self.external_id, _filled(body), lines)


#: Transactions share their ids: those that the account makes by itself have a range of their own.
_FIRST_IDS = {
    "entity": 1001,
    "item": 101,
    "transaction": 5001,
    "accountingPeriod": 101,
    "revenueArrangement": 700001,
    "subscription": 900001,
    "journalEntry": 800001,
}
_SEQUENCES = dict.fromkeys(NAMES, "transaction")


_TIMES = frozenset({"createdDate", "dateCreated", "lastModifiedDate"})


def _filled(row: Line) -> Line:
    return {name: value for name, value in row.items() if value is not None}


class Store:
    """Records by family; `revision` grows with every change."""

    def __init__(self) -> None:
        self.revision = 0
        #: Told of each record that is taken out.
        self.on_removal: list[Callable[[Record], None]] = []
        self._families: dict[str, dict[str, Record]] = {}
        self._external: dict[tuple[str, str], Record] = {}
        self._next_ids = dict(_FIRST_IDS)
        self._line_keys = 0
        self._leads: dict[Reference, frozenset[Reference]] = {}  #: record -> what it refers to
        self._led_from: dict[Reference, dict[Reference, None]] = {}  #: the other way round

    def new_id(self, family: str) -> str:
        """Return an internal id that no record of the family has, or had."""
        sequence = _SEQUENCES.get(family, family)
        number = self._next_ids.get(sequence, 1)
        self._next_ids[sequence] = number + 1
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
        self._lead(Reference(family, record.id), frozenset(_references(record)))
        if record.external_id is not None:
            self._external[family, record.external_id.lower()] = record

    def remove(self, family: str, internal_id: str) -> None:
        """Take a record out, if it is there."""
        self.revision += 1
        self._forget_external_id(family, internal_id)
        self._lead(Reference(family, internal_id), frozenset())
        removed = self._families.get(family, {}).pop(internal_id, None)
        if removed is not None:
            for tell in self.on_removal:
                tell(removed)

    def of_family(self, family: str) -> Iterator[Record]:
        """Yield the records of a family in the order they were first stored."""
        return iter(list(self._families.get(family, {}).values()))

    def all(self) -> Iterator[Record]:
        """Yield every record, family by family."""
        return (record for family in list(self._families) for record in self.of_family(family))

    def refers_to(self, family: str, internal_id: str) -> bool:
        """Tell whether any record leads to this one."""
        return bool(self._led_from.get(Reference(family, internal_id)))

    def referring(self, family: str, internal_id: str) -> Iterator[Record]:
        """Yield the records that lead to this one, in the order in which they first did."""
        for one in list(self._led_from.get(Reference(family, internal_id), ())):
            record = self.get(one.family, one.id)
            if record is not None:
                yield record

    def _lead(self, source: Reference, wanted: frozenset[Reference]) -> None:
        """Note what a record refers to from now on."""
        known = self._leads.get(source, frozenset())
        for gone in known - wanted:
            self._led_from[gone].pop(source)
        for new in wanted - known:
            self._led_from.setdefault(new, {})[source] = None
        if wanted:
            self._leads[source] = wanted
        else:
            self._leads.pop(source, None)

    def _forget_external_id(self, family: str, internal_id: str) -> None:
        record = self.get(family, internal_id)
        if record is not None and record.external_id is not None:
            del self._external[family, record.external_id.lower()]


def _references(record: Record) -> set[Reference]:
    rows = [record.fields, *(line for lines in record.lines.values() for line in lines)]
    found = {value for row in rows for value in row.values() if isinstance(value, Reference)}
    several = (value for row in rows for value in row.values() if isinstance(value, tuple))
    return found.union(*several)
