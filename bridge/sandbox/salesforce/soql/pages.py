"""Query answers in pages: a snapshot of the rows, kept for two days under a locator."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.ids import record_id
from bridge.sandbox.salesforce.errors import bad
from bridge.sandbox.salesforce.soql.run import Answer, Nested

Record = Mapping[str, object]

BATCH_MAX = 2_000
BATCH_MIN = 200
LIFE_OF_CURSOR = timedelta(days=2)
LONG_TEXTS_THAT_SHRINK = 2
#: Rows of all open cursors together. The vendor keeps them on disk, and since version 56 without a
#: limit to their number; here the oldest end early beyond this, but ten are always open, as before.
ROWS_KEPT = 100_000
CURSORS_KEPT = 10

_LOCATOR = re.compile(r"(01g[0-9A-Za-z]{15})-(\d{1,9})")
_OPTION = re.compile(r"batchSize\s*=\s*(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Cursor:
    answer: Answer
    batch: int
    ends: datetime


class Pages:
    """The open cursors."""

    def __init__(self, clock: SimulatedClock) -> None:
        self._clock = clock
        self._cursors: dict[str, _Cursor] = {}
        self._count = 0

    def first(self, answer: Answer, options: str | None, base: str) -> Mapping[str, object]:
        """Return the first page of an answer; `options` is the Sforce-Query-Options header."""
        return self._opened(answer, _batch(options, answer), base)

    def next(self, locator: str, base: str, *, again: bool = False) -> Mapping[str, object]:
        """
        Return the page behind a locator, or with `again` the page before it a second time.

        Raises ApiError INVALID_QUERY_LOCATOR.
        """
        match = _LOCATOR.fullmatch(locator)
        cursor = self._cursors.get(match[1]) if match else None
        if match is None or cursor is None or self._clock.now() >= cursor.ends:
            raise bad("INVALID_QUERY_LOCATOR", "invalid query locator")
        if int(match[2]) >= len(cursor.answer.records):
            raise bad("INVALID_QUERY_LOCATOR", "invalid query locator")
        start = int(match[2])
        return self._page(match[1], max(start - cursor.batch, 0) if again else start, base)

    def expire(self) -> None:
        """End every cursor now."""
        self._cursors = {
            locator: replace(cursor, ends=self._clock.now())
            for locator, cursor in self._cursors.items()
        }

    def _opened(self, answer: Answer, batch: int, base: str) -> Mapping[str, object]:
        """Return the first page; a longer answer gets a cursor, and old cursors are forgotten."""
        if len(answer.records) <= batch:
            records = self._shown(answer.records, batch, base)
            return {"totalSize": answer.total, "done": True, "records": records}
        now = self._clock.now()
        self._cursors = {key: each for key, each in self._cursors.items() if now < each.ends}
        self._count += 1
        locator = "01g" + record_id("cursor", str(self._count))[3:]
        self._cursors[locator] = _Cursor(answer, batch, now + LIFE_OF_CURSOR)
        self._make_room()
        return self._page(locator, 0, base)

    def _make_room(self) -> None:
        rows = sum(len(each.answer.records) for each in self._cursors.values())
        while rows > ROWS_KEPT and len(self._cursors) > CURSORS_KEPT:
            oldest = self._cursors.pop(next(iter(self._cursors)))
            rows -= len(oldest.answer.records)

    def _page(self, locator: str, start: int, base: str) -> Mapping[str, object]:
        cursor = self._cursors[locator]
        records = cursor.answer.records
        end = start + cursor.batch
        page: dict[str, object] = {"totalSize": cursor.answer.total, "done": end >= len(records)}
        if end < len(records):
            page["nextRecordsUrl"] = f"{base}/query/{locator}-{end}"
        return {**page, "records": self._shown(records[start:end], cursor.batch, base)}

    def _shown(self, records: Sequence[Record], batch: int, base: str) -> Sequence[Record]:
        """Give the children of each record pages of their own."""
        return [
            {
                name: self._opened(Answer(len(value.records), value.records), batch, base)
                if isinstance(value, Nested)
                else value
                for name, value in record.items()
            }
            if any(isinstance(value, Nested) for value in record.values())
            else record
            for record in records
        ]


def _batch(options: str | None, answer: Answer) -> int:
    if answer.long_texts >= LONG_TEXTS_THAT_SHRINK:
        return BATCH_MIN
    match = _OPTION.search(options or "")
    return min(max(int(match[1]), BATCH_MIN), BATCH_MAX) if match else BATCH_MAX
