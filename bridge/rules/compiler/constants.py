"""What a compiled rule is handed instead of having it written into its code."""

import ast
from operator import itemgetter

from bridge.rules.compiler.syntax import load
from bridge.rules.functions.rounding import divider, quantizer


class Constants:
    """Decimals, fractions, and ways to round: the values of a rule by their variable."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}
        self._names: dict[str, str] = {}

    def add(self, value: object) -> ast.expr:
        """Return the syntax that reads a constant; equal ones with equal digits are kept once."""
        return self._kept(repr(value), value)

    def quantizer(self, precision: int, rounding: str | None) -> ast.expr:
        """Return the syntax of a function that brings a number to the decimals of a unit."""
        return self._kept(f"quantize {precision} {rounding}", quantizer(precision, rounding))

    def divider(self, digits: int) -> ast.expr:
        """Return the syntax of a function that divides to at most so many digits."""
        return self._kept(f"divide {digits}", divider(digits))

    def reader(self, fact: str) -> ast.expr:
        """Return the syntax of a function that reads a fact off a record."""
        return self._kept(f"read {fact}", itemgetter(fact))

    def once(self, value: object) -> ast.expr:
        """Return the syntax that reads a value which nothing else reads."""
        return self._kept(f"once {len(self._names)}", value)

    def _kept(self, key: str, value: object) -> ast.expr:
        name = self._names.setdefault(key, f"constant_{len(self._names)}")
        self.values.setdefault(name, value)
        return load(name)
