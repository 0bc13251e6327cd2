"""Finding records by the value of a field, without reading all of them again for every row."""

from collections.abc import Iterable

from bridge.sandbox.salesforce.objects import Field, ObjectSchema
from bridge.sandbox.salesforce.store import Store
from bridge.sandbox.salesforce.values import Value, stored


class Lookups:
    """The ids of living records by object, field and value, kept for the length of one job."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._indexes: dict[tuple[str, str], dict[Value, list[str]]] = {}

    def find(self, schema: ObjectSchema, field: Field, text: str) -> list[str]:
        """Return the ids of the records that carry a value; raises ApiError when it cannot be."""
        if field.type == "id":
            row = self._store.find(schema.name, text)
            return [] if row is None or row["IsDeleted"] else [str(row["Id"])]
        index = self._indexes.get((schema.name, field.name))
        if index is None:
            index = self._indexes[schema.name, field.name] = {}
            for row in self._store.rows(schema.name, deleted=False):
                index.setdefault(row.get(field.name), []).append(str(row["Id"]))
        wanted = stored(field, text)
        return [] if wanted is None else index.get(wanted, [])

    def add(self, name: str, key: str) -> None:
        """Let a record that was just created be found."""
        row = self._store.find(name, key)
        for (owner, field), index in self._indexes.items():
            if owner == name and row is not None:
                index.setdefault(row.get(field), []).append(key)

    def forget(self, name: str, fields: Iterable[str]) -> None:
        """Read the values of these fields anew: a record of the object changed them."""
        for field in fields:
            self._indexes.pop((name, field), None)
