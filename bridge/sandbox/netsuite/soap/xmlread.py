"""
Read XML that anybody may have sent: no document types, no entities, no depth without end.

Prefixes are resolved while they are in force, so that a type named in an `xsi:type` is known by
its namespace.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

XSI = "http://www.w3.org/2001/XMLSchema-instance"
_DEPTH_MAX = 60
_NIL = frozenset({"true", "1"})


class XmlInvalid(ValueError):
    """A text is no XML, or holds what no message may hold; the message says what."""


@dataclass(slots=True)
class Node:
    """One element; attributes without a namespace are known by their bare names."""

    space: str
    name: str
    attributes: dict[str, str]
    type: tuple[str, str] | None = None  #: namespace and name of its `xsi:type`
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def child(self, name: str) -> Node | None:
        """Return the first child of this name, whatever its namespace."""
        return next(self.all(name), None)

    def all(self, name: str) -> Iterator[Node]:
        """Yield the children of this name that are not nil."""
        return (one for one in self.children if one.name == name and not one.is_nil)

    def value(self, name: str) -> str | None:
        """Return the text of a child, stripped; None without the child."""
        found = self.child(name)
        return None if found is None else found.text.strip()

    @property
    def is_nil(self) -> bool:
        """Tell whether the element says that it has no value."""
        return self.attributes.get(f"{XSI} nil", "") in _NIL


def read(text: bytes) -> Node:
    """
    Return the root of a document.

    Raises:
        XmlInvalid: no well-formed XML, or XML with a document type, or too deep.
    """
    builder = _Builder()
    try:
        builder.parser.Parse(text, True)  # noqa: FBT003 - the signature of the library
    except expat.ExpatError as error:
        raise XmlInvalid(f"{expat.ErrorString(error.code)}: line {error.lineno}") from error
    except (ValueError, LookupError) as error:
        raise XmlInvalid(str(error)) from error
    if builder.root is None:
        raise XmlInvalid("no element found")
    return builder.root


class _Builder:
    """Builds nodes from the events of the parser."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._prefixes: dict[str, list[str]] = {}
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.StartNamespaceDeclHandler = self._begin_prefix
        self.parser.EndNamespaceDeclHandler = self._end_prefix
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._add_text

    def _refuse_doctype(self, *_: object) -> None:
        raise XmlInvalid("a document type is not allowed")

    def _begin_prefix(self, prefix: str | None, uri: str | None) -> None:
        self._prefixes.setdefault(prefix or "", []).append(uri or "")

    def _end_prefix(self, prefix: str | None) -> None:
        self._prefixes[prefix or ""].pop()

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= _DEPTH_MAX:
            raise XmlInvalid(f"elements are nested deeper than {_DEPTH_MAX}")
        space, _, local = name.rpartition(" ")
        node = Node(space, local, attributes, self._resolved(attributes.get(f"{XSI} type")))
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _add_text(self, text: str) -> None:
        self._open[-1].text += text

    def _resolved(self, name: str | None) -> tuple[str, str] | None:
        if name is None:
            return None
        prefix, _, local = name.strip().rpartition(":")
        spaces = self._prefixes.get(prefix)
        return (spaces[-1] if spaces else "", local)
