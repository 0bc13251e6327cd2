"""Whether a result fits the place it goes to."""

from bridge.rules.diagnostics import Problem, did_you_mean
from bridge.rules.expression import Call, Literal
from bridge.rules.language.typed import Typed, clipped, problem, shown
from bridge.rules.types import Kind, Type


def require(tree: Typed, target: Type | None) -> Type:
    """Return the type of the values that the place gets; Problem if the result does not fit."""
    found = tree.type
    if found.kind in (Kind.RECORD, Kind.LIST):
        raise problem(tree, f"a single value is needed, but this is {found}")
    if found.is_quotient:
        raise _unrounded(tree, target)
    if target is None:
        return found
    if found.kind is Kind.BLANK and not target.blank:
        raise problem(tree, f"{target} is needed, but this is BLANK")
    if found.blank and not target.blank:
        hint = f"BLANKVALUE({shown(tree.node)}, ...)"
        raise problem(tree, "the result may be blank, but it is required", hint)
    if found.kind is Kind.BLANK or _fits(tree, found, target):
        return target
    is_texted = target.is_text and (found.is_number or found.kind is Kind.DATE)
    raise problem(
        tree,
        f"{target.required()} is needed, but this is {found}",
        f"TEXT({shown(tree.node)})" if is_texted else None,
    )


def _unrounded(tree: Typed, target: Type | None) -> Problem:
    places = (target.scale if target and target.is_number else None) or 2
    return problem(
        tree,
        "this quotient is not rounded, and may have no last digit",
        f"ROUND({shown(tree.node)}, {places})",
    )


def _fits(tree: Typed, found: Type, target: Type) -> bool:
    match target.kind:
        case Kind.TEXT:
            return found.is_text
        case Kind.ENUM:
            return _fits_enum(tree, found, target)
        case Kind.DECIMAL | Kind.INTEGER:
            is_like = found.is_number and found.unit == target.unit
            return is_like and _fits_scale(tree, found.scale or 0, target)
        case _:
            return found.kind is target.kind


def _fits_scale(tree: Typed, scale: int, target: Type) -> bool:
    places = target.scale or 0
    if scale > places:
        raise problem(
            tree,
            f"this can have {scale} decimals, but {target.required()} has {places}",
            f"ROUND({shown(tree.node)}, {places})",
        )
    return True


def _fits_enum(tree: Typed, found: Type, target: Type) -> bool:
    if found.kind is Kind.ENUM:
        return found.name == target.name
    if found.kind is not Kind.TEXT or not found.members:
        return False
    for text in found.members:
        if text not in target.members:
            raise problem(
                _culprit(tree, text) or tree,
                f"'{clipped(text)}' is not a value of {target.name}",
                did_you_mean(text, target.members, "values"),
            )
    return True


def _culprit(tree: Typed, text: str) -> Typed | None:
    """Return the constant among the results from which a text comes."""
    match tree.node:
        case Literal(value=value) if value == text:
            return tree
        case Call("IF" | "CASE" | "BLANKVALUE"):
            found = (_culprit(part, text) for part in reversed(tree.parts))
            return next((each for each in found if each), None)
        case _:
            return None
