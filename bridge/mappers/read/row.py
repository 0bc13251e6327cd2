"""
Reading records field by field, remembering what was read and collecting every objection.

A reader goes through a deal once, takes what it needs, and learns at the end whether the deal is
whole. What it took is how we know which filled fields nobody has read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bridge.mappers.read.values import day_of, exact, stated_day
from bridge.mappers.roots import noun
from bridge.model.dossier import Dossier
from bridge.model.ids import LineId
from bridge.model.record import Record, Scalar


@dataclass(frozen=True, slots=True)
class Objection:
    """
    A reason why the records are not a deal we can represent.

    `line` names the line whose amount it concerns; None where it concerns the whole deal.
    `nearest` says what change of the records would make it representable.
    """

    code: str
    says: str
    evidence: tuple[str, ...]
    line: LineId | None = None
    nearest: str | None = None  #: None where no change of the deal alone would do


@dataclass(slots=True)
class Reading:
    """One pass over a dossier's records."""

    dossier: Dossier
    objections: list[Objection] = field(default_factory=list)
    #: What the deal still waits for; each a sentence.
    missing: list[str] = field(default_factory=list)
    #: Record id -> the names of its fields that were asked for.
    read: dict[str, set[str]] = field(default_factory=dict)
    #: Record id -> the line that the record describes, for records that describe only one.
    lines: dict[str, LineId] = field(default_factory=dict)

    _by_type: "dict[str, dict[str, Row]]" = field(default_factory=dict, init=False)
    _by_field: "dict[tuple[str, str], dict[str, list[Row]]]" = field(
        default_factory=dict, init=False
    )
    #: What was looked for before, and found: readers come back to it again and again.
    _found: "dict[tuple[str, str, str], list[Row]]" = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for record in sorted(self.dossier.records, key=lambda one: one.id):
            if not record.fields.get("IsDeleted"):
                self._by_type.setdefault(record.type, {})[record.id] = self.row(record)

    def row(self, record: Record) -> "Row":
        """Return a record seen through this reading."""
        return Row(record, self, self.read.setdefault(record.id, set()))

    def rows(self, record_type: str) -> "Iterable[Row]":
        """Return the records of a type by id, in whatever order they were received."""
        return self._of(record_type).values()

    def where(self, record_type: str, field_name: str, value: str | None) -> "list[Row]":
        """Return the records of a type whose field holds this id or text, blank values never."""
        if not value:
            return []
        asked = (record_type, field_name, value)
        before = self._found.get(asked)
        if before is not None:
            return before
        place = (record_type, field_name)
        if place not in self._by_field:
            self._by_field[place] = self._index(*place)
        found = self._found[asked] = self._by_field[place].get(value, [])
        for row in found:
            row.read.add(field_name)
        return found

    def one(self, record_type: str, record_id: str | None) -> "Row | None":
        """Return the record of this id, None where there is none."""
        return self._of(record_type).get(record_id or "")

    def _of(self, record_type: str) -> "Mapping[str, Row]":
        return self._by_type.get(record_type, {})

    def _index(self, record_type: str, field_name: str) -> "dict[str, list[Row]]":
        index: dict[str, list[Row]] = {}
        for row in self.rows(record_type):
            value = row.raw(field_name)
            if isinstance(value, str):
                index.setdefault(value, []).append(row)
        return index

    def close(self) -> None:
        """
        Let go of the rows, which look back at this reading: else only the collector frees them.

        By then they lie far from what a processor has at hand, ten records of every deal.
        """
        self._by_type.clear()
        self._by_field.clear()
        self._found.clear()

    def object(
        self,
        code: str,
        says: str,
        *evidence: str,
        line: LineId | None = None,
        nearest: str | None = None,
    ) -> None:
        """Write down a reason why the deal cannot be read, and what change would help it."""
        self.objections.append(Objection(code, says, evidence, line, nearest))


