"""Reads a quotient as one product over another, so that it is divided once, where it is rounded."""

from dataclasses import dataclass

from bridge.rules.expression import Binary, Negative, Operator
from bridge.rules.language.typed import Typed
from bridge.rules.types import DIGITS_MAX


@dataclass(frozen=True, slots=True)
class Ratio:
    """The product of the factors above over that of those below; all of them are exact."""

    above: tuple[Typed, ...]
    below: tuple[Typed, ...]
    is_negative: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether both products fit into the digits of an exact number."""
        return all(
            sum(factor.type.precision for factor in factors) <= DIGITS_MAX
            for factors in (self.above, self.below)
        )


def as_ratio(tree: Typed) -> Ratio | None:
    """Return an unrounded quotient as a ratio; None if it is a sum, or too long."""
    found = _read(tree) if tree.type.is_quotient else None
    return found if found and found.is_exact else None


def _read(tree: Typed) -> Ratio | None:
    if not tree.type.is_quotient:
        return Ratio((tree,), ())
    sides = [_read(part) for part in tree.parts]
    match tree.node, sides:
        case Negative(), [Ratio(above, below, is_negative)]:
            return Ratio(above, below, not is_negative)
        case Binary(Operator.MULTIPLY), [Ratio() as one, Ratio() as other]:
            return Ratio(
                one.above + other.above,
                one.below + other.below,
                one.is_negative is not other.is_negative,
            )
        case Binary(Operator.DIVIDE), [Ratio() as one, Ratio() as other]:
            return Ratio(one.above, one.below + other.above, one.is_negative)
        case _:
            return None
