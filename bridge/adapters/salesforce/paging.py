"""Queries page by page: each row once, none lost, and an end."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from simple_salesforce.api import Salesforce as SimpleSalesforce

from bridge.adapters.salesforce.faults import SYSTEM
from bridge.adapters.salesforce.soql import PAGE_ROWS, row
from bridge.errors import Refused, Unavailable
from bridge.model.record import Scalar

#: A hint: an org answers with smaller pages where rows are wide.
_OPTIONS = {"Sforce-Query-Options": f"batchSize={PAGE_ROWS}"}
#: Ten million rows at the smallest page; who needs more needs the bulk interface.
_PAGES_MAX = 50_000
#: A cursor lives for two days; if it ends a third time in one query, that is no accident.
_RESTARTS_MAX = 2

Page = Mapping[str, Any]
#: Makes a call, and repeats it where that is safe.
Read = Callable[[Callable[[], Page]], Page]


class Passed(NamedTuple):
    """A page that was given: its rows, and how many Salesforce counts on all pages."""

    rows: int
    total: int


Heard = Callable[[Passed], None]


def unheard(_passed: Passed) -> None:
    """Show nothing."""


class Query:
    """
    One query, to be iterated once: every row flat, over all pages.

    A page that was lost with its connection is asked for again. Where the cursor has ended the
    query starts anew, and rows that were given before are passed over by their Id. Raises
    Unavailable where the pages hold fewer rows than Salesforce counted, or never end; so
    `SELECT COUNT()`, which counts without rows, is written as `COUNT(Id)`. A page is `heard` of
    when its last row was taken.
    """

    def __init__(
        self, simple: SimpleSalesforce, read: Read, soql: str, *, deleted: bool, heard: Heard
    ) -> None:
        self._simple = simple
        self._read = read
        self._heard = heard
        self._first = partial(simple.query, soql, include_deleted=deleted, headers=_OPTIONS)
        self._given: set[str] = set()
        self._rows = 0

    def __iter__(self) -> Iterator[dict[str, Scalar]]:
        for restart in range(_RESTARTS_MAX + 1):
            try:
                yield from self._once()
            except Refused as error:
                if error.code != "INVALID_QUERY_LOCATOR" or restart == _RESTARTS_MAX:
                    raise
            else:
                return

    def _once(self) -> Iterator[dict[str, Scalar]]:
        expected = 0
        for page in self._pages():
            expected, before = int(page["totalSize"]), self._rows
            yield from self._new(page)
            self._heard(Passed(self._rows - before, expected))
        if self._rows < expected:
            raise _broken(f"the pages hold {self._rows} of {expected} rows")

    def _new(self, page: Page) -> Iterator[dict[str, Scalar]]:
        for flat in map(row, page["records"]):
            if self._is_new(flat.get("Id")):
                self._rows += 1
                yield flat

    def _is_new(self, record_id: Scalar) -> bool:
        if not isinstance(record_id, str):
            return True
        before = len(self._given)
        self._given.add(record_id)
        return len(self._given) > before

    def _pages(self) -> Iterator[Page]:
        page = self._read(partial(_page, self._first))
        visited: set[str] = set()
        while not page["done"]:
            yield page
            address = page["nextRecordsUrl"]
            if address in visited or len(visited) == _PAGES_MAX:
                raise _broken("the pages have no end")
            visited.add(address)
            more = partial(
                self._simple.query_more, address, identifier_is_url=True, headers=_OPTIONS
            )
            page = self._read(partial(_page, more))
        yield page


def _page(call: Callable[[], Any]) -> Page:
    answer = call()
    if (
        not isinstance(answer, Mapping)
        or not {"records", "done", "totalSize"} <= answer.keys()
        or not (answer["done"] or (answer.get("nextRecordsUrl") and answer["records"]))
    ):
        raise _broken("the answer is no page of a query")
    return answer


def _broken(says: str) -> Unavailable:
    return Unavailable(SYSTEM, "query", "PAGES", says)
