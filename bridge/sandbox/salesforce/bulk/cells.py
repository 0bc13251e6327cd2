"""The cells of a row as the values of fields, and errors as the results of a job show them."""

from collections.abc import Sequence

from bridge.sandbox.salesforce.bulk.columns import Column
from bridge.sandbox.salesforce.bulk.lookups import Lookups
from bridge.sandbox.salesforce.errors import ApiError, bad
from bridge.sandbox.salesforce.objects import Field, ObjectSchema
from bridge.sandbox.salesforce.values import Value, stored

NULL = "#N/A"
NO_RECORD = ApiError(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")
_YES = frozenset({"true", "t", "yes", "y", "on", "1"})
_NO = frozenset({"false", "f", "no", "n", "off", "0"})
_XSD = {"boolean": "boolean", "date": "date", "datetime": "dateTime", "int": "int"}


def fields_of(meant: Sequence[Column], cells: Sequence[str], lookups: Lookups) -> dict[str, Value]:
    """
    Return what a row says of its record: an empty cell says nothing, #N/A says null.

    Raises:
        ApiError: a cell does not fit its field, or names no record or several.
    """
    pairs = enumerate(zip(meant, cells, strict=True))
    return {
        column.field.name: _value(column, cell, number, lookups)
        for number, (column, cell) in pairs
        if cell != ""
    }


def told(error: ApiError) -> str:
    """
    Write an error as the column sf__Error has it.

    >>> from bridge.sandbox.salesforce.errors import bad
    >>> told(bad("REQUIRED_FIELD_MISSING", "Required fields are missing: [Name]", "Name"))
    'REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --'
    """
    # In a job, as in every list, a missing record is a wrong reference.
    shown = NO_RECORD if error.code == "NOT_FOUND" else error
    named = ",".join(shown.fields)
    return f"{shown.code}:{shown.message}:{named + ' ' if named else ''}--"


def several(field: Field, found: Sequence[str]) -> ApiError:
    """Return the error for a value that several records carry."""
    listed = ", ".join(found)
    message = f"{field.name}: more than one record found for external id field: [{listed}]"
    return bad("DUPLICATE_EXTERNAL_ID", message)


def _value(column: Column, cell: str, number: int, lookups: Lookups) -> Value:
    if cell == NULL:
        return stored(column.field, None)
    if column.target is not None and column.by is not None:
        return _related(column.target, column.by, cell, lookups)
    field = column.field
    try:
        return stored(field, _truth(cell) if field.type == "boolean" else cell)
    except ApiError as error:
        if error.code != "JSON_PARSER_ERROR":
            raise
        kind = _XSD.get(field.type, "double")
        raise bad(
            "INVALID_FIELD",
            f"Failed to deserialize field at col {number}. Due to, '{cell[:80]}' is not a valid"
            f" value for the type xsd:{kind}",
            field.name,
        ) from error


def _related(target: ObjectSchema, by: Field, cell: str, lookups: Lookups) -> str:
    found = lookups.find(target, by, cell)
    if not found:
        raise bad(
            "INVALID_FIELD",
            f"Foreign key external ID: {cell[:80]} not found for field {by.name} in entity"
            f" {target.name}",
        )
    if len(found) > 1:
        raise several(by, found)
    return found[0]


def _truth(cell: str) -> str:
    """Read the words that a CSV has for true and false; another one stays as it is."""
    word = cell.strip().lower()
    return "true" if word in _YES else "false" if word in _NO else cell
