"""
The lines of the journal on disk, found again by number.

In memory stand only their places, eight bytes a line, so that a long run stays small.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

_NOWHERE = -1


class Lines:
    """A file of JSON lines, each with a number; of several with one number the last counts."""

    def __init__(self, path: Path, first: int = 1) -> None:
        self._path = path
        self._first = first
        self._places = array("q")
        self._end = 0
        path.write_text("", encoding="utf-8")

    def write(self, number: int, line: Mapping[str, object]) -> None:
        """Add the line of a number, or write it anew; one before the first is left out."""
        place = number - self._first
        if place < 0:
            return
        text = (json.dumps(line, sort_keys=True) + "\n").encode()
        with self._path.open("ab") as file:
            file.write(text)
        while len(self._places) <= place:
            self._places.append(_NOWHERE)
        self._places[place] = self._end
        self._end += len(text)

    def read(self, number: int) -> dict[str, Any] | None:
        """Return the line of a number; None if it has none yet."""
        place = number - self._first
        if not 0 <= place < len(self._places) or self._places[place] == _NOWHERE:
            return None
        with self._path.open("rb") as file:
            file.seek(self._places[place])
            line: dict[str, Any] = json.loads(file.readline(), parse_float=Decimal)
        return line
