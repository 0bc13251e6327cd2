"""
The objects of the org and their fields.

The files `schema/*.fields` hold API facts (names, types, sizes), one line a field: `[Object]`
begins an object, then `Name type(arguments) flags =picklist|values`. Flags: c createable,
u updateable, r required, f calculated, d master-detail, x external id, a autonumber, n the name
field. A reference names its targets and, after a comma, its relationship where that is not the
field's name without "Id" ("-" for none). Every object has the system fields besides.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bridge.sandbox.ids import prefix_of

NUMERIC = frozenset({"currency", "double", "percent", "int"})
TEXTUAL = frozenset(
    {"string", "textarea", "picklist", "multipicklist", "email", "phone", "url", "reference", "id"}
)
LONGEST_PLAIN_TEXT = 255
ORG_PREFIX = "00D"

_FOLDER = Path(__file__).parent / "schema"
_LINE = re.compile(r"(\w+) (\w+)(?:\(([^)]*)\))?(?: ([a-z]+))?(?: =(.*))?")
_SYSTEM = (
    "CreatedById reference(User)",
    "CreatedDate datetime",
    "Id id",
    "IsDeleted boolean",
    "LastModifiedById reference(User)",
    "LastModifiedDate datetime",
    "SystemModstamp datetime",
)
_CURRENCY = "CurrencyIsoCode picklist(3) cu"
_WITHOUT_CURRENCY = frozenset({"Organization", "CurrencyType", "RecordType"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field as describe tells of it."""

    name: str
    type: str
    precision: int = 0
    scale: int = 0
    length: int = 0
    targets: tuple[str, ...] = ()
    relationship: str | None = None
    flags: str = ""
    values: tuple[str, ...] = ()

    @property
    def custom(self) -> bool:
        """Tell whether a package or the org added the field to the object."""
        return self.name.endswith("__c")

    @property
    def long_text(self) -> bool:
        """Tell whether the field holds text too long to filter or sort by."""
        return self.type == "textarea" and self.length > LONGEST_PLAIN_TEXT

    @property
    def filterable(self) -> bool:
        """Tell whether a query may filter and sort by the field."""
        return self.type != "address" and not self.long_text

    def has(self, flag: str) -> bool:
        """Tell whether the field carries a flag of this module's docstring."""
        return flag in self.flags


class ObjectSchema:
    """One object: its name and fields, in the order in which describe lists them."""

    def __init__(self, name: str, fields: Iterable[Field]) -> None:
        self.name = name
        self.fields = {field.name: field for field in sorted(fields, key=_id_first)}
        self.prefix = ORG_PREFIX if name == "Organization" else prefix_of(name)
        self._by_name = {field.name.lower(): field for field in self.fields.values()}
        self._by_relationship = {
            field.relationship.lower(): field
            for field in self.fields.values()
            if field.relationship
        }

    @property
    def custom(self) -> bool:
        """Tell whether a package or the org added the object."""
        return self.name.endswith("__c")

    def find(self, name: str) -> Field | None:
        """Find a field by its name, in any case of letters."""
        return self._by_name.get(name.lower())

    def related(self, relationship: str) -> Field | None:
        """Find the reference field behind a relationship name, in any case of letters."""
        return self._by_relationship.get(relationship.lower())

    def name_field(self) -> Field | None:
        """Return the field that people know a record by; some objects have none."""
        return next((field for field in self.fields.values() if field.has("n")), None)

    def including(self, added: Iterable[Field]) -> "ObjectSchema":
        """Return the object with further fields."""
        return ObjectSchema(self.name, [*self.fields.values(), *added])

    def without(self, hidden: Iterable[str]) -> "ObjectSchema":
        """Return the object without the fields that permissions hide."""
        out_of_sight = set(hidden)
        return ObjectSchema(
            self.name, (field for field in self.fields.values() if field.name not in out_of_sight)
        )


@cache
def standard_objects(*, multi_currency: bool) -> dict[str, ObjectSchema]:
    """Return the objects of a fresh org, by name; callers copy before they change it."""
    objects: dict[str, ObjectSchema] = {}
    for name, lines in _sections():
        if name == "CurrencyType" and not multi_currency:
            continue
        currency = [_CURRENCY] if multi_currency and name not in _WITHOUT_CURRENCY else []
        objects[name] = ObjectSchema(name, map(field_of, [*_SYSTEM, *currency, *lines]))
    return objects


def field_of(line: str) -> Field:
    """
    Read one line of a schema file; raises ValueError.

    >>> field_of("NetUnitPrice currency(18,2) cu").scale
    2
    >>> field_of("SBQQ__Order__c reference(Order) cu").relationship
    'SBQQ__Order__r'
    """
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"not a line of a schema file: {line!r}")
    name, kind, arguments, flags, values = match.groups(default="")
    sizes = {} if kind == "reference" else _sizes(kind, arguments)
    targets, relationship = _reference(name, arguments) if kind == "reference" else ((), None)
    return Field(
        name=name,
        type=kind,
        targets=targets,
        relationship=relationship,
        flags=flags,
        values=tuple(values.split("|")) if values else (),
        **sizes,
    )


def _id_first(field: Field) -> tuple[bool, str]:
    return (field.name != "Id", field.name)


def _sizes(kind: str, arguments: str) -> dict[str, int]:
    numbers = [int(number) for number in arguments.split(",")] if arguments else []
    if kind in NUMERIC and numbers:
        return {"precision": numbers[0], "scale": numbers[1]}
    return {"length": numbers[0]} if numbers else {}


def _reference(name: str, arguments: str) -> tuple[tuple[str, ...], str | None]:
    targets, _, relationship = arguments.partition(",")
    usual = name.removesuffix("c") + "r" if name.endswith("__c") else name.removesuffix("Id")
    return tuple(targets.split("|")), None if relationship == "-" else relationship or usual


def _sections() -> Iterator[tuple[str, list[str]]]:
    for file in sorted(_FOLDER.glob("*.fields")):
        for section in file.read_text(encoding="utf-8").split("\n\n"):
            header, *lines = section.strip().splitlines()
            yield header.strip("[]"), lines
