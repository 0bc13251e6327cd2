"""Every exception from a rule is exact and has its reason; nothing is caught that is not known."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.laws.tree import WRITTEN, Finding, lines, nodes, sources

EXCUSE = re.compile(
    r"#\s*(?:ruff:\s*)?noqa|#\s*type:\s*ignore|#\s*mypy:|#\s*pragma:", re.IGNORECASE
)
EXACT = re.compile(
    r"""\#\s(?:
        noqa:\s[A-Z]+\d+(?:,\s?[A-Z]+\d+)*
        | type:\signore\[[a-z-]+(?:,\s?[a-z-]+)*\]
        | pragma:\sno\s(?:cover|branch)
    )\s+(?:\#|-|--|:)\s*\S.{2,}""",
    re.VERBOSE,
)
PROMISE = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME)\b")
#: Files with the one handler that keeps a fault of ours from stopping everybody's work.
LAST_RESORTS: tuple[str, ...] = ()
NUMBER = re.compile(r"#\d+")


def excuses_are_exact(root: Path) -> Iterator[Finding]:
    """A silenced finding names its code and says why, on the same line."""
    for source in sources(root, *WRITTEN):
        for line, comment in source.comments:
            if EXCUSE.search(comment) and not EXACT.search(comment):
                yield source.finding(line, f"no code or no reason: {comment}")


def promises_have_a_number(root: Path) -> Iterator[Finding]:
    """Work that is put off is an issue, and the comment carries its number."""
    for path, number, line in lines(root):
        if PROMISE.search(line) and not NUMBER.search(line):
            yield Finding(path, number, "put off without the number of an issue")


def only_known_errors_are_caught(root: Path) -> Iterator[Finding]:
    """
    No bare except, no except Exception: what is not expected is for a developer to see.

    A handler that tidies up and then raises the same error again hides nothing, and is allowed.
    """
    for source, node in nodes(root, *WRITTEN):
        if source.path not in LAST_RESORTS and _swallows(node):
            yield source.finding(node, "catches everything: name the errors that you expect")


def _swallows(node: ast.AST) -> bool:
    if not isinstance(node, ast.ExceptHandler) or not _catches_all(node.type):
        return False
    last = node.body[-1]
    return not (isinstance(last, ast.Raise) and last.exc is None)


def _catches_all(caught: ast.expr | None) -> bool:
    if caught is None:
        return True
    if isinstance(caught, ast.Tuple):
        return any(_catches_all(one) for one in caught.elts)
    return isinstance(caught, ast.Name) and caught.id in {"Exception", "BaseException"}
