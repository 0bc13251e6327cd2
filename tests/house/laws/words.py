"""Words have places: vendor words at the borders, empty names and foreign paths nowhere."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from tests.house.laws.tree import WRITTEN, Finding, Source, lines, nodes, sources

#: Words of Salesforce's and NetSuite's records, which the core must not know.
VENDOR = re.compile(r"SBQQ__|__c\b|\bOpportunit|\btranid\b|\bs?[sS][oO]bject|\bcust(?:body|col)_")
BORDERS = ("bridge/mappers", "bridge/adapters", "bridge/sandbox")
#: Names that would fit anything, and so say nothing.
EMPTY_FILES = frozenset(
    {"base", "common", "helper", "helpers", "manager", "managers", "misc"}
    | {"service", "services", "util", "utils"}
)
EMPTY_NAMES = frozenset({"data", "info", "process", "handle"})
#: Put together here, so that this file does not name what it forbids.
TRACES = {
    "a path of somebody's machine": re.compile(
        r"(?<![\w.~-])/(?:wor" + r"k|home/\w+|root)(?![\w-])"
    ),
    "a folder outside the tree": re.compile(
        r"\.\./shar" + r"ed/|\bshar" + r"ed/(?:fac" + r"ts|da" + r"ta|orac" + r"les|DES|STY|proto)"
    ),
    "the name of a package registry": re.compile(
        "|".join(
            (r"pypi\." + "org", r"python" + r"hosted\.org", r"npm" + r"js\.", r"docker\." + "io")
        )
        + "|"
        + "|".join((r"gh" + r"cr\.io", r"quay\." + "io", r"crates\." + "io", r"proxy\.gol" + "ang"))
    ),
}


def vendor_words_stay_at_the_borders(root: Path) -> Iterator[Finding]:
    """The words of the two systems stand in mappers, adapters, sandbox and config only."""
    for path, number, line in lines(root):
        found = VENDOR.search(line)
        if found and path.startswith("bridge/") and not Source(path, "").inside(*BORDERS):
            yield Finding(path, number, f"vendor word {found[0]!r} below the borders")


def files_and_classes_have_names(root: Path) -> Iterator[Finding]:
    """No file, folder or class is called by a word that fits anything."""
    for source in sources(root, *WRITTEN):
        for part in PurePosixPath(source.path).with_suffix("").parts:
            if EMPTY_FILES & set(part.lower().split("_")):
                yield source.finding(1, f"{part!r} says nothing: name the noun")
    for source, node in nodes(root, *WRITTEN):
        if isinstance(node, ast.ClassDef) and _is_empty(node.name):
            yield source.finding(node, f"{node.name!r} says nothing: name the noun")


def values_have_names(root: Path) -> Iterator[Finding]:
    """No function, parameter or variable is called data, info, process or handle."""
    for source, node in nodes(root, "bridge"):
        name = _defined(node)
        if name in EMPTY_NAMES:
            yield source.finding(node, f"{name!r} says nothing: name what it holds or does")


def no_traces_of_the_workshop(root: Path) -> Iterator[Finding]:
    """The project speaks of itself alone: no foreign paths, no registry's host name."""
    for path, number, line in lines(root):
        for what, trace in TRACES.items():
            if found := trace.search(line):
                yield Finding(path, number, f"{what}: {found[0]!r}")


def _is_empty(name: str) -> bool:
    words = [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*", name)]
    return bool(words) and (words[-1] in EMPTY_FILES or words[0] in {"base", "common"})


def _defined(node: ast.AST) -> str | None:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return name
        case ast.arg(arg=name):
            return name
        case ast.Name(id=name, ctx=ast.Store()):
            return name
        case _:
            return None
