"""Tiny trees, planted to see a law bite, and to see it let good code pass."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.house.laws.tree import Finding

Law = Callable[[Path], Iterator[Finding]]


def plant(root: Path, files: Mapping[str, str]) -> Path:
    """Write the files of a tree, and return its root."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def places(law: Law, root: Path) -> list[str]:
    """Where the law is broken, as "path:line"."""
    return [f"{one.place}:{one.line}" for one in law(root)]
