"""Read the criteria of a search, and tell which records meet them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.records.store import Line, Record, Reference, Store, Value
from bridge.sandbox.netsuite.schema.fields import Field
from bridge.sandbox.netsuite.schema.fields import Kind as FieldKind
from bridge.sandbox.netsuite.soap.faults import RecordError, no_such_field
from bridge.sandbox.netsuite.soap.layout.core import OPERATORS
from bridge.sandbox.netsuite.soap.layout.records import ENUMERATIONS
from bridge.sandbox.netsuite.soap.records.entities import enumeration
from bridge.sandbox.netsuite.soap.records.scalars import moment, number, truth
from bridge.sandbox.netsuite.soap.search import operators
from bridge.sandbox.netsuite.soap.search.fields import Search, SearchField, type_name
from bridge.sandbox.netsuite.soap.search.spans import span
from bridge.sandbox.netsuite.soap.xmlread import Node

_NONE = "@NONE@"
_CUSTOM_KINDS: Mapping[FieldKind, str] = {
    FieldKind.TEXT: "String",
    FieldKind.INTEGER: "Long",
    FieldKind.NUMBER: "Double",
    FieldKind.BOOLEAN: "Boolean",
    FieldKind.DATE: "Date",
    FieldKind.DATETIME: "Date",
}


@dataclass(frozen=True, slots=True)
class Words:
    """A value of an enumeration: the word of columns, and all that criteria have for it."""

    shown: str
    known: frozenset[str]


Seen = Value | Words
Test = Callable[[Seen], bool]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition: where a record's values are, and what one of them must be."""

    field: SearchField
    test: Test

    def met_by(self, record: Record) -> bool:
        """Tell whether a record meets the condition; of lines, whether any does."""
        return any(map(self.test, values(record, self.field)))


def read(basic: Node | None, search: Search, account: Account) -> tuple[Criterion, ...]:
    """
    Read the criteria of a `...SearchBasic`; without one, every record is meant.

    Raises:
        SoapFault: a criterion is unknown, or its text is not of its type.
        RecordError: an operator is unknown or missing.
    """
    if basic is None:
        return ()
    return tuple(_criteria(basic, search, account))


def values(record: Record, wanted: SearchField) -> list[Seen]:
    """Return the values that a criterion looks at; always one at least."""
    if wanted.name in _SPECIAL:
        return [_SPECIAL[wanted.name](record)]
    if not wanted.sublist:
        return [_stored(record, record.fields, record.type.fields.get(wanted.field))]
    sublist = record.type.sublists.get(wanted.sublist)
    if sublist is None:
        return [None]
    known = sublist.fields.get(wanted.field)
    return [_stored(record, line, known) for line in record.lines[sublist.name]] or [None]


def _stored(record: Record, row: Line, known: Field | None) -> Seen:
    if known is None:
        return None
    value = row.get(known.name)
    if known.kind is not FieldKind.ENUM or value is None:
        return value
    return _words(type_name(record.type.name), known.choices.get(str(value), str(value)))


def _type(word: str) -> Words:
    return Words(word, frozenset({word}))


def _words(type_word: str, label: str) -> Words:
    """
    Return the words by which searches name a value.

    The status of a transaction has its type before it: `_salesOrderPendingBilling`.
    """
    shown = ENUMERATIONS.get(label, enumeration(label))
    plain = {shown, enumeration(label)}
    typed = {f"{type_word}{one[1:2].upper()}{one[2:]}" for one in plain}
    return Words(shown.removeprefix("_"), frozenset(plain | typed))


_SPECIAL: Mapping[str, Callable[[Record], Seen]] = {
    "internalId": lambda record: Reference(record.type.family, record.id),
    "internalIdNumber": lambda record: Decimal(record.id),
    "externalId": lambda record: Reference(record.type.family, record.id),
    "externalIdString": lambda record: record.external_id,
    "mainLine": lambda _record: None,
    "recordType": lambda record: record.type.name,
    "type": lambda record: _type(type_name(record.type.name)),
}


def _criteria(basic: Node, search: Search, account: Account) -> Iterator[Criterion]:
    for node in basic.children:
        if node.is_nil:
            continue
        if node.name == "customFieldList" and search.layout.custom:
            yield from _custom(node, search, account)
            continue
        field = search.criteria.get(node.name)
        if field is None:
            owner = f"{search.layout.type}SearchBasic"
            raise no_such_field(node.name[:80], basic.space[:200], owner)
        yield Criterion(field, _TESTS[field.kind](node, account))


