"""Names in a query to columns of the org, also through relationships to parent records."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from bridge.sandbox.salesforce.errors import ApiError, bad
from bridge.sandbox.salesforce.objects import Field, ObjectSchema
from bridge.sandbox.salesforce.soql.children import Link, child_of
from bridge.sandbox.salesforce.soql.dates import OF_MOMENTS, PARTS, part_of
from bridge.sandbox.salesforce.soql.grammar import Aggregate, Operand, Path, Query
from bridge.sandbox.salesforce.soql.lexer import located
from bridge.sandbox.salesforce.store import Row, Store
from bridge.sandbox.salesforce.values import Value

HOPS_MAX = 5


@dataclass(frozen=True, slots=True)
class Column:
    """A field as seen from the rows of a query."""

    hops: tuple[Field, ...]  #: reference fields to follow, outermost first
    field: Field

    @property
    def names(self) -> tuple[str, ...]:
        """Relationship names and field name, as an answer nests them."""
        return (*(str(hop.relationship) for hop in self.hops), self.field.name)

    def value(self, row: Row | None, store: Store) -> Value:
        """Return the column's value for a row; None where a parent is missing."""
        parent = row
        for hop in self.hops:
            parent = parent_of(parent, hop, store)
        return None if parent is None else parent.get(self.field.name)


@dataclass(frozen=True, slots=True)
class DatePart(Column):
    """A part of a date or moment; its field is a number or a date of its own."""

    inner: Column
    function: str

    def value(self, row: Row | None, store: Store) -> Value:
        """Return the part; None where there is no date."""
        given = self.inner.value(row, store)
        return part_of(self.function, given) if isinstance(given, str) else None


class Names(Protocol):
    """What can be filtered and sorted by."""

    def filterable(self, operand: Operand) -> Column:
        """Resolve an operand; raises ApiError."""


def parent_of(row: Row | None, reference: Field, store: Store) -> Row | None:
    """Follow a reference from a row."""
    key = None if row is None else row[reference.name]
    owner = store.type_of(key) if isinstance(key, str) else None
    return store.find(owner, str(key)) if owner else None


class Scope:
    """The names that a query can use: those of its object, as the caller may see it."""

    def __init__(self, source: str, query: Query, visible: Mapping[str, ObjectSchema]) -> None:
        self._source = source
        self._visible = visible
        self._aliases = {name.lower() for name in (query.alias, query.source) if name}
        self.schema = self._object(query.source)

    def column(self, path: Operand) -> Column:
        """Resolve a path; raises ApiError INVALID_FIELD naming what is not there."""
        if isinstance(path, Aggregate):
            raise bad("MALFORMED_QUERY", f"{path.text()} is not allowed here")
        column = self._plain(path)
        if path.function not in PARTS:
            return column
        kinds = ("datetime",) if path.function in OF_MOMENTS else ("date", "datetime")
        if column.field.type not in kinds:
            raise self._wrong(path, f"{path.text()}: the field has no such part")
        kind = "date" if path.function == "DAY_ONLY" else "int"
        name = f"{path.function}({'.'.join(column.names)})"
        return DatePart((), Field(name=name, type=kind), column, path.function)

    def _plain(self, path: Path) -> Column:
        names = path.names
        if len(names) > 1 and names[0].lower() in self._aliases:
            names = names[1:]
        if len(names) > HOPS_MAX + 1:
            raise bad("MALFORMED_QUERY", f"{path.text()}: more than {HOPS_MAX} relationships")
        owners, hops = [self.schema], []
        for name in names[:-1]:
            hop = next(filter(None, (owner.related(name) for owner in owners)), None)
            if hop is None:
                message = f"Didn't understand relationship '{name}' in field path."
                raise self._wrong(path, message)
            hops.append(hop)
            owners = [self._visible[target] for target in hop.targets if target in self._visible]
        field = next(filter(None, (owner.find(names[-1]) for owner in owners)), None)
        if field is None:
            entity = owners[0].name if owners else "Name"
            raise self._wrong(
                path,
                f"No such column '{names[-1]}' on entity '{entity}'. If you are attempting to use a"
                " custom field, be sure to append the '__c' after the custom field name.",
            )
        return Column(tuple(hops), field)

    def filterable(self, path: Operand) -> Column:
        """Resolve a path to filter, group or sort by; raises ApiError INVALID_FIELD."""
        column = self.column(path)
        if not column.field.filterable and isinstance(path, Path):
            message = f"field '{path.text()}' can not be filtered in a query call"
            raise self._wrong(path, message)
        return column

    def inner(self, query: Query) -> "Scope":
        """Return the scope of a query inside this one."""
        return Scope(self._source, query, self._visible)

    def child(self, query: Query) -> tuple[Link, "Scope"]:
        """Return the way to the children that a query selects, and the scope of that query."""
        link = child_of(self._visible, self.schema, query.source)
        if link is None:
            raise bad(
                "INVALID_TYPE",
                f"Didn't understand relationship '{query.source}' in FROM part of query call.",
            )
        return link, Scope(self._source, replace(query, source=link.schema.name), self._visible)

    def _object(self, name: str) -> ObjectSchema:
        found = next(
            (schema for known, schema in self._visible.items() if known.lower() == name.lower()),
            None,
        )
        if found is None:
            raise bad("INVALID_TYPE", f"sObject type '{name}' is not supported.")
        return found

    def _wrong(self, path: Path, message: str) -> ApiError:
        return bad("INVALID_FIELD", located(self._source, path.at, message))
