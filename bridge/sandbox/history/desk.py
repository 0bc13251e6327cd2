"""The journal over HTTP: pages of requests, counts, and what was done to records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from aiohttp import web

from bridge.sandbox.history.tally import Tally, pattern_of
from bridge.sandbox.journal import Change, Journal, Request

_LIMIT = 1_000
_LIMIT_MAX = 10_000
_DIGITS_MAX = 15


class HistoryDesk:
    """Answers what is asked of the journal."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    async def show_requests(self, request: web.Request) -> web.Response:
        """Answer a page of the requests that fit; `next` is the `after` of the following page."""
        try:
            wanted = _Wanted(request.query)
        except ValueError as error:
            return _wrong(str(error))
        found = list(islice(wanted.of(self._journal), wanted.limit + 1))
        page = found[: wanted.limit]
        more = page[-1].seq if len(found) > len(page) else None
        return web.json_response({"requests": [asdict(one) for one in page], "next": more})

    async def show_counts(self, request: web.Request) -> web.Response:
        """Answer counts of all requests, or of those that fit."""
        try:
            wanted = _Wanted(request.query)
        except ValueError as error:
            return _wrong(str(error))
        every = not request.query
        told = self._journal.tally() if every else _counted(wanted.of(self._journal)).told()
        return web.json_response(told)

    async def clear_requests(self, _request: web.Request) -> web.Response:
        """Forget all requests."""
        self._journal.clear()
        return web.Response(status=204)

    async def show_effects(self, request: web.Request) -> web.Response:
        """Answer effective writes, or the changes that are named."""
        named = request.query.getall("change", [])
        if set(named) - set(Change) or set(request.query) - {"change"}:
            return _wrong(f"change can be {', '.join(Change)}; nothing else can be given")
        effects = self._journal.effects(*map(Change, named))
        return web.json_response({"effects": [asdict(effect) for effect in effects]})


def _counted(requests: Iterator[Request]) -> Tally:
    """Count requests one by one; `at_once_max` is the most that one of them met."""
    tally = Tally()
    for one in requests:
        tally.at_once_max[one.system] = max(tally.at_once_max[one.system], one.at_once)
        if not one.ended:
            tally.under_way[one.system] += 1
            continue
        tally.add(
            call=f"{one.method} {pattern_of(one.path)}",
            status=one.status,
            lasted_ms=one.lasted_ms,
        )
        tally.by_fault.update([one.fault] if one.fault else ())
        tally.by_operation.update([one.operation] if one.operation else ())
    return tally


def _moment(written: str) -> datetime:
    moment = datetime.fromisoformat(written.replace(" ", "+"))  # a plus that nobody escaped
    if moment.tzinfo is None:
        raise ValueError("it needs its time zone")
    return moment.astimezone(UTC)


def _count(written: str) -> int:
    if not (written.isascii() and written.isdigit() and len(written) <= _DIGITS_MAX):
        raise ValueError("it must be a whole number")
    return int(written)


def _status(written: str) -> int | None:
    return None if written == "none" else _count(written)


Test = Callable[[Request, Any], bool]

#: Filter -> how it is read, and how a request is held against it.
_FILTERS: Mapping[str, tuple[Callable[[str], Any], Test]] = {
    "system": (str, lambda one, wanted: bool(one.system == wanted)),
    "method": (str, lambda one, wanted: bool(one.method == wanted)),
    "path": (str, lambda one, wanted: wanted in one.path),
    "operation": (str, lambda one, wanted: bool(one.operation == wanted)),
    "fault": (str, lambda one, wanted: bool(one.fault == wanted)),
    "status": (_status, lambda one, wanted: one.ended and one.status == wanted),
    "since": (_moment, lambda one, wanted: bool(datetime.fromisoformat(one.at) >= wanted)),
    "until": (_moment, lambda one, wanted: bool(datetime.fromisoformat(one.at) < wanted)),
}
_PAGES = ("after", "limit")


class _Wanted:
    """
    Which requests are asked for.

    Raises:
        ValueError: an unknown filter, or a value that it cannot have.
    """

    def __init__(self, query: Mapping[str, str]) -> None:
        unknown = sorted(set(query) - _FILTERS.keys() - set(_PAGES))
        if unknown:
            known = ", ".join((*_FILTERS, *_PAGES))
            raise ValueError(f"unknown filter {unknown[0][:40]!r}; known: {known}")
        self._tests = [
            (_FILTERS[name][1], _read(name, _FILTERS[name][0], written))
            for name, written in query.items()
            if name in _FILTERS
        ]
        self.after = _read("after", _count, query.get("after", "0"))
        self.limit = _read("limit", _count, query.get("limit", str(_LIMIT)))
        if not 1 <= self.limit <= _LIMIT_MAX:
            raise ValueError(f"limit: it lies between 1 and {_LIMIT_MAX}")

    def of(self, journal: Journal) -> Iterator[Request]:
        """Yield the requests of the journal that fit."""
        for one in journal.since(self.after):
            if all(test(one, wanted) for test, wanted in self._tests):
                yield one


def _read(name: str, reader: Callable[[str], Any], written: str) -> Any:
    try:
        return reader(written)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error


def _wrong(says: str) -> web.Response:
    return web.json_response({"error": says}, status=400)
