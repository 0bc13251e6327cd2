"""What a function of the language is: its form, its type and its meaning."""

from collections.abc import Callable
from dataclasses import dataclass

from bridge.rules.expression import Call
from bridge.rules.language.typed import Scope, Typed, Typing, present, problem, shown
from bridge.rules.types import DATE, Kind, Type

#: The most arguments of a function that takes any number of them.
MANY = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """How a function is called; `form` is what a hint shows."""

    form: str
    least: int
    most: int

    @property
    def name(self) -> str:
        """The function's name, in capitals."""
        return self.form.partition("(")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Function(Signature):
    """A function of values: all arguments are computed, then `run` is called with them."""

    typing: Callable[[Call, tuple[Typed, ...]], Type]
    run: Callable[..., object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Signature):
    """A function that decides itself which arguments are computed, and in which scope."""

    typing: Callable[[Call, Scope, Typing], Typed]


def amount(call: Call, argument: Typed) -> Type:
    """Return the type of an argument that must be a number or money."""
    found = present(argument, call.name)
    if not found.is_number:
        raise problem(argument, f"{call.name} needs a number here, but this is {found}")
    return found


def number(call: Call, argument: Typed) -> Type:
    """Return the type of an argument that must be a number, and not money."""
    found = amount(call, argument)
    if found.is_money:
        raise problem(
            argument,
            f"{call.name} needs a number here, but this is {found}",
            "money / money is a number",
        )
    return found


def whole(call: Call, argument: Typed) -> Type:
    """Return the type of an argument that must be a whole number."""
    found = number(call, argument)
    if not found.is_whole:
        raise problem(
            argument,
            f"{call.name} needs a whole number here, but this is {found}",
            f"FLOOR({shown(argument.node)}) or ROUND({shown(argument.node)}, 0)",
        )
    return found


def text(call: Call, argument: Typed) -> Type:
    """Return the type of an argument that must be a text or an enum value."""
    found = present(argument, call.name)
    if not found.is_text:
        hint = f"TEXT({shown(argument.node)})" if found.is_number or found == DATE else None
        raise problem(argument, f"{call.name} needs a text here, but this is {found}", hint)
    return found


def date(call: Call, argument: Typed) -> Type:
    """Return the type of an argument that must be a date."""
    found = present(argument, call.name)
    if found.kind is not Kind.DATE:
        raise problem(argument, f"{call.name} needs a date here, but this is {found}")
    return found


Need = Callable[[Call, Typed], Type]


def plain(result: Type, *needs: Need) -> Callable[[Call, tuple[Typed, ...]], Type]:
    """Return the typing of a function whose result has one type, whatever the arguments are."""

    def typing(call: Call, arguments: tuple[Typed, ...]) -> Type:
        for need, argument in zip(needs, arguments, strict=False):  # the last ones may be left out
            need(call, argument)
        return result

    return typing
