"""Pages of results, kept so that a later request can ask for the next one."""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bridge.sandbox.netsuite.soap.faults import RecordError

PAGE_SIZE_MIN, PAGE_SIZE_MAX = 5, 1000
#: How many results the account keeps; the oldest go first.
_KEPT_MAX = 200

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """One page of a result."""

    rows: Sequence[T]
    total: int
    size: int
    index: int  #: from 1

    @property
    def pages(self) -> int:
        """Return how many pages the result has; 0 without a row."""
        return -(-self.total // self.size)


def page_of(rows: Sequence[T], size: int, index: int) -> Page[T]:
    """
    Return a page; the first one is there even if it is empty.

    Raises:
        RecordError: there is no such page, or no page has this size.
    """
    if not PAGE_SIZE_MIN <= size <= PAGE_SIZE_MAX:
        raise RecordError(
            "INVALID_SEARCH_PAGE_SIZE",
            f"Invalid search page size. It must be from {PAGE_SIZE_MIN} to {PAGE_SIZE_MAX}.",
        )
    page = Page(
        rows=rows[max(0, index - 1) * size : index * size],
        total=len(rows),
        size=size,
        index=index,
    )
    if not 1 <= index <= max(1, page.pages):
        raise RecordError("INVALID_SEARCH_PAGE_INDEX", "Invalid search page index.")
    return page


class Pages(Generic[T]):
    """Results by the id of their search."""

    def __init__(self, account_name: str) -> None:
        self._account_name = account_name
        self._numbers = itertools.count(1)
        self._kept: OrderedDict[str, T] = OrderedDict()

    def new_id(self) -> str:
        """Return an id for a search, or for a document."""
        return f"WEBSERVICES_{self._account_name}_{next(self._numbers):012}"

    def keep(self, search_id: str, kept: T) -> None:
        """Keep what a search found."""
        self._kept[search_id] = kept
        while len(self._kept) > _KEPT_MAX:
            self._kept.popitem(last=False)

    def get(self, search_id: str) -> T:
        """
        Return what is kept for a search.

        Raises:
            RecordError: nothing is, or not any more.
        """
        kept = self._kept.get(search_id)
        if kept is None:
            raise RecordError("INVALID_SEARCH_MORE", "Invalid or expired searchId.")
        return kept
