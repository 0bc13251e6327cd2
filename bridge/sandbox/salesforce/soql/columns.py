"""Fields as seen from the rows of a query, also through relationships to parent records."""

from dataclasses import dataclass
from typing import Protocol

from bridge.sandbox.salesforce.objects import Field
from bridge.sandbox.salesforce.soql.language.grammar import Operand
from bridge.sandbox.salesforce.store import Row, Store
from bridge.sandbox.salesforce.values import Value


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
        parent = self.owner(row, store)
        return None if parent is None else parent.get(self.field.name)

    def owner(self, row: Row | None, store: Store) -> Row | None:
        """Return the record that the field is of; None where a parent is missing."""
        parent = row
        for hop in self.hops:
            parent = parent_of(parent, hop, store)
        return parent


class Names(Protocol):
    """What can be filtered and sorted by."""

    def filterable(self, operand: Operand) -> Column:
        """Resolve an operand; raises ApiError."""


def parent_of(row: Row | None, reference: Field, store: Store) -> Row | None:
    """Follow a reference from a row."""
    key = None if row is None else row[reference.name]
    owner = store.type_of(key) if isinstance(key, str) else None
    return store.find(owner, str(key)) if owner else None
