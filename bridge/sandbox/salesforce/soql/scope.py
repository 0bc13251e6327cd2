"""The names that a query can use, resolved to columns of the org."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bridge.sandbox.salesforce.errors import SEE_WSDL, ApiError, bad, no_object
from bridge.sandbox.salesforce.objects import Field, ObjectSchema
from bridge.sandbox.salesforce.soql.children import Link, child_of
from bridge.sandbox.salesforce.soql.columns import Column
from bridge.sandbox.salesforce.soql.derived import Customs, OwnersType, derived
from bridge.sandbox.salesforce.soql.language.grammar import Aggregate, Operand, Path, Query
from bridge.sandbox.salesforce.soql.language.operands import CURRENCY, FORMAT
from bridge.sandbox.salesforce.soql.language.texts import located

HOPS_MAX = 5
MEANT_RELATIONSHIP = (
    "If you are attempting to use a custom relationship, be sure to append the '__r' after the"
    f" custom relationship name. {SEE_WSDL}"
)


class Scope:
    """The names that a query can use: those of its object, as the caller may see it."""

    def __init__(
        self, source: str, query: Query, visible: Mapping[str, ObjectSchema], customs: Customs
    ) -> None:
        self._source = source
        self._visible = visible
        self._aliases = {name.lower() for name in (query.alias, query.source) if name}
        self.customs = customs
        self.schema = self._object(query.source)

    def column(self, path: Operand) -> Column:
        """Resolve a path; raises ApiError INVALID_FIELD naming what is not there."""
        if isinstance(path, Aggregate):
            raise bad("MALFORMED_QUERY", f"{path.text()} is not allowed here")
        column = self._plain(path)
        return derived(path, column, self.customs) if path.functions else column

    def filterable(self, path: Operand) -> Column:
        """Resolve a path to filter, group or sort by; raises ApiError INVALID_FIELD."""
        column = self.column(path)
        if isinstance(path, Path) and {CURRENCY, FORMAT} & set(path.functions):
            raise bad("MALFORMED_QUERY", f"{path.text()} can only be selected")
        if not column.field.filterable and isinstance(path, Path):
            message = f"field '{path.text()}' can not be filtered in a query call"
            raise self._wrong(path, message)
        return column

    def inner(self, query: Query) -> "Scope":
        """Return the scope of a query inside this one."""
        return Scope(self._source, query, self._visible, self.customs)

    def child(self, query: Query) -> tuple[Link, "Scope"]:
        """Return the way to the children that a query selects, and the scope of that query."""
        link = child_of(self._visible, self.schema, query.source)
        if link is None:
            raise bad(
                "INVALID_TYPE",
                f"Didn't understand relationship '{query.source}' in FROM part of query call."
                f" {MEANT_RELATIONSHIP}",
            )
        return link, self.inner(replace(query, source=link.schema.name))

    def reference(self, path: Path) -> Field:
        """Resolve a relationship that may lead to several objects; raises ApiError."""
        field = self.schema.related(path.names[0])
        if field is None or len(path.names) > 1 or len(field.targets) < 2:  # noqa: PLR2004 - several
            raise self._wrong(path, f"TYPEOF needs a polymorphic relationship: {path.text()}")
        return field

    def targets(self, reference: Field) -> Iterator[ObjectSchema]:
        """Yield the objects that a relationship may lead to, as far as the org has them."""
        return (self._visible[each] for each in reference.targets if each in self._visible)

    def _plain(self, path: Path) -> Column:
        names = path.names
        if len(names) > 1 and names[0].lower() in self._aliases:
            names = names[1:]
        if len(names) > HOPS_MAX + 1:
            raise bad("MALFORMED_QUERY", f"{path.text()}: more than {HOPS_MAX} relationships")
        hops, owners = self._followed(path, names[:-1])
        field = next(filter(None, (owner.find(names[-1]) for owner in owners)), None)
        if field is None and hops and len(hops[-1].targets) > 1 and names[-1].lower() == "type":
            return OwnersType(hops, Field(name="Type", type="string"))
        if field is None:
            entity = owners[0].name if owners else "Name"
            raise self._wrong(
                path,
                f"No such column '{names[-1]}' on entity '{entity}'. If you are attempting to use a"
                " custom field, be sure to append the '__c' after the custom field name."
                f" {SEE_WSDL}",
            )
        return Column(hops, field)

    def _followed(
        self, path: Path, relationships: Sequence[str]
    ) -> tuple[tuple[Field, ...], list[ObjectSchema]]:
        """Follow relationships upwards, and return the objects that stand at their end."""
        owners, hops = [self.schema], []
        for name in relationships:
            hop = next(filter(None, (owner.related(name) for owner in owners)), None)
            if hop is None:
                message = f"Didn't understand relationship '{name}' in field path."
                message += f" {MEANT_RELATIONSHIP}"
                raise self._wrong(path, message)
            hops.append(hop)
            owners = list(self.targets(hop))
        return tuple(hops), owners

    def _object(self, name: str) -> ObjectSchema:
        found = next(
            (schema for known, schema in self._visible.items() if known.lower() == name.lower()),
            None,
        )
        if found is None:
            raise bad("INVALID_TYPE", located(self._source, self._from(name), no_object(name)))
        return found

    def _from(self, name: str) -> int:
        """Return where the query names an object in FROM; a query has no other place for it."""
        found = re.search(rf"\bfrom\s+({re.escape(name)})\b", self._source, re.IGNORECASE)
        return found.start(1) if found else 0

    def _wrong(self, path: Path, message: str) -> ApiError:
        return bad("INVALID_FIELD", located(self._source, path.at, message))
