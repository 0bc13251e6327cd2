"""What the org says of its objects: read once a quarter of an hour, absent objects included."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from bridge.adapters.salesforce.faults import SYSTEM
from bridge.errors import Refused, Unavailable
from bridge.model.calendar import Clock
from bridge.model.ids import eighteen, spelt
from bridge.model.record import FieldDescription, ObjectDescription, Record, Scalar

#: A field that an admin adds is read from then on; one call for each object, four times an hour.
_KEPT_FOR = timedelta(minutes=15)

_ABSENT = frozenset({"NOT_FOUND", "INVALID_TYPE"})
_REFERENCES = frozenset({"id", "reference"})
_CHOICES = frozenset({"picklist", "multipicklist"})


class Descriptions:
    """Descriptions by object name, kept for a while; None for an object that the org lacks."""

    def __init__(self, read: Callable[[str], ObjectDescription], clock: Clock) -> None:
        self._read = read
        self._clock = clock
        self._kept: dict[str, tuple[ObjectDescription | Refused, datetime]] = {}

    def of(self, object_: str) -> ObjectDescription:
        """Return the description; raises Refused for an object that the org lacks."""
        kept = self._kept.get(object_)
        if kept is None or kept[1] + _KEPT_FOR <= self._clock():
            kept = self._told(object_), self._clock()
            self._kept[object_] = kept
        if isinstance(kept[0], Refused):
            raise kept[0]
        return kept[0]

    def _told(self, object_: str) -> ObjectDescription | Refused:
        try:
            return self._read(object_)
        except Refused as error:
            if error.code in _ABSENT:
                return error
            raise

    def known(self, object_: str) -> ObjectDescription | None:
        """Return the description, None for an object that the org lacks."""
        try:
            return self.of(object_)
        except Refused as error:
            if error.code in _ABSENT:
                return None
            raise

    def forget(self) -> None:
        """Read everything anew when it is next wanted."""
        self._kept.clear()


def description(name: str, answer: Any) -> ObjectDescription:
    """Read the answer of `describe`."""
    fields = answer.get("fields") if isinstance(answer, Mapping) else None
    if not isinstance(fields, list):
        raise Unavailable(SYSTEM, "describe", "NO_FIELDS", f"the answer lists no fields of {name}")
    described = (_field(field) for field in fields)
    return ObjectDescription(name, {field.name: field for field in described})


def _field(told: Mapping[str, Any]) -> FieldDescription:
    return FieldDescription(
        name=str(told["name"]),
        type=str(told["type"]),
        custom=bool(told.get("custom")),
        default=_default(told),
    )


def _default(told: Mapping[str, Any]) -> Scalar:
    """
    Return the value that a new record has where nobody fills the field.

    A picklist's default stands with its values. A default that is a formula is not evaluated:
    what it gave counts as filled, which is the safe side.
    """
    value: Scalar = told.get("defaultValue")
    if value is not None or told.get("type") not in _CHOICES:
        return value
    choices = told.get("picklistValues") or ()
    chosen = (
        one["value"] for one in choices if one.get("defaultValue") and one.get("active", True)
    )
    return next(chosen, None)


def record(described: ObjectDescription, fields: Mapping[str, Scalar]) -> Record:
    """
    Return a row as a record, with ids of 18 characters wherever one stands.

    Numbers have the spelling in which they are kept; Salesforce writes 460800.0, or 1.0E7.
    """
    values = {name: _value(described, name, value) for name, value in fields.items()}
    return Record(described.name, str(values["Id"]), values)


def _value(described: ObjectDescription, name: str, value: Scalar) -> Scalar:
    if isinstance(value, Decimal):
        return spelt(value)
    if isinstance(value, str) and value and described.fields[name].type in _REFERENCES:
        return eighteen(value)
    return value
