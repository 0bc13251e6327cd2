"""Many records of one object in a call: reading them by id, upserting them by external id."""

from collections.abc import Mapping, Sequence

from bridge.sandbox.salesforce.errors import bad
from bridge.sandbox.salesforce.objects import ObjectSchema
from bridge.sandbox.salesforce.render import record
from bridge.sandbox.salesforce.rest.call import Answer, Call, World, argument
from bridge.sandbox.salesforce.rest.lists import Upserted, each, records_of, typed
from bridge.sandbox.salesforce.rest.records import external, found_by, noting
from bridge.sandbox.salesforce.rest.writes import change, create

IDS_MAX = 2_000


def retrieve(world: World, call: Call) -> Answer:
    """Read records: ids and fields come as parameters or as a body; null for each not there."""
    schema = world.schema(call.path[2])
    if call.method == "GET":
        ids: Sequence[object] = argument(call, "ids").split(",")
        fields: Sequence[object] = argument(call, "fields").split(",")
    else:
        ids, fields = (_listed(call, name) for name in ("ids", "fields"))
    if len(ids) > IDS_MAX:
        message = f"record limit reached. cannot retrieve more than {IDS_MAX} records"
        raise bad("EXCEEDED_ID_LIMIT", message)
    names = [_known(schema, str(name).strip()) for name in fields]
    return Answer(200, [_read(world, call, schema, str(key).strip(), names) for key in ids])


def upsert(world: World, call: Call) -> Answer:
    """Create or change each record, found by the external id that it carries."""
    schema, field = external(world, call.path[2], call.path[3])

    def step(call: Call, given: object) -> Upserted:
        owner, fields = typed(world, given)
        if owner.name != schema.name:
            raise bad("INVALID_TYPE", f"the records must be of the object {schema.name}")
        named = {
            name: value for name, value in fields.items() if name.lower() == field.name.lower()
        }
        key = next(iter(named.values()), None)
        if key is None or isinstance(key, dict | list):
            raise bad("MISSING_ARGUMENT", f"{field.name} not specified", field.name)
        rest = {name: value for name, value in fields.items() if name not in named}
        return _upserted(world, noting(call, str(key)), (schema, field.name, str(key)), rest)

    return each(world, call, records_of(call), step)


def _upserted(
    world: World, call: Call, place: tuple[ObjectSchema, str, str], given: Mapping[str, object]
) -> Upserted:
    schema, name, key = place
    found = found_by(world, schema, schema.fields[name], key)
    if len(found) > 1:
        message = f"{name}: more than one record found for external id field: {key[:80]}"
        raise bad("DUPLICATE_EXTERNAL_ID", message, name)
    if found:
        change(world, call, schema, str(found[0]["Id"]), given)
        return Upserted(str(found[0]["Id"]), created=False)
    if name == "Id":
        raise bad("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")
    return Upserted(create(world, call, schema, {**given, name: key}), created=True)


def _listed(call: Call, name: str) -> Sequence[object]:
    given = call.fields().get(name)
    if not isinstance(given, list):
        raise bad("JSON_PARSER_ERROR", f"{name} must be a list")
    return given


def _known(schema: ObjectSchema, name: str) -> str:
    field = schema.find(name)
    if field is None:
        message = f"No such column '{name}' on sobject of type {schema.name}"
        raise bad("INVALID_FIELD", message, name)
    return field.name


def _read(world: World, call: Call, schema: ObjectSchema, key: str, names: Sequence[str]) -> object:
    row = world.store.find(schema.name, key)
    return None if row is None or row["IsDeleted"] else record(call.base, schema, row, names)
