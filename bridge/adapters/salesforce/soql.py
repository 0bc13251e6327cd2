"""Writing SOQL and reading its rows: literals, windows, IN lists that fit a request line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from string import ascii_letters, digits

from bridge.model.record import ObjectDescription, Scalar

#: Ids in one IN list.
IDS_MAX = 200
#: Salesforce refuses a request line or headers of more than 16,384 bytes; the rest is for host,
#: path and headers.
QUERY_BYTES_MAX = 14_000
# Two hundred ids take 5,400 bytes; what is left is for the columns.
_COLUMN_BYTES_MAX = 8_300
#: Rows in one page and in one round of a window: the most that Salesforce gives.
PAGE_ROWS = 2000

#: SOQL selects addresses and locations by their parts, which are fields of their own; base64 comes
#: one record at a time and holds files, not facts of a deal. Every other described field is read.
NOT_SELECTED = frozenset({"address", "location", "base64"})

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*")
#: What `quote_plus` sends in one byte, which is slow to ask of each of some hundred fields.
_AS_THEY_ARE = f"{ascii_letters}{digits}_.-~ ".encode()
_ESCAPED = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


@dataclass(frozen=True, slots=True)
class Window:
    """From `lower` to before `upper`: aware moments of the server's clock, in whole seconds."""

    lower: datetime
    upper: datetime


def window(
    last_upper: datetime | None, server_now: datetime, safety_lag_s: int, overlap_s: int
) -> Window:
    """
    Return what to read next after a window that ended at `last_upper`; None reads everything.

    A row carries the time of its save but appears when its transaction commits, so the window
    ends `safety_lag_s` before the server's present and begins `overlap_s` before the last end.
    """
    upper = server_now.astimezone(UTC).replace(microsecond=0) - timedelta(seconds=safety_lag_s)
    if last_upper is None:
        return Window(datetime(1970, 1, 1, tzinfo=UTC), upper)
    return Window(min(last_upper - timedelta(seconds=overlap_s), upper), upper)


def name(written: str) -> str:
    """Return the name of an object or field (or a path of them); ValueError if it is none."""
    if not _NAME.fullmatch(written):
        raise ValueError(f"{written!r} is not the name of an object or field")
    return written


def text(value: str) -> str:
    r"""
    Return a text as a literal.

    >>> print(text("O'Brien"))
    'O\'Brien'
    """
    return f"'{value.translate(_ESCAPED)}'"


def moment(value: datetime) -> str:
    """
    Return an aware moment as a literal; Salesforce keeps whole seconds.

    >>> moment(datetime(2026, 1, 5, 10, 0, tzinfo=UTC))
    '2026-01-05T10:00:00Z'
    """
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def first_field(path: str) -> str:
    """
    Return the field of the record itself by which a path begins.

    >>> first_field("SBQQ__OrderProduct__r.OrderId"), first_field("OrderItem.OrderId")
    ('SBQQ__OrderProduct__c', 'OrderItemId')
    """
    first, *parents = path.split(".")
    if not parents:
        return first
    return f"{first[:-1]}c" if first.endswith("__r") else f"{first}Id"


def any_of(object_: str, within: Window) -> str:
    """Write the query for one record that was saved in a window, whichever."""
    saved = " AND ".join(_saved(within))
    return f"SELECT Id FROM {name(object_)} WHERE {saved} LIMIT 1"  # noqa: S608 - the name is checked, values are literals


def _saved(within: Window) -> list[str]:
    return [
        f"SystemModstamp >= {moment(within.lower)}",
        f"SystemModstamp < {moment(within.upper)}",
    ]


def changes(
    object_: str, paths: Sequence[str], within: Window, after: tuple[datetime, str] | None
) -> str:
    """
    Write the query for one round of what was saved in a window, behind `after` (moment and id).

    Thousands of rows of a mass update share one second, so the moment alone could not say where
    the last round ended.
    """
    fields = dict.fromkeys(("Id", "IsDeleted", "SystemModstamp", *map(name, paths)))
    conditions = _saved(within)
    if after is not None:
        at, last = moment(after[0]), text(after[1])
        conditions.append(f"(SystemModstamp > {at} OR (SystemModstamp = {at} AND Id > {last}))")
    return (
        f"SELECT {','.join(fields)} FROM {name(object_)} WHERE {' AND '.join(conditions)}"  # noqa: S608 - names are checked, values are literals
        f" ORDER BY SystemModstamp, Id LIMIT {PAGE_ROWS}"
    )


def selectable(description: ObjectDescription) -> tuple[str, ...]:
    """Return the fields that a query reads, `Id` first, the others by name."""
    fields = {field.name for field in description.fields.values() if field.type not in NOT_SELECTED}
    return ("Id", *sorted(fields - {"Id"}))


def selects(
    object_: str, fields: Sequence[str], where: str, values: Sequence[str]
) -> Iterator[str]:
    """
    Write queries for `fields` (`Id` first) of the records whose field `where` is one of `values`.

    An IN list holds at most 200 values. Where the fields alone are too long for one request line
    they are spread over several queries, each with the `Id`; the caller joins their rows.
    FIELDS(ALL) would be shorter, but gives at most 200 rows.
    """
    for part in _column_parts(fields):
        head = f"SELECT {','.join(part)} FROM {name(object_)} WHERE {name(where)} IN "  # noqa: S608 - names are checked, values are literals
        for chunk in _chunks(values, QUERY_BYTES_MAX - _bytes(head) - _bytes("() ORDER BY Id")):
            yield f"{head}({','.join(text(value) for value in chunk)}) ORDER BY Id"


def _column_parts(fields: Sequence[str]) -> Iterator[tuple[str, ...]]:
    part, size = ["Id"], _bytes("Id")
    for field in fields[1:]:
        more = _bytes(f",{name(field)}")
        if size + more > _COLUMN_BYTES_MAX:
            yield tuple(part)
            part, size = ["Id"], _bytes("Id")
        part.append(field)
        size += more
    yield tuple(part)


def _chunks(values: Sequence[str], room: int) -> Iterator[tuple[str, ...]]:
    chunk: tuple[str, ...] = ()
    left = room
    for value in values:
        size = _bytes(text(value) + ",")
        if chunk and (size > left or len(chunk) == IDS_MAX):
            yield chunk
            chunk, left = (), room
        chunk, left = (*chunk, value), left - size
    if chunk:
        yield chunk


def _bytes(written: str) -> int:
    """Return how long a text is in a request line, where any other byte takes three: %2C."""
    sent = written.encode()
    return len(sent) + 2 * len(sent.translate(None, _AS_THEY_ARE))


def row(received: Mapping[str, object]) -> dict[str, Scalar]:
    """
    Return a row flat: a field of a parent stands under its path, such as `Product2.Name`.

    A parent that is not there stands as None under its relationship's name. Raises ValueError for
    a subquery: its pages end on their own, flat queries do not.
    """
    return dict(_flat(received, ""))


def _flat(received: Mapping[str, object], prefix: str) -> Iterator[tuple[str, Scalar]]:
    for key, value in received.items():
        if key == "attributes":
            continue
        if isinstance(value, Mapping):
            if "records" in value:
                raise ValueError(f"{prefix}{key} is a subquery; write a query of its own for it")
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value  # type: ignore[misc]  # JSON has no other values than Scalars left here
