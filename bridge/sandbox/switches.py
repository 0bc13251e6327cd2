"""
Switches: the settings of a sandbox as a dataclass declares them, and their values from a seed.

A field is a switch: its annotation says what it can be (`Literal` for a choice, `Annotated` with a
`Check` where the type says too little), its default is how the sandbox behaves unless it is told
otherwise. Each has a row on the page of readings, docs/sandbox-readings.md.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints


@dataclass(frozen=True, slots=True)
class Check:
    """What a value must be, beyond its type."""

    words: str  #: as in "a whole number from 1"
    holds: Callable[[Any], bool]


def at_least(least: int) -> Check:
    """Return the check of a number that has a least value."""
    return Check(f"from {least}", lambda value: bool(value >= least))


@dataclass(frozen=True, slots=True)
class Switch:
    """One field of the settings."""

    name: str
    default: object  #: as JSON has it
    choices: tuple[str, ...]  #: all of them; none where any value of the type will do
    words: str  #: what a value must be
    holds: Callable[[Any], bool]

    @property
    def others(self) -> tuple[object, ...]:
        """The values beside the default, where there are only some."""
        listed: tuple[object, ...] = self.choices
        if isinstance(self.default, bool):
            listed = (False, True)
        return tuple(one for one in listed if one != self.default)


def switches(settings: type) -> dict[str, Switch]:
    """Return the switches of a dataclass by name, in the order of its fields."""
    hints = get_type_hints(settings, include_extras=True)
    return {one.name: _switch(one.name, one.default, hints[one.name]) for one in fields(settings)}


def problems(settings: type, written: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return name and fault of everything in `written` that the switches do not take."""
    known, found = switches(settings), []
    for name, value in written.items():
        switch = known.get(name)
        if switch is None:
            near = difflib.get_close_matches(name, known, n=1)
            found.append((name, "no such setting" + (f", not {near[0]!r}?" if near else "")))
        elif not switch.holds(value):
            found.append((name, f"cannot be {_short(value)}, but {switch.words}"))
    return found


def chosen(settings: type, written: Mapping[str, object]) -> dict[str, Any]:
    """Return the arguments of the dataclass for what is written without a problem."""
    hints = get_type_hints(settings)
    return {name: _read(hints[name], value) for name, value in written.items()}


def _switch(name: str, default: object, annotation: Any) -> Switch:
    base, check = annotation, None
    if get_origin(annotation) is Annotated:
        base, check = get_args(annotation)
    choices = get_args(base) if get_origin(base) is Literal else ()
    listed = list(default) if isinstance(default, tuple) else default
    kind, is_kind = ("", choices.__contains__) if choices else _KINDS[base]
    words = " or ".join(choices) or kind
    if check is not None:
        words = f"{words} {check.words}"

    def holds(value: object) -> bool:
        return bool(is_kind(value) and (check is None or check.holds(value)))

    return Switch(name, listed, choices, words, holds)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


_KINDS: Mapping[Any, tuple[str, Callable[[Any], bool]]] = {
    bool: ("true or false", lambda value: isinstance(value, bool)),
    int: ("a whole number", _is_count),
    float: ("a number", _is_number),
    str: ("a text", lambda value: isinstance(value, str)),
    tuple[str, ...]: ("a list of texts", _are_texts),
}


def _read(annotation: Any, value: object) -> object:
    if isinstance(value, list):
        return tuple(value)
    return float(value) if annotation is float and isinstance(value, Decimal) else value


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= _SHOWN_MAX else f"{shown[:_SHOWN_MAX]}..."


_SHOWN_MAX = 60