def _custom(node: Node, search: Search, account: Account) -> Iterator[Criterion]:
    for one in node.all("customField"):
        name = one.attributes.get("scriptId") or one.attributes.get("internalId", "")
        known = search.custom.get(name)
        if known is None:
            raise RecordError("INVALID_SEARCH_CRITERIA", f"Invalid custom field key {name[:80]}.")
        kind = _CUSTOM_KINDS[known.kind]
        field = SearchField(name=name, kind=kind, field=name.lower())
        yield Criterion(field, _TESTS[kind](one, account))


def _operator(node: Node, kind: str) -> str:
    wanted = node.attributes.get("operator", "")
    if wanted not in OPERATORS[kind]:
        raise RecordError(
            "INVALID_SEARCH_OPERATOR", f"Invalid search operator '{wanted[:40]}' for {node.name}."
        )
    return wanted


def _text_test(node: Node, _account: Account) -> Test:
    operator, wanted = _operator(node, "String"), node.value("searchValue") or ""
    return lambda value: operators.text(operator, None if value is None else str(value), wanted)


def _number_test(node: Node, _account: Account) -> Test:
    operator = _operator(node, "Long")
    first, second = (number(node.value(name) or "0") for name in ("searchValue", "searchValue2"))
    return lambda value: operators.number(operator, _decimal(value), first, second)


def _decimal(value: Seen) -> Decimal | None:
    if isinstance(value, int | Decimal):
        return Decimal(value)
    return Decimal(value) if isinstance(value, str) and value.isdecimal() else None


def _boolean_test(node: Node, _account: Account) -> Test:
    if node.name == "mainLine":
        return lambda _value: True  # an answer holds whole transactions, never their lines
    wanted = truth(node.value("searchValue") or "")
    return lambda value: (value is True) is wanted


def date_test(node: Node, account: Account) -> Test:
    """
    Return what tells whether a day or a moment is wanted.

    Raises:
        SoapFault, RecordError: operator or dates are wrong.
    """
    operator = _operator(node, "Date")
    first, last = _asked_span(node, operator, account)

    def test(value: Seen) -> bool:
        if isinstance(value, datetime):
            return operators.moment(operator, value, first, last)
        shown = value if isinstance(value, date) else None
        return operators.day(operator, shown, first.date(), last.date())

    return test


def _asked_span(node: Node, operator: str, account: Account) -> tuple[datetime, datetime]:
    """Return the span that a date criterion names: one day for `on`, moments for the others."""
    named = node.value("predefinedSearchValue")
    if named is not None:
        try:
            days = span(named, account.clock.now().date())
        except KeyError as error:
            raise RecordError(
                "INVALID_SEARCH_VALUE", f"Invalid predefinedSearchValue {named[:60]}."
            ) from error
        return _whole(days[0], days[1])
    if operator in {"empty", "notEmpty"}:
        return datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    first = moment(node.value("searchValue") or "")
    if operator in {"on", "notOn"}:
        return _whole(first.date(), first.date())
    second = node.value("searchValue2")
    return first, first if second is None else moment(second)


def _whole(first: date, last: date) -> tuple[datetime, datetime]:
    return (
        datetime.combine(first, time.min, UTC),
        datetime.combine(last, time.max, UTC),
    )


def enum_test(node: Node) -> Test:
    """
    Return what tells whether a value of an enumeration is wanted.

    Raises:
        RecordError: the operator is unknown.
    """
    positive = _operator(node, "EnumMultiSelect") == "anyOf"
    wanted = {one.text.strip() for one in node.all("searchValue")}
    return lambda value: bool(isinstance(value, Words) and value.known & wanted) is positive


def _select_test(node: Node, account: Account) -> Test:
    positive = _operator(node, "MultiSelect") == "anyOf"
    chosen = [
        (one.attributes.get("internalId"), one.attributes.get("externalId"))
        for one in node.all("searchValue")
    ]
    empty = any(_NONE in pair for pair in chosen)

    def test(value: Seen) -> bool:
        references = value if isinstance(value, tuple) else (value,)
        hit = any(_is_chosen(one, chosen, account.store) for one in references)
        return (hit or (empty and value in {None, ()})) is positive

    return test


def _is_chosen(value: Seen, chosen: list[tuple[str | None, str | None]], store: Store) -> bool:
    if not isinstance(value, Reference):
        return False
    record = store.get(value.family, value.id)
    external = record.external_id if record is not None else None
    return any(
        internal_id == value.id
        if internal_id
        else bool(external_id and external and external_id.lower() == external.lower())
        for internal_id, external_id in chosen
    )


_TESTS: Mapping[str, Callable[[Node, Account], Test]] = {
    "String": _text_test,
    "TextNumber": _number_test,
    "Long": _number_test,
    "Double": _number_test,
    "Boolean": _boolean_test,
    "Date": date_test,
    "EnumMultiSelect": lambda node, _: enum_test(node),
    "MultiSelect": _select_test,
}
