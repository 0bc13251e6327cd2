"""Which codes are raised, read from the code itself and from the shipped rules."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from tests.house.laws.tree import Source, sources

ROOT = Path(__file__).resolve().parents[3]
#: Who only passes flags on, or speaks of codes that are not flags'.
ELSEWHERE = ("bridge/sandbox", "bridge/console", "bridge/cli", "bridge/model/reasons")
#: What makes a flag, or what becomes one; the code is its first argument.
MAKERS = frozenset(("Conflict", "Flag", "Objection", "Undecided", "conflict", "object", "_object"))
#: What objects to a contradiction takes the code last, and names the nearest itself.
WITNESS = "agree"
#: At this place of a Flag or an Objection stands its nearest.
NEAREST_PLACE = 4
CODE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
#: Code -> whether one of its flags names the nearest deal that is representable.
Raised = dict[str, bool]


def by_python(root: Path) -> Raised:
    """The codes that Python raises."""
    read = [one for one in sources(root, "bridge") if not one.path.startswith(ELSEWHERE)]
    names = {name: code for source in read for name, code in _constants(source)}
    found: Raised = {}
    for source in read:
        for code, nearest in _of_source(source, names):
            found[code] = found.get(code, False) or nearest
    return found


def _constants(source: Source) -> Iterator[tuple[str, str]]:
    """The words of a module that stand for codes, by name."""
    for node in source.syntax.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(code))) if (
                CODE.fullmatch(code)
            ):
                yield name, code


def _of_source(source: Source, names: dict[str, str]) -> Iterator[tuple[str, bool]]:
    for node in ast.walk(source.syntax):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
        if called in MAKERS:
            nearest = _names_nearest(node, called)
            yield from ((code, nearest) for code in _codes(node.args[0], names))
        elif called == WITNESS:
            yield from ((code, True) for code in _codes(node.args[-1], names))


def _names_nearest(call: ast.Call, called: str) -> bool:
    given = [one.value for one in call.keywords if one.arg == "nearest"]
    if called in ("Flag", "Objection"):
        given += call.args[NEAREST_PLACE:]
    return any(not (isinstance(one, ast.Constant) and one.value is None) for one in given)


def _codes(given: ast.expr, names: dict[str, str]) -> Iterator[str]:
    """The codes that an argument may be: a word, a name for one, or one of two."""
    match given:
        case ast.Constant(value=str(code)) if CODE.fullmatch(code):
            yield code
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in names:
            yield names[name]
        case ast.IfExp(body=one, orelse=other):
            yield from _codes(one, names)
            yield from _codes(other, names)


def by_rules(root: Path) -> Raised:
    """The codes that the shipped rules raise; a lookup says what it knows that is most alike."""
    found: Raised = {}
    for file in sorted((root / "config/rules").rglob("*.yaml")):
        rule = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for code in _exceptions(rule):
            found[code] = found.get(code, False) or "lookup" in rule
    return found


def _exceptions(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            is_code = key == "exception" or (key == "otherwise" and isinstance(value, str))
            yield from [str(value)] if is_code else _exceptions(value)
    elif isinstance(node, list):
        for one in node:
            yield from _exceptions(one)


@cache
def everywhere() -> Raised:
    """The codes of this project, from both."""
    python, rules = by_python(ROOT), by_rules(ROOT)
    codes = python.keys() | rules.keys()
    return {code: python.get(code, False) or rules.get(code, False) for code in codes}