@dataclass(slots=True)
class Row:
    """A record seen through a reading; every field that is asked for counts as read."""

    record: Record
    reading: Reading
    #: The names of the fields that were asked for, through whichever row of the record.
    read: set[str] = field(compare=False)
    _linked: "dict[tuple[str, str], Row]" = field(default_factory=dict, init=False, compare=False)

    @property
    def id(self) -> str:
        """The record's id."""
        return self.record.id

    @property
    def noun(self) -> str:
        """What people call such a record."""
        return noun(self.record.type)

    @property
    def line(self) -> LineId | None:
        """The line that a complaint about this record concerns, None: the whole deal."""
        if self.record.type == "OrderItem":
            return LineId(self.id)
        return self.reading.lines.get(self.id)

    def names(self, field_name: str) -> str:
        """Return the evidence for a field: record, field and value."""
        is_ = "is" if self.raw(field_name) in (None, "") else "="
        return f"{self.record.type} {self.id} {field_name} {is_} {self.shown(field_name)}"

    def shown(self, field_name: str) -> str:
        """Return the value as a message says it: as received, or "blank"."""
        value = self.raw(field_name)
        return "blank" if value in (None, "") else str(value)

    def raw(self, field_name: str) -> Scalar:
        """Return the value as received, without counting it as read."""
        return self.record.fields.get(field_name)

    def take(self, field_name: str) -> Scalar:
        """Return the value as received; a field that the org does not have is an objection."""
        record = self.record
        self.read.add(field_name)
        value = record.fields.get(field_name)
        if value is None and self.is_absent(field_name):
            self.reading.object(
                "FIELD_MISSING",
                f"the org shows no field {field_name} on {self.record.type}; make it visible to "
                "the integration user, or correct its name in the rules",
                f"{self.record.type} {self.id} {field_name}",
                line=self.line,
            )
        return None if value == "" else value

    def is_absent(self, field_name: str) -> bool:
        """Say whether the org shows no such field; an org that was not asked shows all."""
        if field_name in self.record.fields:
            return False
        described = self.reading.dossier.frame.descriptions.get(self.record.type)
        return described is not None and field_name not in described.fields

    def text(self, field_name: str) -> str | None:
        """Return a text, None where it is blank."""
        value = self.record.fields.get(field_name)
        if type(value) is str and value:  # nearly every one
            self.read.add(field_name)
            return value
        value = self.take(field_name)
        return None if value is None else str(value)

    def offered(self, field_name: str) -> str | None:
        """Return a text of a field that only orgs with an optional feature have, else None."""
        self.read.add(field_name)
        value = self.record.fields.get(field_name)
        if value is None or value == "":
            return None
        return value if type(value) is str else str(value)

    def needed(self, field_name: str) -> str:
        """Return a text that must be there; "" with an objection where it is not."""
        value = self.text(field_name)
        if value is None and not self.is_absent(field_name):
            self._object(
                "FIELD_BLANK",
                "is blank, and the deal cannot be read without it",
                field_name,
                nearest=f"fill {field_name} of {self.record.type} {self.id}",
            )
        return value or ""

    def yes(self, field_name: str) -> bool:
        """Return whether a check box is ticked."""
        value = self.take(field_name)
        return isinstance(value, bool | str) and value in (True, "true")

    def number(self, field_name: str) -> Decimal | None:
        """Return an exact number, None where it is blank or, with an objection, no number."""
        value = self.take(field_name)
        if value is None:
            return None
        number = exact(value)
        if number is None:
            self._object(
                "NOT_A_NUMBER",
                "is no number, or one with more digits than a deal has",
                field_name,
                nearest=f"state {field_name} as a number, such as 1200.00",
            )
        return number

    def day(self, field_name: str) -> date | None:
        """Return a day, None where it is blank or, with an objection, no day."""
        value = self.take(field_name)
        if value is None:
            return None
        day = stated_day(str(value))
        if day is None:
            self._object(
                "NOT_A_DATE",
                "is no day in the form YYYY-MM-DD",
                field_name,
                nearest=f"state {field_name} as a day, such as 2026-12-31",
            )
        return day

    def moment_days(self, field_name: str) -> tuple[date | None, ...]:
        """
        Return the day of a date and time in UTC, and in the time zone of the org.

        Revenue Cloud stores days as moments of UTC; an org may have written them in its own time.
        """
        value = self.take(field_name)
        zones = ("UTC", self.reading.dossier.frame.time_zone)
        if value is None:
            return (None,) * len(zones)
        days = tuple(day_of(str(value), zone) for zone in zones)
        if None in days:
            self._object("NOT_A_DATE", "is no date and time", field_name)
        return days

    def to(self, record_type: str, field_name: str) -> "Row | None":
        """Follow a reference; None where it is blank or, with an objection, leads nowhere."""
        known = self._linked.get((record_type, field_name))
        if known is not None:
            return known
        named = self.text(field_name)
        found = self.reading.one(record_type, named)
        if found is not None:
            self._linked[record_type, field_name] = found
        if named and found is None:
            self._object(
                "REFERENCE_UNREADABLE",
                f"names a {record_type} that was deleted or that the integration user may not see",
                field_name,
            )
        return found

    def _object(self, code: str, says: str, field_name: str, *, nearest: str | None = None) -> None:
        self.reading.object(
            code,
            f"{field_name} of {self.record.type} {self.id} {says}",
            self.names(field_name),
            line=self.line,
            nearest=nearest,
        )


def only(rows: Iterable[Row]) -> Row | None:
    """Return the one row, None where there is none or more than one."""
    found = list(rows)
    return found[0] if len(found) == 1 else None
