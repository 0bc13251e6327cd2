"""Records as answers show them."""

from collections.abc import Iterable, Mapping

from bridge.sandbox.salesforce.objects import Field, ObjectSchema
from bridge.sandbox.salesforce.store import Row

#: End of a field name -> its part in an address.
ADDRESS_PARTS = {
    "City": "city",
    "Country": "country",
    "GeocodeAccuracy": "geocodeAccuracy",
    "Latitude": "latitude",
    "Longitude": "longitude",
    "PostalCode": "postalCode",
    "State": "state",
    "Street": "street",
}


def attributes(base: str, name: str, identifier: str) -> Mapping[str, str]:
    """Return what stands before the fields of every record."""
    return {"type": name, "url": f"{base}/sobjects/{name}/{identifier}"}


def shown(field: Field, row: Row) -> object:
    """Return a field of a row as an answer shows it; whole numbers of `int` fields as int."""
    if field.type == "address":
        return _address(field, row)
    value = row.get(field.name)
    return int(value) if field.type == "int" and value is not None else value


def record(base: str, schema: ObjectSchema, row: Row, only: Iterable[str] | None = None) -> object:
    """Return a whole record, or the fields asked for."""
    names = schema.fields if only is None else only
    identity = {"attributes": attributes(base, schema.name, str(row["Id"])), "Id": row["Id"]}
    return {**identity, **{name: shown(schema.fields[name], row) for name in names}}


def _address(field: Field, row: Row) -> object:
    """Put an address together from the fields of its parts; null when all are empty."""
    stem = field.name.removesuffix("Address")
    parts = {part: row.get(stem + name) for name, part in ADDRESS_PARTS.items()}
    return parts if any(value is not None for value in parts.values()) else None
