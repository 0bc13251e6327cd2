"""Records with their children in one request: all are created, or none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bridge.sandbox.journal import Effect
from bridge.sandbox.salesforce.errors import ApiError, bad
from bridge.sandbox.salesforce.objects import ObjectSchema
from bridge.sandbox.salesforce.rest.call import Answer, Call, World
from bridge.sandbox.salesforce.rest.writes import create
from bridge.sandbox.salesforce.soql.children import Link, child_of

RECORDS_MAX = 200
LEVELS_MAX = 5


@dataclass(frozen=True, slots=True)
class _Node:
    schema: ObjectSchema
    reference: str
    fields: Mapping[str, object]
    above: tuple[str, str] | None  #: reference of the parent, and the field that names it


def post(world: World, call: Call) -> Answer:
    """Create the records of the tree, each parent before its children."""
    root = world.schema(call.path[2])
    nodes = list(_nodes(world, root, call.fields(), None))
    references = [node.reference for node in nodes]
    if not 0 < len(nodes) <= RECORDS_MAX:
        raise bad("INVALID_INPUT", f"a tree holds 1 to {RECORDS_MAX} records")
    if len(set(references)) < len(references):
        raise bad("INVALID_INPUT", "Duplicate referenceId")
    before = world.store.savepoint()
    effects: list[Effect] = []
    noted = replace(call, note=effects.append)
    ids: dict[str, str] = {}
    for node in nodes:
        try:
            ids[node.reference] = create(world, noted, node.schema, _linked(node, ids))
        except ApiError as error:
            world.store.restore(before)
            turned_down = [{"referenceId": node.reference, "errors": [error.row()]}]
            return Answer(400, {"hasErrors": True, "results": turned_down})
    for effect in effects:
        call.note(effect)
    results = [{"referenceId": each, "id": key} for each, key in ids.items()]
    return Answer(201, {"hasErrors": False, "results": results})


def _linked(node: _Node, ids: Mapping[str, str]) -> Mapping[str, object]:
    if node.above is None:
        return node.fields
    parent, field = node.above
    return {**node.fields, field: ids[parent]}


def _nodes(
    world: World, schema: ObjectSchema, given: object, above: tuple[str, str] | None, level: int = 1
) -> Iterator[_Node]:
    """Yield the records of a list and, behind each, its children."""
    for record in _records(given, level):
        reference, fields = _read(record, schema)
        plain = {name: value for name, value in fields.items() if not _is_list(value)}
        yield _Node(schema, reference, plain, above)
        for name in fields.keys() - plain.keys():
            link = _link(world, schema, name)
            below = (reference, link.field)
            yield from _nodes(world, link.schema, fields[name], below, level + 1)


def _link(world: World, schema: ObjectSchema, name: str) -> Link:
    link = child_of(world.visible, schema, name)
    if link is None:
        message = f"No such column '{name}' on sobject of type {schema.name}"
        raise bad("INVALID_FIELD", message, name)
    return link


def _records(given: object, level: int) -> Sequence[object]:
    records = given.get("records") if isinstance(given, dict) else None
    if not isinstance(records, list):
        raise bad("INVALID_INPUT", "records must be a list")
    if level > LEVELS_MAX:
        raise bad("INVALID_INPUT", f"a tree is at most {LEVELS_MAX} levels deep")
    return records


def _read(record: object, schema: ObjectSchema) -> tuple[str, Mapping[str, object]]:
    match record:
        case {"attributes": {"type": str(kind), "referenceId": str(reference)}, **fields} if (
            kind.lower() == schema.name.lower()
        ):
            return reference, {str(name): value for name, value in fields.items()}
    raise bad("INVALID_INPUT", f"a record needs attributes with type {schema.name} and referenceId")


def _is_list(value: object) -> bool:
    return isinstance(value, dict) and "records" in value
