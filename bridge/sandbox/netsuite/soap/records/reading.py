"""Read the XML of a record as the body that the record service writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from bridge.sandbox.netsuite.schema.fields import Field
from bridge.sandbox.netsuite.schema.fields import Kind as FieldKind
from bridge.sandbox.netsuite.soap.faults import RecordError, no_such_field, unreadable
from bridge.sandbox.netsuite.soap.layout.records import COUNTRIES, PRECISIONS
from bridge.sandbox.netsuite.soap.records.entities import Bound, Entity, Kind, Rows, Sublist
from bridge.sandbox.netsuite.soap.records.scalars import (
    moment,
    number,
    reference,
    truth,
    whole_number,
)
from bridge.sandbox.netsuite.soap.versions import urn
from bridge.sandbox.netsuite.soap.xmlread import Node

_NULLS, _CUSTOM = "nullFieldList", "customFieldList"


@dataclass(frozen=True, slots=True)
class Written:
    """A record as it was sent."""

    body: dict[str, object] = field(default_factory=dict)
    internal_id: str | None = None
    external_id: str | None = None
    #: Sublists whose lines are to be replaced as a whole, by the account's names.
    replaced: frozenset[str] = frozenset()


def record(node: Node, entity: Entity, version: str) -> Written:
    """
    Read a record.

    Raises:
        SoapFault: an element is unknown, or its text cannot be of its type.
        RecordError: a value cannot be one of its field.
    """
    lists = {sublist.lines.list: sublist for sublist in entity.sublists}
    reader = _Reader(entity, version)
    body = reader.row(node, entity.rows, entity.layout.type, frozenset({_NULLS, *lists}))
    replaced = set()
    for child in _filled(node):
        if child.name in lists:
            sublist = lists[child.name]
            body[sublist.lines.field] = {"items": list(reader.lines(child, sublist))}
            if truth(child.attributes.get("replaceAll", "true")):
                replaced.add(sublist.lines.field)
    body |= dict.fromkeys(_emptied(node, entity))
    return Written(
        body=body,
        internal_id=node.attributes.get("internalId"),
        external_id=node.attributes.get("externalId"),
        replaced=frozenset(replaced),
    )


class _Reader:
    def __init__(self, entity: Entity, version: str) -> None:
        self._space = urn(entity.layout.home, version)

    def row(
        self, node: Node, rows: Rows, owner: str, besides: frozenset[str] = frozenset()
    ) -> dict[str, object]:
        """Read the elements of a record or line; those `besides` are somebody else's."""
        known = {bound.name: bound for bound in rows.bound}
        body: dict[str, object] = {}
        for child in _filled(node):
            if child.name == _CUSTOM:
                body |= dict(_custom_values(child, rows.custom))
            elif child.name in known:
                bound = known[child.name]
                body[bound.field.name] = _READERS[bound.kind](child, bound)
            elif child.name not in besides:
                raise no_such_field(child.name[:80], self._space, owner)
        return body

    def lines(self, node: Node, sublist: Sublist) -> Iterator[dict[str, object]]:
        """Yield the lines of a sublist."""
        for child in _filled(node):
            if child.name != sublist.lines.line:
                raise no_such_field(child.name[:80], self._space, f"{sublist.lines.type}List")
            yield self.row(child, sublist.rows, sublist.lines.type)


def _filled(node: Node) -> Iterator[Node]:
    return (child for child in node.children if not child.is_nil)


def _emptied(node: Node, entity: Entity) -> Iterator[str]:
    """Yield the fields that the record asks to be emptied, by the account's names."""
    known = {bound.name: bound.field.name for bound in entity.rows.bound}
    known |= {name: name for name in entity.rows.custom}
    for nulls in node.all(_NULLS):
        for name in nulls.all("name"):
            wanted = name.text.strip()
            if wanted not in known:
                raise RecordError("INVALID_FLD_VALUE", f"Invalid field name {wanted[:80]}.")
            yield known[wanted]


