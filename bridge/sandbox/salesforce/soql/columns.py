"""Names in a query to columns of the org, also through relationships to parent records."""

from collections.abc import Mapping
from dataclasses import dataclass

from bridge.sandbox.salesforce.errors import ApiError, bad
from bridge.sandbox.salesforce.objects import Field, ObjectSchema
from bridge.sandbox.salesforce.soql.grammar import Path, Query
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

    def column(self, path: Path) -> Column:
        """Resolve a path; raises ApiError INVALID_FIELD naming what is not there."""
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

    def filterable(self, path: Path) -> Column:
        """Resolve a path to filter, group or sort by; raises ApiError INVALID_FIELD."""
        column = self.column(path)
        if not column.field.filterable:
            message = f"field '{path.text()}' can not be filtered in a query call"
            raise self._wrong(path, message)
        return column

    def inner(self, query: Query) -> "Scope":
        """Return the scope of a query inside this one."""
        return Scope(self._source, query, self._visible)

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
