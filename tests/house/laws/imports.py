"""Imports run down: floors, no circles, nothing hidden, each outside library behind its door."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

from tests.house.laws.tree import WRITTEN, Finding, Function, Source, nodes, sources

#: From the ground up: a line imports only lines above it in this list, and itself.
FLOORS = (
    ("bridge.model",),
    ("bridge.errors",),
    ("bridge.rules",),
    ("bridge.mappers",),
    ("bridge.translate",),
    ("bridge.ledger",),
    ("bridge.rulebooks", "bridge.queue", "bridge.people"),
    ("bridge.reports", "bridge.notices", "bridge.reconcile"),
    ("bridge.settings", "bridge.stopping", "bridge.telemetry"),
    ("bridge.adapters",),
    ("bridge.flow",),
    ("bridge.console",),
    ("bridge.app",),
    ("bridge.stage",),
    ("bridge.daemon", "bridge.demo"),
    ("bridge.cli",),
    ("bridge.__main__",),
)
SANDBOX = "bridge.sandbox"
#: Who may open the sandbox.
KEEPER = "bridge.stage"
#: Outside libraries that only these places may know.
DOORS = {
    **dict.fromkeys(
        ("alembic", "psycopg", "requests", "simple_salesforce", "sqlalchemy", "sqlmodel", "zeep"),
        ("bridge/adapters",),
    ),
    "apprise": ("bridge/adapters/notify",),
    "xlsxwriter": ("bridge/adapters/exporting",),
    "aiohttp": ("bridge/sandbox",),
    **dict.fromkeys(
        ("anyio", "fastapi", "jinja2", "starlette", "uvicorn"),
        ("bridge/console",),
    ),
    "argon2": ("bridge/adapters",),
    "authlib": ("bridge/adapters",),
    "joserfc": ("bridge/adapters",),
}


class Import(NamedTuple):
    """One imported module."""

    node: ast.Import | ast.ImportFrom
    target: str


def imports(source: Source, modules: frozenset[str] = frozenset()) -> Iterator[Import]:
    """
    Every import of a file, absolute.

    `from a import b` means the module a.b where `modules` has one, and a otherwise.
    """
    for node in source.nodes:
        if isinstance(node, ast.Import):
            yield from (Import(node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            owner = _owner(source, node)
            names = (f"{owner}.{alias.name}" for alias in node.names)
            targets = dict.fromkeys(name if name in modules else owner for name in names)
            yield from (Import(node, target) for target in targets)


def floor(module: str) -> int | None:
    """On which floor a module of the bridge stands; the package itself is the ground."""
    if module == "bridge":
        return -1
    for height, names in enumerate(FLOORS):
        if any(_within(module, name) for name in names):
            return height
    return None


def imports_run_down(root: Path) -> Iterator[Finding]:
    """A module imports only from its own floor and the floors below it."""
    for source, one in _own_imports(root):
        if _within(source.module, SANDBOX) or _within(one.target, SANDBOX):
            continue
        here, there = floor(source.module), floor(one.target)
        if here is None or there is None:
            lost = source.module if here is None else one.target
            yield source.finding(one.node, f"{lost} stands on no floor: give it one in FLOORS")
        elif there > here:
            yield source.finding(one.node, f"imports upwards: {one.target}")


def no_circles(root: Path) -> Iterator[Finding]:
    """No module reaches itself through its imports."""
    graph: dict[str, set[str]] = {}
    for source, one in _own_imports(root):
        if one.target != source.module:
            graph.setdefault(source.module, set()).add(one.target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield Finding("bridge", 1, f"a circle of imports: {' <- '.join(error.args[1])}")


def nothing_hidden(root: Path) -> Iterator[Finding]:
    """Every import stands at the top of its file, for people and for these laws to see."""
    for source, node in nodes(root, *WRITTEN):
        if "TYPE_CHECKING" in (getattr(node, "id", ""), getattr(node, "attr", "")):
            yield source.finding(node, "TYPE_CHECKING hides an import: turn the import round")
    for source in sources(root, *WRITTEN):
        held = [one for one in source.nodes if isinstance(one, ast.Import | ast.ImportFrom)]
        above = set(source.syntax.body)
        if any(one not in above for one in held):
            yield from _inside_functions(source, held)


def _inside_functions(source: Source, held: list[ast.Import | ast.ImportFrom]) -> Iterator[Finding]:
    for function in (one for one in source.nodes if isinstance(one, Function)):
        inside = set(ast.walk(function))
        for node in (one for one in held if one in inside):
            yield source.finding(node, f"{function.name} imports by itself: move it up")


def sandbox_stands_apart(root: Path) -> Iterator[Finding]:
    """The stand-ins share no code with the bridge, so that they are witnesses of their own."""
    for source, one in _own_imports(root):
        inside, to_inside = (_within(name, SANDBOX) for name in (source.module, one.target))
        if inside and not to_inside:
            yield source.finding(one.node, f"the sandbox imports {one.target} of the bridge")
        if to_inside and not inside and source.module != KEEPER:
            yield source.finding(one.node, f"only {KEEPER} opens the sandbox")


def doors(root: Path) -> Iterator[Finding]:
    """Each library that speaks to the outside is known behind its own door only."""
    for source in sources(root, "bridge"):
        for one in imports(source):
            library = one.target.partition(".")[0]
            places = DOORS.get(library, ("bridge",))
            if not source.inside(*places):
                yield source.finding(one.node, f"{library} is known only in {', '.join(places)}")


def _own_imports(root: Path) -> Iterator[tuple[Source, Import]]:
    found = sources(root, "bridge")
    modules = frozenset(source.module for source in found)
    for source in found:
        own = (one for one in imports(source, modules) if _within(one.target, "bridge"))
        yield from ((source, one) for one in own)


def _owner(source: Source, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = source.module.split(".")
    if source.path.endswith("/__init__.py"):
        parts.append("")
    return ".".join([*parts[: -node.level], *([node.module] if node.module else [])])


def _within(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")
