"""Criteria and columns of searches, bound to the fields of the record types that are searched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bridge.sandbox.netsuite.schema.fields import Field, RecordType
from bridge.sandbox.netsuite.schema.fields import Kind as FieldKind
from bridge.sandbox.netsuite.soap.layout.searches import SEARCHES, SearchLayout
from bridge.sandbox.netsuite.soap.records.entities import Entities, Entity
from bridge.sandbox.netsuite.soap.versions import urn

#: Criteria that ask for no field: name -> kind.
SPECIAL: Mapping[str, str] = {
    "externalId": "MultiSelect",
    "externalIdString": "String",
    "internalId": "MultiSelect",
    "internalIdNumber": "Long",
    "mainLine": "Boolean",
    "recordType": "String",
    "type": "EnumMultiSelect",
}
_KINDS: Mapping[FieldKind, str] = {
    FieldKind.TEXT: "String",
    FieldKind.INTEGER: "Long",
    FieldKind.NUMBER: "Double",
    FieldKind.AMOUNT: "Double",
    FieldKind.BOOLEAN: "Boolean",
    FieldKind.DATE: "Date",
    FieldKind.DATETIME: "Date",
    FieldKind.ENUM: "EnumMultiSelect",
    FieldKind.REFERENCE: "MultiSelect",
    FieldKind.REFERENCES: "MultiSelect",
}
_NO_COLUMNS = frozenset({"externalIdString", "internalIdNumber", "recordType"})
_COLUMNS: Mapping[str, str] = {"MultiSelect": "Select", "EnumMultiSelect": "EnumSelect"}
#: What begins the value of a type of transactions, where it is not the record's own name.
_TYPE_NAMES: Mapping[str, str] = {
    "journalEntry": "_journal",
    "serviceSaleItem": "_service",
    "serviceResaleItem": "_service",
    "nonInventorySaleItem": "_nonInventoryItem",
    "nonInventoryResaleItem": "_nonInventoryItem",
    "otherChargeSaleItem": "_otherCharge",
    "discountItem": "_discount",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchField:
    """One criterion, or column."""

    name: str
    kind: str  #: "String" of SearchStringField and SearchColumnStringField
    field: str = ""  #: lower-case name of the field; empty for special ones
    sublist: str = ""  #: lower-case name of the sublist whose lines have the field


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """One kind of search over record types of the account."""

    layout: SearchLayout
    entities: tuple[Entity, ...]
    criteria: Mapping[str, SearchField]
    columns: Mapping[str, SearchField]
    custom: Mapping[str, Field]  #: script id -> field of the record itself

    @property
    def families(self) -> tuple[str, ...]:
        """Return the families of the records searched, each once."""
        return tuple(dict.fromkeys(entity.type.family for entity in self.entities))


class Searches:
    """The searches that the account knows."""

    def __init__(self, entities: Entities) -> None:
        self._known = tuple(
            search for layout in SEARCHES if (search := _bound(layout, entities)).entities
        )

    def __iter__(self) -> Iterator[Search]:
        return iter(self._known)

    def of_type(self, space: str, name: str, version: str) -> Search | None:
        """Find a search by its type: `CustomerSearch`, `...SearchBasic` or `...SearchAdvanced`."""
        for search in self._known:
            home = urn(search.layout.home, version)
            whole = {f"{search.layout.type}{end}" for end in ("Search", "SearchAdvanced")}
            if name in whole and space == home:
                return search
            basic = urn("platformCommon", version)
            if name == f"{search.layout.type}SearchBasic" and space == basic:
                return search
        return None


def type_name(record_type: str) -> str:
    """
    Return the value by which a search names a type of records.

    >>> type_name("salesOrder"), type_name("serviceSaleItem")
    ('_salesOrder', '_service')
    """
    return _TYPE_NAMES.get(record_type, f"_{record_type}")


def _bound(layout: SearchLayout, entities: Entities) -> Search:
    known = tuple(
        entity for name in layout.records if (entity := entities.of_record(name)) is not None
    )
    types = [entity.type for entity in known]
    criteria = {
        one.name: one
        for written in layout.criteria.split()
        if (one := _field(written, types)) is not None
    }
    further = (_field(written, types) for written in layout.more_columns.split())
    columns = {name: one for name, one in criteria.items() if name not in _NO_COLUMNS}
    columns |= {one.name: one for one in further if one is not None}
    if "modified" in columns:
        del columns["lastModifiedDate"]  # columns of items have another name for it
    return Search(
        layout=layout,
        entities=known,
        criteria=criteria,
        columns={
            name: replace(one, kind=_COLUMNS.get(one.kind, one.kind))
            for name, one in sorted(columns.items(), key=_by_letters)
        },
        custom={name: field for entity in known for name, field in entity.rows.custom.items()}
        if layout.custom
        else {},
    )


def _by_letters(pair: tuple[str, SearchField]) -> str:
    return pair[0].lower()


def _field(written: str, types: list[RecordType]) -> SearchField | None:
    rest, _, kind = written.partition("!")
    name, _, source = rest.partition("=")
    if name in SPECIAL:
        return SearchField(name=name, kind=SPECIAL[name])
    sublist, _, field = (source or name).lower().rpartition(".")
    for record_type in types:
        fields = record_type.fields
        if sublist:
            fields = record_type.sublists[sublist].fields if sublist in record_type.sublists else {}
        if field in fields:
            chosen = kind or _KINDS[fields[field].kind]
            return SearchField(name=name, kind=chosen, field=field, sublist=sublist)
    return None
