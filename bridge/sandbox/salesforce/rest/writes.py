"""Creating, changing and deleting one record, with the checks the org makes."""

from collections.abc import Iterator, Mapping

from bridge.sandbox.journal import Change, Effect
from bridge.sandbox.salesforce.errors import ApiError, bad, not_found
from bridge.sandbox.salesforce.objects import Field, ObjectSchema
from bridge.sandbox.salesforce.rest.call import Call, World
from bridge.sandbox.salesforce.store import Row
from bridge.sandbox.salesforce.values import Value, is_id, stored


def create(world: World, call: Call, schema: ObjectSchema, given: Mapping[str, object]) -> str:
    """Add a record and return its id; raises ApiError."""
    fields = _checked(world, schema, given, flag="c")
    missing = [
        field.name
        for field in schema.fields.values()
        if field.has("r") and fields.get(field.name) is None and not field.has("a")
    ]
    if missing:
        message = f"Required fields are missing: [{', '.join(missing)}]"
        raise bad("REQUIRED_FIELD_MISSING", message, *missing)
    identifier = world.store.insert(schema.name, fields)
    call.note(Effect(schema.name, None, identifier, Change.CREATED))
    return identifier


def change(
    world: World, call: Call, schema: ObjectSchema, identifier: str, given: Mapping[str, object]
) -> None:
    """Save new values of a record; raises ApiError."""
    row = living(world, schema, identifier)
    fields = _checked(world, schema, given, flag="u")
    emptied = [name for name, value in fields.items() if value is None and _needed(schema, name)]
    if emptied:
        message = f"Required fields are missing: [{', '.join(emptied)}]"
        raise bad("REQUIRED_FIELD_MISSING", message, *emptied)
    key = str(row["Id"])
    changed = world.store.update(schema.name, key, fields)
    done = Change.UPDATED if changed else Change.UNCHANGED
    call.note(Effect(schema.name, None, key, done))


def delete(world: World, call: Call, schema: ObjectSchema, identifier: str) -> None:
    """Put a record into the recycle bin; raises ApiError."""
    row = living(world, schema, identifier)
    world.store.delete(schema.name, str(row["Id"]))
    call.note(Effect(schema.name, None, str(row["Id"]), Change.DELETED))


def living(world: World, schema: ObjectSchema, identifier: str) -> Row:
    """Return a record that is not deleted; raises ApiError 404."""
    row = world.store.find(schema.name, identifier)
    if row is None and is_id(identifier) and identifier.startswith(schema.prefix):
        raise not_found()
    if row is None:
        message = "Provided external ID field does not exist or is not accessible: "
        raise ApiError(404, "NOT_FOUND", message + identifier[:40])
    if row["IsDeleted"]:
        raise ApiError(404, "ENTITY_IS_DELETED", "entity is deleted")
    return row


def matches(world: World, schema: ObjectSchema, field: Field, text: str) -> list[Row]:
    """Return the records that carry a value in an external id field."""
    wanted = stored(field, text)
    rows = world.store.rows(schema.name, deleted=False)
    return [row for row in rows if wanted is not None and row.get(field.name) == wanted]


def _needed(schema: ObjectSchema, name: str) -> bool:
    return schema.fields[name].has("r")


def _checked(
    world: World, schema: ObjectSchema, given: Mapping[str, object], flag: str
) -> dict[str, Value]:
    """Return what is to be stored; `flag` is the permission that every field must carry."""
    fields: dict[str, Value] = {}
    for name, value in given.items():
        if name == "attributes":
            continue
        field = schema.find(name)
        if field is None:
            message = f"No such column '{name}' on sobject of type {schema.name}"
            raise bad("INVALID_FIELD", message, name)
        if not field.has(flag):
            raise bad(
                "INVALID_FIELD_FOR_INSERT_UPDATE",
                f"Unable to create/update fields: {field.name}. Please check the security settings"
                " of this field and verify that it is read/write for your profile or permission"
                " set.",
                field.name,
            )
        fields[field.name] = stored(field, value)
    for field, key in _references(schema, fields):
        _check_reference(world, field, key)
    return fields


def _references(schema: ObjectSchema, fields: Mapping[str, Value]) -> Iterator[tuple[Field, str]]:
    for name, value in fields.items():
        if schema.fields[name].type == "reference" and isinstance(value, str):
            yield schema.fields[name], value


def _check_reference(world: World, field: Field, key: str) -> None:
    owner = world.store.type_of(key)
    row = world.store.find(owner, key) if owner in field.targets and owner else None
    if row is None or row["IsDeleted"]:
        raise bad("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", field.name)
