"""
The compact notation in which types of the schemas are written down.

One type a line: `Name < Base = part part ...`. A part is `name:type`, with `?` (optional), `*` (any
number) or `+` (one or more) behind the name; `&prefix:name` refers to an element of another line;
`@name:type` is an attribute. A type without prefix is one of XML Schema if it begins with a small
letter, and else one of the same schema. `Name ~ string` has text, `abstract Name` is abstract,
`Name | value value` is a list of values, `element name:Type` is an element of its own. A line that
begins with a blank goes on with the one before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_COUNTS: dict[str, tuple[int, int | None]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}
_ONCE: tuple[int, int | None] = (1, 1)


@dataclass(frozen=True, slots=True)
class Part:
    """One element of a type; `most` is None without a limit."""

    name: str
    type: str  #: with its prefix; empty: the name refers to an element
    least: int
    most: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """One type of a schema."""

    name: str
    base: str = ""
    text: str = ""  #: the type of its text, if it holds text and no elements
    abstract: bool = False
    parts: tuple[Part, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Element:
    """An element of its own."""

    name: str
    type: str


Definition = Type | Element


def read(lines: str, prefix: str) -> tuple[Definition, ...]:
    """Read definitions of the schema with this prefix."""
    whole = lines.strip().replace("\n ", " ")
    return tuple(_definition(line, prefix) for line in whole.splitlines())


def type_of(name: str, base: str, parts: Iterable[str], prefix: str) -> Type:
    """Return a type of parts that are written in the notation."""
    return Type(
        name=name,
        base=_qualified(base, prefix),
        parts=tuple(_part(part, prefix) for part in parts if not part.startswith("@")),
        attributes=tuple(_attribute(part, prefix) for part in parts if part.startswith("@")),
    )


def _definition(line: str, prefix: str) -> Definition:
    head, _, tail = line.partition("=")
    if head.startswith("element "):
        name, _, kind = head.removeprefix("element ").strip().partition(":")
        return Element(name, _qualified(kind, prefix))
    if "|" in head:
        name, _, values = head.partition("|")
        return Type(name=name.strip(), values=tuple(values.split()))
    abstract = head.startswith("abstract ")
    name, _, base = head.removeprefix("abstract ").partition("<")
    name, _, text = name.partition("~")
    read_type = type_of(name.strip(), base.strip(), tail.split(), prefix)
    return Type(
        name=read_type.name,
        base=read_type.base,
        text=_qualified(text.strip(), prefix),
        abstract=abstract,
        parts=read_type.parts,
        attributes=read_type.attributes,
    )


def _part(written: str, prefix: str) -> Part:
    if written.startswith("&"):
        referred = written[1:].rstrip("?*+")
        whole = referred if ":" in referred else f"{prefix}:{referred}"
        return Part(whole, "", *_COUNTS.get(written[-1], _ONCE))
    name, _, kind = written.partition(":")
    counts = _COUNTS.get(name[-1], _ONCE)
    return Part(name.rstrip("?*+"), _qualified(kind, prefix), *counts)


def _attribute(written: str, prefix: str) -> tuple[str, str]:
    name, _, kind = written.removeprefix("@").partition(":")
    return name, _qualified(kind or "string", prefix)


def _qualified(name: str, prefix: str) -> str:
    if not name or ":" in name:
        return name
    return f"xsd:{name}" if name[0].islower() else f"{prefix}:{name}"