def _custom_values(node: Node, known: Mapping[str, Field]) -> Iterator[tuple[str, object]]:
    for child in node.all("customField"):
        # Old clients name the field in the internal id.
        name = child.attributes.get("scriptId") or child.attributes.get("internalId", "")
        custom = known.get(name)
        if custom is None:
            raise RecordError("INVALID_KEY_OR_REF", f"Invalid custom field key {name[:80]}.")
        bound = Bound(name=name, field=custom, shown=custom, kind=CUSTOM_KINDS[custom.kind])
        text = child.child("value")
        yield name, None if text is None else _READERS[bound.kind](text, bound)


#: What custom fields are written as.
CUSTOM_KINDS: Mapping[FieldKind, Kind] = {
    FieldKind.TEXT: Kind.STRING,
    FieldKind.INTEGER: Kind.LONG,
    FieldKind.NUMBER: Kind.DOUBLE,
    FieldKind.BOOLEAN: Kind.BOOLEAN,
    FieldKind.DATE: Kind.DAY,
    FieldKind.DATETIME: Kind.MOMENT,
}


def _text(node: Node, _bound: Bound) -> object:
    return node.text


def _text_or_number(node: Node, bound: Bound) -> object:
    """Rates are texts in the schemas: they may be percentages, which the account has not."""
    return node.text if bound.field.kind is FieldKind.TEXT else number(node.text)


def _integer(node: Node, _bound: Bound) -> object:
    return whole_number(node.text)


def _decimal(node: Node, bound: Bound) -> object:
    read = number(node.text)
    whole = bound.field.kind is FieldKind.INTEGER
    return int(read) if whole and read == read.to_integral_value() else read


def _boolean(node: Node, _bound: Bound) -> object:
    return truth(node.text)


def _day(node: Node, _bound: Bound) -> object:
    return moment(node.text).date().isoformat()


def _moment(node: Node, _bound: Bound) -> object:
    return moment(node.text).isoformat()


def _reference(node: Node, _bound: Bound) -> object:
    return reference(node)


def _choice(node: Node, bound: Bound) -> object:
    named = {label: key for key, label in bound.field.choices.items()}
    return node.attributes.get("internalId") or named.get(node.value("name") or "")


def _enum(node: Node, bound: Bound) -> object:
    wanted = node.text.strip()
    for key, value in bound.choices.items():
        if value == wanted:
            return key
    raise unreadable(f"{wanted[:80]} is not a legal value for {bound.name}")


def _label(_node: Node, _bound: Bound) -> object:
    return None  # the account works it out


def _name(node: Node, _bound: Bound) -> object:
    return node.value("name") or node.attributes.get("internalId")


def _references(node: Node, _bound: Bound) -> object:
    return {"items": [reference(child) for child in node.all("recordRef")]}


def _currencies(node: Node, _bound: Bound) -> object:
    inner = (child.child("currency") for child in node.all("currency"))
    return {"items": [reference(child) for child in inner if child is not None]}


def _country(node: Node, _bound: Bound) -> object:
    wanted = node.text.strip()
    return next((code for code, value in COUNTRIES.items() if value == wanted), wanted)


def _precision(node: Node, _bound: Bound) -> object:
    wanted = node.text.strip()
    return next((digits for digits, value in PRECISIONS.items() if value == wanted), None)


_READERS: Mapping[Kind, Callable[[Node, Bound], object]] = {
    Kind.STRING: _text_or_number,
    Kind.LONG: _integer,
    Kind.DOUBLE: _decimal,
    Kind.BOOLEAN: _boolean,
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
    Kind.REF: _reference,
    Kind.ENUM: _enum,
    Kind.CHOICE: _choice,
    Kind.LABEL: _label,
    Kind.NAMED: _name,
    Kind.LIST: _references,
    Kind.CURRENCIES: _currencies,
    Kind.COUNTRY: _country,
    Kind.PRECISION: _precision,
}
