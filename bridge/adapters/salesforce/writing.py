"""Writing fields of existing records, many in one call, and what came of each of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bridge.adapters.salesforce.faults import SYSTEM, TEMPORARY_CODES, code_of
from bridge.errors import OutcomeUnknown
from bridge.model.ids import canonical
from bridge.model.record import Scalar

PATH = "composite/sobjects"
#: Records in one call; Salesforce's limit.
ROWS_MAX = 200

Rows = Sequence[Mapping[str, Scalar]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowError:
    """One record that Salesforce did not write, while it wrote others."""

    id: str
    code: str
    fields: tuple[str, ...]
    temporary: bool  #: whether the same write may succeed later

    def text(self) -> str:
        """Return a sentence for people."""
        fields = f" ({', '.join(self.fields)})" if self.fields else ""
        return f"{self.id} was not written: {self.code}{fields}"


def chunks(rows: Rows) -> Iterator[Rows]:
    """Return the rows in as many parts as calls are needed."""
    return (rows[start : start + ROWS_MAX] for start in range(0, len(rows), ROWS_MAX))


def body(object_: str, rows: Rows) -> bytes:
    """Return the body of the call; a row that fails leaves the others written."""
    records = [
        {"attributes": {"type": object_}, "id": row["Id"]}
        | {field: value for field, value in row.items() if field != "Id"}
        for row in rows
    ]
    return canonical({"allOrNone": False, "records": records})


def upsert_body(object_: str, rows: Rows) -> bytes:
    """Return the body of a call that finds its records by an external id, or creates them."""
    records = [{"attributes": {"type": object_}} | dict(row) for row in rows]
    return canonical({"allOrNone": False, "records": records})


def row_errors(rows: Rows, answer: object, key: str = "Id") -> tuple[RowError, ...]:
    """
    Return an error for each row that was not written; results stand in the order of the rows.

    `key` is the field that an error names its row by.

    Raises OutcomeUnknown where the answer does not tell of every row.
    """
    if not isinstance(answer, list) or len(answer) != len(rows):
        says = "the answer does not tell of every row"
        raise OutcomeUnknown(SYSTEM, f"PATCH {PATH}", "ROWS", says)
    pairs = zip(rows, answer, strict=True)
    return tuple(_error(str(row[key]), told) for row, told in pairs if not told.get("success"))


def _error(record_id: str, told: Mapping[str, Any]) -> RowError:
    first: Mapping[str, Any] = next(iter(told.get("errors") or ()), {})
    code = code_of(first.get("statusCode"), "UNKNOWN")
    return RowError(
        id=record_id,
        code=code,
        fields=tuple(str(field) for field in first.get("fields") or ()),
        temporary=code in TEMPORARY_CODES,
    )
