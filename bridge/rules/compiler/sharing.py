"""Finds what several expressions compute alike and may be computed once, before all of them."""

from collections import Counter
from collections.abc import Iterable, Iterator

from bridge.rules.expression import Binary, Call, Literal, Negative, Node, Path
from bridge.rules.language.typed import Typed
from bridge.rules.types import Kind

#: Functions that never fail on numbers that are not blank.
_TOTAL = frozenset(
    {"ROUND", "ROUND_EVEN", "ABS", "MIN", "MAX", "FLOOR", "CEILING", "MFLOOR", "MCEILING", "TRUNC"}
)


def shareable(trees: Iterable[Typed]) -> tuple[Typed, ...]:
    """
    Return the trees to compute beforehand, parts before the wholes that use them.

    Only exact arithmetic on facts that are never blank is shared: anything else might fail where
    the condition around it would have kept it from being computed.
    """
    found = [part for tree in trees for part in _candidates(tree)]
    times = Counter(part.node for part in found)
    first: dict[Node, Typed] = {}
    for part in found:
        if times[part.node] > 1:
            first.setdefault(part.node, part)
    return tuple(first.values())


def _candidates(tree: Typed) -> Iterator[Typed]:
    """Yield what is total under a tree, lower parts first; not inside the bodies of lists."""
    for part in tree.parts:
        if tree.parts[0].type.kind is not Kind.LIST:
            yield from _candidates(part)
    if tree.parts and not tree.type.is_quotient and _is_total(tree):
        yield tree


def _is_total(tree: Typed) -> bool:
    if tree.guarded or tree.type.blank or not tree.type.is_number:
        return False
    match tree.node:
        case Literal() | Path():
            return True
        case Negative():
            pass
        case Binary(_, left=_):
            pass
        case Call(name) if name in _TOTAL:
            pass
        case _:
            return False
    return all(_is_total(part) for part in tree.parts)
