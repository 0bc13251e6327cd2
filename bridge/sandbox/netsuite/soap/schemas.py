"""The schemas of an account: all their types, from the tables and the account's record types."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from bridge.sandbox.netsuite.soap.layout.core import (
    CORE,
    FAULT_TYPES,
    FAULT_VALUES,
    core_values,
)
from bridge.sandbox.netsuite.soap.layout.messages import MESSAGES
from bridge.sandbox.netsuite.soap.layout.searches import LISTED_WHOLE
from bridge.sandbox.netsuite.soap.layout.strangers import STRANGERS
from bridge.sandbox.netsuite.soap.notation import Definition, Element, read, type_of
from bridge.sandbox.netsuite.soap.records.entities import SCHEMA_TYPES, Entities, Entity, Rows
from bridge.sandbox.netsuite.soap.search.fields import Search, Searches

Schemas = Mapping[str, list[Definition]]
_KEYS = "@internalId:string"
_EXTERNAL = "@externalId:string"
_REPLACE = "@replaceAll:boolean"
#: Lists of currencies have no table of their own: the account keeps them as references.
_CUSTOMER_CURRENCIES = """
CustomerCurrency = currency?:platformCore:RecordRef
CustomerCurrencyList = currency*:CustomerCurrency @replaceAll:boolean
"""


def schemas(entities: Entities, searches: Searches) -> Schemas:
    """Return the definitions of each schema, by prefix; schemas without any are not in it."""
    found: dict[str, list[Definition]] = defaultdict(list)
    found["platformCore"] += read(CORE, "platformCore")
    found["platformCoreTyp"] += read(_values(entities, searches), "platformCoreTyp")
    found["platformFaultTyp"] += read(FAULT_VALUES, "platformFaultTyp")
    found["platformFaults"] += read(FAULT_TYPES, "platformFaults")
    found["platformMsgs"] += read(MESSAGES, "platformMsgs")
    found["listRel"] += read(_CUSTOMER_CURRENCIES, "listRel")
    for prefix, lines in STRANGERS.items():
        found[prefix] += read(lines, prefix)
    for entity in entities:
        found[entity.layout.home] += _entity_types(entity)
    for search in searches:
        found["platformCommon"] += _basic_types(search)
        found[search.layout.home] += _search_types(search)
    return found


def _values(entities: Entities, searches: Searches) -> str:
    return core_values(
        " ".join(sorted(entity.layout.record for entity in entities)),
        " ".join(_first_small(search.layout.type) for search in searches),
        " ".join(LISTED_WHOLE),
    )


def _entity_types(entity: Entity) -> Iterator[Definition]:
    """Yield the type of a record, its element, and the types of its lines."""
    layout, home = entity.layout, entity.layout.home
    lists = [f"{one.lines.list}?:{one.lines.type}List" for one in entity.sublists]
    keys = [_KEYS, _EXTERNAL] if layout.external else [_KEYS]
    parts = [*_parts(entity.rows), *lists, *_custom(layout.custom), *keys]
    yield type_of(layout.type, "platformCore:Record", parts, home)
    yield Element(_first_small(layout.type), f"{home}:{layout.type}")
    for one in entity.sublists:
        yield type_of(one.lines.type, "", [*_parts(one.rows), *_custom(layout.custom)], home)
        rows = [f"{one.lines.line}*:{one.lines.type}", _REPLACE]
        yield type_of(f"{one.lines.type}List", "", rows, home)


def _parts(rows: Rows) -> list[str]:
    return [f"{bound.name}?:{SCHEMA_TYPES[bound.kind]}" for bound in rows.bound]


def _custom(has: bool) -> list[str]:  # noqa: FBT001 - a column of the table
    return ["customFieldList?:platformCore:CustomFieldList"] if has else []


def _basic_types(search: Search) -> Iterator[Definition]:
    layout, common = search.layout, "platformCommon"
    criteria = [
        f"{one.name}?:platformCore:Search{one.kind}Field" for one in search.criteria.values()
    ]
    if layout.custom:
        criteria.append("customFieldList?:platformCore:SearchCustomFieldList")
    yield type_of(f"{layout.type}SearchBasic", "platformCore:SearchRecordBasic", criteria, common)
    columns = [
        f"{one.name}*:platformCore:SearchColumn{one.kind}Field" for one in search.columns.values()
    ]
    yield type_of(f"{layout.type}SearchRowBasic", "platformCore:SearchRowBasic", columns, common)


def _search_types(search: Search) -> Iterator[Definition]:
    name, home = search.layout.type, search.layout.home
    basic, row = f"basic?:platformCommon:{name}SearchBasic", f"{name}SearchRow"
    yield type_of(f"{name}Search", "platformCore:SearchRecord", [basic], home)
    yield Element(f"{_first_small(name)}Search", f"{home}:{name}Search")
    advanced = [
        f"criteria?:{name}Search",
        f"columns?:{row}",
        "@savedSearchId:string",
        "@savedSearchScriptId:string",
    ]
    yield type_of(f"{name}SearchAdvanced", "platformCore:SearchRecord", advanced, home)
    yield Element(f"{_first_small(name)}SearchAdvanced", f"{home}:{name}SearchAdvanced")
    columns = [f"basic?:platformCommon:{name}SearchRowBasic"]
    yield type_of(row, "platformCore:SearchRow", columns, home)


def _first_small(name: str) -> str:
    return name[0].lower() + name[1:]
