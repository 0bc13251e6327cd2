"""Lists in the console: filters in the address, one page after the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

from bridge.adapters.store.browsing.pages import Reach
from bridge.errors import Misconfigured

#: The name under which the place in a list stands in an address.
AFTER = "after"

State = TypeVar("State", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """The rows of a state, or all of them."""

    title: str
    path: str
    count: int
    is_here: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """Another measure, currency, period or way to look at a page."""

    title: str
    path: str
    is_here: bool


def tabs(
    request: Request, titles: Mapping[State, str], counts: Mapping[State, int], here: State | None
) -> tuple[Tab, ...]:
    """Return a tab of all rows and one of each state, with the other filters of the page."""
    each = (
        Tab(
            title=title,
            path=address(request, {"state": state.value}),
            count=counts.get(state, 0),
            is_here=state is here,
        )
        for state, title in titles.items()
    )
    whole = Tab(
        title="All",
        path=address(request, {"state": None}),
        count=sum(counts.values()),
        is_here=here is None,
    )
    return (whole, *each)


def reach_of(request: Request) -> Reach:
    """Return which page of a list is asked for."""
    return Reach(request.query_params.get(AFTER) or None)


def onward(request: Request, after: str | None) -> str | None:
    """Return the address of the next page with the same filters; None at the end."""
    return address(request, {AFTER: after}) if after else None


def address(request: Request, changes: Mapping[str, str | None]) -> str:
    """Return the address of a page with some filters changed; None takes one away."""
    kept = {name: value for name, value in request.query_params.items() if name != AFTER}
    asked = {name: value for name, value in {**kept, **changes}.items() if value}
    return f"{request.url.path}?{urlencode(asked)}" if asked else request.url.path


def filters(request: Request, *, without: str = AFTER) -> str:
    """Return the filters as the end of an address, without the place in the list; or nothing."""
    kept = address(request, {without: None}).partition("?")[2]
    return f"?{kept}" if kept else ""


def chosen(request: Request, name: str) -> str:
    """Return what a filter says, without blanks around it; empty where it says nothing."""
    return request.query_params.get(name, "").strip()


def day_of(request: Request, name: str) -> datetime | None:
    """Return the beginning of the day, in UTC, that a filter names; None where it names none."""
    text = chosen(request, name)
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time(), UTC)
    except ValueError as error:
        raise Misconfigured(
            f"{text[:40]!r} is no day", where=name, act="write it as YYYY-MM-DD"
        ) from error
