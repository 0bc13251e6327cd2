"""Whatever others may call says what they may rely on."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.laws.tree import Finding, Function, sources

#: Alembic writes the shape of these; what each does is told by its module docstring.
GIVEN_SHAPE = ("bridge/adapters/migrations",)


def public_things_say_what_they_are(root: Path) -> Iterator[Finding]:
    """Every public module, class, function and method of the bridge has a docstring."""
    for source in sources(root, "bridge"):
        if not ast.get_docstring(source.syntax):
            yield source.finding(1, "the module has no docstring")
        public = () if source.inside(*GIVEN_SHAPE) else _public(source.syntax.body)
        silent = (node for node in public if not ast.get_docstring(node))
        yield from (source.finding(node, f"{node.name} has no docstring") for node in silent)


def _public(body: list[ast.stmt]) -> Iterator[ast.ClassDef | Function]:
    for node in body:
        if not isinstance(node, ast.ClassDef | Function) or node.name.startswith("_"):
            continue
        if any(getattr(one, "id", None) in {"overload", "override"} for one in node.decorator_list):
            continue
        yield node
        if isinstance(node, ast.ClassDef):
            yield from _public(node.body)
