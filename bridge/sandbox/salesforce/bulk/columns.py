"""What the columns of an upload mean: fields, or related records by one of their fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bridge.sandbox.salesforce.bulk.csvread import BatchInvalid
from bridge.sandbox.salesforce.objects import Field, ObjectSchema

#: Fields that find a record without being external ids.
_LOOKUPS = frozenset({("User", "Username"), ("User", "Email"), ("RecordType", "Name")})


@dataclass(frozen=True, slots=True)
class Column:
    """A field; with `target`, the record is the one of that object whose `by` has the value."""

    field: Field
    target: ObjectSchema | None = None
    by: Field | None = None


def columns(
    header: Sequence[str], schema: ObjectSchema, visible: Mapping[str, ObjectSchema]
) -> list[Column]:
    """Return what each column is; raises BatchInvalid for the first that is nothing."""
    if len({name.lower() for name in header}) != len(header):
        raise BatchInvalid("InvalidBatch : Duplicate field names in the header row")
    return [_column(name, schema, visible) for name in header]


def _column(name: str, schema: ObjectSchema, visible: Mapping[str, ObjectSchema]) -> Column:
    """Read `Name`, `Relationship.Field`, or `Object:Relationship.Field` of a polymorphic one."""
    left, dot, by = name.partition(".")
    if not dot:
        field = schema.find(name)
        if field is None:
            raise _not_found(name)
        return Column(field)
    kind, _, relationship = left.rpartition(":")
    field = schema.related(relationship)
    if field is None:
        raise BatchInvalid(f"InvalidBatch : Unable to find relationship: {relationship}")
    target = _target(field, kind, relationship, visible)
    found = target.find(by)
    if found is None or not _finds(target, found):
        raise _not_found(name)
    return Column(field, target, found)


def _target(
    field: Field, kind: str, relationship: str, visible: Mapping[str, ObjectSchema]
) -> ObjectSchema:
    """Return the object that a relationship leads to; only a polymorphic one has to name it."""
    if kind and len(field.targets) == 1:
        raise BatchInvalid(
            "InvalidBatch : type is not needed for non polymorphic foreign key references: "
            + relationship
        )
    if not kind and len(field.targets) > 1:
        raise BatchInvalid(
            "InvalidBatch : type is needed for polymorphic foreign key references: " + relationship
        )
    wanted = kind.lower() or field.targets[0].lower()
    for name in field.targets:
        if name.lower() == wanted and name in visible:
            return visible[name]
    raise BatchInvalid(f"InvalidBatch : Unable to find object: {kind or field.targets[0]}")


def _finds(target: ObjectSchema, field: Field) -> bool:
    return field.has("x") or field.type == "id" or (target.name, field.name) in _LOOKUPS


def _not_found(name: str) -> BatchInvalid:
    return BatchInvalid(f"InvalidBatch : Field name not found : {name}")
