"""
Tells what stands in a rulebook and is used by nothing.

Nothing of it is wrong by itself: but a fact that no rule reads takes its field out of watch, and
a table that no mapping asks decides nothing, whatever it says.
"""

from collections.abc import Iterator, Mapping

from bridge.mappers.facts import COMBINATION, CORRECTION, MODIFICATION
from bridge.mappers.shape.credits.agreed import COLUMNS
from bridge.model.packages.package import CONTRACTS, PACKAGE
from bridge.model.schedules.beginning import START_EVENT
from bridge.rulebooks.findings.written import entries, expressions, finding, read_bodies, sections
from bridge.rules.diagnostics import Diagnostic, Problem, Severity
from bridge.rules.expression import Path, walk
from bridge.rules.files.nodes import Listing, Section, Text
from bridge.rules.parse import parse
from bridge.rules.tables.outputs import TREATMENT
from bridge.rules.tables.table_reader import SCOPE

_RULES = ("table", "lookup")
_DAYS = frozenset({"date", "date?"})
#: Tables, and outputs of the same names, that the translation itself asks for.
_BY_CODE = frozenset({SCOPE, MODIFICATION, CORRECTION, COMBINATION})

#: A fact or an output by its names: ("deal", "currency"), ("known", "item").
Names = tuple[str, ...]


def notes(files: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """Return a note for each part that nothing uses, of a rulebook without errors."""
    known = read_bodies(files)
    return tuple(
        sorted(
            (*_rules(known), *_inputs(known), *_facts(known)),
            key=lambda each: (each.file, each.line, each.column),
        )
    )


def _rules(known: Mapping[str, Section]) -> Iterator[Diagnostic]:
    asked = set(_asked(known))
    for kind, body in _of_kinds(known):
        name = body.get(kind)
        if isinstance(name, Text):
            yield from _rule(kind, name, body, asked)


def _rule(
    kind: str, name: Text, body: Section, asked: set[tuple[str, str]]
) -> Iterator[Diagnostic]:
    decides = body.get("decides") is not None
    if not decides and name.value not in _BY_CODE and not _is_asked(name.value, asked):
        message = f"nothing asks the {kind} '{name.value}'"
        yield _note(name, message, f"uses: {{x: {{{kind}: {name.value}}}}} in a mapping")
        return
    by_code = {TREATMENT, *_BY_CODE, *(COLUMNS if decides else ())}
    for output, _ in entries(body.get("outputs") or body.get("gives")):
        if output.value not in by_code and (name.value, output.value) not in asked:
            message = f"nothing reads the output '{output.value}' of {name.value}"
            yield _note(output, message, "read it in a mapping, or leave it out")


def _is_asked(rule: str, asked: set[tuple[str, str]]) -> bool:
    return any(name == rule for name, _ in asked)


def _asked(known: Mapping[str, Section]) -> Iterator[tuple[str, str]]:
    """Yield each table and lookup that a mapping asks, with the output that it reads."""
    for body in known.values():
        read = _read(body)
        for use, section in sections(body.get("uses")):
            names = [part.value for kind in _RULES if isinstance(part := section.get(kind), Text)]
            yield from (
                (name, each[1])
                for name in names
                for each in read
                if each[0] == use.value and len(each) > 1
            )


def _inputs(known: Mapping[str, Section]) -> Iterator[Diagnostic]:
    for kind, body in _of_kinds(known):
        if kind != "table":
            continue
        rows = [row.items for _, row in entries(body.get("rows")) if isinstance(row, Listing)]
        assumed = {key.value for section in _assumptions(body) for key, _ in section}
        for number, (name, _) in enumerate(entries(body.get("inputs"))):
            cells = [row[number] for row in rows if number < len(row)]
            free = all(isinstance(cell, Text) and cell.value.strip() == "-" for cell in cells)
            if free and name.value not in assumed:
                yield _note(name, f"no row asks for '{name.value}'", "leave the column out")


def _assumptions(body: Section) -> Iterator[Section]:
    listed = body.get("assume")
    for item in listed.items if isinstance(listed, Listing) else ():
        if isinstance(item, Section):
            yield item


def _facts(known: Mapping[str, Section]) -> Iterator[Diagnostic]:
    read = {name for body in known.values() for names in _read(body) for name in names}
    by_code = {PACKAGE, CONTRACTS} if _has_table(known, COMBINATION) else set()
    declared = [
        (fact, section)
        for body in known.values()
        for _, described in sections(body.get("objects"))
        for fact, section in sections(described.get("facts"))
    ]
    for fact, section in declared:
        field = section.get("field")
        is_read = fact.value in read | by_code or _is_start_event(fact, section)
        if not is_read and isinstance(field, Text):
            yield _note(
                fact,
                f"no rule reads the fact '{fact.value}', and {field.value} is not watched",
                "read it in a rule, or say under 'irrelevant' why it does not matter",
            )


def _is_start_event(fact: Text, section: Section) -> bool:
    """Whether reconciliations read a fact: the start event, if it is a day."""
    kind = section.get("type")
    return fact.value == START_EVENT and isinstance(kind, Text) and kind.value in _DAYS


def _has_table(known: Mapping[str, Section], name: str) -> bool:
    named = [body.get("table") for body in known.values()]
    return any(isinstance(one, Text) and one.value == name for one in named)


def _read(body: Section) -> frozenset[Names]:
    """Return what the expressions of a file read; a source has none."""
    if body.get("objects") is not None:
        return frozenset()
    return frozenset(names for text in expressions(body) for names in _paths(text.value))


def _paths(source: str) -> Iterator[Names]:
    try:
        tree = parse(source)
    except Problem:  # prose, or an option of the table
        return
    for node in walk(tree):
        if isinstance(node, Path):
            yield node.names


def _of_kinds(known: Mapping[str, Section]) -> Iterator[tuple[str, Section]]:
    for body in known.values():
        for kind in _RULES:
            if body.get(kind) is not None:
                yield kind, body


def _note(text: Text, message: str, hint: str) -> Diagnostic:
    return finding(text.place, message, hint, Severity.NOTE)
