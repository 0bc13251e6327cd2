"""Pages of a result: `limit` and `offset`, and the links between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from aiohttp import web

from bridge.sandbox.netsuite.errors import invalid_parameter

LIMIT_MAX = 1000
OFFSET_MAX = 100_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a result at an address, which may hold further parameters of the query."""

    url: str
    limit: int
    offset: int

    def of(self, rows: Sequence[T]) -> Sequence[T]:
        """Return the rows of this page."""
        return rows[self.offset : self.offset + self.limit]

    def before(self) -> Page:
        """Return the page before this one; the first has none but itself."""
        return replace(self, offset=max(0, self.offset - self.limit))

    def links(self, total: int) -> list[dict[str, str]]:
        """Return the links to the pages around this one, and to itself."""
        last = max(0, (total - 1) // self.limit * self.limit)
        rels = {"self": self.offset}
        if self.offset + self.limit < total:
            rels = {"next": self.offset + self.limit, "last": last, "self": self.offset}
        if self.offset > 0:
            rels |= {"first": 0, "previous": max(0, self.offset - self.limit)}
        return [{"rel": rel, "href": self._href(offset)} for rel, offset in rels.items()]

    def _href(self, offset: int) -> str:
        return f"{self.url}{'&' if '?' in self.url else '?'}limit={self.limit}&offset={offset}"


def page_of(request: web.Request) -> Page:
    """
    Read the page that a request asks for.

    Raises:
        Refusal: the limit is not within 1..1000, or the offset is no multiple of it.
    """
    limit = _number(request, "limit", LIMIT_MAX)
    offset = _number(request, "offset", 0)
    if not 1 <= limit <= LIMIT_MAX:
        raise invalid_parameter(f"Provide a limit from 1 to {LIMIT_MAX}.", "limit")
    if offset % limit:
        raise invalid_parameter("Provide an offset that is a multiple of the limit.", "offset")
    if offset >= OFFSET_MAX:
        raise invalid_parameter(f"Provide an offset below {OFFSET_MAX}.", "offset")
    rest = request.rel_url.without_query_params("limit", "offset")
    url = f"{request.scheme}://{request.host}{rest}"
    return Page(url, limit, offset)


def _number(request: web.Request, name: str, default: int) -> int:
    written = request.query.get(name, str(default))
    if not (written.isascii() and written.isdigit() and len(written) < 10):  # noqa: PLR2004 - digits
        raise invalid_parameter(f"Invalid value for {name}. Provide a whole number.", name)
    return int(written)
