"""Conditions to predicates over rows, with each value checked against its field's type."""

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bridge.sandbox.ids import LONG_LENGTH, SHORT_LENGTH, eighteen
from bridge.sandbox.salesforce.errors import bad
from bridge.sandbox.salesforce.objects import NUMERIC, TEXTUAL, Field
from bridge.sandbox.salesforce.soql.columns import Column, Names
from bridge.sandbox.salesforce.soql.dates import days_of, start_of
from bridge.sandbox.salesforce.soql.derived import Customs, in_corporate_currency
from bridge.sandbox.salesforce.soql.language import grammar
from bridge.sandbox.salesforce.soql.language.texts import Misfit, like_pattern, unescaped
from bridge.sandbox.salesforce.store import Row, Store
from bridge.sandbox.salesforce.values import Value

Predicate = Callable[[Row], bool]

_KEYS = ("id", "reference")
_ORDERINGS: Mapping[str, Callable[[str | Decimal, str | Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Builder:
    """Builds predicates for the rows of one scope."""

    scope: Names
    store: Store
    now: datetime
    customs: Customs
    rows_of: Callable[[grammar.Query], list[Value]]  #: values that an inner query selects

    def predicate(self, condition: grammar.Condition) -> Predicate:
        """Return the predicate of a condition; raises ApiError for names and types that are off."""
        match condition:
            case grammar.Both(parts):
                every = [self.predicate(part) for part in parts]
                return lambda row: all(part(row) for part in every)
            case grammar.Either(parts):
                some = [self.predicate(part) for part in parts]
                return lambda row: any(part(row) for part in some)
            case grammar.Negation(part):
                inner = self.predicate(part)
                return lambda row: not inner(row)
            case grammar.Comparison():
                return self._comparison(condition)
            case grammar.Membership():
                return self._membership(condition)
            case grammar.Inclusion():
                return self._inclusion(condition)

    def _comparison(self, condition: grammar.Comparison) -> Predicate:
        column = self.scope.filterable(condition.path)
        if isinstance(condition.literal, grammar.DateWord):
            return self._in_days(column, condition, condition.literal)
        if condition.operator == "LIKE":
            return self._like(column, condition)
        if isinstance(condition.literal, grammar.Money):
            return self._amount(column, condition, condition.literal)
        wanted = self._value(column.field, condition.path, condition.literal)
        if condition.operator in _ORDERINGS:
            return self._ordering(column, condition, wanted)
        equal = condition.operator == "="
        key = comparable(column.field, wanted)
        return lambda row: (self._key(column, row) == key) is equal

    def _ordering(self, column: Column, condition: grammar.Comparison, wanted: Value) -> Predicate:
        if column.field.type == "boolean" or wanted is None:
            raise bad(
                "INVALID_QUERY_FILTER_OPERATOR",
                f"invalid operator {condition.operator} on {condition.path.text()}",
            )
        holds = _ORDERINGS[condition.operator]
        bound = comparable(column.field, wanted)

        def compares(row: Row) -> bool:
            key = self._key(column, row)
            return (
                isinstance(key, str | Decimal)
                and isinstance(bound, str | Decimal)
                and holds(key, bound)
            )

        return compares

    def _like(self, column: Column, condition: grammar.Comparison) -> Predicate:
        literal = condition.literal
        if column.field.type not in TEXTUAL - {*_KEYS} or not isinstance(literal, grammar.Text):
            raise bad(
                "INVALID_QUERY_FILTER_OPERATOR",
                f"invalid operator LIKE on {column.field.type} field {condition.path.text()}",
            )
        pattern = like_pattern(literal.raw)

        def alike(row: Row) -> bool:
            value = column.value(row, self.store)
            return isinstance(value, str) and pattern.matches(value)

        return alike

    def _in_days(
        self, column: Column, condition: grammar.Comparison, word: grammar.DateWord
    ) -> Predicate:
        first, after = self._bounds(column.field, condition.path, word)
        tests: Mapping[str, Callable[[str], bool]] = {
            "=": lambda text: first <= text < after,
            "!=": lambda text: not first <= text < after,
            "<": lambda text: text < first,
            "<=": lambda text: text < after,
            ">": lambda text: text >= after,
            ">=": lambda text: text >= first,
        }
        test = tests.get(condition.operator)
        if test is None:
            raise bad("INVALID_QUERY_FILTER_OPERATOR", "invalid operator LIKE on a date field")

        def falls(row: Row) -> bool:
            value = column.value(row, self.store)
            return test(value) if isinstance(value, str) else condition.operator == "!="

        return falls

    def _bounds(
        self, field: Field, path: grammar.Operand, word: grammar.DateWord
    ) -> tuple[str, str]:
        if field.type not in ("date", "datetime"):
            raise _mistyped(field, path)
        zone = self.customs.time_zone
        try:
            first, after = days_of(word, self.now, zone)
            if field.type == "date":
                return first.isoformat(), after.isoformat()
            return start_of(first, zone), start_of(after, zone)
        except (OverflowError, ValueError) as error:
            raise bad("MALFORMED_QUERY", f"{word.word}:{word.count} is out of range") from error

    def _membership(self, condition: grammar.Membership) -> Predicate:
        column = self.scope.filterable(condition.path)
        among: Iterable[Value]
        if isinstance(condition.among, grammar.Query):
            if column.field.type not in _KEYS:
                message = f"field '{condition.path.text()}' can not be compared to rows of a query"
                raise bad("MALFORMED_QUERY", message)
            among = self.rows_of(condition.among)
        else:
            literals = condition.among
            among = [self._value(column.field, condition.path, literal) for literal in literals]
        keys = {comparable(column.field, value) for value in among}
        return lambda row: (self._key(column, row) in keys) is not condition.negated

    def _inclusion(self, condition: grammar.Inclusion) -> Predicate:
        """Hold for a value that has every choice of at least one of the sets."""
        column = self.scope.filterable(condition.path)
        if column.field.type != "multipicklist":
            operator = "EXCLUDES" if condition.negated else "INCLUDES"
            message = f"invalid operator {operator} on {condition.path.text()}"
            raise bad("INVALID_QUERY_FILTER_OPERATOR", message)
        wanted = [_choices(unescaped(each.raw)) for each in condition.among]

        def includes(row: Row) -> bool:
            value = column.value(row, self.store)
            chosen = _choices(value) if isinstance(value, str) else frozenset()
            return any(each <= chosen for each in wanted) is not condition.negated

        return includes

    def _amount(
        self, column: Column, condition: grammar.Comparison, amount: grammar.Money
    ) -> Predicate:
        """Compare amounts at the org's rates."""
        bound = in_corporate_currency(amount.value, amount.currency, self.store)
        if column.field.type != "currency" or not self.customs.multi_currency or bound is None:
            raise _mistyped(column.field, condition.path)
        tests = {**_ORDERINGS, "=": operator.eq, "!=": operator.ne}
        holds = tests[condition.operator]

        def compares(row: Row) -> bool:
            value, owner = column.value(row, self.store), column.owner(row, self.store)
            if not isinstance(value, Decimal) or owner is None:
                return condition.operator == "!="
            converted = in_corporate_currency(value, owner.get("CurrencyIsoCode"), self.store)
            return converted is not None and holds(converted, bound)

        return compares

    def _key(self, column: Column, row: Row) -> Value:
        return comparable(column.field, column.value(row, self.store))

    def _value(self, field: Field, path: grammar.Operand, literal: grammar.Literal) -> Value:
        match literal:
            case grammar.Constant(None):
                return None
            case grammar.Text(raw) if field.type in TEXTUAL:
                text = unescaped(raw)
                return _key_text(path, text) if field.type in _KEYS else text
            case (
                grammar.Constant(value)
                | grammar.Number(value)
                | grammar.Day(value)
                | grammar.Moment(value)
            ) if field.type in _TYPES_OF[type(literal)]:
                return value
        raise _mistyped(field, path)


_TYPES_OF: Mapping[type, frozenset[str]] = {
    grammar.Constant: frozenset({"boolean"}),
    grammar.Number: NUMERIC,
    grammar.Day: frozenset({"date"}),
    grammar.Moment: frozenset({"datetime"}),
}


def comparable(field: Field, value: Value) -> Value:
    """Return what decides whether values of a field are equal: text without regard to case."""
    if isinstance(value, str) and field.type in TEXTUAL and field.type not in _KEYS:
        return value.casefold()
    return value


def _choices(text: str) -> frozenset[str]:
    return frozenset(each.strip().casefold() for each in text.split(";"))


def _key_text(path: grammar.Operand, text: str) -> str | None:
    if text == "":
        return None
    if len(text) not in (SHORT_LENGTH, LONG_LENGTH) or not text.isalnum():
        raise Misfit("INVALID_QUERY_FILTER_OPERATOR", f"invalid ID field: {text[:80]}", _at(path))
    return eighteen(text)


def _mistyped(field: Field, path: grammar.Operand) -> Misfit:
    quotes = "should" if field.type in TEXTUAL else "should not"
    return Misfit(
        "INVALID_FIELD",
        f"value of filter criterion for field '{path.text()}' must be of type"
        f" {_TYPE_NAMES.get(field.type, field.type)} and {quotes} be enclosed in quotes",
        _at(path),
    )


def _at(operand: grammar.Operand) -> int:
    """Return where the field of an operand stands; the bare COUNT() has none."""
    path = operand.path if isinstance(operand, grammar.Aggregate) else operand
    return 0 if path is None else path.at


_TYPE_NAMES = {"datetime": "dateTime", "picklist": "string", "reference": "ID", "id": "ID"}
