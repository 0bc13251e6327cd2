"""The tree that a law reads: its Python sources with their syntax, and all its text files."""

import ast
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path, PurePosixPath

#: What is made, not written: by tools, by running the bridge, by git.
MADE = frozenset({"__pycache__", "build", "dist", "node_modules", "var", ".coverage"})
#: Hidden folders are left by tools, but for those that tools read.
SHOWN = frozenset({".ci", ".github"})
#: Code that must keep the laws of form. The laws of content are about `bridge` alone.
WRITTEN = ("bridge", "tests", "benchmarks")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a law is broken, and what to do about it."""

    place: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.place}:{self.line}: {self.says}"


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file: its path from the root of the tree, with forward slashes, and its text."""

    path: str
    text: str

    @property
    def module(self) -> str:
        """The name under which it is imported."""
        parts = PurePosixPath(self.path).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def syntax(self) -> ast.Module:
        """Its syntax tree, parsed once however many laws ask."""
        return _parsed(self.text, self.path)

    @property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of its syntax tree, found once however many laws ask."""
        return _walked(self.text, self.path)

    @property
    def comments(self) -> tuple[tuple[int, str], ...]:
        """Its comments with their lines; a text that only looks like one is not among them."""
        return _comments(self.text) if "#" in self.text else ()

    def inside(self, *places: str) -> bool:
        """Whether it lies in one of the folders, or is one of the files."""
        return any(
            self.path == place or self.path.startswith(place.rstrip("/") + "/") for place in places
        )

    def finding(self, node: ast.AST | int, says: str) -> Finding:
        """Point to a node, or a line, of this file."""
        line = node if isinstance(node, int) else int(getattr(node, "lineno", 1))
        return Finding(self.path, line, says)


@cache
def _parsed(text: str, path: str) -> ast.Module:
    return ast.parse(text, filename=path, feature_version=(3, 11))


@cache
def _walked(text: str, path: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(_parsed(text, path)))


@cache
def _comments(text: str) -> tuple[tuple[int, str], ...]:
    tokens = tokenize.generate_tokens(StringIO(text).readline)
    return tuple((one.start[0], one.string) for one in tokens if one.type == tokenize.COMMENT)


def paths(root: Path) -> Iterator[Path]:
    """Every file that somebody wrote, in a fixed order."""
    for path in sorted(root.iterdir()):
        if path.is_dir() and _is_written(path):
            yield from paths(path)
        elif path.is_file() and _is_written(path):
            yield path


def _is_written(path: Path) -> bool:
    if path.is_symlink() or path.name in MADE or path.suffix == ".pyc":
        return False
    return not (path.is_dir() and path.name.startswith(".") and path.name not in SHOWN)


def sources(root: Path, *folders: str) -> tuple[Source, ...]:
    """The Python files of the folders; a folder that is not there has none."""
    return tuple(
        Source(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
        for folder in folders
        if (root / folder).is_dir()
        for path in paths(root / folder)
        if path.suffix == ".py"
    )


def nodes(root: Path, *folders: str) -> Iterator[tuple[Source, ast.AST]]:
    """Every node of every syntax tree in the folders, with the file where it stands."""
    for source in sources(root, *folders):
        for node in source.nodes:
            yield source, node


def functions(root: Path, *folders: str) -> Iterator[tuple[Source, Function]]:
    """Every function and method in the folders, nested ones too."""
    for source, node in nodes(root, *folders):
        if isinstance(node, Function):
            yield source, node


def texts(root: Path) -> Iterator[tuple[str, str]]:
    """Path and text of every file that is text."""
    for path in paths(root):
        try:
            yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def lines(root: Path) -> Iterator[tuple[str, int, str]]:
    """Path, number and text of every line of text."""
    for path, text in texts(root):
        for number, line in enumerate(text.splitlines(), 1):
            yield path, number, line


def origins(syntax: ast.Module) -> dict[str, str]:
    """What each imported name stands for: {"dt": "datetime.datetime"}."""
    found: dict[str, str] = {}
    for node in ast.walk(syntax):
        if isinstance(node, ast.Import):
            whole = {alias.asname: alias.name for alias in node.names if alias.asname}
            firsts = {alias.name.partition(".")[0] for alias in node.names if not alias.asname}
            found |= whole | {first: first for first in firsts}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    return found


def dotted(node: ast.AST, known: dict[str, str]) -> str | None:
    """Spell a name or chain of attributes with its origin; None for anything else."""
    if isinstance(node, ast.Name):
        return known.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value, known)
        return f"{owner}.{node.attr}" if owner else None
    return None
