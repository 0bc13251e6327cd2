"""The one type of a value that comes from either of two places."""

from bridge.rules.language.currencies import MONEY_HINT, met
from bridge.rules.language.typed import Typed, problem
from bridge.rules.types import TEXT, Kind, Type, decimal, integer, quotient


def joined(trees: tuple[Typed, ...], what: str) -> Type:
    """Return the type that holds the values of all; Problem at the first that does not go in."""
    money = next((tree.type for tree in trees if tree.type.is_money), trees[0].type)
    found = met(trees[0], money)
    for tree in trees[1:]:
        both = join_types(found, met(tree, money))
        if both is None:
            hint = "make both the same, with TEXT(...) for instance"
            raise problem(
                tree,
                f"{what}: the results differ in type: {found} and {tree.type}",
                MONEY_HINT if found.is_money or tree.type.is_money else hint,
            )
        found = both
    return found


def join_types(one: Type, other: Type) -> Type | None:
    """Return the narrowest type that holds both, None if there is none."""
    blank = one.blank or other.blank
    if one.kind is Kind.BLANK or other.kind is Kind.BLANK:
        return (other if one.kind is Kind.BLANK else one).optional()
    if one.is_number and other.is_number:
        if one.unit != other.unit:
            return None
        return _join_numbers(one, other).like(one).optional(blank=blank)
    if one.required() == other.required():
        return one.optional(blank=blank)
    if one.is_text and other.is_text:
        return _join_texts(one, other).optional(blank=blank)
    return None


def _join_numbers(one: Type, other: Type) -> Type:
    whole = max(one.whole_digits, other.whole_digits)
    if one.scale is None or other.scale is None:
        return quotient(whole)
    if one.kind is other.kind is Kind.INTEGER:
        return integer(whole)
    scale = max(one.scale, other.scale)
    return decimal(whole + scale, scale)


def _join_texts(one: Type, other: Type) -> Type:
    """Keep the list of possible texts as long as both are known, for an enum may need it."""
    if not one.members or not other.members:
        return TEXT
    return Type(Kind.TEXT, members=tuple(dict.fromkeys(one.members + other.members)))
