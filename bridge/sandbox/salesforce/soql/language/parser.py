"""Tokens to syntax tree, by recursive descent along the grammar."""

from dataclasses import replace
from functools import lru_cache

from bridge.sandbox.salesforce.soql.language import grammar
from bridge.sandbox.salesforce.soql.language.filters import FilterParser
from bridge.sandbox.salesforce.soql.language.operands import CURRENCY, FORMAT, LABEL

FIELD_SETS = ("ALL", "STANDARD", "CUSTOM")
_CLAUSES = (
    *("FROM", "USING", "WHERE", "WITH", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET"),
    *("FOR", "UPDATE", "ALL"),
)
#: They change nothing here: fields that the caller must not see are refused anyhow.
_MODES = ("SECURITY_ENFORCED", "USER_MODE", "SYSTEM_MODE")
#: They tell the org what people look at, or what Apex is about to change.
_PURPOSES = (
    *(("FOR", "VIEW"), ("FOR", "REFERENCE"), ("FOR", "UPDATE")),
    *(("UPDATE", "TRACKING"), ("UPDATE", "VIEWSTAT")),
)
#: A bridge asks the same again and again; a tree never changes.
_KEPT = 256
_ALIASED_ALWAYS = {LABEL, CURRENCY, FORMAT}


@lru_cache(maxsize=_KEPT)
def parse(source: str) -> grammar.Query:
    """Read a query; raises ApiError MALFORMED_QUERY with row and column."""
    parser = _Parser(source)
    query = parser.query()
    parser.expect_end()
    return query


class _Parser(FilterParser):
    def query(self) -> grammar.Query:
        self.expect("SELECT")
        selection = self.listed(self._item)
        self.expect("FROM")
        source = self.name("an object")
        query = grammar.Query(
            selection=selection,
            source=source,
            alias=self._alias(),
            mine=self._scope(),
            where=self.condition() if self.has("WHERE") else None,
        )
        if self.has("WITH") and not any(self.has(mode) for mode in _MODES):
            raise self.unexpected()
        groups = self.listed(self.operand) if self.has("GROUP", "BY") else ()
        for item in selection if not groups else ():
            self._check_alias(item)
        return self._ended(query, groups)

    def _ended(self, query: grammar.Query, groups: tuple[grammar.Operand, ...]) -> grammar.Query:
        """Read the clauses behind the groups."""
        ended = replace(
            query,
            groups=groups,
            having=self.condition() if groups and self.has("HAVING") else None,
            orders=self.listed(self._order) if self.has("ORDER", "BY") else (),
            limit=self.count() if self.has("LIMIT") else None,
            offset=self.count() if self.has("OFFSET") else 0,
        )
        if self.peek().means("ALL") and self.peek(1).means("ROWS"):
            raise self.refused("ALL ROWS not allowed in this context", self.peek().at)
        while any(self.has(*purpose) for purpose in _PURPOSES):
            pass
        return ended

    def expect_end(self) -> None:
        if self.peek().kind != "end":
            raise self.unexpected()

    def inner(self) -> grammar.Query:
        """Read a query in parentheses, of which the first is read."""
        query = self.nested(self.query)
        self.expect(")")
        return query

    def _item(self) -> grammar.Item:
        if self.has("("):
            return grammar.Children(self.inner())
        if self.peek().means("FIELDS") and self.peek(1).means("("):
            return self._all_fields()
        if self.peek().means("TYPEOF") and self.peek(1).kind == "name":
            return self._type_of()
        return replace(self.operand(), alias=self._alias())

    def _all_fields(self) -> grammar.AllFields:
        self.has("FIELDS", "(")
        which = self.name("ALL, STANDARD or CUSTOM").upper()
        self.expect(")")
        if which not in FIELD_SETS:
            raise self.unexpected(back=2)
        return grammar.AllFields(which)

    def _type_of(self) -> grammar.TypeOf:
        self.expect("TYPEOF")
        path = self.path()
        whens = []
        while self.has("WHEN"):
            name = self.name("an object")
            self.expect("THEN")
            whens.append((name, self.listed(self.path)))
        if not whens:
            raise self.unexpected("WHEN")
        otherwise = self.listed(self.path) if self.has("ELSE") else ()
        self.expect("END")
        return grammar.TypeOf(path, tuple(whens), otherwise)

    def _alias(self) -> str | None:
        named = self.peek().kind == "name" and self.peek().text.upper() not in _CLAUSES
        return self.name("an alias") if named else None

    def _check_alias(self, item: grammar.Item) -> None:
        """Refuse an alias of a plain field in a query without groups."""
        if not isinstance(item, grammar.Path) or item.alias is None:
            return
        if not _ALIASED_ALWAYS & set(item.functions):
            raise self.refused(f"unexpected alias: {item.alias!r}", item.at)

    def _scope(self) -> bool:
        """Tell whether only the caller's own records are asked for."""
        if not self.has("USING", "SCOPE"):
            return False
        if self.has("EVERYTHING"):
            return False
        self.expect("MINE")
        return True

    def _order(self) -> grammar.Order:
        path = self.operand()
        descending = self.has("DESC")
        if not descending:
            self.has("ASC")
        last = self.has("NULLS", "LAST")
        if not last and self.has("NULLS"):
            self.expect("FIRST")
        return grammar.Order(path, descending, not last)
