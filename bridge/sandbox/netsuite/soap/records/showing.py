"""Write records of the account as XML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from bridge.sandbox.netsuite.records.store import Line, Record, Reference, Store, Value
from bridge.sandbox.netsuite.schema.fields import Field
from bridge.sandbox.netsuite.soap.layout.records import COUNTRIES, PRECISIONS
from bridge.sandbox.netsuite.soap.records.entities import Bound, Entity, Kind, Rows
from bridge.sandbox.netsuite.soap.records.reading import CUSTOM_KINDS
from bridge.sandbox.netsuite.soap.xmlwrite import Tag

_CORE = "platformCore"
_CUSTOM_TYPES: Mapping[Kind, str] = {
    Kind.STRING: "StringCustomFieldRef",
    Kind.LONG: "LongCustomFieldRef",
    Kind.DOUBLE: "DoubleCustomFieldRef",
    Kind.BOOLEAN: "BooleanCustomFieldRef",
    Kind.DAY: "DateCustomFieldRef",
    Kind.MOMENT: "DateCustomFieldRef",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """How records are written in one answer."""

    store: Store
    lines: bool = True  #: with sublists

    def record(self, name: str, record: Record, entity: Entity) -> Tag:
        """Write a record as an element of this name."""
        layout = entity.layout
        attributes = {"internalId": record.id, "xsi:type": f"{layout.home}:{layout.type}"}
        if layout.external and record.external_id is not None:
            attributes["externalId"] = record.external_id
        tag = Tag(name, attributes, list(self._row(record.fields, entity.rows)))
        if self.lines:
            tag.children += self._sublists(record, entity)
        tag.children += self._custom(record.fields, entity.rows)
        return tag

    def _row(self, row: Line, rows: Rows) -> Iterator[Tag]:
        for bound in rows.bound:
            value = row.get(bound.shown.name)
            if bound.kind is Kind.CURRENCIES and not self.lines:
                continue  # to callers it is a sublist
            if value is not None:
                yield from self._element(f"{rows.home}:{bound.name}", bound, value)

    def _sublists(self, record: Record, entity: Entity) -> Iterator[Tag]:
        for sublist in entity.sublists:
            home = entity.layout.home
            lines = [
                Tag(
                    f"{home}:{sublist.lines.line}",
                    {},
                    [*self._row(line, sublist.rows), *self._custom(line, sublist.rows)],
                )
                for line in record.lines.get(sublist.lines.field, ())
            ]
            if lines:
                yield Tag(f"{home}:{sublist.lines.list}", {}, lines)

    def _custom(self, row: Line, rows: Rows) -> Iterator[Tag]:
        fields = [
            self._custom_field(number, custom, row[custom.name])
            for number, custom in enumerate(rows.custom.values(), 1)
            if row.get(custom.name) is not None
        ]
        if fields:
            yield Tag(f"{rows.home}:customFieldList", {}, fields)

    def _custom_field(self, number: int, custom: Field, value: Value) -> Tag:
        kind = CUSTOM_KINDS[custom.kind]
        attributes = {
            "internalId": str(number),
            "scriptId": custom.name,
            "xsi:type": f"{_CORE}:{_CUSTOM_TYPES[kind]}",
        }
        inner = Tag(f"{_CORE}:value", text=text_of(value))
        return Tag(f"{_CORE}:customField", attributes, [inner])

    def _element(self, name: str, bound: Bound, value: Value) -> Iterator[Tag]:
        if bound.kind in _REFERENCES:
            yield _REFERENCES[bound.kind](self, name, bound, value)
            return
        text = _texts(bound, value)
        if text is not None:
            yield Tag(name, text=text)

    def reference(self, name: str, value: Value) -> Tag:
        """Write a reference, with the name of the record it leads to."""
        if not isinstance(value, Reference):
            raise TypeError(f"{value!r} is no reference")
        record = self.store.get(value.family, value.id)
        shown = [] if record is None else [Tag(f"{_CORE}:name", text=record.shown_name())]
        return Tag(name, {"internalId": value.id}, shown)


def _reference(show: Show, name: str, _bound: Bound, value: Value) -> Tag:
    return show.reference(name, value)


def _choice(_show: Show, name: str, bound: Bound, value: Value) -> Tag:
    label = bound.shown.choices.get(str(value), str(value))
    return Tag(name, {"internalId": str(value)}, [Tag(f"{_CORE}:name", text=label)])


def _named(_show: Show, name: str, _bound: Bound, value: Value) -> Tag:
    return named(name, str(value))


def _list(show: Show, name: str, _bound: Bound, value: Value) -> Tag:
    references = value if isinstance(value, tuple) else ()
    return Tag(name, {}, [show.reference(f"{_CORE}:recordRef", one) for one in references])


def _currencies(show: Show, name: str, _bound: Bound, value: Value) -> Tag:
    """Write each currency in a line of its own, in the namespace of the list."""
    inner = f"{name.partition(':')[0]}:currency"
    references = value if isinstance(value, tuple) else ()
    lines = [Tag(inner, {}, [show.reference(inner, one)]) for one in references]
    return Tag(name, {}, lines)


_REFERENCES: Mapping[Kind, Callable[[Show, str, Bound, Value], Tag]] = {
    Kind.REF: _reference,
    Kind.CHOICE: _choice,
    Kind.NAMED: _named,
    Kind.LIST: _list,
    Kind.CURRENCIES: _currencies,
}


def named(name: str, text: str) -> Tag:
    """Write a text of the account as a reference: the text is its id as well, as in queries."""
    return Tag(name, {"internalId": text}, [Tag(f"{_CORE}:name", text=text)])


def text_of(value: Value) -> str:
    """Write a plain value."""
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        case date():
            return f"{value.isoformat()}T00:00:00.000Z"
    return str(value)


def _texts(bound: Bound, value: Value) -> str | None:
    """Return the text of a value; None if the schemas have no word for it."""
    match bound.kind:
        case Kind.ENUM:
            return bound.choices.get(str(value))
        case Kind.LABEL:
            return bound.shown.choices.get(str(value), str(value))
        case Kind.COUNTRY:
            return COUNTRIES.get(str(value))
        case Kind.PRECISION:
            return PRECISIONS.get(value) if isinstance(value, int) else None
    return text_of(value)
