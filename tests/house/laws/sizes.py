"""Nothing grows past the size that a reader holds in the head."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from tests.house.laws.tree import WRITTEN, Finding, Function, functions, sources

FILE_LINES = 300
FUNCTION_LINES = 50
PARAMETERS = 5
NESTING = 2
FOLDER_FILES = 12
#: One file for each change of the schema, for ever: age is not size.
HISTORIES = ("bridge/adapters/migrations/versions",)
#: The parameters of a command are its flags.
COMMANDS = ("bridge/cli",)

Branch = ast.If | ast.For | ast.AsyncFor | ast.While | ast.Try | ast.TryStar | ast.Match


def files_stay_short(root: Path) -> Iterator[Finding]:
    """A file has at most FILE_LINES lines."""
    for source in sources(root, *WRITTEN):
        lines = len(source.text.splitlines())
        if lines > FILE_LINES:
            yield source.finding(FILE_LINES, f"{lines} lines; a file stops at {FILE_LINES}")


def functions_stay_short(root: Path) -> Iterator[Finding]:
    """A function has at most FUNCTION_LINES lines, its docstring not counted."""
    for source, function in functions(root, *WRITTEN):
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        lines -= _docstring_lines(function)
        if lines > FUNCTION_LINES:
            yield source.finding(function, f"{function.name} has {lines} lines")


def parameters_stay_few(root: Path) -> Iterator[Finding]:
    """A function takes at most PARAMETERS values, `self` and `cls` not counted."""
    for source, function in functions(root, *WRITTEN):
        if source.inside(*COMMANDS) and function.decorator_list:
            continue
        taken = function.args
        names = [one.arg for one in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs)]
        count = len(names) - (names[:1] in (["self"], ["cls"]))
        if count > PARAMETERS:
            yield source.finding(function, f"{function.name} takes {count}: a noun is missing")


def nesting_stays_flat(root: Path) -> Iterator[Finding]:
    """
    At most NESTING branches stand inside each other.

    A branch is what divides the way: if, for, while, try, match. `elif` and `else` go on with the
    branch they belong to, and `with` does not divide. A guard, an `if` of one plain statement
    with no `else`, does not count: it can be read without looking further.
    """
    for source, function in functions(root, *WRITTEN):
        deep = _depth(function.body)
        if deep > NESTING:
            yield source.finding(function, f"{function.name} is nested {deep} deep")


def folders_stay_small(root: Path) -> Iterator[Finding]:
    """A folder holds at most FOLDER_FILES modules; `__init__.py` is not counted."""
    count = Counter(
        PurePosixPath(source.path).parent.as_posix()
        for source in sources(root, *WRITTEN)
        if PurePosixPath(source.path).name != "__init__.py"
    )
    for folder, files in sorted(count.items()):
        if files > FOLDER_FILES and folder not in HISTORIES:
            yield Finding(folder, 1, f"{files} modules: a noun is hiding")


def _docstring_lines(function: Function) -> int:
    first = function.body[0]
    if ast.get_docstring(function) is None:
        return 0
    return (first.end_lineno or first.lineno) - first.lineno + 1


def _depth(body: list[ast.stmt]) -> int:
    return max((_depth_of(statement) for statement in body), default=0)


def _depth_of(statement: ast.stmt) -> int:
    if isinstance(statement, Function | ast.ClassDef):
        return 0  # measured by itself
    inside = max((_depth(one) for one in _bodies(statement)), default=0)
    return inside + (isinstance(statement, Branch) and not _is_guard(statement))


def _is_guard(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.If) or statement.orelse or len(statement.body) > 1:
        return False
    return not isinstance(statement.body[0], Branch | ast.With | ast.AsyncWith)


def _bodies(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The blocks of a statement; an `elif` counts as a block of the `if` above it."""
    for field in ("body", "orelse", "finalbody"):
        block = getattr(statement, field, [])
        while _is_elif(statement, field, block):
            yield block[0].body
            block = block[0].orelse
        yield block
    for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
        yield part.body


def _is_elif(statement: ast.stmt, field: str, block: list[ast.stmt]) -> bool:
    return (
        isinstance(statement, ast.If)
        and field == "orelse"
        and len(block) == 1
        and isinstance(block[0], ast.If)
    )
