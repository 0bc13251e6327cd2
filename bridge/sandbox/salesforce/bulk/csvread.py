"""The CSV that a job was given: its header row and its records, or why it cannot be read."""

import csv
import io
import re
from dataclasses import dataclass

from bridge.sandbox.salesforce.bulk.csvtext import DELIMITERS

_QUOTED = re.compile(r'"[^"]*"')
_NEWLINE = re.compile(r"\r\n|\n|\r")
_ENDS = {"LF": "\n", "CRLF": "\r\n"}


class BatchInvalid(Exception):
    """A job fails as a whole; the text is its `errorMessage`."""


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its records, each as long as the header."""

    header: tuple[str, ...]
    records: tuple[tuple[str, ...], ...]


def read(upload: bytes, delimiter: str, line_ending: str) -> Table:
    """
    Read an upload; lines without any cell are no records.

    Raises:
        BatchInvalid: it is not UTF-8, not CSV, or its lines end otherwise than the job says.
    """
    try:
        text = upload.decode()
    except UnicodeDecodeError as error:
        raise BatchInvalid("InvalidBatch : The CSV is not encoded in UTF-8") from error
    _check_line_ending(text, line_ending)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=DELIMITERS[delimiter], strict=True)
    try:
        lines = [tuple(line) for line in reader if line]
    except csv.Error as error:
        raise BatchInvalid(f"InvalidBatch : Failed to parse CSV: {error}") from error
    if not lines:
        raise BatchInvalid("InvalidBatch : The CSV has no header row")
    return Table(lines[0], tuple(lines[1:]))


def fitting(table: Table) -> Table:
    """Return a table whose lines are all as wide as its header; raises BatchInvalid."""
    width = len(table.header)
    for number, line in enumerate(table.records, 2):
        if len(line) != width:
            raise BatchInvalid(
                f"InvalidBatch : Line {number} has {len(line)} columns, the header row has {width}"
            )
    return table


def _check_line_ending(text: str, line_ending: str) -> None:
    """Refuse text whose lines, outside of quotes, do not end as the job says."""
    ends = set(_NEWLINE.findall(_QUOTED.sub("", text)))
    if ends - {_ENDS[line_ending]}:
        raise BatchInvalid(
            "ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is"
            f" {line_ending}"
        )
