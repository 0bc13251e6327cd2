"""Rule files as they are written: their sections and expressions, with the place of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from bridge.rules.diagnostics import Diagnostic, Severity
from bridge.rules.files.findings import Findings
from bridge.rules.files.nodes import Listing, Node, Place, Section, Text
from bridge.rules.files.yaml_source import read
from bridge.rules.rulebook import GOLDEN

#: What is prose or data in a rule file, and no expression.
_NO_EXPRESSION = frozenset({"why", "owner", "effective", "rows", "gives", "outputs", "language"})


def read_bodies(files: Mapping[str, str]) -> Mapping[str, Section]:
    """Return the rule files of a rulebook, by path and in its order; examples are left out."""
    texts = ((file, text) for file, text in files.items() if not file.startswith(GOLDEN))
    return _bodies(tuple(sorted(texts)))


@lru_cache(maxsize=1)  # every check of one rulebook reads the same files
def _bodies(texts: tuple[tuple[str, str], ...]) -> Mapping[str, Section]:
    found = ((file, read(file, text, Findings())) for file, text in texts)
    return MappingProxyType({file: body for file, body in found if body is not None})


def entries(node: Node | None) -> tuple[tuple[Text, Node], ...]:
    """Return the keys of a section with what stands under each; none of anything else."""
    return node.entries if isinstance(node, Section) else ()


def sections(node: Node | None) -> Iterator[tuple[Text, Section]]:
    """Yield the keys of a section that hold sections, with these."""
    for key, each in entries(node):
        if isinstance(each, Section):
            yield key, each


def expressions(node: Node) -> Iterator[Text]:
    """Yield every text that may be an expression, under a node and below it."""
    match node:
        case Text():
            yield node
        case Listing(items=items):
            for each in items:
                yield from expressions(each)
        case Section():
            for key, each in node:
                if key.value not in _NO_EXPRESSION:
                    yield from expressions(each)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table or lookup as they are written."""

    rule: Section

    def given(self, *outputs: str) -> Iterator[tuple[Text | None, ...]]:
        """Yield for each row its cells under some outputs; None for one that gives nothing."""
        before = [name for part in ("key", "inputs") for name, _ in entries(self.rule.get(part))]
        given = [name for part in ("gives", "outputs") for name, _ in entries(self.rule.get(part))]
        named = [name.value for name in given]
        if not set(outputs) <= set(named):
            return
        columns = [len(before) + named.index(output) for output in outputs]
        rows = self.rule.get("rows")
        listed = rows.items if isinstance(rows, Listing) else [row for _, row in entries(rows)]
        for row in listed:
            cells = row.items if isinstance(row, Listing) else ()
            yield tuple(
                _filled(cells[column]) if column < len(cells) else None for column in columns
            )


def _filled(cell: Node) -> Text | None:
    """Return a cell that says something."""
    said = isinstance(cell, Text) and cell.value.strip() not in {"blank", ""}
    return cell if isinstance(cell, Text) and said else None


def rules(bodies: Mapping[str, Section]) -> dict[str, Rows]:
    """Return the tables and lookups by name."""
    return {
        name.value: Rows(body)
        for body in bodies.values()
        for kind in ("table", "lookup")
        if isinstance(name := body.get(kind), Text)
    }


def asked(use: Section) -> str | None:
    """Return the name of the table or lookup that a use asks."""
    named = (use.get(kind) for kind in ("table", "lookup"))
    return next((each.value for each in named if isinstance(each, Text)), None)


def finding(
    place: Place, message: str, hint: str | None = None, severity: Severity = Severity.ERROR
) -> Diagnostic:
    """Return what is found at a place."""
    return Diagnostic(
        file=place.file,
        line=place.line,
        column=place.column,
        length=place.length,
        message=message,
        hint=hint,
        severity=severity,
    )
