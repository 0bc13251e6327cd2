"""
Checks a rulebook against what stands around it: the org's fields, and NetSuite's codes.

A field that was renamed in the org would read as blank, and a code that NetSuite does not have
would be refused when the order is posted. Both are found here, at the place in the rules.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from bridge.mappers.facts import CALLED, REFERENCES
from bridge.model.dossier import Frame
from bridge.model.packages.package import DECLARING
from bridge.model.record import FieldDescription, ObjectDescription
from bridge.rulebooks.findings.written import (
    Rows,
    asked,
    entries,
    expressions,
    finding,
    read_bodies,
    rules,
    sections,
)
from bridge.rules.diagnostics import Diagnostic, Problem, Severity, did_you_mean
from bridge.rules.expression import Call, Literal, Path
from bridge.rules.expression import Node as Expression
from bridge.rules.files.nodes import Node, Section, Text
from bridge.rules.language.lexer import Sort, words
from bridge.rules.parse import parse

#: The type of a field that holds money, as the org describes it; and the types of plain numbers.
_MONEY = "currency"
_NUMBERS = ("decimal", "integer")
#: Customers are too many to be asked for: NetSuite itself turns an unknown one down.
_CUSTOMER = "customer"


def findings(files: Mapping[str, str], frame: Frame) -> tuple[Diagnostic, ...]:
    """
    Return what does not fit, of the files of a rulebook that was checked by itself.

    What the frame does not know is not checked: an object that was not described, or a kind of code
    that NetSuite does not tell, which is noted.
    """
    bodies = read_bodies(files)
    return (
        *_missing_fields(bodies, frame.descriptions),
        *_missing_answers(bodies, frame.descriptions),
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
        is_optional = fact.value in DECLARING and _absent(node, known) >= DECLARING
        yield finding(
            field.place,
            f"the org's {record} has no field {field.value}"
            + (f"; it breaks {broken}" if broken else ""),
            did_you_mean(field.value, known.fields, "fields"),
            severity=Severity.NOTE if is_optional else Severity.ERROR,
        )


def _absent(node: Section, known: ObjectDescription) -> frozenset[str]:
    """Return the facts of an object whose fields the org does not have."""
    declared = ((fact.value, each.get("field")) for fact, each in sections(node.get("facts")))
    return frozenset(
        name
        for name, field in declared
        if isinstance(field, Text) and field.value not in known.fields
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


def _missing_answers(
    bodies: Mapping[str, Section], descriptions: Mapping[str, ObjectDescription]
) -> Iterator[Diagnostic]:
    """Fields by which a source answers its questions, and which the org does not have."""
    answers = [each for body in bodies.values() for each in sections(body.get("answers"))]
    for question, answer in answers:
        by = answer.get("by")
        record, _, field = by.value.partition(".") if isinstance(by, Text) else ("", "", "")
        known = descriptions.get(record)
        if isinstance(by, Text) and known is not None and field not in known.fields:
            yield finding(
                by.place,
                f"the org's {record} has no field {field}; nothing answers {question.value}",
                did_you_mean(field, known.fields, "fields"),
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


def _missing_codes(
    bodies: Mapping[str, Section], codes: Mapping[str, frozenset[str]]
) -> Iterator[Diagnostic]:
    known_rules = rules(bodies)
    found = [
        (text, kind, code)
        for body, kind, text in _mapped(bodies)
        for code in _given(text, body, known_rules)
    ]
    untold = {text.place: (text, kind) for text, kind, _ in found if kind not in codes}
    yield from (_untold(text, kind) for text, kind in untold.values() if kind != _CUSTOMER)
    found = [(text, kind, code) for text, kind, code in found if kind in codes]
    yield from (_calculated(text, kind) for text, kind, code in found if code is None)
    given = {code.place: (code, kind) for _, kind, code in found if code is not None}
    for code, kind in given.values():
        if code.value not in codes[kind]:
            yield _unknown(code, kind, codes[kind])


def _mapped(bodies: Mapping[str, Section]) -> Iterator[tuple[Section, str, Text]]:
    """Yield each field that names a record of NetSuite: its mapping, the kind, the expression."""
    for body in bodies.values():
        for field, node in entries(body.get("fields")):
            kind = REFERENCES.get(field.value)
            text = node.get("is") if isinstance(node, Section) else node
            if kind is not None and isinstance(text, Text):
                yield body, kind, text


def _untold(text: Text, kind: str) -> Diagnostic:
    called = CALLED.get(kind, kind)
    return finding(
        text.place,
        f"NetSuite did not tell its codes of the kind {called}, and none was looked up",
        f"let the bridge's role read them; else a wrong {called} is found when an order is posted",
        Severity.NOTE,
    )


def _calculated(text: Text, kind: str) -> Diagnostic:
    return finding(
        text.place,
        f"which {CALLED.get(kind, kind)} this gives is calculated, and not looked up in NetSuite",
        "let a table or lookup give it, and read it as name.output",
        Severity.NOTE,
    )


def _unknown(code: Text, kind: str, known: frozenset[str]) -> Diagnostic:
    return finding(
        code.place,
        f"NetSuite has no {CALLED.get(kind, kind)} with the external id {code.value}",
        did_you_mean(code.value, known, "external ids"),
    )


def _given(text: Text, body: Section, known: Mapping[str, Rows]) -> Iterator[Text | None]:
    """Every code that a field's expression can give; None for one that it calculates."""
    used = {name.value: each for name, each in sections(body.get("uses"))}
    for result in _results(parse(text.value)):
        match result:
            case Literal(value=None):
                pass
            case Literal(value=str() as code, start=start, end=end):
                yield Text(code, text.spot(start, end), text.written)
            case Path((use, output)) if use in used:
                yield from _cells(used[use], output, known)
            case _:
                yield None


def _results(node: Expression) -> Iterator[Expression]:
    """Yield each part that an expression may give as it stands."""
    match node:
        case Call("IF", (_, *results)) | Call("BLANKVALUE", results):
            chosen: Sequence[Expression] = results
        case Call("CASE", (_, *pairs, otherwise)):
            chosen = (*pairs[1::2], otherwise)
        case _:
            yield node
            return
    for each in chosen:
        yield from _results(each)


def _cells(use: Section, output: str, known: Mapping[str, Rows]) -> Iterator[Text]:
    """Yield the cells under an output of the table or lookup that a use names."""
    rows = known.get(asked(use) or "")
    for (cell,) in rows.given(output) if rows else ():
        if cell is not None:
            yield cell
