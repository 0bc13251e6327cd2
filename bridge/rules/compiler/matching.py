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


@dataclass(frozen=True, slots=True)
class Names:
    """The masks of values that are told apart by name."""

    masks: Mapping[object, int | None]  #: None for a value that the column never has
    others: int | None  #: that of all values that are not named

    def mask_of(self, value: object) -> int | None:
        """Return the rows that accept a value; None where the column never has it."""
        return self.masks.get(value, self.others)

    def emit(self, value: str, constants: Constants) -> ast.expr:
        """Return the syntax of the mask of a variable; 0 where the column never has the value."""
        found = {each: mask or 0 for each, mask in self.masks.items()}
        arguments = [load(value), ast.Constant(self.others or 0)]
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
        masks = constants.once([mask or 0 for mask in self.masks])
        at = ast.Call(load("bisect_right"), [constants.once(list(self.cuts)), load(value)], [])
        is_blank = ast.Compare(load(value), [ast.Is()], [ast.Constant(None)])
        found = ast.Subscript(masks, at, ast.Load())
        return conditional(is_blank, ast.Constant(self.blank or 0), found)


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
        masks = [
            index.emit(name, constants) for index, name in zip(self.indexes, names, strict=True)
        ]
        alive = reduce(
            lambda one, other: ast.BinOp(one, ast.BitAnd(), other),
            masks or [ast.Constant(self.every)],
        )
        values = ast.Tuple([load(name) for name in names], ast.Load())
        yield ast.Return(ast.Tuple([alive, values], ast.Load()))
