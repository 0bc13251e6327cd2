"""What the code has is named: errors in the table of exit codes, settings in example and pages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.laws.tree import Finding, Source, sources

ROOT_ERROR = "BridgeError"
EXIT_TABLE = "EXIT_CODES"
SETTINGS = "bridge/settings"
EXAMPLE = "config/bridge.toml"


def every_error_has_an_exit_code(root: Path) -> Iterator[Finding]:
    """Each class under BridgeError is a key of EXIT_CODES, once there are commands."""
    commands = [one for one in sources(root, "bridge") if one.inside("bridge/cli", "bridge/cli.py")]
    statements = (node for source in commands for node in source.syntax.body)
    if all(isinstance(node, ast.Expr) for node in statements):
        return
    listed = {name for source in commands for name in _keys(source)}
    if not listed:
        yield Finding("bridge/cli", 1, f"has no table {EXIT_TABLE} from error class to exit code")
        return
    for source, node in _errors(root):
        if node.name not in listed:
            yield source.finding(node, f"{node.name} has no exit code in {EXIT_TABLE}")


def every_setting_is_shown(root: Path) -> Iterator[Finding]:
    """
    Each setting stands in the example file, perhaps behind a #, and on a page.

    The pages are asked from the moment on when one of them tells about settings at all.
    """
    example = _read(root / EXAMPLE)
    told = "\n".join(_read(page) for page in [root / "README.md", *(root / "docs").glob("**/*.md")])
    for source, node, name in _settings(root):
        if example and not _stands_in(name, example):
            yield source.finding(node, f"{name} is not in {EXAMPLE}")
        if "BRIDGE_" in told and not re.search(rf"\b{re.escape(name)}\b", told):
            yield source.finding(node, f"{name} is on no page of the documentation")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _stands_in(name: str, example: str) -> bool:
    key = re.escape(name)
    return bool(
        re.search(rf"^#?\s*(?:{key}\s*=|\[+(?:[\w.]+\.)?{key}[\].])", example, re.MULTILINE)
    )


def _settings(root: Path) -> Iterator[tuple[Source, ast.AnnAssign, str]]:
    fields = (
        (source, node)
        for source in sources(root, "bridge")
        if source.inside(SETTINGS)
        for holder in source.nodes
        if isinstance(holder, ast.ClassDef)
        for node in holder.body
    )
    for source, node in fields:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield source, node, node.target.id


def _keys(source: Source) -> Iterator[str]:
    """Yield the names in the table, however it is written."""
    for node in source.nodes:
        if EXIT_TABLE in _targets(node):
            names = (part for part in ast.walk(node) if isinstance(part, ast.Name | ast.Attribute))
            yield from (one.id if isinstance(one, ast.Name) else one.attr for one in names)


def _targets(node: ast.AST) -> set[str]:
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign):
        targets = [node.target]
    return {one.id for one in targets if isinstance(one, ast.Name)}


def _errors(root: Path) -> Iterator[tuple[Source, ast.ClassDef]]:
    """Every class that descends from the root error, wherever it is defined."""
    classes = [
        (source, node)
        for source in sources(root, "bridge")
        for node in source.nodes
        if isinstance(node, ast.ClassDef)
    ]
    family = {ROOT_ERROR}
    while True:
        heirs = [(source, node) for source, node in classes if _parents(node) & family]
        names = family | {node.name for _, node in heirs}
        if names == family:
            yield from heirs
            return
        family = names


def _parents(node: ast.ClassDef) -> set[str]:
    return {one.id if isinstance(one, ast.Name) else getattr(one, "attr", "") for one in node.bases}
