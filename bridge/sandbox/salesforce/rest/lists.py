"""Up to 200 records in one call, each with its own result, or all of them or none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bridge.sandbox.journal import Effect
from bridge.sandbox.salesforce.errors import ApiError, bad, no_object
from bridge.sandbox.salesforce.objects import ObjectSchema
from bridge.sandbox.salesforce.rest.call import Answer, Call, World, argument, truth
from bridge.sandbox.salesforce.rest.writes import change, create, delete

RECORDS_MAX = 200

Result = Mapping[str, object]
Step = Callable[[Call, object], "str | Upserted"]


@dataclass(frozen=True, slots=True)
class Upserted:
    """What became of a record that was found by its external id, or not."""

    key: str
    created: bool


_ROLLED_BACK = ApiError(
    400,
    "ALL_OR_NONE_OPERATION_ROLLED_BACK",
    "Record rolled back because not all records were valid and the request was using"
    " AllOrNone header",
)
_NO_RECORD = ApiError(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")
_LOCKED = ApiError(400, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record")


def post(world: World, call: Call) -> Answer:
    """Create records; each names its object in `attributes.type`."""

    def step(call: Call, given: object) -> str:
        schema, fields = typed(world, given)
        return create(world, call, schema, fields)

    return each(world, call, records_of(call), step)


def patch(world: World, call: Call) -> Answer:
    """Change records; each names its object in `attributes.type` and itself in `id`."""

    def step(call: Call, given: object) -> str:
        schema, fields = typed(world, given)
        named = [name for name in fields if name.lower() == "id"]
        key = fields[named[0]] if named else None
        if not isinstance(key, str):
            raise bad("MISSING_ARGUMENT", "Id not specified in an update call")
        rest = {name: value for name, value in fields.items() if name not in named}
        change(world, call, schema, key, rest)
        return key

    return each(world, call, records_of(call), step)


def remove(world: World, call: Call) -> Answer:
    """Delete records by the parameter `ids`."""

    def step(call: Call, given: object) -> str:
        owner = world.store.type_of(str(given))
        if owner is None:
            raise bad("MALFORMED_ID", f"malformed id {given}")
        delete(world, call, world.schema(owner), str(given))
        return str(given)

    return each(world, call, argument(call, "ids").split(","), step)


def records_of(call: Call) -> Sequence[object]:
    """Return the records that a call brings; raises ApiError."""
    records = call.fields().get("records")
    if not isinstance(records, list):
        raise bad("JSON_PARSER_ERROR", "records must be a list")
    return records


def typed(world: World, given: object) -> tuple[ObjectSchema, Mapping[str, object]]:
    """Return the object and the fields of a record of a list; raises ApiError."""
    match given:
        case {"attributes": {"type": str(name)}, **fields}:
            schema = next(
                (found for key, found in world.visible.items() if key.lower() == name.lower()), None
            )
            if schema is None:
                raise bad("INVALID_TYPE", no_object(name))
            return schema, {str(field): value for field, value in fields.items()}
    raise bad("INVALID_TYPE", "a record must name its object in attributes.type")


def each(world: World, call: Call, given: Sequence[object], step: Step) -> Answer:
    """Take a step for each record; a record that is turned down does not stop the others."""
    if len(given) > RECORDS_MAX:
        message = f"record limit reached. cannot submit more than {RECORDS_MAX} records"
        raise bad("EXCEEDED_ID_LIMIT", message)
    together = truth(call.query.get("allOrNone")) or (
        isinstance(call.body, dict) and truth(call.body.get("allOrNone"))
    )
    before = world.store.savepoint()
    effects: list[Effect] = []
    noted = replace(call, note=effects.append)
    results = [_result(noted, step, item, number) for number, item in enumerate(given)]
    if together and not all(result["success"] for result in results):
        world.store.restore(before)
        results = [_failed(_ROLLED_BACK) if one["success"] else one for one in results]
        effects.clear()
    for effect in effects:
        call.note(effect)
    return Answer(200, results)


def _result(call: Call, step: Step, given: object, number: int) -> Result:
    try:
        if call.rows_fail and number % 2:
            raise _LOCKED
        done = step(call, given)
    except ApiError as error:
        # In a list a missing record is a wrong reference, where alone it is a missing resource.
        return _failed(_NO_RECORD if error.code == "NOT_FOUND" else error)
    if isinstance(done, Upserted):
        return {"id": done.key, "success": True, "errors": [], "created": done.created}
    return {"id": done, "success": True, "errors": []}


def _failed(error: ApiError) -> Result:
    return {"success": False, "errors": [error.row()]}
