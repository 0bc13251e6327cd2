"""
Checks a rulebook against what stands around it: the org's fields, and NetSuite's codes.

A field that was renamed in the org would read as blank, and a code that NetSuite does not have
would be refused when the order is posted. Both are found here, at the place in the rules.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from bridge.model.dossier import Frame
from bridge.model.record import FieldDescription, ObjectDescription
from bridge.rulebooks.written import entries, expressions, finding, read_bodies, sections
from bridge.rules.diagnostics import Diagnostic, Problem, Severity, did_you_mean
from bridge.rules.files.nodes import Listing, Node, Section, Text
from bridge.rules.language.lexer import Sort, words

#: The kind of NetSuite record that a field of a document names, by the field.
CODES = {"item": "item", "subsidiary": "subsidiary"}
#: The type of a field that holds money, as the org describes it; and the types of plain numbers.
_MONEY = "currency"
_NUMBERS = ("decimal", "integer")
_OUTPUT = re.compile(r"\s*(\w+)\s*\.\s*(\w+)\s*")
_CONSTANT = re.compile(r'\s*"([^"\\]*)"\s*')


def findings(files: Mapping[str, str], frame: Frame) -> tuple[Diagnostic, ...]:
    """
    Return what does not fit, of the files of a rulebook that was checked by itself.

    What the frame does not know (an object that was not described, a kind of code that NetSuite
    does not tell) is not checked.
    """
    bodies = read_bodies(files)
    return (
        *_missing_fields(bodies, frame.descriptions),
        *_missing_codes(bodies, frame.codes),
    )


def _missing_fields(
    bodies: Mapping[str, Section], descriptions: Mapping[str, ObjectDescription]
) -> Iterator[Diagnostic]:
    declared = [each for body in bodies.values() for each in sections(body.get("objects"))]
    for name, node in declared:
        known = descriptions.get(name.value)
        if known is not None:
            yield from _missing_facts(name.value, node, known, bodies)
            yield from _stale(name.value, node, known)


def _missing_facts(
    record: str, node: Section, known: ObjectDescription, bodies: Mapping[str, Section]
) -> Iterator[Diagnostic]:
    for fact, declared in sections(node.get("facts")):
        field = declared.get("field")
        if not isinstance(field, Text):
            continue
        if field.value in known.fields:
            yield from _bare_amount(record, known.fields[field.value], declared.get("type"))
            continue
        broken = ", ".join(sorted(set(_readers(fact.value, bodies))))
        yield finding(
            field.place,
            f"the org's {record} has no field {field.value}"
            + (f"; it breaks {broken}" if broken else ""),
            did_you_mean(field.value, known.fields, "fields"),
        )


def _bare_amount(
    record: str, field: FieldDescription, declared: Node | None
) -> Iterator[Diagnostic]:
    """An amount of money that is declared as a number could be added to any other amount."""
    is_number = isinstance(declared, Text) and declared.value.strip().startswith(_NUMBERS)
    if field.type == _MONEY and is_number and isinstance(declared, Text):
        yield finding(
            declared.place,
            f"{field.name} of the org's {record} is an amount of money",
            "declare it as money(18,2)",
        )


def _stale(record: str, node: Section, known: ObjectDescription) -> Iterator[Diagnostic]:
    """Fields that are said to be irrelevant, and are not there: one may have a new name."""
    irrelevant = node.get("irrelevant")
    for name, _ in irrelevant if isinstance(irrelevant, Section) else ():
        if name.value not in known.fields:
            yield finding(
                name.place, f"the org's {record} has no field {name.value}", severity=Severity.NOTE
            )


def _readers(fact: str, bodies: Mapping[str, Section]) -> Iterator[str]:
    """Where expressions read a fact: `ramps.yaml:17`."""
    rules = [body for body in bodies.values() if body.get("objects") is None]
    for text in chain.from_iterable(expressions(body) for body in rules):
        if fact in _names(text.value):
            yield f"{text.place.file}:{text.place.line}"


def _names(source: str) -> frozenset[str]:
    try:
        return frozenset(word.text for word in words(source) if word.sort is Sort.NAME)
    except Problem:
        return frozenset()  # a name, or an option of the table


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where the rows of a table or lookup give an output."""

    rule: Section

    def cells(self, output: str) -> Iterator[Text]:
        """Every cell under an output, in the order of the rows."""
        before = [name for part in ("key", "inputs") for name, _ in entries(self.rule.get(part))]
        given = [name for part in ("gives", "outputs") for name, _ in entries(self.rule.get(part))]
        named = [name.value for name in given]
        if output not in named:
            return
        column = len(before) + named.index(output)
        rows = self.rule.get("rows")
        listed = rows.items if isinstance(rows, Listing) else [row for _, row in entries(rows)]
        for row in listed:
            cells = row.items if isinstance(row, Listing) else ()
            cell = cells[column] if column < len(cells) else None
            if isinstance(cell, Text):
                yield cell


def _missing_codes(
    bodies: Mapping[str, Section], codes: Mapping[str, frozenset[str]]
) -> Iterator[Diagnostic]:
    rules = {
        name.value: _Rows(body)
        for body in bodies.values()
        for kind in ("table", "lookup")
        if isinstance(name := body.get(kind), Text)
    }
    mapped = [
        (body, kind, text)
        for body in bodies.values()
        for field, node in entries(body.get("fields"))
        if (kind := CODES.get(field.value, "")) in codes
        and isinstance(text := node.get("is") if isinstance(node, Section) else node, Text)
    ]
    given = {
        code.place: (code, kind)
        for body, kind, text in mapped
        for code in _given(text, body, rules)
    }
    for code, kind in given.values():
        if code.value not in codes[kind]:
            yield _unknown(code, kind, codes[kind])
    for _, kind, text in mapped:
        if not _is_plain(text):
            yield finding(
                text.place,
                f"which {kind} this gives is calculated, and not looked up in NetSuite",
                "let a table or lookup give it, and read it as name.output",
                Severity.NOTE,
            )


def _is_plain(text: Text) -> bool:
    """Say whether an expression is a constant or an output, and nothing that is calculated."""
    return bool(_CONSTANT.fullmatch(text.value) or _OUTPUT.fullmatch(text.value))


def _unknown(code: Text, kind: str, known: frozenset[str]) -> Diagnostic:
    return finding(
        code.place,
        f"NetSuite has no {kind} with the external id {code.value}",
        did_you_mean(code.value, known, f"{kind}s"),
    )


def _given(node: Text, body: Section, rules: Mapping[str, _Rows]) -> Iterator[Text]:
    """Every code that a field's expression can give, where it is a constant or an output."""
    constant, output = _CONSTANT.fullmatch(node.value), _OUTPUT.fullmatch(node.value)
    if constant:
        yield Text(constant[1], node.place, node.written)
    if output:
        used = {name.value: each for name, each in sections(body.get("uses"))}.get(output[1])
        for part in ("table", "lookup"):
            named = used.get(part) if used else None
            if isinstance(named, Text) and named.value in rules:
                yield from rules[named.value].cells(output[2])
