"""Pages of lists that grow meanwhile: what was shown last says where the next page begins."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Generic, TypeVar

from bridge.errors import Misconfigured
from bridge.model.ids import canonical

#: Rows of a page, unless somebody asks for fewer or more.
PAGE = 50
#: More are never read at once.
PAGE_MAX = 200
#: No cursor of ours is longer.
_CURSOR_MAX = 1_000

Item = TypeVar("Item")
Row = TypeVar("Row")
#: Where a page ended: the values by which the list is ordered.
Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A part of a list, and where the next part begins; None at the end."""

    items: tuple[Item, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Reach:
    """How much of a list is wanted: so many rows, behind what a cursor names."""

    after: str | None = None
    limit: int = PAGE

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= PAGE_MAX:
            raise Misconfigured(
                f"a page of {self.limit} rows cannot be had",
                where="limit",
                act=f"ask for 1 to {PAGE_MAX}",
            )

    def keys(self, *kinds: type[str] | type[int]) -> Keys | None:
        """Return where the page before ended; Misconfigured for what is no cursor of this list."""
        if self.after is None:
            return None
        found = _read(self.after)
        if [type(one) for one in found] != list(kinds):
            raise no_cursor()
        return tuple(one for one in found if isinstance(one, str | int))

    def page(
        self,
        rows: Sequence[Row],
        item: Callable[[Row], Item],
        keys: Callable[[Row], Keys],
    ) -> Page[Item]:
        """Make a page of rows, of which one more than wanted was read to see if there are more."""
        shown = rows[: self.limit]
        more = len(rows) > self.limit
        return Page(
            items=tuple(item(row) for row in shown),
            next=cursor(keys(shown[-1])) if more else None,
        )


def cursor(keys: Keys) -> str:
    """
    Write where a page ended, as text for a URL.

    >>> Reach(cursor((7, "a"))).keys(int, str)
    (7, 'a')
    """
    return base64.urlsafe_b64encode(canonical(list(keys))).decode().rstrip("=")


def _read(text: str) -> list[object]:
    padded = text + "=" * (-len(text) % 4)
    try:
        if len(text) > _CURSOR_MAX:
            raise no_cursor()
        found = json.loads(
            base64.b64decode(padded, altchars=b"-_", validate=True), parse_float=Decimal
        )
    except (binascii.Error, ValueError, RecursionError) as error:
        raise no_cursor() from error
    if not isinstance(found, list):
        raise no_cursor()
    return found


def time_of(key: str | int) -> datetime:
    """Return the time that a cursor names; Misconfigured if it names none."""
    try:
        at = datetime.fromisoformat(str(key))
    except ValueError as error:
        raise no_cursor() from error
    if at.tzinfo is None:
        raise no_cursor()
    return at


def day_named(key: str | int) -> date:
    """Return the day that a cursor names; Misconfigured if it names none."""
    try:
        return date.fromisoformat(str(key))
    except ValueError as error:
        raise no_cursor() from error


def no_cursor() -> Misconfigured:
    """Return what is said of a cursor that names no place of the list."""
    return Misconfigured(
        "the list has no such place", where="after", act="begin again at its first page"
    )
