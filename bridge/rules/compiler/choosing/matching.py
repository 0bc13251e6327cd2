"""
From the values of a table's columns to the rows that accept all of them.

Each value has a mask, with one bit for every row that accepts it. The masks of all columns, ANDed,
leave the rows that hold.
"""

import ast
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from bridge.rules.compiler.constants import Constants
from bridge.rules.compiler.syntax import assign, conditional, load

#: How many cuts are compared one by one, by halves.
_COMPARED_MAX = 15


@dataclass(frozen=True, slots=True)
class Names:
    """The masks of values that are told apart by name."""

    masks: Mapping[object, int | None]  #: None for a value that the column never has
    others: int | None  #: that of all values that are not named

    def mask_of(self, value: object) -> int | None:
        """Return the rows that accept a value; None where the column never has it."""
        return self.masks.get(value, self.others)

    def emit(self, value: str, constants: Constants) -> ast.expr:
        """
        Return the syntax of the mask of a variable; 0 where the column never has the value.

        KeyError at run time for a value that is not named where all values are.
        """
        found = {each: mask or 0 for each, mask in self.masks.items()}
        if self.others is None:
            return ast.Subscript(constants.once(found), load(value), ast.Load())
        arguments = [load(value), ast.Constant(self.others)]
        return ast.Call(constants.once(found.get), arguments, [])


@dataclass(frozen=True, slots=True)
class Runs:
    """The masks of numbers or days: `masks[n + 1]` is that of all values from `cuts[n]` on."""

    cuts: Sequence[Any]
    masks: Sequence[int | None]  #: None for values that the column never has
    blank: int | None  #: that of a blank

    def mask_of(self, value: object) -> int | None:
        """Return the rows that accept a value; None where the column never has it."""
        return self.blank if value is None else self.masks[bisect_right(self.cuts, value)]

    def emit(self, value: str, constants: Constants) -> ast.expr:
        """Return the syntax of the mask of a variable; 0 where the column never has the value."""
        is_blank = ast.Compare(load(value), [ast.Is()], [ast.Constant(None)])
        search = _compared if len(self.cuts) <= _COMPARED_MAX else _searched
        found = search(self.cuts, [mask or 0 for mask in self.masks], value, constants)
        return conditional(is_blank, ast.Constant(self.blank or 0), found)


def _searched(
    cuts: Sequence[Any], masks: Sequence[int], value: str, constants: Constants
) -> ast.expr:
    at = ast.Call(load("bisect_right"), [constants.once(list(cuts)), load(value)], [])
    return ast.Subscript(constants.once(masks), at, ast.Load())


def _compared(
    cuts: Sequence[Any], masks: Sequence[int], value: str, constants: Constants
) -> ast.expr:
    """Return the same search written out, which spares its call."""
    if not cuts:
        return ast.Constant(masks[0])
    at = len(cuts) // 2
    cut = ast.Constant(cuts[at]) if isinstance(cuts[at], int) else constants.add(cuts[at])
    return conditional(
        ast.Compare(load(value), [ast.Lt()], [cut]),
        _compared(cuts[:at], masks[: at + 1], value, constants),
        _compared(cuts[at + 1 :], masks[at + 1 :], value, constants),
    )


@dataclass(frozen=True, slots=True)
class Amounts:
    """The masks of amounts that stand beside the code of their currency."""

    currencies: Mapping[str, "Index"]
    others: "Index"  #: for all currencies that are not named
    blank: int | None  #: that of a blank

    def mask_of(self, value: object) -> int | None:
        """Return the rows that accept a value; None where the column never has it."""
        match value:
            case (str() as code, amount):
                return self.currencies.get(code, self.others).mask_of(amount)
            case _:
                return self.blank

    def emit(self, value: str, constants: Constants) -> ast.expr:
        """Return the syntax of the mask of a variable; 0 where the column never has the value."""
        return ast.Call(constants.once(self._bits), [load(value)], [])

    def _bits(self, value: object) -> int:
        return self.mask_of(value) or 0


#: How the masks of a column are found.
Index = Names | Runs | Amounts


@dataclass(frozen=True, slots=True)
class Matcher:
    """The columns of a table; `every` has the bits of all its rows."""

    indexes: tuple[Index, ...]
    every: int

    def match(self, values: Sequence[object]) -> int:
        """Return the rows that accept all values, none where a column never has its value."""
        masks = (index.mask_of(value) for index, value in zip(self.indexes, values, strict=True))
        return reduce(lambda alive, mask: alive & (mask or 0), masks, self.every)

    def collect(self, results: Mapping[str, ast.expr], constants: Constants) -> Iterator[ast.stmt]:
        """Return the rows that accept all results, beside the results in their order."""
        names = [f"value_{number}" for number in range(len(results))]
        yield from map(assign, names, results.values())
        values = ast.Tuple([load(name) for name in names], ast.Load())
        yield ast.Return(ast.Tuple([self.emit(names, constants), values], ast.Load()))

    def emit(self, names: Sequence[str], constants: Constants) -> ast.expr:
        """Return the syntax of the rows that accept all of these variables."""
        masks = [
            index.emit(name, constants) for index, name in zip(self.indexes, names, strict=True)
        ]
        return reduce(
            lambda one, other: ast.BinOp(one, ast.BitAnd(), other),
            masks or [ast.Constant(self.every)],
        )
