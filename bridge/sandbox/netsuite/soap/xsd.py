"""Write the schemas as XML Schema documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bridge.sandbox.netsuite.soap.notation import Definition, Element, Part, Type
from bridge.sandbox.netsuite.soap.versions import HOMES, Home
from bridge.sandbox.netsuite.soap.xmlwrite import DECLARATION, Tag

XSD = "http://www.w3.org/2001/XMLSchema"


def document(home: Home, definitions: Sequence[Definition], version: str, origin: str) -> str:
    """Return a schema; `origin` is where its imports are, "http://host:port"."""
    names = {"xmlns:xsd": XSD}
    names |= {
        f"xmlns:{prefix}": HOMES[prefix].urn(version) for prefix in (home.prefix, *home.imports)
    }
    schema = Tag(
        "xsd:schema",
        {**names, "targetNamespace": home.urn(version), "elementFormDefault": "qualified"},
        [imported(HOMES[prefix], version, origin) for prefix in home.imports],
    )
    schema.children += map(_definition, definitions)
    return DECLARATION + schema.written()


def imported(home: Home, version: str, origin: str) -> Tag:
    """Return the import of a schema."""
    where = {"namespace": home.urn(version), "schemaLocation": origin + home.path(version)}
    return Tag("xsd:import", where)


def _definition(definition: Definition) -> Tag:
    if isinstance(definition, Element):
        return Tag("xsd:element", {"name": definition.name, "type": definition.type})
    if definition.values:
        return _values(definition)
    named = {"name": definition.name} | ({"abstract": "true"} if definition.abstract else {})
    attributes = [Tag("xsd:attribute", {"name": n, "type": t}) for n, t in definition.attributes]
    sequence = [Tag("xsd:sequence", {}, list(map(_part, definition.parts)))]
    if definition.text:
        extended = Tag("xsd:extension", {"base": definition.text}, attributes)
        return Tag("xsd:complexType", named, [Tag("xsd:simpleContent", {}, [extended])])
    inner: Iterable[Tag] = [*sequence, *attributes]
    if definition.base:
        extended = Tag("xsd:extension", {"base": definition.base}, list(inner))
        inner = [Tag("xsd:complexContent", {}, [extended])]
    return Tag("xsd:complexType", named, list(inner))


def _values(definition: Type) -> Tag:
    values = [Tag("xsd:enumeration", {"value": one}) for one in definition.values]
    restricted = Tag("xsd:restriction", {"base": "xsd:string"}, values)
    return Tag("xsd:simpleType", {"name": definition.name}, [restricted])


def _part(part: Part) -> Tag:
    attributes = {"name": part.name, "type": part.type} if part.type else {"ref": part.name}
    if part.least != 1:
        attributes["minOccurs"] = str(part.least)
    if part.most != 1:
        attributes["maxOccurs"] = "unbounded" if part.most is None else str(part.most)
    return Tag("xsd:element", attributes)
