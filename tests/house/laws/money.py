"""No float comes near money, JSON is read with exact decimals, and one module rounds."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.laws.tree import Finding, Function, Source, dotted, origins, sources

#: The stand-ins time their answers; settings hold seconds and shares of a quota, never money.
FLOATS_ALLOWED = ("bridge/sandbox", "bridge/settings")
#: The nouns round once; the rule language has ROUND; the stand-ins are a witness of their own.
ROUNDING_ALLOWED = (
    "bridge/model/money.py",
    "bridge/rules/compiler/meanings.py",
    "bridge/rules/functions",
    "bridge/sandbox",
)
ROUNDERS = frozenset({"round", "math.ceil", "math.floor", "math.trunc"})
SECONDS = re.compile(r"(?:^|_)(?:s|seconds)(?:_max|_min)?$|^Sleep$|^monotonic$", re.IGNORECASE)
#: Shares that are not of money: of a quota, and difflib's measure of likeness.
SHARES = frozenset({"reserve", "quota_reserve", "cutoff"})
READERS = frozenset({"json.load", "json.loads", "json.JSONDecoder"})
ROUNDING_METHODS = frozenset({"quantize", "to_integral_exact", "to_integral_value"})
FIXED = re.compile(r"\.\d+[eEfFgG%]")


def no_float_but_seconds(root: Path) -> Iterator[Finding]:
    """
    A float has the unit second: its name ends in `_s` or `seconds`, or is Sleep or monotonic.

    `isinstance(x, float)` is fine too, since it is how floats are turned away.
    """
    for source in _sources(root, FLOATS_ALLOWED):
        allowed = {id(part) for node in source.nodes for part in _timed(node)}
        for node in source.nodes:
            if _is_float(node) and id(node) not in allowed:
                yield source.finding(node, "a float: use Money or Decimal, or name it ..._s")


def json_has_exact_decimals(root: Path) -> Iterator[Finding]:
    """Whoever reads JSON says `parse_float=Decimal`, or hands in `loads` that does."""
    for source in _sources(root, ()):
        known = origins(source.syntax)
        calls = [node for node in source.nodes if isinstance(node, ast.Call)]
        exact = {id(x) for call in calls if _is_exact(call) for x in (call, call.func, *call.args)}
        for node in source.nodes:
            if _reads_json(node, known) and id(node) not in exact:
                yield source.finding(node, "reads JSON: give it parse_float=Decimal")


def rounding_has_one_place(root: Path) -> Iterator[Finding]:
    """Nothing rounds outside the places that may: not by call, not by format."""
    for source in _sources(root, ROUNDING_ALLOWED):
        known = origins(source.syntax)
        for node in source.nodes:
            if _rounds(node, known):
                yield source.finding(node, "this rounds: let bridge/model/money.py do it")


def _sources(root: Path, allowed: tuple[str, ...]) -> Iterator[Source]:
    return (source for source in sources(root, "bridge") if not source.inside(*allowed))


def _is_float(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float)
    return getattr(node, "id", None) in {"float", "Float"} or getattr(node, "attr", None) == "Float"


def _is_time(name: str | None) -> bool:
    return name is not None and bool(SECONDS.search(name) or name in SHARES)


def _named(node: ast.AST | None) -> str | None:
    """Return the last word of a name, an attribute or a key."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    name = getattr(node, "id", None) or getattr(node, "attr", None) or getattr(node, "arg", None)
    return name if isinstance(name, str) else None


def _timed(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what a node declares to be seconds, with all its parts."""
    for part in _declared(node):
        yield from ast.walk(part)


def _declared(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.AnnAssign() | ast.arg() | ast.keyword() if _is_time(_named_of(node)):
            yield node
        case ast.Assign() if all(_is_time(_named(target)) for target in node.targets):
            yield node.value
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from _of_function(node)
        case ast.Compare() if any(_is_time(_named(x)) for x in (node.left, *node.comparators)):
            yield node
        case ast.BinOp() if _is_time(_named(node.left)) or _is_time(_named(node.right)):
            yield node
        case ast.Dict():
            yield from (
                v for k, v in zip(node.keys, node.values, strict=True) if _is_time(_named(k))
            )
        case ast.Call(func=ast.Name(id="isinstance")):
            yield from node.args[1:]
        case _:
            return


def _named_of(node: ast.AnnAssign | ast.arg | ast.keyword) -> str | None:
    return _named(node.target) if isinstance(node, ast.AnnAssign) else node.arg


def _of_function(node: Function) -> Iterator[ast.AST]:
    positional = [*node.args.posonlyargs, *node.args.args]
    with_default = positional[len(positional) - len(node.args.defaults) :]
    pairs = [
        *zip(with_default, node.args.defaults, strict=True),
        *zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True),
    ]
    yield from (default for one, default in pairs if default is not None and _is_time(one.arg))
    if _is_time(node.name):
        yield from ([node.returns] if node.returns else [])
        yield from (part for part in ast.walk(node) if isinstance(part, ast.Return))


def _is_exact(call: ast.Call) -> bool:
    """Whether a call, or a partial, says how decimals are read."""
    given = {keyword.arg: _named(keyword.value) for keyword in call.keywords}
    return "loads" in given or given.get("parse_float") == "Decimal"


def _reads_json(node: ast.AST, known: dict[str, str]) -> bool:
    """`json.loads` wherever it stands, and the method `.json` of any answer."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr == "json"
    return dotted(node, known) in READERS


def _rounds(node: ast.AST, known: dict[str, str]) -> bool:
    if isinstance(node, ast.FormattedValue):
        form = ast.unparse(node.format_spec) if node.format_spec else ""
        return bool(FIXED.search(form)) and not _is_time(_named(node.value))
    name = dotted(node, known)
    return name in ROUNDERS or getattr(node, "attr", None) in ROUNDING_METHODS
