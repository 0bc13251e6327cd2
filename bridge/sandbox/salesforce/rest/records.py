"""One record by its id or external id: read, create, change, upsert, delete."""

from collections.abc import Mapping
from dataclasses import replace

from bridge.sandbox.salesforce.edge.conditional import check, state_of, unless_unchanged
from bridge.sandbox.salesforce.errors import ApiError, bad, not_found
from bridge.sandbox.salesforce.objects import Field, ObjectSchema
from bridge.sandbox.salesforce.render import record
from bridge.sandbox.salesforce.rest.call import Answer, Call, World, truth
from bridge.sandbox.salesforce.rest.writes import change, create, delete, living, matches
from bridge.sandbox.salesforce.store import Row


def post(world: World, call: Call) -> Answer:
    """Create a record."""
    schema = world.schema(call.path[1])
    identifier = create(world, call, schema, call.fields())
    made = {"id": identifier, "success": True, "errors": []}
    return Answer(201, made, headers=_location(call, schema, identifier))


def get(world: World, call: Call) -> Answer:
    """Read a record: all fields, or those named by the parameter `fields`."""
    schema = world.schema(call.path[1])
    row = living(world, schema, call.path[2])
    state, answer = state_of(schema, row), _shown(call, schema, row)
    return unless_unchanged(call.method, call.headers, state, answer) if state else answer


def patch(world: World, call: Call) -> Answer:
    """Change a record."""
    schema = world.schema(call.path[1])
    if "Id" in call.fields():
        message = "The Id field should not be specified in the sobject data."
        raise bad("INVALID_FIELD", message, "Id")
    state = state_of(schema, living(world, schema, call.path[2]))
    if state is not None:
        check(call.method, call.headers, state)
    change(world, call, schema, call.path[2], call.fields())
    return Answer(204)


def remove(world: World, call: Call) -> Answer:
    """Delete a record."""
    delete(world, call, world.schema(call.path[1]), call.path[2])
    return Answer(204)


def get_by_external_id(world: World, call: Call) -> Answer:
    """Read the record that carries an external id; 300 lists several."""
    schema, field = external(world, call.path[1], call.path[2])
    found = found_by(world, schema, field, call.path[3])
    if len(found) > 1:
        return _choices(call, schema, found)
    if not found:
        raise not_found()
    return _shown(call, schema, found[0])


def upsert(world: World, call: Call) -> Answer:
    """Create or change the record that carries an external id: 201, 200, or 300 for several."""
    schema, field = external(world, call.path[1], call.path[2])
    call = noting(call, call.path[3])
    found = found_by(world, schema, field, call.path[3])
    if len(found) > 1:
        return _choices(call, schema, found)
    if found:
        identifier = str(found[0]["Id"])
        change(world, call, schema, identifier, call.fields())
        return Answer(200, {"id": identifier, "success": True, "errors": [], "created": False})
    if truth(call.query.get("updateOnly")) or field.name == "Id":
        raise not_found()
    given = {**call.fields(), field.name: call.path[3]}
    identifier = create(world, call, schema, given)
    made = {"id": identifier, "success": True, "errors": [], "created": True}
    return Answer(201, made, headers=_location(call, schema, identifier))


def noting(call: Call, external_id: str) -> Call:
    """Let what the call does be noted under its external id."""
    return replace(call, note=lambda effect: call.note(replace(effect, external_id=external_id)))


def remove_by_external_id(world: World, call: Call) -> Answer:
    """Delete the record that carries an external id; 300 lists several."""
    schema, field = external(world, call.path[1], call.path[2])
    found = found_by(world, schema, field, call.path[3])
    if len(found) > 1:
        return _choices(call, schema, found)
    if not found:
        raise not_found()
    delete(world, noting(call, call.path[3]), schema, str(found[0]["Id"]))
    return Answer(204)


def external(world: World, name: str, by: str) -> tuple[ObjectSchema, Field]:
    """Find an object and the field by which its records are known elsewhere; raises ApiError."""
    schema = world.schema(name)
    field = schema.find(by)
    if field is None or not (field.has("x") or field.type == "id"):
        message = f"Provided external ID field does not exist or is not accessible: {by}"
        raise ApiError(404, "NOT_FOUND", message)
    return schema, field


def found_by(world: World, schema: ObjectSchema, field: Field, text: str) -> list[Row]:
    """Return the living records that carry a value in such a field, or in Id."""
    if field.name != "Id":
        return matches(world, schema, field, text)
    row = world.store.find(schema.name, text)
    return [] if row is None or row["IsDeleted"] else [row]


def _location(call: Call, schema: ObjectSchema, identifier: str) -> Mapping[str, str]:
    return {"Location": f"{call.base}/sobjects/{schema.name}/{identifier}"}


def _choices(call: Call, schema: ObjectSchema, found: list[Row]) -> Answer:
    return Answer(300, [f"{call.base}/sobjects/{schema.name}/{row['Id']}" for row in found])


def _shown(call: Call, schema: ObjectSchema, row: Row) -> Answer:
    wanted = call.query.get("fields")
    if wanted is None:
        return Answer(200, record(call.base, schema, row))
    names = []
    for name in filter(None, wanted.split(",")):
        field = schema.find(name.strip())
        if field is None:
            message = f"No such column '{name}' on sobject of type {schema.name}"
            raise bad("INVALID_FIELD", message, name)
        names.append(field.name)
    return Answer(200, record(call.base, schema, row, names))
