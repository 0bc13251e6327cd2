"""Columns of an advanced search: which are asked for, and the row of a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bridge.sandbox.netsuite.records.store import Record, Reference, Store
from bridge.sandbox.netsuite.soap.faults import RecordError, no_such_field
from bridge.sandbox.netsuite.soap.records.showing import Show, text_of
from bridge.sandbox.netsuite.soap.search.criteria import Seen, Words, values
from bridge.sandbox.netsuite.soap.search.fields import Search, SearchField
from bridge.sandbox.netsuite.soap.xmlread import Node
from bridge.sandbox.netsuite.soap.xmlwrite import Tag

_CORE, _COMMON = "platformCore", "platformCommon"


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is asked for, with the label that it shall have."""

    field: SearchField
    label: str | None


def read(asked: Node, search: Search) -> tuple[Column, ...]:
    """
    Read the columns that are asked for.

    Raises:
        SoapFault: a column is unknown.
        RecordError: columns of joined records are asked for.
    """
    for joined in asked.children:
        if joined.name != "basic":
            raise RecordError(
                "INVALID_SEARCH_CRITERIA", f"This account has no columns of {joined.name[:60]}."
            )
    chosen = [_column(node, search) for basic in asked.children for node in basic.children]
    return tuple(sorted(chosen, key=lambda column: list(search.columns).index(column.field.name)))


def _column(node: Node, search: Search) -> Column:
    field = search.columns.get(node.name)
    if field is None:
        raise no_such_field(node.name[:80], node.space[:200], f"{search.layout.type}SearchRowBasic")
    return Column(field, node.value("customLabel"))


def row(record: Record, search: Search, columns: Sequence[Column], store: Store) -> Tag:
    """Write the row of a record; of lines, the first one is shown."""
    cells = [
        _cell(column, value, record, store)
        for column in columns
        if (value := values(record, column.field)[0]) is not None
        or column.field.name == "externalId"
    ]
    home, name = search.layout.home, f"{search.layout.type}SearchRow"
    basic = Tag(f"{home}:basic", {}, cells)
    return Tag(f"{_CORE}:searchRow", {"xsi:type": f"{home}:{name}"}, [basic])


def _cell(column: Column, value: Seen, record: Record, store: Store) -> Tag:
    inner = _value(column, value, record, store)
    if column.label:
        inner = [Tag(f"{_CORE}:customLabel", text=column.label), *inner]
    return Tag(f"{_COMMON}:{column.field.name}", {}, list(inner))


def _value(column: Column, value: Seen, record: Record, store: Store) -> list[Tag]:
    name = f"{_CORE}:searchValue"
    match column.field.name, value:
        case "internalId", _:
            return [Tag(name, {"internalId": record.id})]
        case "externalId", _:
            external = record.external_id
            return [] if external is None else [Tag(name, {"externalId": external})]
        case _, Words():
            return [Tag(name, text=value.shown)]
        case _, Reference():
            return [Show(store=store).reference(name, value)]
        case _, tuple():
            return [Show(store=store).reference(name, one) for one in value[:1]]
    return [] if isinstance(value, Words) else [Tag(name, text=text_of(value))]
